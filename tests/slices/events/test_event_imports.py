"""Events out of CSV files: each is stored once, however often the file is sent."""

import csv
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from towpath.events.imports import ImportOptions, ImportReport, import_events, preview_events
from towpath.kit.clock import FixedClock
from towpath.kit.db import Database
from towpath.kit.errors import Invalid

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.created, report.unchanged, report.bad


async def load(db: Database, folder: Path, content: str, **options: Any) -> ImportReport:
    path = folder / "events.csv"
    path.write_text(content, encoding="utf-8")
    return await import_events(db, FixedClock(NOW), path, ImportOptions(**options), lambda _: None)


async def rows(db: Database, query: str) -> list[tuple[Any, ...]]:
    async with db.transaction() as conn:
        return [tuple(row) for row in await conn.execute(text(query))]


def reasons(report: ImportReport) -> list[tuple[str, str]]:
    assert report.error_file is not None
    with report.error_file.open(encoding="utf-8", newline="") as file:
        return [(row[0], row[1]) for row in list(csv.reader(file))[1:]]


async def test_columns_are_guessed_and_the_rest_becomes_properties(db: Database, tmp_path: Path) -> None:
    report = await load(
        db, tmp_path,
        "Customer ID;Event name;Date;Amount USD;Article;Postcode\n"
        "00004;Order Completed;1997-01-01;29.33;A-1;01067\n"
        "00004;purchase;1997-01-18 13:30;5;7;1067\n",
    )  # fmt: skip

    assert counts(report) == (2, 0, 0)
    assert await rows(db, "SELECT external_id, name, at, properties FROM event JOIN contact c ON c.id = contact_id "
                          "JOIN event_name n ON n.id = name_id ORDER BY at") == [
        ("00004", "order_completed", datetime(1997, 1, 1, tzinfo=UTC),
         {"amount_usd": 29.33, "article": "A-1", "postcode": "01067"}),
        ("00004", "purchase", datetime(1997, 1, 18, 13, 30, tzinfo=UTC),
         {"amount_usd": 5, "article": "7", "postcode": "1067"}),
    ]  # fmt: skip


async def test_equal_rows_are_separate_events_and_the_same_file_twice_changes_nothing(
    db: Database, tmp_path: Path
) -> None:
    content = (
        "customer_id,date,quantity\n"
        + "1,2029-01-01,2\n" * 3
        + "2,2029-01-01,2\n"
        + "1,2029-01-02,2\n" * 6000
    )

    first = await load(db, tmp_path, content, name="purchase")
    second = await load(db, tmp_path, content, name="purchase")
    more = await load(db, tmp_path, content + "1,2029-01-01,2\n", name="purchase")
    other_order = await load(db, tmp_path, "quantity,date,customer_id\n2,2029-01-01,2\n", name="purchase")

    assert [counts(report) for report in (first, second, more, other_order)] == [
        (6004, 0, 0), (0, 6004, 0), (1, 6004, 0), (0, 1, 0)]  # fmt: skip
    assert await rows(
        db, "SELECT external_id, count FROM event_stat JOIN contact c ON c.id = contact_id ORDER BY 1"
    ) == [("1", 6004), ("2", 1)]


async def test_an_id_of_the_sender_counts_over_file_and_api(db: Database, tmp_path: Path) -> None:
    lines = ["event_id,email,name,at", *(f"{key},a@example.com,x,2029-01-01" for key in ("e1", "e1", "e2"))]
    content = "\n".join(lines)

    assert counts(await load(db, tmp_path, content)) == (2, 1, 0)
    assert counts(await load(db, tmp_path, content)) == (0, 3, 0)


async def test_bad_rows_are_told_and_good_rows_load(db: Database, tmp_path: Path) -> None:
    report = await load(
        db, tmp_path,
        "external_id,email,name,at,note\n"
        "1,,ok,2029-05-01T10:00:00+02:00,fine\n"
        ",,ok,2029-05-01,x\n"
        "1,,ok,,x\n"
        "1,,ok,3/4/2029,x\n"
        "1,,ok,31/12/2029,good\n"
        "1,,$sent,2029-05-01,x\n"
        "1,,,2029-05-01,x\n"
        ",nope,ok,2029-05-01,x\n"
        "1,,ok,2031-01-01,x\n"
        "1,,ok,1893456000,epoch\n"
        f"1,,ok,2029-05-01,{'x' * 33000}\n"
        "1,,ok,2029-05-01,nul\0\n",
    )  # fmt: skip

    assert counts(report) == (3, 0, 9)
    told = reasons(report)
    assert [line for line, _ in told] == ["3", "4", "5", "7", "8", "9", "10", "12", "13"]
    for (_, reason), words in zip(
        told, ["neither", "no time", "which comes first", "begin with $", "snake_case", "name@example.com", "future",
               "32 KB", "NUL"], strict=True
    ):  # fmt: skip
        assert words in reason
    assert await rows(db, "SELECT properties->>'note' FROM event ORDER BY at") == [
        ("fine",),
        ("good",),
        ("epoch",),
    ]


