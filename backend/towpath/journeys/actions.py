"""Changes of a journey's life, one function each: draft, publish, pause, resume, archive, enroll."""

import re
from collections.abc import Sequence

import msgspec
from sqlalchemy import delete, func, insert, select, update

from towpath.contacts.model import Topic
from towpath.engine.check import Problem, Report, check
from towpath.engine.document import Document, as_document
from towpath.engine.registry import Registry
from towpath.journeys import doors, files, store
from towpath.journeys.entering import enroll
from towpath.journeys.model import Journey, JourneyState, Version, VersionNode
from towpath.journeys.walking import Here
from towpath.journeys.world import load_world
from towpath.kit.db import Conn, Record, driver
from towpath.kit.errors import Conflict, Fault, Invalid, Stale
from towpath.messages import store as messages
from towpath.segments import store as segments

# Waiting messages of a journey are held while it is paused, and go on when it does. What a sender holds at this
# moment is marked: if it does not leave now, it is held as well (messages/outbox.py).
_HOLD = """
UPDATE delivery AS d SET state = CASE d.state WHEN 'sending' THEN 'sending' ELSE 'held' END, reason = 'paused'
  FROM enrollment AS e
 WHERE e.journey_id = $1 AND d.enrollment_id = e.id AND d.state IN ('queued', 'deferred', 'sending')
"""
_RELEASE = """
UPDATE delivery AS d SET state = CASE d.state WHEN 'sending' THEN 'sending' ELSE 'queued' END, reason = NULL
  FROM enrollment AS e
 WHERE e.journey_id = $1 AND d.enrollment_id = e.id AND d.state IN ('held', 'sending') AND d.reason = 'paused'
"""
# An archived journey owes nothing more; who is still inside leaves by a port that only this has.
_CANCEL = """
UPDATE delivery AS d
   SET state = CASE d.state WHEN 'sending' THEN 'sending' ELSE 'cancelled' END, reason = 'journey archived'
  FROM enrollment AS e
 WHERE e.journey_id = $1 AND d.enrollment_id = e.id AND d.state IN ('queued', 'deferred', 'held', 'sending')
"""
_END_ALL = """
WITH ended AS (
UPDATE enrollment SET status = 2, ended_at = $2, reason = 'journey archived'
 WHERE journey_id = $1 AND status <> 2
RETURNING node_id)
INSERT INTO node_count AS n (node_id, port, passed)
SELECT node_id, 'archived', count(*) FROM ended GROUP BY node_id ORDER BY node_id
    ON CONFLICT (node_id, port) DO UPDATE SET passed = n.passed + EXCLUDED.passed
"""


class JourneyHasProblems(Invalid):
    """This journey cannot be published yet."""

    code = "journey-has-problems"

    def __init__(self, problems: Sequence[Problem]) -> None:
        count = f"{len(problems)} problems are" if len(problems) != 1 else "one problem is"
        super().__init__(f"{count[0].upper()}{count[1:]} left.", faults=[fault_of(p) for p in problems])


class NothingToPublish(Conflict):
    """Nothing changed since the last version."""

    code = "nothing-to-publish"


class WrongState(Conflict):
    """The journey is not in a state in which this can be done."""

    code = "wrong-journey-state"


class NoManualEntry(Conflict):
    """The live version of this journey has no step “Added by hand”."""

    code = "no-manual-entry"


class Published(msgspec.Struct, frozen=True):
    """A new version and how many people came in with it."""

    number: int
    entered: int
    report: Report


def fault_of(problem: Problem) -> Fault:
    """Return a problem of a draft as a fault of the request that wanted to use it."""
    pointer = f"/nodes/{problem.node}" if problem.node else ""
    if problem.field:
        pointer += "/config" + as_pointer(f".{problem.field}")
    return Fault(pointer, f"{problem.detail} {problem.fix}".strip())


def as_pointer(path: str) -> str:
    """Return a path such as `.all[0].op` as a JSON pointer: /all/0/op."""
    return re.sub(r"[.\[]", "/", path.replace("]", ""))


async def create(conn: Conn, document: Document) -> str:
    """Make a journey of a document; return its slug."""
    slug = await store.free_slug(conn, document.name)
    await store.add(conn, slug, document)
    return slug


async def save_draft(conn: Conn, slug: str, document: Document, revision: int | None) -> int:
    """Save the draft if nobody saved since `revision` (None: whatever is there). Raises Stale."""
    journey = await store.find(conn, slug, lock=True)
    if revision is not None and journey.revision != revision:
        raise Stale("Somebody else saved this journey in between. Your work is not lost: compare the two.")
    return await store.write_draft(conn, journey.id, document)


