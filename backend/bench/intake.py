"""How fast facts come in: events over HTTP, contacts out of a file."""

import asyncio
import json
import os
import random
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter

import httpx
import scratch
import world
from figures import Figure
from sqlalchemy import text

from towpath.contacts.imports import ImportOptions, import_contacts
from towpath.team.keys import add_key
from towpath.web.roles import Permission
from towpath.wiring import Wiring, wired

PEOPLE = 20_000
BATCH = 500
REQUESTS = 400
CONNECTIONS = 4
ROWS = 200_000


async def events() -> list[Figure]:
    """Events per second, committed when answered, one server process, batches of 500 over four connections."""
    async with scratch.installation() as w:
        await world.populate(w, PEOPLE, events_each=0)
        key = await _key(w)
        async with _server(w) as port:
            bodies = [_body(number) for number in range(REQUESTS)]
            await _post(port, key, bodies[:8])
            before = await _stored(w)
            began = perf_counter()
            shares = [bodies[8 + n :: CONNECTIONS] for n in range(CONNECTIONS)]
            await asyncio.gather(*(_post(port, key, share) for share in shares))
            seconds = perf_counter() - began
            stored = await _stored(w) - before
    assert stored == (REQUESTS - 8) * BATCH, f"{stored} events stored"
    return [Figure("events.http", stored / seconds, "events/s")]


async def contacts() -> list[Figure]:
    """Contact rows per second out of a CSV file, and the memory of the process that imports."""
    folder = Path(os.environ.get("TMPDIR", "/tmp"))
    file = folder / f"towpath-bench-{os.getpid()}.csv"
    with file.open("w") as out:
        out.write("external_id,email,first_name,last_name,city,country,plan,points\n")
        for n in range(ROWS):
            out.write(
                f"x{n},someone{n}@example.com,First{n % 900},Last{n % 7000},City{n % 300},DE,plan{n % 3},{n % 1000}\n"
            )
    try:
        async with scratch.installation() as w:
            process = await asyncio.create_subprocess_exec(
                sys.executable, __file__, "--import", str(w.settings.data_dir), str(file),
                stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
            done = json.loads((await process.communicate())[0])
    finally:
        file.unlink()
    assert done["created"] == ROWS, done
    return [
        Figure("contacts.import", ROWS / done["seconds"], "rows/s"),
        Figure("contacts.import.memory", done["rss"], "MB"),
    ]


async def _import(folder: Path, file: Path) -> None:
    async with wired(scratch.settings_of(folder)) as w:
        began = perf_counter()
        report = await import_contacts(w.db, w.clock, file, ImportOptions(), lambda _: None)
        seconds = perf_counter() - began
    print(json.dumps({"created": report.created, "seconds": seconds, "rss": scratch.peak_rss_mb()}))


def _body(number: int) -> bytes:
    dice = random.Random(number)
    batch = [
        {
            "external_id": f"c{dice.randrange(1, PEOPLE)}",
            "name": "page_viewed" if n % 3 else "purchase",
            "properties": {"url": f"/shop/{n}", "amount": n % 100, "campaign": "spring"},
        }
        for n in range(BATCH)
    ]
    return json.dumps({"events": batch}).encode()


async def _key(w: Wiring) -> str:
    async with w.db.transaction() as conn:
        scopes = [Permission.EVENTS_WRITE.value]
        return (await add_key(conn, name="bench", scopes=scopes, expires_at=None, created_by=None))[1]


async def _stored(w: Wiring) -> int:
    async with w.db.transaction() as conn:
        return (await conn.execute(text("SELECT count(*) FROM event"))).scalar_one()


@asynccontextmanager
async def _server(w: Wiring) -> AsyncIterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    s = w.settings
    environment = {
        **os.environ, "TOWPATH_DATA_DIR": str(s.data_dir), "TOWPATH_DATABASE_URL": s.database_url,
        "TOWPATH_REDIS_URL": s.redis_url, "TOWPATH_SECRET_KEY": s.secret_key, "TOWPATH_PORT": str(port),
        "TOWPATH_LOG_LEVEL": "warning",
    }  # fmt: skip
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "towpath.cli", "serve", env=environment
    )
    try:
        await _answers(port)
        yield port
    finally:
        server.terminate()
        await server.wait()


async def _answers(port: int) -> None:
    async with httpx.AsyncClient() as client:
        for _ in range(200):
            try:
                if (await client.get(f"http://127.0.0.1:{port}/health")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.05)
    raise TimeoutError("the server does not answer")


async def _post(port: int, key: str, bodies: list[bytes]) -> None:
    """Send requests one after the other over one connection; any answer but 202 is an error."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for body in bodies:
        head = (
            f"POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 202"), answer
        length = next(
            int(line.split(b":")[1])
            for line in answer.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        )
        await reader.readexactly(length)
    writer.close()


if __name__ == "__main__" and sys.argv[1:2] == ["--import"]:
    asyncio.run(_import(Path(sys.argv[2]), Path(sys.argv[3])))
