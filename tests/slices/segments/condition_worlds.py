"""Small worlds of awkward people, and random conditions about them."""

import json
import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import asyncpg
from hypothesis import strategies as st
from tests.slices.segments.condition_oracle import Done, Person

from towpath.events.log import NewEvent, append
from towpath.kit.db import Conn, driver

Json = dict[str, Any]
BASE = datetime(2030, 3, 31, 12, tzinfo=UTC)  # The day on which the clocks of Berlin go forward.
TEXTS = ["DE", "de", "ß", "SS", "ẞ", "İzmir", "izmir", "I", "ı", "ΑΣ", "ας", "", " ", "100%", "100_", "a\\b", "A\nb",
         "20", "true", "null", "2030-03-30", "Ünal"]  # fmt: skip
TIMES = ["2030-03-30", "2030-03-31", "2030-03-31T00:30:00Z", "2030-03-30T23:30:00+02:00", "2030-10-27", "2000-02-29",
         "2029-02-29", "0000-01-01", "9999-12-31", "1999-03-31", "2030-04-02", "2030-04-01T12:00:00.5-0330",
         "2030-03-31T25:00:00Z", "2030-13-01", "0001-01-02", "1980-04-03T21:00:00Z", "2031-03-31", "soon"]  # fmt: skip
NUMBERS = [
    "0",
    "-1.5",
    "5",
    "20",
    "20.0",
    "20.5",
    "1e3",
    "1e300",
    "1e400",
    "-1e400",
    "0.1",
    "12345678901234567890123",
]
OTHERS = ["true", "false", "null", "[]", "{}", '["DE"]']
VALUES = [json.dumps(text) for text in TEXTS + TIMES] + NUMBERS + OTHERS
ZONES = [None, None, "UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago",
         "Australia/Lord_Howe", "Mars/Base", ""]  # fmt: skip
KEYS, PROPERTIES = ["plan", "age", "birthday", "optin"], ["amount", "when", "kind"]
EVENTS, TAGS, TOPICS, FIXED = (
    ["purchase", "visit", "rare"],
    ["vip", "Ünal", "beta"],
    ["news", "offers"],
    ["friends"],
)
DYNAMIC: dict[str, Json] = {
    "buyers": {"event": "purchase"},
    "good-buyers": {"all": [{"segment": "buyers"}, {"not": {"segment": "friends"}}]},
    "lately": {"any": [{"event": "visit", "within": "P2D"}, {"segment": "friends"}]},
}
AGES = [
    0,
    1,
    1800,
    3600,
    43_200,
    86_399,
    86_400,
    86_401,
    90_000,
    172_800,
    259_200,
    2_500_000,
    31_536_000,
    90_000_000,
]


class People(list[Person]):
    """A crowd that shows itself in few words when a test fails."""

    def __repr__(self) -> str:
        return f"<{len(self)} people>"


async def make_world(conn: Conn, seed: int, count: int) -> People:
    """Fill an empty database with people; return them as the oracle sees them."""
    dice, raw = random.Random(seed), await driver(conn)
    await raw.execute("INSERT INTO topic (slug, name) SELECT t, t FROM unnest($1::text[]) AS t", TOPICS)
    await raw.execute("INSERT INTO tag (name) SELECT unnest($1::text[])", TAGS)
    await raw.execute(
        "INSERT INTO segment (slug, name, kind) SELECT t, t, 'fixed' FROM unnest($1::text[]) AS t", FIXED
    )
    await raw.executemany(
        "INSERT INTO segment (slug, name, condition) VALUES ($1, $1, $2)",
        [(slug, json.dumps(condition)) for slug, condition in DYNAMIC.items()],
    )
    people = People([await _person(raw, dice) for _ in range(count)])
    await _link(raw, people)
    events = [
        NewEvent(done.name, contact_id=person.id, at=done.at, properties=written(done.properties).encode())
        for person in people
        for done in person.events
    ]
    await append(conn, events, BASE)
    return people


async def _person(raw: asyncpg.Connection, dice: random.Random) -> Person:
    fields = {
        "country": dice.choice([None, *TEXTS]),
        "city": dice.choice([None, *TEXTS, *TIMES]),
        "time_zone": dice.choice(ZONES),
        "created_at": BASE - timedelta(seconds=dice.choice([-1, 1]) * dice.choice(AGES)),
        "updated_at": BASE,
    }
    attributes = {key: read(dice.choice(VALUES)) for key in KEYS if dice.random() < 0.8}
    number = await raw.fetchval(
        "INSERT INTO contact (country, city, time_zone, created_at, updated_at, attributes)"
        " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        *fields.values(),
        written(attributes),
    )
    return Person(
        number, fields, attributes,
        tags={tag for tag in TAGS if dice.random() < 0.3},
        topics={topic: dice.choice(["subscribed", "unsubscribed"]) for topic in TOPICS if dice.random() < 0.6},
        lists={name for name in FIXED if dice.random() < 0.4},
        events=[a_deed(dice) for _ in range(dice.choice([0, 0, 1, 2, 5, 12]))],
    )  # fmt: skip


def a_deed(dice: random.Random) -> Done:
    properties = {key: read(dice.choice(VALUES)) for key in PROPERTIES if dice.random() < 0.7}
    at = BASE - timedelta(seconds=dice.choice([1, 1, 1, -1]) * dice.choice(AGES))
    return Done(dice.choice(EVENTS), at, properties)