async def publish(
    conn: Conn, slug: str, here: Here, registry: Registry, *, include_current: bool, user: int | None
) -> Published:
    """Make the draft the live version. Raises JourneyHasProblems, NothingToPublish, WrongState.

    With `include_current`, whoever matches an entry segment now comes in at once; otherwise only who joins later.
    """
    journey = await store.find(conn, slug, lock=True)
    if journey.state == JourneyState.ARCHIVED:
        raise WrongState("This journey is archived. Restore it first.")
    document = as_document(journey.draft)
    report = check(document, registry, await load_world(conn))
    if report.errors:
        raise JourneyHasProblems(report.errors)
    number, version_id, numbers = await _add_version(conn, journey, document, registry, user)
    by_segment = await doors.hang(conn, journey.id, version_id, document, numbers, registry)
    state = JourneyState.PAUSED if journey.state == JourneyState.PAUSED else JourneyState.LIVE
    values = {"live_version_id": version_id, "state": state, "updated_at": func.now()}
    await conn.execute(update(Journey).where(Journey.id == journey.id).values(values))
    await doors.listen(conn, here)
    entered = 0
    if include_current:
        for segment, door in by_segment:
            members = await segments.member_ids(conn, segment, here.now, here.zone)
            entered += len(await enroll(conn, door, members, here.now))
    return Published(number, entered, report)


async def _add_version(
    conn: Conn, journey: Record, document: Document, registry: Registry, user: int | None
) -> tuple[int, int, dict[str, int]]:
    bindings = await bind(conn, document, registry)
    last = await store.last_version(conn, journey.id)
    if last and (last.fingerprint, last.bindings) == (journey.fingerprint, bindings):
        raise NothingToPublish
    values = {
        "journey_id": journey.id, "number": last.number + 1 if last else 1, "document": journey.draft,
        "fingerprint": journey.fingerprint, "bindings": bindings, "published_by": user,
    }  # fmt: skip
    version_id = (await conn.execute(insert(Version).values(values).returning(Version.id))).scalar_one()
    rows = [{"version_id": version_id, "key": key, "type": spec.type} for key, spec in document.nodes.items()]
    added = await conn.execute(insert(VersionNode).returning(VersionNode.key, VersionNode.id), rows)
    return values["number"], version_id, {key: number for key, number in added}


async def bind(conn: Conn, document: Document, registry: Registry) -> dict[str, dict[str, int]]:
    """Look up what the slugs of a document mean now: a version pins its messages."""
    wanted = files.references(document, registry)
    topics = await conn.execute(select(Topic.slug, Topic.id).where(Topic.slug.in_(wanted["topic"])))
    return {
        "messages": dict(await messages.current_versions(conn, wanted["message"])),
        "topics": {slug: number for slug, number in topics},
    }


async def pause(conn: Conn, slug: str) -> None:
    """Stop everybody where they stand and hold what is not sent yet; people who come in wait at the entry."""
    journey = await _in_state(conn, slug, JourneyState.LIVE, "Only a live journey can be paused.")
    await store.set_state(conn, journey.id, JourneyState.PAUSED)
    await (await driver(conn)).execute(_HOLD, journey.id)


async def resume(conn: Conn, slug: str) -> None:
    """Let everybody go on; waits that fell due in the meantime end now."""
    journey = await _in_state(conn, slug, JourneyState.PAUSED, "Only a paused journey can be resumed.")
    await store.set_state(conn, journey.id, JourneyState.LIVE)
    await (await driver(conn)).execute(_RELEASE, journey.id)


async def archive(conn: Conn, slug: str, here: Here) -> None:
    """End the journey for everybody inside, cancel what is not sent, close its doors."""
    journey = await store.find(conn, slug, lock=True)
    if journey.state == JourneyState.ARCHIVED:
        return
    await store.set_state(conn, journey.id, JourneyState.ARCHIVED)
    raw = await driver(conn)
    await raw.execute(_CANCEL, journey.id)
    await raw.execute(_END_ALL, journey.id, here.now)
    await doors.take_down(conn, journey.id)
    await doors.listen(conn, here)


async def restore(conn: Conn, slug: str) -> None:
    """Take a journey out of the archive; it is a draft again until it is published."""
    journey = await _in_state(conn, slug, JourneyState.ARCHIVED, "Only an archived journey can be restored.")
    await store.set_state(conn, journey.id, JourneyState.DRAFT)


async def remove(conn: Conn, slug: str) -> None:
    """Delete a journey that was never published; others keep their history and are archived instead."""
    journey = await store.find(conn, slug, lock=True)
    if await store.versions(conn, journey.id):
        raise WrongState(
            "A journey that was published cannot be deleted: its history tells why people got mail."
        )
    await conn.execute(delete(Journey).where(Journey.id == journey.id))


async def add_people(
    conn: Conn, slug: str, contact_ids: Sequence[int], here: Here, data: dict | None = None
) -> set[int]:
    """Let people in by hand; return the ids of those who came in. Raises WrongState, NoManualEntry."""
    journey = await store.find(conn, slug)
    if journey.state not in (JourneyState.LIVE, JourneyState.PAUSED):
        raise WrongState("Publish the journey first: there is nothing yet to enter.")
    door = await doors.manual_door(conn, journey.id)
    if door is None:
        raise NoManualEntry
    brought = [msgspec.json.encode({"data": data}).decode()] * len(contact_ids) if data else []
    return set(await enroll(conn, door, contact_ids, here.now, brought))


async def _in_state(conn: Conn, slug: str, state: JourneyState, otherwise: str) -> Record:
    journey = await store.find(conn, slug, lock=True)
    if journey.state != state:
        raise WrongState(otherwise)
    return journey
