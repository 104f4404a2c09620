"""`towpath demo`: real customers walk a journey, live in the terminal."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Final

import click
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table

from towpath.cli.connecting import with_wiring
from towpath.demo import Demo, Scene
from towpath.journeys import actions
from towpath.kit.errors import Unavailable
from towpath.wiring import Wiring

_ROOT: Final = Path(__file__).parents[3]
_PURCHASES: Final = _ROOT / "tests" / "data" / "cdnow" / "purchases.csv"
_FLOW: Final = _ROOT / "flows" / "re-engagement-series" / "flow.json"
_LOOK_S: Final = 0.2
_PATIENCE_S: Final = 20
# What the series waits for: a week, then two.
_LEAPS: Final = (timedelta(days=7), timedelta(days=14))
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class NobodyMoves(Unavailable):
    """Nothing happens: no worker runs."""

    code = "no-worker"


@click.command()
@click.option("--purchases", type=_FILE, default=_PURCHASES, help="The CDNOW file.")
@click.option("--flow", type=_FILE, default=_FLOW, help="The series to publish.")
def demo(purchases: Path, flow: Path) -> None:
    """Let real customers of 1998 walk the re-engagement series in a running Towpath.

    Moves the installation's clock to 1 July 1998 and back again; refuses where other journeys live by it.
    """
    with_wiring(lambda wiring: _play(Demo(wiring, purchases, flow), wiring))


async def _play(demo: Demo, wiring: Wiring) -> None:
    console = Console()
    await demo.turn_back_the_clock()
    try:
        with console.status("Importing customers and purchases …"):
            done = await demo.import_people()
        console.print(f"{done.contacts.rows:,} customers and {done.purchases.rows:,} purchases are in.")
        slug = await demo.publish()
        with Live(console=console, refresh_per_second=10) as live:
            await _watch(demo, slug, live)
            for leap in _LEAPS:
                await demo.pass_time(leap)
                await _watch(demo, slug, live)
        async with wiring.db.transaction() as conn:
            await actions.pause(conn, slug)
    finally:
        await demo.return_to_the_present()
    console.print(f"Done. The journey “{slug}” is paused, the clock is back in the present.")
    if wiring.settings.is_captive:
        console.print(
            f"What they got is in the mailbox: {wiring.settings.base_url}/ – nothing left this machine."
        )


async def _watch(demo: Demo, slug: str, live: Live) -> None:
    """Show the scene until it stands still. Raises NobodyMoves if it never moves."""
    before, still = None, 0.0
    while still < 2 or (before is not None and not before.is_quiet):
        scene = await demo.scene(slug)
        live.update(_picture(scene))
        moved = before is None or (scene.waiting, scene.ended, scene.mail) != (
            before.waiting,
            before.ended,
            before.mail,
        )
        still = 0.0 if moved else still + _LOOK_S
        if still > _PATIENCE_S:
            raise NobodyMoves("Nothing happens. Is Towpath running? Start it in another terminal: make run")
        before = scene
        await asyncio.sleep(_LOOK_S)


def _picture(scene: Scene) -> Group:
    people = Table("On", "Entered", "Waiting", "Ended", title="People", title_justify="left", expand=False)
    waiting = ", ".join(f"{count:,} at {key}" for key, count in sorted(scene.waiting.items())) or "–"
    people.add_row(f"{scene.now:%-d %B %Y}", f"{scene.entered:,}", waiting, f"{scene.ended:,}")
    mail = Table(
        "Message", "Sent", "On the way", "Not sent", title="Mail", title_justify="left", expand=False
    )
    for name, states in sorted(scene.mail.items()):
        waiting_states = sum(states.get(state, 0) for state in ("queued", "sending", "deferred"))
        sent = states.get("sent", 0)
        mail.add_row(
            name, f"{sent:,}", f"{waiting_states:,}", f"{sum(states.values()) - sent - waiting_states:,}"
        )
    return Group(people, mail)
