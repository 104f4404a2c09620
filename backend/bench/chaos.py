"""Chaos: people walk while workers are killed, Redis is emptied and PostgreSQL crashes; then the mail server's log is counted.

The checker believes only the SMTP sink's own log and the database's final rows:
nobody lost, nobody doubled, and in doubt at most as many as SMTP transactions were open at the kills.
"""

import argparse
import asyncio
import os
import random
import signal
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import redis.asyncio
import scratch
import world
from sqlalchemy import text

from towpath.embedded import Servers
from towpath.engine.document import as_document
from towpath.journeys import actions, walking
from towpath.wiring import Wiring

HERE = Path(__file__).parent
CONNECTIONS = 4

FLOW = {
    "nodes": {
        "in": {"type": "manual_entry", "config": {"reentry": "after_exit"}},
        "mark": {"type": "tag", "config": {"add": ["walked"]}},
        "breath": {"type": "wait", "config": {"for": "PT2S"}},
        "mail": {"type": "send_email", "config": {"message": "letter", "topic": "news"}},
        "out": {"type": "exit", "config": {}},
    },
    "edges": [
        {"from": "in", "port": "next", "to": "mark"},
        {"from": "mark", "port": "next", "to": "breath"},
        {"from": "breath", "port": "next", "to": "mail"},
        {"from": "mail", "port": "next", "to": "out"},
    ],
}


@dataclass
class Round:
    """What was done to the installation, and what came of it."""

    contacts: int
    kills: int = 0
    flushes: int = 0
    crashes: int = 0
    seconds: float = 0
    faults: list[str] = field(default_factory=list)
    in_doubt: int = 0
    accepted: int = 0


class Workers:
    """`towpath work` processes that can be killed and are always replaced."""

    def __init__(self, folder: Path, smtp_port: int, count: int) -> None:
        servers = Servers(folder)
        self.environment = {
            **os.environ, "TOWPATH_DATA_DIR": str(folder), "TOWPATH_DATABASE_URL": servers.database_url,
            "TOWPATH_REDIS_URL": servers.redis_url, "TOWPATH_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
            "TOWPATH_SECRET_KEY": "b" * 40, "TOWPATH_SMTP_CONNECTIONS": str(CONNECTIONS), "TOWPATH_LOG_LEVEL": "warning",
        }  # fmt: skip
        self.log = (folder / "workers.log").open("ab")
        self.count = count
        self.processes: list[asyncio.subprocess.Process] = []

    async def start(self) -> None:
        self.processes = [await self._one() for _ in range(self.count)]

    async def _one(self) -> asyncio.subprocess.Process:
        # A group of its own: the kill takes everything that the worker started.
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "towpath.cli", "work", env=self.environment, stdout=self.log, stderr=self.log,
            start_new_session=True,
        )  # fmt: skip

    async def kill_one(self, dice: random.Random) -> None:
        index = dice.randrange(len(self.processes))
        victim = self.processes[index]
        os.killpg(victim.pid, signal.SIGKILL)
        await victim.wait()
        self.processes[index] = await self._one()

    async def stop(self) -> None:
        for process in self.processes:
            os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            await process.wait()
        self.log.close()


async def one_round(
    w: Wiring, workers: Workers, sink_log: Path, number: int, dice: random.Random, contacts: int
) -> Round:
    """Enroll everybody in a journey of this round, hurt the installation while they walk, and count."""
    done = Round(contacts)
    before = _accepted(sink_log)
    slug = await _publish(w, number)
    began = monotonic()
    await world.enroll_all(w, slug)
    deadline = began + 240
    while not await _is_finished(w, slug):
        if monotonic() > deadline:
            done.faults.append(f"not finished after {deadline - began:.0f} s")
            break
        await _hurt(w, workers, dice, done)
        await asyncio.sleep(dice.uniform(0.3, 1.2))
    done.seconds = monotonic() - began
    await _count(w, slug, before, sink_log, done)
    return done


async def _hurt(w: Wiring, workers: Workers, dice: random.Random, done: Round) -> None:
    if done.kills < 12:
        await workers.kill_one(dice)
        done.kills += 1
    if done.flushes < 3 and dice.random() < 0.5:
        async with redis.asyncio.from_url(w.settings.redis_url) as client:
            await client.flushall()
        done.flushes += 1
    if done.crashes < 1 and done.kills >= 3:
        servers = Servers(w.settings.data_dir)
        servers.stop_postgres("immediate")
        servers.start_postgres(memory_mb=scratch.MEMORY_MB)
        done.crashes += 1


