"""What the imports of contacts and of events share: options, progress, the report, the file of bad rows."""

import asyncio
import csv
import gc
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any, Final, TypeVar

import msgspec
from sqlalchemy import text

from towpath.contacts.cells import ERROR_COLUMNS, Times, safe_cell
from towpath.contacts.columns import Column
from towpath.contacts.csvfile import BadFile, CsvFile, Delimiter, Line
from towpath.contacts.fields import Wrong, field_value
from towpath.kit.db import Conn
from towpath.kit.errors import Fault, Invalid, TooLarge

T = TypeVar("T")
BATCH: Final = 5000
SAMPLE: Final = 1000
_ZONE = text("SELECT time_zone FROM workspace")
_USUAL_ROUNDS: Final = gc.get_threshold()


class FileOptions(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """How to read a file."""

    mapping: Annotated[
        dict[str, str], msgspec.Meta(description="Targets by column name; columns not named are guessed.")
    ] = {}
    delimiter: Annotated[Delimiter | None, msgspec.Meta(description="Guessed when not given.")] = None
    encoding: Annotated[str, msgspec.Meta(description="Found out when not given.", max_length=40)] | None = (
        None
    )
    time_zone: Annotated[
        str | None, msgspec.Meta(description="Of times without a zone; the workspace's when not given.")
    ] = None
    day_first: Annotated[
        bool | None,
        msgspec.Meta(description="Whether 3/4/2030 is the 3rd of April; needed only for such dates."),
    ] = None
    max_rows: Annotated[int, msgspec.Meta(description="Stop after so many rows.", ge=1)] | None = None


class Progress(msgspec.Struct, frozen=True):
    """How far an import is; `rows` counts those dealt with."""

    rows: int = 0
    bytes_done: int = 0
    bytes_total: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    bad: int = 0

    @property
    def percent(self) -> float:
        return 100 * self.bytes_done / self.bytes_total if self.bytes_total else 0.0


class ImportReport(msgspec.Struct, frozen=True):
    """What an import did. Unchanged rows said nothing new, or a later row of the file replaced them."""

    rows: int
    created: int
    updated: int
    unchanged: int
    bad: int
    columns: list[Column]
    error_file: Path | None = None


class Preview(msgspec.Struct, frozen=True):
    """What a file would be understood as; nothing was written."""

    columns: list[Column]
    rows: list[list[str]]
    encoding: str
    delimiter: str


class Tally:
    """Counts rows by what became of them, and keeps the bad ones in a file."""

    def __init__(
        self, file: CsvFile, error_file: Path, progress: Callable[[Progress], None], max_rows: int | None
    ) -> None:
        self.created = self.updated = self.unchanged = self.bad = 0
        self._file = file
        self._errors = ErrorFile(error_file, file.header)
        self._progress = progress
        self._max_rows = max_rows

    @property
    def rows(self) -> int:
        return self.created + self.updated + self.unchanged + self.bad

    def refuse(self, line: Line, reason: str) -> None:
        self.bad += 1
        self._errors.add(line, reason)

    def tell(self) -> None:
        """Report progress. Raises TooLarge after more rows than are allowed."""
        self._progress(Progress(
            rows=self.rows, bytes_done=self._file.bytes_done, bytes_total=self._file.size, created=self.created,
            updated=self.updated, unchanged=self.unchanged, bad=self.bad,
        ))  # fmt: skip
        if self._max_rows is not None and self.rows > self._max_rows:
            raise TooLarge(
                f"The file has more than {self._max_rows:,} rows; what was read so far is in. Split it."
            )

    def report(self, columns: list[Column]) -> ImportReport:
        return ImportReport(
            rows=self.rows, created=self.created, updated=self.updated, unchanged=self.unchanged, bad=self.bad,
            columns=columns, error_file=self._errors.path if self.bad else None,
        )  # fmt: skip

    def __enter__(self) -> "Tally":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._errors.close()


class ErrorFile:
    """Rows that were not taken: CSV with line, reason and the row as it was; made when the first one comes."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.path = path
        self._header = header
        self._file: Any = None
        with suppress(FileNotFoundError):
            path.unlink()

    def add(self, line: Line, reason: str) -> None:
        if self._file is None:
            self._file = self.path.open("x", encoding="utf-8", errors="backslashreplace", newline="")
            self._writer = csv.writer(self._file)
            self._writer.writerow(map(safe_cell, [*ERROR_COLUMNS, *self._header]))
        self._writer.writerow(map(safe_cell, [str(line.number), reason, *line.cells]))

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def error_file_of(source: Path, error_file: Path | None) -> Path:
    """Return where bad rows go: beside the source unless said otherwise. Raises BadFile for the source itself."""
    path = error_file or source.with_suffix(".errors.csv")
    if path.resolve() == source.resolve():
        raise BadFile("Bad rows cannot go to the file that is read. Choose another place for them.")
    return path


async def times_of(conn: Conn, options: FileOptions) -> Times:
    """Return how to read times; the workspace's zone where the options name none. Raises Invalid."""
    zone = options.time_zone or (await conn.execute(_ZONE)).scalar_one()
    try:
        return Times(zone=field_value("time_zone", zone) or "UTC", day_first=options.day_first)
    except Wrong as error:
        raise Invalid(f"The time zone: {error}.", faults=[Fault("/time_zone", str(error))]) from None


def open_file(source: Path, options: FileOptions) -> CsvFile:
    return CsvFile(source, encoding=options.encoding, delimiter=options.delimiter)


def sample_of(source: Path, options: FileOptions, count: int = SAMPLE) -> list[list[str]]:
    """Return the cells of the first good rows."""
    with open_file(source, options) as file:
        return [line.cells for line in islice(file.rows(), count) if not line.problem]


def batches(lines: Iterable[Line], size: int = BATCH) -> Iterator[list[Line]]:
    """Yield lists of at most `size` lines."""
    iterator = iter(lines)
    while batch := list(islice(iterator, size)):
        yield batch


@contextmanager
def lighter_garbage_collection() -> Iterator[None]:
    """Have the collector look seldom, and not at what the program itself consists of, while many rows come and go."""
    gc.freeze()
    gc.set_threshold(100_000, *_USUAL_ROUNDS[1:])
    try:
        yield
    finally:
        gc.set_threshold(*_USUAL_ROUNDS)
        gc.unfreeze()


async def ahead(work: Iterator[T]) -> AsyncIterator[T]:
    """Yield from an iterator that a thread advances, always one item ahead of who uses them."""
    pending = asyncio.create_task(asyncio.to_thread(next, work, None))
    try:
        while (item := await pending) is not None:
            pending = asyncio.create_task(asyncio.to_thread(next, work, None))
            yield item
    finally:
        # Whoever closes the file next must not meet the thread still reading it.
        await asyncio.gather(pending, return_exceptions=True)


def usable(line: Line) -> list[str]:
    """Return the cells of a line. Raises Wrong when the file itself says why they are of no use."""
    if line.problem:
        raise Wrong(line.problem)
    return line.cells
