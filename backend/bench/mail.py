"""How fast e-mails leave: rendered, built and handed to a local SMTP sink by one worker."""

import asyncio
import json
import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import scratch
import uvloop
import world
from figures import Figure
from sqlalchemy import text

from towpath.journeys import jobs
from towpath.messages.jobs import Sender
from towpath.wiring import wired

CONTACTS = 30_000


async def worker(folder: Path, port: int) -> None:
    """Send everything that is owed; answer with what was done."""
    settings = replace(scratch.settings_of(folder), smtp_url=f"smtp://127.0.0.1:{port}")
    async with wired(settings) as w:
        sender = Sender(w.db, w.clock, settings, w.signer)
        began, cpu = perf_counter(), scratch.cpu_seconds()
        handled = await sender.run(seconds=600)
        seconds = perf_counter() - began
        await sender.close()
    done = {
        "handled": handled,
        "seconds": seconds,
        "cpu": scratch.cpu_seconds() - cpu,
        "rss": scratch.peak_rss_mb(),
    }
    print(json.dumps(done))


async def sending() -> list[Figure]:
    """Messages per second with one worker: 5 KB HTML, 8 fields, plain text, no DKIM."""
    async with scratch.installation() as w:
        await world.populate(w, 2 * CONTACTS, events_each=0)
        slug = await world.publish_reference(w)
        await world.enroll_all(w, slug)
        await jobs.advance(w.db, w.clock, w.registry, w.bell, w.settings, seconds=600)
        log = w.settings.data_dir / "sink.log"
        sink, port = await _sink(log)
        command = (sys.executable, __file__, "--worker", str(w.settings.data_dir), str(port))
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        done = json.loads((await process.communicate())[0])
        sink.terminate()
        await sink.wait()
        accepted = log.read_text().splitlines()
        async with w.db.transaction() as conn:
            sent = (
                await conn.execute(text("SELECT count(*) FROM delivery WHERE state = 'sent'"))
            ).scalar_one()
    assert sent == len(accepted) == len(set(accepted)) == CONTACTS, f"{sent} sent, {len(accepted)} accepted"
    return [
        Figure("mail.smtp", CONTACTS / done["seconds"], "messages/s"),
        Figure("mail.smtp.cpu", done["cpu"] / CONTACTS * 1e6, "µs of worker CPU/message"),
        Figure("mail.smtp.memory", done["rss"], "MB"),
    ]


async def _sink(log: Path) -> tuple[asyncio.subprocess.Process, int]:
    command = (
        sys.executable,
        str(Path(__file__).with_name("smtp_sink.py")),
        "--port",
        "0",
        "--log",
        str(log),
    )
    sink = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    return sink, int((await sink.stdout.readline()).split()[-1])


if __name__ == "__main__" and sys.argv[1:2] == ["--worker"]:
    uvloop.run(worker(Path(sys.argv[2]), int(sys.argv[3])))
