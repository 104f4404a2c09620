"""The demonstration: real customers of a CD shop walk the re-engagement series, on a clock that can be set."""

import csv
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from towpath.contacts.consent import Consent
from towpath.contacts.imports import ImportOptions, ImportReport, import_contacts
from towpath.contacts.model import Topic
from towpath.engine.document import read_document
from towpath.events import imports as event_imports
from towpath.journeys import actions, imports, walking
from towpath.kit.bell import ADVANCE
from towpath.kit.errors import Conflict
from towpath.team.actions import set_clock, set_clock_offset
from towpath.wiring import Wiring

AS_OF: Final = datetime(1998, 7, 1, tzinfo=UTC)
_TOPIC: Final = "offers"
_CONSENT: Final = Consent(
    topics=(_TOPIC,), source="CDNOW sample", wording="Demonstration data; nobody is written to."
)

_OTHERS = text("SELECT name FROM journey WHERE state = 'live' LIMIT 1")
_STANDING = text("""
SELECT n.key, e.status, count(*)
  FROM enrollment AS e
  JOIN version_node AS n ON n.id = e.node_id
  JOIN journey AS j ON j.id = e.journey_id
 WHERE j.slug = :slug
 GROUP BY n.key, e.status
""")
_MAIL = text("""
SELECT m.name, d.state, count(*)
  FROM delivery AS d
  JOIN enrollment AS e ON e.id = d.enrollment_id
  JOIN journey AS j ON j.id = e.journey_id
  JOIN message_version AS v ON v.id = d.message_version_id
  JOIN message AS m ON m.id = v.message_id
 WHERE j.slug = :slug
 GROUP BY m.name, d.state
""")
_WAITING, _ENDED = 1, 2


class NotAlone(Conflict):
    """Another journey is running here, and the demo would move its clock."""

    code = "demo-not-alone"


class Imported(msgspec.Struct, frozen=True):
    """What the two imports did."""

    contacts: ImportReport
    purchases: ImportReport


class Scene(msgspec.Struct, frozen=True):
    """Where everybody is at one moment. `waiting` is by node, `mail` by message and state."""

    now: datetime
    entered: int
    waiting: dict[str, int]
    ended: int
    mail: dict[str, dict[str, int]]

    @property
    def is_quiet(self) -> bool:
        """Say whether nothing is left to send right now."""
        return not any({"queued", "sending", "deferred"} & states.keys() for states in self.mail.values())


class Demo:
    """One demonstration in a running installation. `purchases` is the CDNOW file, `flow` the series to publish."""

    def __init__(self, wiring: Wiring, purchases: Path, flow: Path) -> None:
        self.w, self.purchases, self.flow = wiring, purchases, flow

    async def import_people(self) -> Imported:
        """Import customers as contacts who agreed to offers, and purchases as events that start nothing."""
        async with self.w.db.transaction() as conn:
            topic = {"slug": _TOPIC, "name": "Offers", "description": "Discounts and sales."}
            await conn.execute(insert(Topic).values(topic).on_conflict_do_nothing())
        with tempfile.TemporaryDirectory() as folder:
            people = Path(folder) / "customers.csv"
            _write_customers(self.purchases, people)
            options = ImportOptions(consent=_CONSENT)
            contacts = await import_contacts(self.w.db, self.w.clock, people, options, lambda _: None)
            purchases = Path(folder) / "purchases.csv"
            purchases.write_bytes(self.purchases.read_bytes())
            events = event_imports.ImportOptions(
                name="purchase", mapping={"customer_id": "external_id", "date": "at"}
            )
            report = await event_imports.import_events(
                self.w.db, self.w.clock, purchases, events, lambda _: None
            )
        return Imported(contacts, report)

    async def turn_back_the_clock(self) -> None:
        """Let it be 1 July 1998. Raises NotAlone if somebody else's journey lives by this clock."""
        async with self.w.db.transaction() as conn:
            other = (await conn.execute(_OTHERS)).scalar()
            if other is not None:
                raise NotAlone(
                    f"“{other}” is running here, and the demo would move its clock. Use a fresh data folder."
                )
            await set_clock(conn, AS_OF)

    async def return_to_the_present(self) -> None:
        async with self.w.db.transaction() as conn:
            await set_clock_offset(conn, timedelta(0))

    async def publish(self) -> str:
        """Import and publish the series for everybody who matches now; return its slug."""
        async with self.w.db.transaction() as conn:
            document = read_document(self.flow.read_bytes())
            imported = await imports.apply(conn, document, self.w.registry, {}, {})
            here = await walking.here_and_now(conn, self.w.clock)
            await actions.publish(
                conn, imported.journey, here, self.w.registry, include_current=True, user=None
            )
        await self.w.bell.ring(ADVANCE)
        return imported.journey

    async def pass_time(self, by: timedelta) -> None:
        """Move the clock ahead: what falls due in between is done now."""
        async with self.w.db.transaction() as conn:
            await conn.execute(text("UPDATE workspace SET clock_offset = clock_offset + :by"), {"by": by})
        await self.w.bell.ring(ADVANCE)

    async def scene(self, slug: str) -> Scene:
        """Say where everybody is now."""
        async with self.w.db.transaction() as conn:
            now = await self.w.clock.now(conn)
            standing = (await conn.execute(_STANDING, {"slug": slug})).all()
            mail: dict[str, dict[str, int]] = {}
            for name, state, count in await conn.execute(_MAIL, {"slug": slug}):
                mail.setdefault(name, {})[state] = count
        return Scene(
            now=now,
            entered=sum(count for _, _, count in standing),
            waiting={key: count for key, status, count in standing if status == _WAITING},
            ended=sum(count for _, status, count in standing if status == _ENDED),
            mail=mail,
        )


def _write_customers(purchases: Path, people: Path) -> None:
    """Write one row per customer: the file has no names and no addresses, so the address is made of the number."""
    with purchases.open(newline="") as source, people.open("w", newline="") as out:
        numbers = sorted({row["customer_id"] for row in csv.DictReader(source)})
        writer = csv.writer(out)
        writer.writerow(["external_id", "email"])
        writer.writerows([number, f"c{number}@cdnow.example"] for number in numbers)
