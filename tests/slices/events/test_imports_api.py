"""Imports over HTTP: answered at once, done beside the API, honest about how they stand."""

import asyncio
import csv
import io
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from towpath.app import create_app
from towpath.events import import_jobs
from towpath.events.import_runner import ImportRunner, host_name
from towpath.kit.db import Database
from towpath.wiring import Wiring

URL = "/api/v1/imports"
PEOPLE = b"email,first_name,plan\nada@example.com,Ada,pro\nnope,Bob,free\ncy@example.com,=cmd(),pro\n"


async def send(client: httpx.AsyncClient, content: bytes, path: str = URL, **fields: Any) -> httpx.Response:
    data = {key: value if isinstance(value, str) else json.dumps(value) for key, value in fields.items()}
    return await client.post(path, files={"file": ("../../people.csv", content, "text/csv")}, data=data)


async def done(client: httpx.AsyncClient, job: dict[str, Any]) -> dict[str, Any]:
    """Wait for the end of an import."""
    async with asyncio.timeout(30):
        while job["state"] in ("queued", "running", "interrupted"):
            await asyncio.sleep(0.02)
            job = (await client.get(f"{URL}/{job['id']}")).json()
    return job


def order_of(spool: str, host: str = "") -> import_jobs.Order:
    return import_jobs.Order({}, spool, host or host_name())


async def until(db: Database, query: str) -> None:
    """Wait until a query answers true."""
    async with asyncio.timeout(30):
        while not (await rows(db, query))[0][0]:  # noqa: ASYNC110 - the other side is a database
            await asyncio.sleep(0.02)


async def rows(db: Database, query: str) -> list[tuple[Any, ...]]:
    async with db.transaction() as conn:
        return [tuple(row) for row in await conn.execute(text(query))]


async def test_a_file_of_contacts_is_taken_in_beside_the_api(
    client: httpx.AsyncClient, db: Database, wiring: Wiring
) -> None:
    answer = await send(client, PEOPLE, options={"tags": ["fair"], "mapping": {"plan": "attribute:tariff"}})

    assert answer.status_code == 202, answer.text
    job = answer.json()
    assert (job["kind"], job["state"], job["file_name"]) == ("contacts", "queued", "people.csv")
    job = await done(client, job)
    assert (job["state"], job["percent"], job["problem"]) == ("finished", 100.0, None)
    assert (job["rows"], job["created"], job["updated"], job["unchanged"], job["bad"]) == (3, 2, 0, 0, 1)
    assert [column["target"] for column in job["columns"]] == ["email", "first_name", "attribute:tariff"]
    assert await rows(db, "SELECT first_name, attributes FROM contact ORDER BY email") == [
        ("Ada", {"tariff": "pro"}), ("=cmd()", {"tariff": "pro"})]  # fmt: skip

    errors = await client.get(f"{URL}/{job['id']}/errors")
    assert errors.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in errors.headers["content-disposition"]
    assert list(csv.reader(io.StringIO(errors.text)))[1] == [
        "3", "email: an e-mail address looks like name@example.com", "nope", "Bob", "free"]  # fmt: skip
    assert [path.name for path in (wiring.settings.data_dir / "imports").iterdir()] == [
        path.name for path in (wiring.settings.data_dir / "imports").glob("*.errors.csv")]  # fmt: skip


async def test_the_same_file_twice_changes_nothing(client: httpx.AsyncClient) -> None:
    await done(client, (await send(client, PEOPLE)).json())

    job = await done(client, (await send(client, PEOPLE)).json())

    assert (job["created"], job["updated"], job["unchanged"], job["bad"]) == (0, 0, 2, 1)
    listed = (await client.get(URL)).json()["items"]
    assert [item["id"] for item in listed] == [job["id"], job["id"] - 1]


async def test_a_file_of_events_is_taken_in(client: httpx.AsyncClient, db: Database) -> None:
    content = b"customer_id,date,amount\n1,2029-01-01,5\n1,2029-01-01,5\n2,yesterday,5\n"

    job = await done(
        client, (await send(client, content, kind="events", options={"name": "purchase"})).json()
    )

    assert (job["kind"], job["state"], job["created"], job["bad"]) == ("events", "finished", 2, 1)
    assert await rows(db, "SELECT count FROM event_stat") == [(2,)]


async def test_a_preview_writes_nothing_and_keeps_nothing(
    client: httpx.AsyncClient, db: Database, wiring: Wiring
) -> None:
    answer = await send(client, PEOPLE, f"{URL}/preview")

    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert [(c["header"], c["target"], c["type"], c["is_new"]) for c in body["columns"]] == [
        ("email", "email", None, False), ("first_name", "first_name", None, False),
        ("plan", "attribute:plan", "text", True)]  # fmt: skip
    assert body["rows"][0] == ["ada@example.com", "Ada", "pro"]
    assert await rows(db, "SELECT count(*) FROM attribute") == [(0,)]
    assert await rows(db, "SELECT count(*) FROM import_job") == [(0,)]
    assert list((wiring.settings.data_dir / "imports").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "fields", "pointer"),
    [
        (b"first_name\nAda\n", {}, None),
        (b"PK\x03\x04", {}, None),
        (PEOPLE, {"kind": "people"}, "/kind"),
        (PEOPLE, {"options": "{"}, "/options"),
        (PEOPLE, {"options": "[]"}, "/options"),
        (PEOPLE, {"options": {"surprise": 1}}, "/options/surprise"),
        (PEOPLE, {"options": {"unknown_columns": "keep"}}, "/options/unknown_columns"),
        (PEOPLE, {"options": {"mapping": {"plan": "password"}}}, "/mapping/plan"),
        (PEOPLE, {"options": {"consent": {"topics": [], "source": "x", "wording": "y"}}}, "/consent/topics"),
        (PEOPLE, {"options": {"consent": {"topics": ["nope"], "source": "x", "wording": "y"}}}, "/topics/0"),
        (PEOPLE, {"options": {"tags": [" "]}}, "/tags"),
        (PEOPLE, {"options": {"encoding": "zip"}}, None),
        (PEOPLE, {"options": {"time_zone": "Mars/Phobos"}}, "/time_zone"),
        (PEOPLE, {"kind": "events"}, None),
    ],
)
async def test_what_cannot_be_imported_is_refused_at_once(
    client: httpx.AsyncClient, wiring: Wiring, content: bytes, fields: dict[str, Any], pointer: str | None
) -> None:
    answer = await send(client, content, **fields)

    assert answer.status_code == 422, answer.text
    if pointer is not None:
        assert answer.json()["errors"][0]["pointer"] == pointer
    assert not list((wiring.settings.data_dir).glob("imports/*"))
    assert (await client.get(URL)).json()["items"] == []


