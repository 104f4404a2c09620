"""How fast people walk: the reference journey, by one worker and by two, small and large."""

import asyncio
import json
import sys
from pathlib import Path
from time import perf_counter

import scratch
import uvloop
import world
from figures import Figure

from towpath.journeys import jobs
from towpath.kit.db import driver
from towpath.messages import store
from towpath.messages.compose import Surroundings, values_of
from towpath.messages.templates import Template
from towpath.team.store import workspace
from towpath.wiring import Wiring, wired

CONTACTS = 50_000
SIZES = (10_000, 50_000, 500_000)


async def worker(folder: Path, renders: bool) -> None:
    """Walk whoever is due each time a line comes in; answer with what was done.

    With `renders` the same process also renders every message that it owes.
    """
    async with wired(scratch.settings_of(folder)) as w:
        # Connect and compile before the clock runs.
        await jobs.advance(w.db, w.clock, w.registry, w.bell, w.settings)
        print("ready", flush=True)
        for _ in sys.stdin:
            began, cpu = perf_counter(), scratch.cpu_seconds()
            steps = await jobs.advance(w.db, w.clock, w.registry, w.bell, w.settings, seconds=3600)
            if renders:
                await render_owed(w)
            done = {
                "steps": steps, "seconds": perf_counter() - began, "cpu": scratch.cpu_seconds() - cpu,
                "rss": scratch.peak_rss_mb(),
            }  # fmt: skip
            print(json.dumps(done), flush=True)


OWED = """
SELECT d.id, d.message_version_id, d.topic_id, d.values, d.contact_id, d.is_test, c.email AS address, c.external_id, c.email,
       c.phone, c.first_name, c.last_name, c.company, c.city, c.country, c.language, c.time_zone, c.attributes,
       c.created_at AS contact_created_at, t.slug AS topic_slug
  FROM delivery AS d
  JOIN contact AS c ON c.id = d.contact_id
  LEFT JOIN topic AS t ON t.id = d.topic_id
 WHERE d.state = 'queued' AND d.id > $1
 ORDER BY d.id LIMIT 5000
"""


async def render_owed(w: Wiring) -> None:
    """Render the HTML of every message that is owed, as the baseline does; mail.smtp measures all the rest."""
    letters: dict[int, Template] = {}
    after = 0
    while True:
        async with w.db.transaction() as conn:
            rows = await (await driver(conn)).fetch(OWED, after)
            if not rows:
                return
            for version, wording in (
                await store.wordings(conn, {row["message_version_id"] for row in rows} - letters.keys())
            ).items():
                letters[version] = Template(wording.html, is_html=True)
            around = Surroundings.at(
                await workspace(conn), await w.clock.now(conn), await w.clock.real(conn), {}
            )
        for row in rows:
            letters[row["message_version_id"]].render(values_of(row, around, "http://localhost/u/x"))
        after = rows[-1]["id"]


class Workers:
    """Worker processes, started and warm."""

    def __init__(self, folder: Path, count: int, *, renders: bool = False) -> None:
        self.folder, self.count, self.renders = folder, count, renders

    async def __aenter__(self) -> "Workers":
        command = (sys.executable, __file__, "--worker", str(self.folder), "render" if self.renders else "")
        pipe = asyncio.subprocess.PIPE
        self.processes = [
            await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe) for _ in range(self.count)
        ]
        for process in self.processes:
            await process.stdout.readline()
        return self

    async def run(self) -> dict:
        """Let all workers walk once; return steps, the longest time, and the largest memory."""
        for process in self.processes:
            process.stdin.write(b"go\n")
        answers = [json.loads(await process.stdout.readline()) for process in self.processes]
        return {
            "steps": sum(a["steps"] for a in answers),
            "seconds": max(a["seconds"] for a in answers),
            "cpu": sum(a["cpu"] for a in answers),
            "rss": max(a["rss"] for a in answers),
        }

    async def __aexit__(self, *_: object) -> None:
        for process in self.processes:
            process.stdin.close()
            await process.wait()


async def measure(count: int, workers: int, *, renders: bool = False) -> dict:
    """Walk `count` contacts through the whole reference journey; return the sums of both passes."""
    async with scratch.installation() as w:
        await world.populate(w, count)
        slug = await world.publish_reference(w)
        async with Workers(w.settings.data_dir, workers, renders=renders) as crew:
            began = perf_counter()
            entered = await world.enroll_all(w, slug)
            entering = perf_counter() - began
            first = await crew.run()
            await world.pass_a_day(w)
            second = await crew.run()
        await _check(w, entered)
    both = {key: first[key] + second[key] for key in ("steps", "seconds", "cpu")}
    return {**both, "rss": second["rss"], "entering": entered / entering, "contacts": count}


async def _check(w: Wiring, entered: int) -> None:
    """A figure counts only if everybody arrived and everything is owed."""
    async with w.db.transaction() as conn:
        ended = (await conn.exec_driver_sql("SELECT count(*) FROM enrollment WHERE status = 2")).scalar_one()
        owed = (await conn.exec_driver_sql("SELECT count(*) FROM delivery")).scalar_one()
    assert ended == entered, f"{ended} of {entered} arrived"
    assert owed == entered // 2, f"{owed} messages are owed to {entered // 2}"


async def reference(baseline: float | None) -> list[Figure]:
    """Node executions per second with one and with two workers, against one job per contact-step."""
    figures = []
    for workers in (1, 2):
        done = await measure(CONTACTS, workers)
        name = f"engine.reference.{workers}-worker{'s' if workers > 1 else ''}"
        figures.append(Figure(name, done["steps"] / done["seconds"], "node executions/s", baseline))
        if workers == 1:
            figures.append(Figure("engine.reference.worker-memory", done["rss"], "MB"))
            figures.append(Figure("engine.entering", done["entering"], "contacts/s"))
    done = await measure(CONTACTS, 1, renders=True)
    name = "engine.reference.1-worker-that-renders"
    figures.append(Figure(name, done["steps"] / done["seconds"], "node executions/s", baseline))
    return figures


async def flat() -> list[Figure]:
    """The cost of one contact, small and large: the ratio compares with the smallest."""
    figures: list[Figure] = []
    for size in SIZES:
        done = await measure(size, 1)
        cost = done["seconds"] / size * 1e6
        baseline = figures[0].value if figures else None
        figures.append(Figure(f"engine.flat.{size}", cost, "µs/contact", baseline))
        figures.append(Figure(f"engine.flat.{size}.memory", done["rss"], "MB"))
    return figures


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        uvloop.run(worker(Path(sys.argv[2]), sys.argv[3] == "render"))
