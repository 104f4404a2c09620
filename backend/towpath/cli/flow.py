"""`towpath flow`: journeys as files."""

import asyncio
from pathlib import Path

import click

from towpath.cli.connecting import NotRunning, connected, with_wiring
from towpath.contacts.model import BUILT_IN, LABELS
from towpath.engine.check import Problem, World, check
from towpath.engine.document import Document, as_document, read_document
from towpath.engine.registry import Registry
from towpath.journeys import files, imports, store, undoing
from towpath.journeys.world import load_world, with_resources
from towpath.kit.reach import OUTSIDE
from towpath.wiring import Wiring

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def flow() -> None:
    """Check, import and export journeys as files."""


@flow.command("check")
@click.argument("file", type=_FILE)
def check_(file: Path) -> int:
    """Say everything that is wrong with a flow file, and what its steps do."""
    document, registry = read_document(file.read_bytes()), Registry.load()
    world, is_alone = asyncio.run(_world())
    report = check(document, registry, with_resources(world, document.resources))
    for key in document.nodes:
        if key in report.summaries:
            click.echo(f"  {key}: {report.summaries[key]}")
    for problem in report.problems:
        _tell(problem)
    if is_alone:
        click.echo("Checked by itself: names that only your installation knows count as unknown.")
    click.echo(f"{file}: {_count(len(report.errors), 'problem')}.")
    return 1 if report.errors else 0


async def _world() -> tuple[World, bool]:
    """Return what exists in the installation, or nothing when there is none within reach."""
    try:
        async with connected() as wiring, wiring.db.transaction() as conn:
            return await load_world(conn), False
    except (NotRunning, *OUTSIDE):
        return World({"attribute": LABELS}, BUILT_IN), True


def _tell(problem: Problem) -> None:
    mark, colour = ("✘", "red") if problem.severity == "error" else ("!", "yellow")
    where = ".".join(part for part in (problem.node, problem.field or problem.port) if part)
    click.secho(f"{mark} {where or 'journey'}: {problem.detail}", fg=colour)
    if problem.fix:
        click.echo(f"    {problem.fix}")


@flow.command("import")
@click.argument("file", type=_FILE)
@click.option("--choose", "choices", multiple=True, metavar="KIND:KEY=CHOICE",
              help="For what is here already: reuse, rename or update it.")  # fmt: skip
@click.option(
    "--set", "parameters", multiple=True, metavar="NAME=VALUE", help="Fill in a parameter of the file."
)
@click.option("--plan", "is_plan", is_flag=True, help="Only say what would happen.")
def import_(file: Path, choices: tuple[str, ...], parameters: tuple[str, ...], is_plan: bool) -> None:
    """Make a journey (a draft) of a flow file, with the messages, segments and topics that it brings."""
    document, chosen, given = read_document(file.read_bytes()), _pairs(choices), _pairs(parameters)

    async def command(wiring: Wiring) -> None:
        async with wiring.db.transaction() as conn:
            if is_plan:
                plan = await imports.plan(conn, document, wiring.registry, chosen)  # pyright: ignore[reportArgumentType]
                _list(plan.items)
                return
            done = await imports.apply(conn, document, wiring.registry, chosen, given)  # pyright: ignore[reportArgumentType]
        _list(done.items)
        click.echo(f"The journey “{document.name}” is here as a draft: {done.journey}")
        click.echo(f"To take all of it back: towpath flow undo {done.id}")

    with_wiring(command)


def _list(items: list[imports.Item]) -> None:
    for item in items:
        renamed = f" as {item.slug}" if item.slug != item.key else ""
        others = f" (or: {', '.join(c for c in item.choices if c != item.choice)})" if item.choices else ""
        click.echo(f"  {item.choice} {item.kind} {item.key}{renamed}{others}")


@flow.command("undo")
@click.argument("number", type=int)
@click.option("--changed", is_flag=True, help="Also the journey, although its steps were changed since.")
def undo_(number: int, changed: bool) -> None:
    """Take an import back: the draft and what came with it, but nothing that is published, changed or used."""

    async def command(wiring: Wiring) -> undoing.Undone:
        async with wiring.db.transaction() as conn:
            return await undoing.undo(conn, number, changed=changed)

    done = with_wiring(command)
    for word, parts in (("removed", done.removed), ("restored", done.restored), ("kept", done.kept)):
        for part in parts:
            click.echo(f"  {word} {part.kind} {part.slug}{f': {part.why}' if part.why else ''}")


@flow.command()
@click.argument("journey")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
def export(journey: str, file: Path | None) -> None:
    """Write a journey's draft as a flow file, with everything it names. Without FILE: to the terminal."""

    async def command(wiring: Wiring) -> bytes:
        async with wiring.db.transaction() as conn:
            document: Document = as_document((await store.find(conn, journey)).draft)
            return await files.export(conn, document, wiring.registry)

    text = with_wiring(command)
    if file is None:
        click.echo(text.decode(), nl=False)
    else:
        file.write_bytes(text)
        click.echo(f"Written to {file}.")


def _pairs(words: tuple[str, ...]) -> dict[str, str]:
    for word in words:
        if "=" not in word:
            raise click.BadParameter(f"{word} should look like NAME=VALUE")
    return dict(word.split("=", 1) for word in words)


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
