"""All benchmarks: `make bench`, or one by name: `make bench ONLY=engine.reference`.

The last lines are one JSON object per figure. `--write` keeps them in BENCHMARKS.md with the machine.
"""

import argparse
import asyncio
import os
import platform
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import canvas
import first_screen
import intake
import mail
import naive
from figures import Figure

import engine

ROOT = Path(__file__).resolve().parents[2]


async def _reference() -> list[Figure]:
    baseline = await naive.rate()
    return [Figure("engine.naive.1-worker", baseline, "node executions/s"), *await engine.reference(baseline)]


BENCHES: dict[str, tuple[str, Callable[[], Awaitable[list[Figure]]]]] = {
    "engine.reference": ("the reference journey, 50,000 contacts, beside one job per step", _reference),
    "engine.flat": ("cost per contact from 10,000 to 500,000 contacts", engine.flat),
    "events.http": ("events taken in over HTTP in batches of 500, durable when answered", intake.events),
    "contacts.import": ("contact rows out of a CSV file", intake.contacts),
    "canvas.first-screen": ("home and canvas in a fresh browser", first_screen.first_screen),
    "canvas.moving": ("panning and dragging 50, 200 and 1,000 steps in a browser", canvas.moving),
    "mail.smtp": ("e-mails rendered and handed to a local SMTP sink by one worker", mail.sending),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="run benches whose name begins with this")
    parser.add_argument("--write", action="store_true", help="keep the figures in BENCHMARKS.md")
    options = parser.parse_args()
    chosen = {name: bench for name, bench in BENCHES.items() if name.startswith(options.only)}
    if not chosen:
        sys.exit(f"No bench is called {options.only!r}. There are: {', '.join(BENCHES)}.")
    figures: list[Figure] = []
    for name, (what, bench) in chosen.items():
        print(f"{name}: {what} …", flush=True)
        figures += asyncio.run(bench())
    if options.write:
        _write(figures)
    print()
    for figure in figures:
        print(figure.line())


def machine() -> str:
    """Return the machine in one line: processors, memory, system, Python."""
    model = subprocess.run(
        ["sh", "-c", "grep -m1 'model name' /proc/cpuinfo | cut -d: -f2"], capture_output=True, text=True
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return (
        f"{os.cpu_count()} × {model.stdout.strip() or platform.machine()}, {memory:.0f} GiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def _write(figures: list[Figure]) -> None:
    rows = "\n".join(
        f"| {f.bench} | {f.value:,.0f} | {f.unit} | {f'{f.baseline:,.0f}' if f.baseline else ''} | {f.ratio or ''} |"
        if f.value >= 10
        else f"| {f.bench} | {f.value:.2f} | {f.unit} | {f'{f.baseline:.2f}' if f.baseline else ''} | {f.ratio or ''} |"
        for f in figures
    )
    text = (
        "# Benchmarks\n\n"
        "Made by `make bench`; each bench runs alone with `make bench ONLY=name`. What each one does stands in"
        " `backend/bench/`. Client, server and load generator share the machine. Read figures as ± 20 %.\n\n"
        f"Machine: {machine()}; embedded PostgreSQL with fsync and synchronous_commit on. {date.today():%Y-%m-%d}.\n\n"
        "| bench | value | unit | baseline | ratio |\n| --- | ---: | --- | ---: | ---: |\n" + rows + "\n"
    )
    (ROOT / "BENCHMARKS.md").write_text(text)


if __name__ == "__main__":
    main()