async def test_a_form_without_a_file_and_a_file_that_is_too_large_are_refused(
    client: httpx.AsyncClient,
) -> None:
    nothing = await client.post(URL, files={"other": ("x.csv", b"a", "text/csv")})
    as_text = await client.post(URL, files={"file": (None, b"email\na@example.com\n")})
    as_json = await client.post(URL, json={"file": "x"})
    large = await send(client, b"email\n" + b"x" * 50_000_000)
    larger = await send(client, b"email\n" + b"x" * 52_000_000)

    answers = (nothing, as_text, as_json, large, larger)
    assert [answer.status_code for answer in answers] == [422, 422, 415, 413, 413]


async def test_an_import_whose_program_died_says_so_and_goes_on_at_the_next_start(
    wiring: Wiring, client: httpx.AsyncClient, db: Database
) -> None:
    folder = wiring.settings.data_dir / "imports"
    folder.mkdir()
    (folder / "left.csv").write_bytes(PEOPLE)
    async with db.transaction() as conn:
        order = import_jobs.Order({"tags": ["left"]}, "left.csv", host_name())
        running = await import_jobs.add_job(conn, "contacts", "left.csv", len(PEOPLE), order)
        await import_jobs.mark_running(conn, running)
        lost = await import_jobs.add_job(conn, "contacts", "lost.csv", 5, order_of("gone.csv"))
        other = await import_jobs.add_job(
            conn, "contacts", "x.csv", 5, import_jobs.Order({}, "x.csv", "elsewhere")
        )
        await import_jobs.mark_running(conn, other)
    assert (await client.get(f"{URL}/{running}")).json()["state"] == "interrupted"

    app = create_app(wiring)
    async with app.lifespan():
        finished = await done(client, {"id": running, "state": "queued"})
        failed = await done(client, {"id": lost, "state": "queued"})

    assert (finished["state"], finished["created"]) == ("finished", 2)
    assert (failed["state"], "gone" in failed["problem"]) == ("failed", True)
    assert (await client.get(f"{URL}/{other}")).json()["state"] == "interrupted"
    assert (await client.get(f"{URL}/{lost}/errors")).json()["code"] == "no-error-file"


async def test_a_program_that_is_stopped_leaves_the_job_for_its_next_start(
    wiring: Wiring, db: Database
) -> None:
    folder = wiring.settings.data_dir / "imports"
    folder.mkdir()
    path = folder / "long.csv"
    path.write_bytes(b"email\n" + b"".join(b"p%d@example.com\n" % n for n in range(30_000)))
    async with db.transaction() as conn:
        order = import_jobs.Order({}, path.name, host_name())
        job_id = await import_jobs.add_job(conn, "contacts", "long.csv", path.stat().st_size, order)
    url = db.engine.url.render_as_string(hide_password=False)
    first = ImportRunner(url, wiring.clock, folder)
    first.start(job_id)
    await until(db, "SELECT count(*) > 0 FROM contact")

    await asyncio.to_thread(first.stop)

    async with db.transaction() as conn:
        job = await import_jobs.job(conn, job_id)
    assert job is not None
    assert (job.state, path.exists()) == ("interrupted", True)
    second = ImportRunner(url, wiring.clock, folder)
    await second.recover(db)
    await until(db, "SELECT state = 'finished' FROM import_job")
    await asyncio.to_thread(second.stop)
    assert await rows(db, "SELECT count(*) FROM contact") == [(30_000,)]
    assert not path.exists()


async def test_two_programs_do_not_work_on_one_job(
    wiring: Wiring, client: httpx.AsyncClient, db: Database
) -> None:
    folder = wiring.settings.data_dir / "imports"
    folder.mkdir()
    (folder / "one.csv").write_bytes(PEOPLE)
    async with db.engine.connect() as holder:
        job_id = await import_jobs.add_job(holder, "contacts", "one.csv", 5, order_of("one.csv"))
        await import_jobs.mark_running(holder, job_id)
        await holder.commit()
        assert await import_jobs.hold(holder, job_id)
        url = db.engine.url.render_as_string(hide_password=False)
        runner = ImportRunner(url, wiring.clock, folder)

        runner.start(job_id)
        await asyncio.to_thread(runner.stop)

        assert (await client.get(f"{URL}/{job_id}")).json()["state"] == "running"
    assert await rows(db, "SELECT count(*) FROM contact") == [(0,)]


async def test_nobody_may_without_signing_in(anon: httpx.AsyncClient, tmp_path: Path) -> None:
    assert (await send(anon, PEOPLE)).status_code == 401
    for path in (URL, f"{URL}/1", f"{URL}/1/errors"):
        assert (await anon.get(path)).status_code == 401
