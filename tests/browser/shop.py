"""A shop to look at: a bookshop with customers, segments, journeys that run, and the mail of two weeks.

Filled through the API, as a person or program would; only the clock is set by hand. Always the same.
"""

import asyncio
import json
import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx
from sqlalchemy import text

from towpath.kit.bell import ADVANCE, ENTER, SEND
from towpath.wiring import Wiring

FLOWS: Final = Path(__file__).resolve().parents[2] / "flows"
GALLERY: Final = sorted(path.parent.name for path in FLOWS.glob("*/flow.json"))
PUBLISHED: Final = ("welcome-series", "feedback-survey")
_FIRST = (
    "Mia", "Ben", "Emma", "Paul", "Lea", "Finn", "Hanna", "Leon", "Sofia", "Noah", "Zoë", "Søren", "Amélie", "José",
    "Yuki", "Ngozi", "Ida", "Jonas", "Clara", "Emil",
)  # fmt: skip
_LAST = (
    "Schmidt", "Novák", "Ricci", "Müller", "Dubois", "Okafor", "Tanaka", "Silva", "Kowalska", "Jensen", "Weber",
    "Rossi", "Laurent", "Haddad",
)  # fmt: skip
_PLACES = (
    ("Berlin", "DE", "Europe/Berlin", "de"),
    ("Hamburg", "DE", "Europe/Berlin", "de"),
    ("Wien", "AT", "Europe/Vienna", "de"),
    ("Zürich", "CH", "Europe/Zurich", "de"),
    ("Paris", "FR", "Europe/Paris", "fr"),
    ("London", "GB", "Europe/London", "en"),
)
_BOOKS = ("The Quiet Canal", "A Year of Bread", "Maps of the North", "The Lock-keeper", "Small Gardens")
_TAGS = ("book-club", "newsletter", "vip", "wholesale")
_TOPICS = ("news", "offers", "events", "birthday", "reviews", "surveys", "tips")
_SEGMENTS: Final[tuple[dict[str, Any], ...]] = (
    {
        "name": "Regulars in Germany", "description": "Bought at least twice and lives in Germany.",
        "condition": {"all": [
            {"attribute": "country", "op": "equals", "value": "DE"}, {"event": "purchase", "count": {"at_least": 2}},
        ]},
    },
    {
        "name": "Reads news, never bought", "description": "People to whom a first offer would go.",
        "condition": {"all": [{"topic": "news"}, {"not": {"event": "purchase", "count": {"at_least": 1}}}]},
    },
    {"name": "Members of the book club", "kind": "fixed", "description": "Who meets on the first Tuesday."},
)  # fmt: skip

_UNFINISHED: Final[dict[str, Any]] = {
    "format": "towpath.flow/1", "name": "Autumn letter",
    "notes": [{"text": "Ask Ida for the picture of the lock.", "at": [300, 130]}],
    "nodes": {
        "joins": {"type": "segment_entered", "config": {"segment": "regulars-in-germany"}},
        "letter": {"type": "send_email", "config": {"topic": "news"}},
        "read": {"type": "branch", "config": {}},
        "wait": {"type": "wait", "config": {"for": "P3D"}},
        "done": {"type": "exit", "config": {}},
    },
    "edges": [
        {"from": "joins", "port": "next", "to": "letter"}, {"from": "letter", "port": "next", "to": "read"},
        {"from": "read", "port": "yes", "to": "done"}, {"from": "read", "port": "no", "to": "wait"},
    ],
}  # fmt: skip

_OWED = text("""
SELECT (SELECT count(*) FROM contact_change) + (SELECT count(*) FROM event_inbox)
     + (SELECT count(*) FROM enrollment WHERE status = 1 AND wake_at <= :now)
     + (SELECT count(*) FROM delivery WHERE state IN ('queued', 'sending', 'deferred') AND due_at <= :now)
""")