async def _publish(w: Wiring, number: int) -> str:
    async with w.db.transaction() as conn:
        slug = await actions.create(conn, as_document({**FLOW, "name": f"Chaos {number}"}))
        here = await walking.here_and_now(conn, w.clock)
        await actions.publish(conn, slug, here, w.registry, include_current=False, user=None)
    return slug


_OPEN = text("""
SELECT (SELECT count(*) FROM enrollment AS e JOIN journey AS j ON j.id = e.journey_id WHERE j.slug = :slug AND e.status = 1)
     + (SELECT count(*) FROM delivery WHERE state IN ('queued', 'sending', 'deferred'))
""")
_STATES = text("""
SELECT d.state, lower(c.email) FROM delivery AS d
  JOIN enrollment AS e ON e.id = d.enrollment_id
  JOIN journey AS j ON j.id = e.journey_id
  JOIN contact AS c ON c.id = d.contact_id
 WHERE j.slug = :slug
""")


async def _is_finished(w: Wiring, slug: str) -> bool:
    async with w.db.transaction() as conn:
        return (await conn.execute(_OPEN, {"slug": slug})).scalar_one() == 0


def _accepted(log: Path) -> list[tuple[str, str]]:
    """Return (Message-ID, recipient) of every message that the sink accepted."""
    lines = log.read_text().splitlines() if log.exists() else []
    return [(message, recipient) for message, recipient in (line.split(maxsplit=1) for line in lines)]


async def _count(w: Wiring, slug: str, before: list, sink_log: Path, done: Round) -> None:
    accepted = _accepted(sink_log)[len(before) :]
    done.accepted = len(accepted)
    got = Counter(recipient.lower() for _, recipient in accepted)
    async with w.db.transaction() as conn:
        rows = [(state, email) for state, email in await conn.execute(_STATES, {"slug": slug})]
    state = {email: state for state, email in rows}
    done.in_doubt = sum(s == "in_doubt" for s in state.values())
    twice = [email for email, count in got.items() if count > 1]
    lost = [email for email, s in state.items() if s == "sent" and email not in got]
    unsaid = [email for email in got if state.get(email) not in ("sent", "in_doubt")]
    other = Counter(s for s in state.values() if s not in ("sent", "in_doubt"))
    for name, people in (("doubled", twice), ("lost", lost), ("sent but not known as sent", unsaid)):
        if people:
            done.faults.append(f"{len(people)} {name}, such as {people[0]}")
    if other:
        done.faults.append(f"deliveries ended as {dict(other)}")
    if len(rows) != done.contacts or len(state) != done.contacts:
        done.faults.append(f"{len(rows)} deliveries to {len(state)} people for {done.contacts} contacts")
    bound = (done.kills + done.crashes * 2) * CONNECTIONS
    if done.in_doubt > bound:
        done.faults.append(f"{done.in_doubt} in doubt; at most {bound} were open at the kills")


async def chaos(rounds: int, contacts: int, seed: int) -> list[Round]:
    """Run `rounds` rounds over the same people; print each as it ends."""
    dice = random.Random(seed)
    results: list[Round] = []
    async with scratch.installation() as w:
        folder = w.settings.data_dir
        await world.populate(w, contacts, events_each=0)
        async with w.db.transaction() as conn:
            await conn.execute(text("UPDATE workspace SET clock_offset = interval '0'"))
        sink_log = folder / "sink.log"
        sink, port = await _start_sink(sink_log)
        workers = Workers(folder, port, 2)
        await workers.start()
        try:
            for number in range(1, rounds + 1):
                results.append(await one_round(w, workers, sink_log, number, dice, contacts))
                print(_line(number, results[-1]), flush=True)
        finally:
            await workers.stop()
            sink.terminate()
            await sink.wait()
    return results


async def _start_sink(log: Path) -> tuple[asyncio.subprocess.Process, int]:
    command = (sys.executable, str(HERE / "smtp_sink.py"), "--port", "0", "--log", str(log))
    sink = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    return sink, int((await sink.stdout.readline()).split()[-1])


def _line(number: int, r: Round) -> str:
    verdict = "; ".join(r.faults) or "nobody lost, nobody doubled"
    return (
        f"round {number}: {r.contacts} people, {r.kills} kills, {r.flushes} times Redis emptied, {r.crashes} PostgreSQL "
        f"crash in {r.seconds:.0f} s; {r.accepted} accepted, {r.in_doubt} in doubt: {verdict}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--contacts", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4)))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    results = asyncio.run(chaos(options.rounds, options.contacts, options.seed))
    sys.exit(any(r.faults for r in results))


if __name__ == "__main__":
    main()
