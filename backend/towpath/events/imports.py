"""Events out of a CSV file: streamed, each stored once however often the file is sent."""

import asyncio
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec

from towpath.contacts.cells import Times, is_number, moment_of, number_of
from towpath.contacts.columns import IGNORE, Column
from towpath.contacts.csvfile import Line
from towpath.contacts.fields import Wrong, field_value
from towpath.contacts.importing import (
    FileOptions,
    ImportReport,
    Preview,
    Progress,
    Tally,
    ahead,
    batches,
    error_file_of,
    lighter_garbage_collection,
    open_file,
    sample_of,
    times_of,
    usable,
)  # fmt: skip
from towpath.contacts.model import AttributeType
from towpath.contacts.repeats import Occurrences, Suspects
from towpath.events.columns import PROPERTY, event_columns
from towpath.events.incoming import check_key, check_name, encoded
from towpath.events.intake import FUTURE, TOO_LATE, UNKNOWN
from towpath.events.log import Appended, NewEvent, append, prepare
from towpath.kit.clock import Clock
from towpath.kit.db import Database
from towpath.kit.errors import Fault, Invalid
from towpath.kit.retry import retried

__all__ = ["ImportOptions", "ImportReport", "Progress", "import_events", "preview_events"]

_NOT_SNAKE: Final = re.compile(r"[^a-z0-9$]+")


