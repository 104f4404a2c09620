"""A trial foretells: whoever is tried with a template then really walks that way, and the trial left no trace."""

from typing import Any

import pytest
from sqlalchemy import text
from tests.flows.test_gallery import CASES, document_of
from tests.flows.walker import FlowWalker

from towpath.engine.document import FlowTest
from towpath.journeys.trials import Trial, Wish, try_out
from towpath.kit.clock import FixedClock
from towpath.kit.db import Database
from towpath.messages.jobs import Sender
from towpath.wiring import Wiring

# What people do on the way cannot be known beforehand, so a trial is about those who do nothing.
QUIET = [(name, told) for name, told in CASES if not told.given.events]

_TABLES = text("""
SELECT c.oid::regclass::text FROM pg_class AS c
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
""")


async def everything(db: Database) -> dict[str, list[Any]]:
    """Return every row of every table, with the transaction that wrote it."""
    async with db.transaction() as conn:
        tables = (await conn.execute(_TABLES)).scalars().all()
        return {
            table: sorted(
                str(row)
                for row in await conn.exec_driver_sql(f"SELECT t.xmin, t.tableoid, t.* FROM {table} AS t")
            )
            for table in tables
        }


async def tried(walker: FlowWalker, slug: str, **wish: Any) -> Trial:
    w = walker.w
    return await try_out(w.db, walker.clock, w.registry, "http://towpath.test", slug, Wish(**wish))


@pytest.mark.parametrize(("name", "told"), QUIET, ids=[f"{name}: {test.name}" for name, test in QUIET])
async def test_a_trial_foretells_the_way_and_leaves_no_trace(
    name: str, told: FlowTest, wiring: Wiring, clock: FixedClock, sender: Sender
) -> None:
    walker, document = FlowWalker(wiring, clock, sender), document_of(name)
    slug = await walker.publish(document)
    person = await walker.person(document, told)
    before = await everything(wiring.db)

    trial = await tried(walker, slug, contact_id=person, entry=told.entry)

    assert await everything(wiring.db) == before
    story = await walker.go(document, told, person)
    assert [step.node for step in trial.steps] == story["path"]
    mails = [mail for step in trial.steps for mail in step.would_send]
    assert [mail.message for mail in mails if not mail.withheld] == story["messages"]
    assert trial.ending.kind == "ended"
    assert trial.ending.at == clock.at


async def test_a_trial_tells_why_when_and_what(wiring: Wiring, clock: FixedClock, sender: Sender) -> None:
    walker, document = FlowWalker(wiring, clock, sender), document_of("welcome-series")
    slug = await walker.publish(document)
    told = document.tests[-1]
    person = await walker.person(document, told)

    trial = await tried(walker, slug, contact_id=person)

    by_node = {step.node: step for step in trial.steps}
    asked = next(step for step in trial.steps if step.type == "branch")
    assert asked.reason == "No: has not done “purchase” in the last 7 days."
    waited = next(step for step in trial.steps if step.type == "wait")
    assert waited.waits_until == clock.at.replace(day=clock.at.day + 2)
    offer = next(m for step in trial.steps for m in step.would_send if m.message == "welcome-offer")
    assert offer.withheld == "never subscribed to “Offers”"
    assert next(m for s in trial.steps for m in s.would_send).subject
    assert trial.refused is not None
    assert "is not in “New subscribers” now" in trial.refused
    assert by_node[trial.entry].at == clock.at