async def _link(raw: asyncpg.Connection, people: list[Person]) -> None:
    await raw.executemany(
        "INSERT INTO contact_tag (contact_id, tag_id) SELECT $1, id FROM tag WHERE name = $2",
        [(person.id, tag) for person in people for tag in person.tags],
    )
    await raw.executemany(
        "INSERT INTO subscription (contact_id, topic_id, state) SELECT $1, id, $3 FROM topic WHERE slug = $2",
        [(person.id, topic, state) for person in people for topic, state in person.topics.items()],
    )
    await raw.executemany(
        "INSERT INTO segment_member (contact_id, segment_id) SELECT $1, id FROM segment WHERE slug = $2",
        [(person.id, name) for person in people for name in person.lists],
    )


def read(text: str) -> Any:
    return json.loads(text, parse_float=Decimal)


def written(values: Json) -> str:
    """Write JSON in which numbers keep their form, whatever their size."""
    return "{" + ", ".join(f"{json.dumps(key)}: {_one(value)}" for key, value in values.items()) + "}"


def _one(value: Any) -> str:
    return str(value) if isinstance(value, Decimal) else json.dumps(value)


# Conditions.

_scalars = st.sampled_from([*(t for t in TEXTS if t), *TIMES, 0, 5, 20, 20.5, -1.5, 0.1, 1e3, True, False])
_numbers = st.sampled_from([0, 5, 20, 20.5, -1.5, 0.1, 1000, 10**22])
_days = st.sampled_from(
    ["2030-03-30", "2030-03-31", "2030-03-31T00:30:00Z", "2000-02-29", "2030-04-01", "1999-03-31"]
)
_lengths = st.sampled_from(["P1D", "P2D", "P1M", "P1Y", "PT1H", "PT24H", "PT48H", "P1DT1H", "P10Y", "PT1S"])
_parts = st.sampled_from(["e", "%", "_", "\\", "i", "ß", "s", "σ", "20", "\n", "DE"])


def _compared(op: str, value: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    return value.map(lambda found: {"op": op, "value": found})


comparisons = st.one_of(
    *(_compared(op, _scalars) for op in ("equals", "not_equals")),
    *(_compared(op, _parts) for op in ("contains", "starts_with", "ends_with")),
    *(
        _compared(op, st.lists(_scalars.filter(lambda v: not isinstance(v, bool)), min_size=1, max_size=3))
        for op in ("in", "not_in")
    ),
    *(_compared(op, _numbers) for op in ("at_least", "more_than", "at_most", "less_than")),
    _compared("between", st.tuples(_numbers, _numbers).map(sorted)),
    _compared("between", st.sampled_from([["2030-03-30", "2030-03-31"], ["1990-01-01", "2030-03-31"]])),
    *(st.just({"op": op}) for op in ("is_set", "is_not_set")),
    *(_compared(op, _days) for op in ("before", "after")),
    *(_compared(op, _lengths) for op in ("in_last", "in_next")),
    _compared("anniversary_within", st.sampled_from(["P0D", "P1D", "P3D", "P1M", "P1Y"])),
)
attributes = st.builds(
    lambda key, compared: {"attribute": key, **compared},
    st.sampled_from([*KEYS, "country", "city", "created_at", "missing"]),
    comparisons,
)
_wheres = st.lists(
    st.builds(lambda key, compared: {"property": key, **compared}, st.sampled_from(PROPERTIES), comparisons),
    min_size=1,
    max_size=2,
)
_counts = st.builds(
    lambda how, times: {how: max(times, 1) if how == "at_least" else times},
    st.sampled_from(["at_least", "exactly", "at_most"]),
    st.integers(0, 4),
)
_totals = st.builds(
    lambda measure, key, compared: {measure: key, **compared},
    st.sampled_from(["sum", "average", "min", "max"]),
    st.sampled_from(["amount", "kind"]),
    st.one_of(
        *(_compared(op, _numbers) for op in ("at_least", "more_than", "at_most", "less_than")),
        _compared("between", st.tuples(_numbers, _numbers).map(sorted)),
    ),
)
_periods = st.one_of(
    st.just({}),
    _lengths.map(lambda length: {"within": length}),
    st.sampled_from(
        [
            {"from": "2030-03-30"},
            {"to": "2030-03-30"},
            {"from": "2030-03-30", "to": "2030-03-31"},
            {"from": "2030-03-30T12:00:00Z", "to": "2030-04-01"},
        ]
    ),
)
events = st.builds(
    lambda name, where, asked, period: {
        "event": name,
        **({"where": where} if where else {}),
        **asked,
        **period,
    },
    st.sampled_from([*EVENTS, "never_done"]),
    st.none() | _wheres,
    st.just({}) | _counts.map(lambda count: {"count": count}) | _totals,
    _periods,
)
links = st.one_of(
    st.sampled_from([*TAGS, "ünal", "VIP", "unknown"]).map(lambda tag: {"tag": tag}),
    st.sampled_from([*FIXED, *DYNAMIC, "unknown"]).map(lambda slug: {"segment": slug}),
    st.builds(
        lambda topic, state: {"topic": topic, "state": state},
        st.sampled_from([*TOPICS, "unknown"]),
        st.sampled_from(["subscribed", "unsubscribed"]),
    ),
)
conditions = st.recursive(
    attributes | events | links,
    lambda inner: st.one_of(
        st.builds(
            lambda kind, parts: {kind: parts},
            st.sampled_from(["all", "any", "none"]),
            st.lists(inner, min_size=1, max_size=4),
        ),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=6,
)  # fmt: skip
