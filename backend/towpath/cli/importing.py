"""`towpath contacts import` and `towpath events import`: CSV files, with a bar that tells how far it is."""

from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from towpath.cli.connecting import with_wiring
from towpath.contacts.columns import Column
from towpath.contacts.consent import Consent
from towpath.contacts.importing import ImportReport, Preview, Progress
from towpath.contacts.imports import ImportOptions, import_contacts, preview_contacts
from towpath.events.imports import ImportOptions as EventOptions
from towpath.events.imports import import_events, preview_events
from towpath.wiring import Wiring

_console = Console(highlight=False, soft_wrap=True)
Command = Callable[..., Any]

_FILE_OPTIONS: Final = (
    click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    click.option("--map", "mapping", multiple=True, metavar="COLUMN=TARGET",
                 help="What a column means, where the guess is wrong. TARGET “ignore” leaves it out."),
    click.option("--delimiter", help="Guessed when not given."),
    click.option("--encoding", help="Found out when not given."),
    click.option("--time-zone", help="Of times without a zone. Default: the workspace's."),
    click.option("--day-first/--month-first", default=None, help="How to read dates like 3/4/2030."),
    click.option("--max-rows", type=click.IntRange(min=1), help="Stop after so many rows."),
    click.option("--errors", type=click.Path(dir_okay=False, path_type=Path),
                 help="Where bad rows go, with line and reason. Default: beside FILE."),
    click.option("--preview", is_flag=True, help="Only show what the columns would mean."),
)  # fmt: skip


def _file_options(command: Command) -> Command:
    for option in reversed(_FILE_OPTIONS):
        command = option(command)
    return command


@click.group()
def contacts() -> None:
    """Bring contacts in."""


@contacts.command("import")
@_file_options
@click.option("--tag", "tags", multiple=True, help="A tag for every contact of the file.")
@click.option(
    "--ignore-unknown", is_flag=True, help="Leave out columns that are no field, instead of keeping them."
)
@click.option("--topic", "topics", multiple=True, help="A topic that these people agreed to hear of.")
@click.option("--consent-source", default="", help="Where they agreed, for example “newsletter form, shop”.")
@click.option("--consent-wording", default="", help="The words they agreed to.")
def import_contacts_(file: Path, errors: Path | None, preview: bool, **words: Any) -> int:
    """Read contacts from a CSV file. The same file twice changes nothing.

    Without --topic nobody is subscribed to anything: an import must name its consent.
    """
    consent = Consent(words.pop("topics"), words.pop("consent_source"), words.pop("consent_wording"))
    unknown = "ignore" if words.pop("ignore_unknown") else "attributes"
    options = ImportOptions(
        tags=list(words.pop("tags")), unknown_columns=unknown, **_read_words(words),
        consent=consent if consent != Consent((), "", "") else None,
    )  # fmt: skip

    async def look(wiring: Wiring) -> Preview:
        return await preview_contacts(wiring.db, file, options)

    async def load(wiring: Wiring, progress: Callable[[Progress], None]) -> ImportReport:
        return await import_contacts(wiring.db, wiring.clock, file, options, progress, error_file=errors)

    return _show_preview(look) if preview else _load(file, load)


@click.group()
def events() -> None:
    """Bring in what people did."""


@events.command("import")
@_file_options
@click.option("--name", help="One name for all events of the file, instead of a column.")
@click.option(
    "--known-contacts-only",
    is_flag=True,
    help="Refuse rows of people who are not here, instead of adding them.",
)
@click.option("--start-journeys", is_flag=True, help="Let these events start journeys; history should not.")
def import_events_(file: Path, errors: Path | None, preview: bool, **words: Any) -> int:
    """Read events from a CSV file. The same file twice changes nothing."""
    options = EventOptions(
        name=words.pop("name"), create_contacts=not words.pop("known_contacts_only"),
        start_journeys=words.pop("start_journeys"), **_read_words(words),
    )  # fmt: skip

    async def look(wiring: Wiring) -> Preview:
        return await preview_events(wiring.db, file, options)

    async def load(wiring: Wiring, progress: Callable[[Progress], None]) -> ImportReport:
        return await import_events(wiring.db, wiring.clock, file, options, progress, error_file=errors)

    return _show_preview(look) if preview else _load(file, load)


def _read_words(words: dict[str, Any]) -> dict[str, Any]:
    """Return the words of a command as fields of FileOptions."""
    for pair in words["mapping"]:
        if "=" not in pair:
            raise click.BadParameter(f"{pair} should look like COLUMN=TARGET", param_hint="--map")
    return {**words, "mapping": dict(pair.rsplit("=", 1) for pair in words["mapping"])}


def _show_preview(look: Callable[[Wiring], Coroutine[Any, Any, Preview]]) -> int:
    found = with_wiring(look)
    _console.print(f"{found.encoding}, columns separated by {found.delimiter!r}", markup=False)
    _show_columns(found.columns)
    return 0


def _show_columns(columns: list[Column]) -> None:
    for column in columns:
        plain = msgspec.to_builtins(column)
        kind = f" ({plain['type']}{', new' if plain.get('is_new') else ''})" if plain.get("type") else ""
        _console.print(f"  {column.header} → {column.target}{kind}", markup=False)


def _load(
    file: Path, load: Callable[[Wiring, Callable[[Progress], None]], Coroutine[Any, Any, ImportReport]]
) -> int:
    with _bar(file) as progress:
        report = with_wiring(lambda wiring: load(wiring, progress))
    _show_columns(report.columns)
    _console.print(
        f"{report.rows:,} rows: {report.created:,} new, {report.updated:,} changed, "
        f"{report.unchanged:,} as they were, {report.bad:,} bad.",
        markup=False,
    )
    if report.error_file:
        _console.print(f"The bad rows, each with its line and reason: {report.error_file}", markup=False)
    return 1 if report.bad else 0


@contextmanager
def _bar(file: Path) -> Iterator[Callable[[Progress], None]]:
    """Show how far an import is; only in a terminal."""
    columns = (
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(),
        TextColumn("{task.fields[rows]:,} rows, {task.fields[bad]:,} bad"), TimeRemainingColumn(),
    )  # fmt: skip
    with Bar(*columns, console=_console, disable=not _console.is_terminal) as bar:
        task = bar.add_task(file.name, total=file.stat().st_size or 1, rows=0, bad=0)

        def tell(progress: Progress) -> None:
            bar.update(task, completed=progress.bytes_done, rows=progress.rows, bad=progress.bad)

        yield tell