async def test_times_without_a_zone_are_read_in_the_workspace_zone_or_the_one_given(
    db: Database, tmp_path: Path
) -> None:
    await rows(db, "UPDATE workspace SET time_zone = 'America/New_York' RETURNING 1")
    content = "customer_id,name,at\n1,a,2029-07-01 12:00\n"

    await load(db, tmp_path, content)
    await load(db, tmp_path, content.replace(",a,", ",b,"), time_zone="Europe/Berlin")
    with pytest.raises(Invalid):
        await load(db, tmp_path, content, time_zone="Mars/Phobos")

    assert await rows(db, "SELECT at FROM event JOIN event_name n ON n.id = name_id ORDER BY name") == [
        (datetime(2029, 7, 1, 16, tzinfo=UTC),), (datetime(2029, 7, 1, 10, tzinfo=UTC),)]  # fmt: skip


async def test_strangers_can_be_left_out(db: Database, tmp_path: Path) -> None:
    await rows(db, "INSERT INTO contact (email) VALUES ('a@example.com') RETURNING 1")

    report = await load(
        db,
        tmp_path,
        "email,name,at\nA@example.com,x,2029-01-01\nb@example.com,x,2029-01-01\n",
        create_contacts=False,
    )

    assert counts(report) == (1, 0, 1)
    assert reasons(report) == [("3", "There is no such contact.")]


async def test_history_starts_no_journey_unless_it_is_asked_to(db: Database, tmp_path: Path) -> None:
    await load(db, tmp_path, "email,name,at\na@example.com,x,2029-01-01\n")
    await rows(db, "INSERT INTO event_listener SELECT id FROM event_name RETURNING 1")

    await load(db, tmp_path, "email,name,at\na@example.com,x,2029-01-02\n")
    assert await rows(db, "SELECT count(*) FROM event_inbox") == [(0,)]

    await load(db, tmp_path, "email,name,at\na@example.com,x,2029-01-03\n", start_journeys=True)
    assert await rows(db, "SELECT at FROM event_inbox") == [(datetime(2029, 1, 3, tzinfo=UTC),)]


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        ("name,at\nx,2029-01-01\n", {}, "whose event"),
        ("email,at\na@example.com,2029-01-01\n", {}, "what happened"),
        ("email,name\na@example.com,x\n", {}, "when it happened"),
        ("email,at\na@example.com,2029-01-01\n", {"name": "Bad Name"}, "snake_case"),
        ("email,at\na@example.com,2029-01-01\n", {"name": "$sent"}, "begin with $"),
        (
            "email,name,at\na@example.com,x,2029-01-01\n",
            {"mapping": {"name": "city"}},
            "nothing a column can be",
        ),
        ("email,name,at\na@example.com,x,2029-01-01\n", {"mapping": {"nope": "at"}}, "no column"),
    ],
)
async def test_a_file_that_does_not_say_who_what_and_when_is_refused(
    db: Database, tmp_path: Path, content: str, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(Invalid) as caught:
        await load(db, tmp_path, content, **options)

    assert words in caught.value.detail


async def test_a_preview_tells_the_columns(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("id,email,type,when,Total Price\n1,a@example.com,x,2029-01-01,5.0\n")

    preview = await preview_events(db, path, ImportOptions(mapping={"when": "at"}))

    assert [column.target for column in preview.columns] == [
        "id",
        "email",
        "name",
        "at",
        "property:total_price",
    ]
    assert await rows(db, "SELECT count(*) FROM contact") == [(0,)]


event = st.tuples(st.integers(0, 2), st.integers(0, 3), st.sampled_from(["", "a", "=1+1", "ü", "x,y", '"']))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(event, min_size=1, max_size=15))
async def test_each_row_is_one_event_whatever_repeats(
    db: Database, tmp_path: Path, events: list[tuple[int, int, str]]
) -> None:
    await rows(
        db, "WITH a AS (DELETE FROM event_key), b AS (DELETE FROM event_stat) DELETE FROM event RETURNING 1"
    )
    path = tmp_path / "events.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["customer_id", "at", "note"])
        writer.writerows([n, (NOW - timedelta(days=day)).date().isoformat(), note] for n, day, note in events)

    first = await import_events(db, FixedClock(NOW), path, ImportOptions(name="visit"), lambda _: None)
    second = await import_events(db, FixedClock(NOW), path, ImportOptions(name="visit"), lambda _: None)

    assert counts(first) == (len(events), 0, 0)
    assert counts(second) == (0, len(events), 0)
    stored = await rows(
        db,
        "SELECT external_id, at, coalesce(properties->>'note', '') FROM event JOIN contact c ON c.id = contact_id",
    )
    midnight = NOW.replace(hour=0)
    assert Counter(stored) == Counter(
        (str(n), midnight - timedelta(days=day), note) for n, day, note in events
    )
