"""The first page: what needs somebody, and what is running."""

from collections.abc import AsyncIterator, Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

import msgspec
from sqlalchemy import text

from towpath.engine.check import check
from towpath.engine.document import as_document
from towpath.engine.registry import Registry
from towpath.engine.walk import Standing
from towpath.journeys import store
from towpath.journeys.model import JourneyState
from towpath.journeys.world import load_world
from towpath.kit.db import Conn, Record
from towpath.settings import Settings
from towpath.team.store import WorkspaceFacts, workspace
from towpath.web.auth import Permission

_WEEK: Final = timedelta(days=7)
_MOST_DRAFTS: Final = 10
_MOST_JOURNEYS: Final = 50

# set_aside
_SET_ASIDE: Final = text("""
SELECT j.slug, j.name, count(*) AS people
  FROM enrollment AS e
  JOIN journey AS j ON j.id = e.journey_id
 WHERE e.status = 3 AND j.state <> 'archived'
 GROUP BY j.id
 ORDER BY j.name
 LIMIT 20
""")
# unpublished
# Drafts that do something else than their live version, the one that was worked on last first.
_UNPUBLISHED: Final = text("""
SELECT j.slug, j.name, j.draft, v.id IS NOT NULL AS was_published
  FROM journey AS j
  LEFT JOIN version AS v ON v.id = j.live_version_id
 WHERE j.state <> 'archived' AND j.fingerprint IS DISTINCT FROM v.fingerprint
 ORDER BY j.updated_at DESC
 LIMIT :limit
""")
_IN_DOUBT: Final = text("SELECT count(*) FROM delivery WHERE state = 'in_doubt'")
_FAILED_IMPORTS: Final = text("""
SELECT id, file_name, problem FROM import_job WHERE state = 'failed' AND finished_at > :since ORDER BY id DESC LIMIT 5
""")
_THERE_IS: Final = text("""
SELECT EXISTS (SELECT FROM contact) AS contacts, EXISTS (SELECT FROM topic) AS topics,
       EXISTS (SELECT FROM journey) AS journeys
""")
# next_due
# When somebody goes on next, journey by journey.
_NEXT_DUE: Final = text("""
SELECT v.journey_id, min(first.wake_at)
  FROM version AS v
 CROSS JOIN LATERAL (
       SELECT e.wake_at FROM enrollment AS e
        WHERE e.version_id = v.id AND e.status = 1
        ORDER BY e.wake_at LIMIT 1) AS first
 WHERE v.journey_id = ANY(:ids)
 GROUP BY v.journey_id
""")


class Place(msgspec.Struct, frozen=True):
    """Where to go: a journey (`key` is its slug), an import (its number), or a page."""

    kind: Literal[
        "journey", "import", "deliveries", "contacts", "topics", "gallery", "workspace", "mail_server"
    ]
    key: str = ""


class Task(msgspec.Struct, frozen=True):
    """Something that waits for a person who may do it; `key` names its kind and never changes."""

    key: Literal[
        "set_aside", "draft_ready", "draft_problems", "in_doubt", "import_failed", "sending_paused",
        "no_postal_address", "no_sender", "no_mail_server", "no_contacts", "no_topics", "no_journeys",
    ]  # fmt: skip
    sentence: str
    place: Place
    count: int = 1


class Running(msgspec.Struct, frozen=True):
    """A journey that is live or paused. `entered` and `sent` are of the last seven days.

    `next_due` is when somebody inside goes on; null where nobody waits, and while it is paused.
    """

    slug: str
    name: str
    state: str
    version: int
    inside: int
    set_aside: int
    entered: int
    sent: int
    next_due: datetime | None


class Home(msgspec.Struct, frozen=True):
    """What needs you, the most pressing first, and what is running."""

    tasks: list[Task]
    running: list[Running]


async def home(
    conn: Conn, now: datetime, registry: Registry, settings: Settings, may: Collection[Permission]
) -> Home:
    """Tell what somebody with these permissions can do, and what is running."""
    tasks = [task async for task in _urgent(conn, now, may)]
    tasks += [task async for task in _set_up(conn, settings, may)]
    if Permission.JOURNEYS_WRITE in may:
        tasks += await _drafts(conn, registry, can_publish=Permission.JOURNEYS_PUBLISH in may)
    return Home(tasks, await _running(conn, now))