class Shop:
    """Fills a Towpath. `api` is signed in as an owner and speaks to /api/v1; a worker must be at work."""

    def __init__(self, api: httpx.AsyncClient, wiring: Wiring) -> None:
        self._api, self._wiring = api, wiring
        self._random = random.Random(7)
        self._people = 0

    async def fill(self, *, people: int = 220, days: int = 12, journeys: Sequence[str] = GALLERY) -> None:
        """Let `days` days go by, up to now."""
        await self._send("PATCH", "/workspace", json={
            "name": "Berg & Daughters", "time_zone": "Europe/Berlin", "postal_address": "Hauptstraße 1, 10115 Berlin",
            "from_name": "Berg & Daughters", "from_address": "books@example.com",
        })  # fmt: skip
        await self._set_clock(-timedelta(days=days))
        for slug in journeys:
            await self.import_template(slug)
        await self._invite_people(people - 8 * days)
        await self._let_them_buy(share=0.5)
        for segment in _SEGMENTS:
            await self._send("POST", "/segments", json=segment)
        club = range(3, 40, 3)
        await self._send("PATCH", "/segments/members-of-the-book-club/contacts", json={"add": list(club)})
        for slug in PUBLISHED:
            if slug in journeys:
                await self._send("POST", f"/journeys/{slug}/versions", json={"include_current": True})
        for left in reversed(range(days)):
            await self.until_quiet()
            await self._set_clock(-timedelta(days=left))
            await self._invite_people(8)
            await self._let_them_buy(share=0.04)
        await self.until_quiet()
        await self._go_on_drawing()

    async def _go_on_drawing(self) -> None:
        """Leave a draft that differs from what is live, and one that is not finished."""
        path = "/journeys/welcome-series/draft"
        draft = await self._api.get(f"/api/v1{path}")
        document = draft.json()["document"]
        document["nodes"]["two-days"]["config"]["for"] = "P3D"
        document["nodes"]["reader"] = {"type": "tag", "config": {"add": ["reader"]}}
        [hello] = [edge for edge in document["edges"] if edge["from"] == "hello"]
        document["edges"].append({"from": "reader", "port": "next", "to": hello["to"]})
        hello["to"] = "reader"
        await self._send("PUT", path, json=document, headers={"If-Match": draft.headers["etag"]})
        await self._send("POST", "/journeys", json={"name": "Autumn letter", "document": _UNFINISHED})

    async def import_template(self, slug: str) -> str:
        """Import a template of the gallery as a draft; return the journey's slug."""
        flow = json.loads((FLOWS / slug / "flow.json").read_text())
        return (await self._send("POST", "/flows", json={"flow": flow}))["journey"]

    async def until_quiet(self, patience_s: float = 30) -> None:
        """Wait until the worker has nothing left to do at this moment."""
        for job in (ENTER, ADVANCE, SEND):
            await self._wiring.bell.ring(job)
        async with asyncio.timeout(patience_s):
            while await self._owed():  # noqa: ASYNC110 - only the database can tell
                await asyncio.sleep(0.05)

    async def _owed(self) -> int:
        async with self._wiring.db.transaction() as conn:
            now = await self._wiring.clock.now(conn)
            return (await conn.execute(_OWED, {"now": now})).scalar_one()

    async def _set_clock(self, offset: timedelta) -> None:
        async with self._wiring.db.transaction() as conn:
            await conn.execute(text("UPDATE workspace SET clock_offset = :offset"), {"offset": offset})

    async def _now(self) -> datetime:
        async with self._wiring.db.transaction() as conn:
            return await self._wiring.clock.now(conn)

    async def _invite_people(self, count: int) -> None:
        people = [self._person(self._people + n) for n in range(1, count + 1)]
        self._people += count
        await self._send("POST", "/contacts/batch", json={"contacts": people})

    def _person(self, number: int) -> dict[str, Any]:
        chance = self._random
        first, last = chance.choice(_FIRST), chance.choice(_LAST)
        city, country, zone, language = chance.choice(_PLACES)
        name = f"{first}.{last}".lower().encode("ascii", "ignore").decode()
        born = date(chance.randint(1955, 2004), chance.randint(1, 12), chance.randint(1, 28))
        return {
            "external_id": f"c-{1000 + number}", "email": f"{name}{number}@example.com",
            "first_name": first, "last_name": last, "city": city, "country": country,
            "time_zone": zone, "language": language, "attributes": {"birthday": born.isoformat()},
            "tags": chance.sample(_TAGS, chance.choice((0, 0, 1, 2))),
            "consent": {
                "topics": sorted({"news", *chance.sample(_TOPICS, 3)}),
                "source": "Till in the shop, newsletter card", "wording": "Yes, please write to me about this.",
            },
        }  # fmt: skip

    async def _let_them_buy(self, share: float) -> None:
        chance, now = self._random, await self._now()
        buyers = [n for n in range(1, self._people + 1) if chance.random() < share]
        baskets = [(n, order) for n in buyers for order in range(chance.choice((1, 1, 2, 3)))]
        if events := [self._purchase(*basket, now) for basket in baskets]:
            await self._send("POST", "/events", json={"events": events})

    def _purchase(self, number: int, order: int, now: datetime) -> dict[str, Any]:
        chance = self._random
        return {
            "name": "purchase", "external_id": f"c-{1000 + number}",
            "at": (now - timedelta(minutes=chance.randint(1, 900))).isoformat(),
            "properties": {
                "title": chance.choice(_BOOKS), "total": round(chance.uniform(9, 60), 2),
                "order_id": f"{number}-{now:%j}-{order}",
            },
        }  # fmt: skip

    async def _send(self, method: str, path: str, **content: Any) -> Any:
        answer = await self._api.request(method, f"/api/v1{path}", **content)
        assert answer.status_code < 400, f"{method} {path}: {answer.status_code} {answer.text[:600]}"
        return answer.json() if answer.content else None