class ImportOptions(FileOptions, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """How to take a file of events."""

    name: Annotated[
        str | None, msgspec.Meta(description="One name for all events of the file, instead of a column.")
    ] = None
    create_contacts: Annotated[
        bool, msgspec.Meta(description="Whether an unknown external id or address makes a new contact.")
    ] = True
    start_journeys: Annotated[
        bool, msgspec.Meta(description="Whether these events start journeys; history should not.")
    ] = False


class _Plan(msgspec.Struct, frozen=True):
    """The columns of a file as what to do with its cells."""

    columns: list[Column]
    places: Mapping[str, int]
    properties: list[tuple[int, str, bool]]
    content: list[tuple[str, int]]
    times: Times
    options: ImportOptions
    latest: datetime

    def event(self, cells: Sequence[str], key: str | None) -> NewEvent:
        """Return the event of a row. Raises Wrong naming the column."""
        at = self._converted("at", cells, partial(moment_of, times=self.times))
        if at is None:
            raise Wrong("has no time")
        if at > self.latest:
            raise Wrong(TOO_LATE)
        external_id = self._converted("external_id", cells, partial(field_value, "external_id"))
        email = self._converted("email", cells, partial(field_value, "email"))
        if not external_id and not email:
            raise Wrong("has neither an external id nor an e-mail address")
        return NewEvent(
            name=self.options.name or self._converted("name", cells, _name) or "",
            external_id=external_id,
            email=email,
            at=at,
            properties=self._properties(cells),
            key=key or self._converted("id", cells, check_key),
            creates=self.options.create_contacts,
        )

    def _converted(self, target: str, cells: Sequence[str], convert: Callable[[str], Any]) -> Any:
        n = self.places.get(target)
        cell = "" if n is None else cells[n].strip()
        if n is None or (not cell and target != "name"):
            return None
        try:
            return convert(cell)
        except Wrong as error:
            raise Wrong(f"{self.columns[n].header}: {error}") from None

    def _properties(self, cells: Sequence[str]) -> bytes:
        values: dict[str, Any] = {}
        for n, key, may_be_number in self.properties:
            if cell := cells[n].strip():
                values[key] = number_of(cell) if may_be_number and is_number(cell) else cell
        return encoded(values)

    def digest(self, cells: Sequence[str]) -> bytes:
        """Return a hash of what a row says, whatever the order of the columns; the same in every process."""
        said = "\0".join([self.options.name or "", *(f"{to}={cells[n].strip()}" for to, n in self.content)])
        return hashlib.blake2b(said.encode(errors="surrogatepass"), digest_size=16).digest()


class _Batch(msgspec.Struct):
    """Lines of a file by what is to become of them."""

    good: list[tuple[Line, NewEvent]] = []
    bad: list[tuple[Line, str]] = []


async def import_events(
    db: Database,
    clock: Clock,
    source: Path,
    options: ImportOptions,
    progress: Callable[[Progress], None],
    *,
    error_file: Path | None = None,
) -> ImportReport:
    """Read a CSV file into the event log; bad rows go to `error_file` (default: beside the source).

    The same file twice changes nothing. Without a column of ids an event's key is what its row says and the
    how-manieth row that says so it is: three equal purchases on one day are three events. In the report
    `created` counts events stored, `unchanged` those that were there.
    """
    plan = await _prepare(db, clock, source, options)
    repeats = None if "id" in plan.places else await asyncio.to_thread(_repeats, source, options, plan)
    with (
        lighter_garbage_collection(),
        open_file(source, options) as file,
        Tally(file, error_file_of(source, error_file), progress, options.max_rows) as tally,
    ):
        async for batch in ahead(_sorted(plan, repeats, lines) for lines in batches(file.rows())):
            await prepare(db, {event.at for _, event in batch.good if event.at})
            done = await retried(partial(_write, db, clock, batch, options.start_journeys))
            _count(batch, done, tally)
            tally.tell()
        return tally.report(plan.columns)


async def preview_events(db: Database, source: Path, options: ImportOptions) -> Preview:
    """Return what the columns would mean, and the first five rows; writes nothing."""
    async with db.transaction() as conn:
        await times_of(conn, options)
    return await asyncio.to_thread(_preview, source, options)


def _preview(source: Path, options: ImportOptions) -> Preview:
    columns = _columns(source, options)
    with open_file(source, options) as file:
        return Preview(columns, sample_of(source, options, 5), file.encoding, file.delimiter)


def _columns(source: Path, options: ImportOptions) -> list[Column]:
    if options.name is not None:
        try:
            check_name(options.name)
        except Wrong as error:
            raise Invalid(str(error), faults=[Fault("/name", str(error))]) from None
    with open_file(source, options) as file:
        header = file.header
    return event_columns(header, sample_of(source, options), options.mapping, options.name)


async def _prepare(db: Database, clock: Clock, source: Path, options: ImportOptions) -> _Plan:
    columns = await asyncio.to_thread(_columns, source, options)
    async with db.transaction() as conn:
        times, now = await times_of(conn, options), await clock.now(conn)
    told = sorted((column.target, n) for n, column in enumerate(columns) if column.target != IGNORE)
    return _Plan(
        columns=columns,
        places={target: n for target, n in told if not target.startswith(PROPERTY)},
        properties=[(n, target.partition(":")[2], columns[n].type is AttributeType.NUMBER)
                    for target, n in told if target.startswith(PROPERTY)],
        content=told,
        times=times,
        options=options,
        latest=now + FUTURE,
    )  # fmt: skip


def _name(cell: str) -> str:
    """Return an event's name in snake case: “Order Completed” is order_completed."""
    name = _NOT_SNAKE.sub("_", cell.lower()).strip("_")
    check_name(name)
    return name


def _repeats(source: Path, options: ImportOptions, plan: _Plan) -> Occurrences:
    """Find, in a pass of its own, the rows that say the same as another."""
    suspects = Suspects()
    with open_file(source, options) as file:
        for line in file.rows():
            if not line.problem:
                key = _number(plan.digest(line.cells))
                if suspects.seen(key):
                    suspects.last[key] = line.number
    return Occurrences(suspects)


def _number(digest: bytes) -> int:
    return int.from_bytes(digest[:8], "big")


def _sorted(plan: _Plan, repeats: Occurrences | None, lines: Sequence[Line]) -> _Batch:
    batch = _Batch()
    for line in lines:
        try:
            cells = usable(line)
            key = None
            if repeats is not None:
                digest = plan.digest(cells)
                key = f"csv:{digest.hex()}:{repeats.number(_number(digest))}"
            batch.good.append((line, plan.event(cells, key)))
        except Wrong as error:
            batch.bad.append((line, str(error)))
    return batch


async def _write(db: Database, clock: Clock, batch: _Batch, starts_journeys: bool) -> Appended:
    async with db.transaction() as conn:
        now = await clock.now(conn)
        return await append(conn, [event for _, event in batch.good], now, starts_journeys=starts_journeys)


def _count(batch: _Batch, done: Appended, tally: Tally) -> None:
    tally.created += done.stored
    tally.unchanged += len(done.duplicates)
    strangers = [(batch.good[n][0], UNKNOWN) for n in done.unknown]
    for line, reason in sorted(batch.bad + strangers, key=lambda bad: bad[0].number):
        tally.refuse(line, reason)