async def _urgent(conn: Conn, now: datetime, may: Collection[Permission]) -> AsyncIterator[Task]:
    if Permission.JOURNEYS_PUBLISH in may and (doubts := (await conn.execute(_IN_DOUBT)).scalar_one()):
        what = "one message" if doubts == 1 else f"{doubts:,} messages"
        sentence = f"It is not known whether {what} arrived. Decide whether to send again."
        yield Task("in_doubt", sentence, Place("deliveries", "in_doubt"), doubts)
    if Permission.JOURNEYS_WRITE in may:
        for row in await conn.execute(_SET_ASIDE):
            who = "One person was" if row.people == 1 else f"{row.people:,} people were"
            sentence = f"{who} set aside in “{row.name}”, because a step failed."
            yield Task("set_aside", sentence, Place("journey", row.slug), row.people)
    if Permission.CONTACTS_WRITE in may:
        for row in await conn.execute(_FAILED_IMPORTS, {"since": now - _WEEK}):
            sentence = (
                f"The file “{row.file_name}” could not be imported: {row.problem or 'it is not known why.'}"
            )
            yield Task("import_failed", sentence, Place("import", str(row.id)))


async def _set_up(conn: Conn, settings: Settings, may: Collection[Permission]) -> AsyncIterator[Task]:
    there_is = (await conn.execute(_THERE_IS)).one()
    if Permission.SETTINGS_WRITE in may:
        for task in _of_the_workspace(await workspace(conn), settings):
            yield task
    if Permission.CONTACTS_WRITE in may and not there_is.topics:
        sentence = (
            "There is no topic yet. People subscribe to topics; without one nobody can get a newsletter."
        )
        yield Task("no_topics", sentence, Place("topics"))
    if Permission.CONTACTS_WRITE in may and not there_is.contacts:
        yield Task("no_contacts", "There are no contacts yet. Import a file, or add one.", Place("contacts"))
    if Permission.JOURNEYS_WRITE in may and not there_is.journeys:
        yield Task("no_journeys", "There is no journey yet. Begin with one of the gallery.", Place("gallery"))


def _of_the_workspace(facts: WorkspaceFacts, settings: Settings) -> Iterator[Task]:
    place = Place("workspace")
    if facts.sending_paused:
        yield Task("sending_paused", "Sending is paused: nothing leaves until you let it go on.", place)
    if not facts.postal_address:
        yield Task("no_postal_address", "Newsletters must show a postal address, and none is set.", place)
    if not facts.from_address:
        yield Task("no_sender", "No sender is set: who do your messages come from?", place)
    if not settings.smtp_url:
        sentence = "No mail server is set: messages stay in the mailbox here and reach nobody."
        yield Task("no_mail_server", sentence, Place("mail_server"))


async def _drafts(conn: Conn, registry: Registry, *, can_publish: bool) -> list[Task]:
    rows = (await conn.execute(_UNPUBLISHED, {"limit": _MOST_DRAFTS})).all()
    world = await load_world(conn) if rows else None
    tasks: list[Task] = []
    for row in rows:
        left = len(check(as_document(row.draft), registry, world).errors) if world else 0
        tasks.append(_draft(row, left, can_publish=can_publish))
    return tasks


def _draft(row: Record, left: int, *, can_publish: bool) -> Task:
    place = Place("journey", row.slug)
    what = (
        f"“{row.name}” has changes that are not published"
        if row.was_published
        else f"“{row.name}” is a draft"
    )
    if left:
        problems = "one problem is" if left == 1 else f"{left} problems are"
        return Task("draft_problems", f"{what}: {problems} left.", place, left)
    ready = "it can be published" if can_publish else "it is ready for somebody who may publish it"
    return Task("draft_ready", f"{what}: {ready}.", place)


async def _running(conn: Conn, now: datetime) -> list[Running]:
    rows = await store.page(conn, None, _MOST_JOURNEYS, (JourneyState.LIVE, JourneyState.PAUSED))
    ids = [row.id for row in rows]
    people = await store.standing(conn, ids)
    since = (now.astimezone(UTC) - _WEEK + timedelta(days=1)).date()
    lately = await store.lately(conn, ids, since)
    due = await _next_due(conn, [row.id for row in rows if row.state == JourneyState.LIVE])
    return [
        Running(
            row.slug, row.name, row.state, row.number, people.get(row.id, {}).get(Standing.WAITING, 0),
            people.get(row.id, {}).get(Standing.SET_ASIDE, 0), *lately[row.id], due.get(row.id),
        )
        for row in rows
    ]  # fmt: skip


async def _next_due(conn: Conn, ids: Iterable[int]) -> dict[int, datetime]:
    rows = await conn.execute(_NEXT_DUE, {"ids": list(ids)})
    return {number: moment for number, moment in rows}
