"""A trial: the way that one person would take through a draft if they entered now. Nothing is sent, nothing stays."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import asyncpg
import msgspec
from sqlalchemy.exc import DBAPIError

from towpath.engine.check import Report, World, check
from towpath.engine.condition import where_holds, words_of_where
from towpath.engine.document import Document, as_document
from towpath.engine.graph import Graph, compile_graph
from towpath.engine.node import Door, Entry
from towpath.engine.registry import Registry
from towpath.engine.walk import Walker
from towpath.journeys import actions, store
from towpath.journeys.entering import is_refused
from towpath.journeys.rehearsal import Ending, Rehearsal, Step
from towpath.journeys.versions import Compiled
from towpath.journeys.walking import Here, here_and_now
from towpath.journeys.world import load_world
from towpath.kit.clock import Clock
from towpath.kit.db import Conn, Database, Json
from towpath.kit.errors import Fault, Invalid, Unavailable
from towpath.messages.actions import contact_row
from towpath.segments import store as segments

_STATEMENT_S: Final = 3
_ALL_S: Final = 10


class NotReady(actions.JourneyHasProblems):
    """This journey cannot be tried yet."""

    code = "journey-not-ready"


class TooSlow(Unavailable):
    """This trial takes too long to do now."""

    code = "trial-too-slow"


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be tried. `document` None: the saved draft; `entry` empty: its first one.

    `data` is what the person brings along, `answers` the ways out to take at some nodes whatever the facts say.
    """

    contact_id: int
    entry: str = ""
    document: Document | None = None
    data: Json = {}
    answers: Mapping[str, str] = {}


class Trial(msgspec.Struct, frozen=True):
    """The way from `entry` on. `refused` says why this person would not come in now, if that is so."""

    contact_id: int
    name: str
    entry: str
    started_at: datetime
    refused: str | None
    steps: list[Step]
    ending: Ending


async def try_out(
    db: Database, clock: Clock, registry: Registry, base_url: str, slug: str, wish: Wish
) -> Trial:
    """Walk one contact through a journey's draft. Raises NoSuchJourney, NoSuchContact, NotReady, Invalid, TooSlow."""
    try:
        async with asyncio.timeout(_ALL_S), db.rehearsal(_STATEMENT_S) as conn:
            here = await here_and_now(conn, clock)
            return await _try(conn, here, registry, base_url, slug, wish)
    except (TimeoutError, asyncpg.QueryCanceledError) as error:
        raise TooSlow from error
    except DBAPIError as error:
        if error.orig is not None and isinstance(error.orig.__cause__, asyncpg.QueryCanceledError):
            raise TooSlow from error
        raise


async def _try(conn: Conn, here: Here, registry: Registry, base_url: str, slug: str, wish: Wish) -> Trial:
    journey = await store.find(conn, slug)
    name = name_of(await contact_row(conn, wish.contact_id))
    document = wish.document or as_document(journey.draft)
    world = await load_world(conn)
    report = check(document, registry, world)
    if report.errors:
        raise NotReady(report.errors)
    graph = compile_graph(document, registry)
    _check_answers(report, wish.answers)
    entry, door = _door(graph, wish.entry)
    bound = await actions.bind(conn, document, registry)
    version = Compiled(
        0, journey.id, graph, dict.fromkeys(graph.nodes, 0), {}, bound["messages"], bound["topics"]
    )
    refused = await _refusal(conn, journey.id, door, wish, here, world)
    rehearsal = Rehearsal(conn, version, world, base_url, wish.answers)
    walker = Walker(0, wish.contact_id, entry, here.now, 0, _brought(door, here.now, wish.data))
    ending = await rehearsal.run(walker, here)
    refused = refused and f"{name} {refused}"
    return Trial(wish.contact_id, name, entry, here.now, refused, rehearsal.steps, ending)


def name_of(row: Mapping[str, Any]) -> str:
    """Return what to call a contact: the name, or else the address, or else the number."""
    full = " ".join(part for part in (row["first_name"], row["last_name"]) if part)
    return full or row["email"] or row["external_id"] or f"Contact {row['contact_id']}"


def _check_answers(report: Report, answers: Mapping[str, str]) -> None:
    faults = []
    for key, port in answers.items():
        if key not in report.ports:
            faults.append(Fault(f"/answers/{key}", f"There is no step “{key}”."))
        elif port not in {p.key for p in report.ports[key]}:
            faults.append(
                Fault(f"/answers/{key}", f"“{report.summaries[key]}” has no way out called “{port}”.")
            )
    if faults:
        raise Invalid(faults=faults)


def _door(graph: Graph, wanted: str) -> tuple[str, Door]:
    node = graph.nodes.get(wanted) if wanted else None
    if wanted and not isinstance(node, Entry):
        raise Invalid(faults=[Fault("/entry", f"“{wanted}” is not a start of this journey.")])
    key, entry = next((k, e) for k, e in graph.entries() if k == wanted or not wanted)
    return key, entry.door()


def _brought(door: Door, now: datetime, data: Json) -> Json | None:
    """Return what an enrollment would keep of what the person brings along, as the door of this kind does."""
    if door.kind == "event":
        return {"event": {"name": door.target, "at": now.isoformat(), "properties": data}}
    return {"data": data} if data else None


async def _refusal(
    conn: Conn, journey_id: int, door: Door, wish: Wish, here: Here, world: World
) -> str | None:
    """Say why the person would not come in now, as the rest of a sentence that begins with their name."""
    match await is_refused(conn, journey_id, wish.contact_id, door.reentry):
        case "inside":
            return "is inside this journey already, and nobody is inside twice."
        case "before":
            return "was in this journey before, and it lets nobody in again."
        case None:
            pass
    if door.kind == "segment":
        asked = {"in": {"segment": door.target}}
        ((is_in,),) = (await segments.evaluate(conn, asked, [wish.contact_id], here.now, here.zone)).values()
        if not is_in:
            return (
                f"is not in “{world.name('segment', door.target)}” now; people start here when they join it."
            )
    if door.where and not where_holds(door.where, wish.data, here.now, here.zone):
        return f"would start here only if {words_of_where(list(door.where))}."
    return None
