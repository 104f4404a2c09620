"""CSV files as people have them: any of several encodings and delimiters, read row by row in bounded memory."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal, get_args

import msgspec

from towpath.contacts.cells import ERROR_COLUMNS, plain_cell
from towpath.contacts.encoding import encoding_of
from towpath.kit.errors import Invalid

MAX_COLUMNS: Final = 200
MAX_CELL_BYTES: Final = 65_536
# A row may not have all its cells as long as a cell may be: memory stays bounded whatever the file.
MAX_ROW_CHARS: Final = 4_000_000
_SNIFFED_ROWS: Final = 50
_SNIFFED_CHARS: Final = 100_000
_NOT_UTF8: Final = re.compile("[\ud800-\udfff]")
Delimiter = Literal[",", ";", "\t", "|"]
_DELIMITERS: Final[tuple[Delimiter, ...]] = get_args(Delimiter)


class BadFile(Invalid):
    """This file cannot be imported."""

    code = "bad-file"


class Line(msgspec.Struct, frozen=True, gc=False):
    """One row of the file: its first line's number, its cells, and why it cannot be used (empty: it can)."""

    number: int
    cells: list[str]
    problem: str = ""


class CsvFile:
    """An open CSV file with a header. Iterate `rows()` once; `bytes_done` tells how far it was read."""

    def __init__(
        self, path: Path, *, encoding: str | None = None, delimiter: Delimiter | None = None
    ) -> None:
        self.path = path
        self.size = path.stat().st_size
        self.encoding = encoding or _known_encoding(path)
        if delimiter is not None and delimiter not in _DELIMITERS:
            raise BadFile("Columns are separated by a comma, a semicolon, a tab or a bar.")
        self.delimiter = delimiter or _sniff(path, self.encoding)
        self._raw = path.open("rb", buffering=0)
        self._stream = _text(self._raw, self.encoding)
        try:
            self._lines = _Lines(self._stream)
            self._reader = csv.reader(self._lines, delimiter=self.delimiter)
            self.header = _checked_header(next(iter(self.rows(is_header=True)), None))
        except BaseException:
            self.close()
            raise

    @property
    def bytes_done(self) -> int:
        """How many bytes were read; reads ahead by some KB."""
        return min(self._raw.tell(), self.size)

    def rows(self, *, is_header: bool = False) -> Iterator[Line]:
        """Yield the rows that are left; blank lines are skipped."""
        expected = 0 if is_header else len(self.header)
        while True:
            before = self._lines.number
            self._lines.begin_row()
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except (csv.Error, _RowTooLong) as error:
                yield Line(before + 1, [self._lines.last[:1000]], _told(error))
                continue
            except UnicodeError:
                raise BadFile(f"The file's text is not {self.encoding}.") from None
            if cells and not is_header and self.header[:2] == [*ERROR_COLUMNS]:
                cells = [plain_cell(cell) for cell in cells]
            if cells:
                yield _checked(before + 1, cells, expected, self._lines)

    def close(self) -> None:
        self._stream.close()

    def __enter__(self) -> "CsvFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _known_encoding(path: Path) -> str:
    try:
        return encoding_of(path)
    except ValueError as error:
        raise BadFile(str(error)) from None


def _text(raw: io.FileIO, encoding: str) -> io.TextIOWrapper:
    # Bytes that are no UTF-8 come through as lone surrogates, so that only their own row is refused.
    errors = "surrogateescape" if encoding.startswith("utf-8") else "strict"
    buffered = io.BufferedReader(raw, 1 << 16)
    try:
        return io.TextIOWrapper(buffered, encoding=encoding, errors=errors, newline="")
    except LookupError:
        buffered.close()
        raise BadFile(f"“{encoding}” is not a text encoding.") from None


class _RowTooLong(Exception):
    pass


class _Lines:
    """The physical lines of a file for csv.reader; stops a row that would not end."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream
        self.number = 0
        self.begin_row()

    def begin_row(self) -> None:
        self.last = ""
        self.chars = 0
        self.is_broken = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._stream.readline(MAX_ROW_CHARS)
        if not line:
            raise StopIteration
        self.number += 1
        self.last = line
        self.chars += len(line)
        if not line.isascii() and _NOT_UTF8.search(line):
            self.is_broken = True
        if self.chars >= MAX_ROW_CHARS:
            while len(line) == MAX_ROW_CHARS and line[-1] not in "\r\n":
                line = self._stream.readline(MAX_ROW_CHARS)
            raise _RowTooLong
        return line


def _told(error: Exception) -> str:
    if isinstance(error, _RowTooLong):
        return "the row is longer than 4 million characters, or a quotation mark is never closed"
    return "a cell is longer than 64 KB, or a quotation mark is never closed"


def _checked(number: int, cells: list[str], expected: int, lines: _Lines) -> Line:
    if lines.is_broken:
        return Line(number, cells, "has letters that are not valid UTF-8")
    if expected and len(cells) != expected:
        if len(cells) < expected or any(cells[expected:]):
            return Line(number, cells, f"has {len(cells)} cells where the header has {expected}")
        cells = cells[:expected]
    # The row's length tells cheaply that no cell can be too long.
    if lines.chars > MAX_CELL_BYTES // 4 and any(
        len(cell.encode(errors="replace")) > MAX_CELL_BYTES for cell in cells
    ):
        return Line(number, cells, "a cell is longer than 64 KB")
    return Line(number, cells)


def _checked_header(line: Line | None) -> list[str]:
    if line is None or not any(cell.strip() for cell in line.cells):
        raise BadFile("The file is empty: its first line must name the columns.")
    if line.problem:
        raise BadFile(f"The first line cannot be read: {line.problem}.")
    header = [cell.strip().strip("\ufeff") for cell in line.cells]
    while header and not header[-1]:
        header.pop()
    if len(header) > MAX_COLUMNS:
        raise BadFile(f"The file has {len(header)} columns; at most {MAX_COLUMNS} can be imported.")
    named = [name for name in header if name]
    repeated = sorted({name for name in named if named.count(name) > 1})
    if repeated:
        raise BadFile(f"Two columns are called “{repeated[0][:80]}”. Each needs a name of its own.")
    if any("\0" in name or len(name) > 200 for name in header):
        raise BadFile("A column's name is too long or has a NUL character in it; is this a CSV file?")
    if any("@" in name for name in named):
        raise BadFile("The first line must name the columns, and this one has an e-mail address in it.")
    return header


def _sniff(path: Path, encoding: str) -> Delimiter:
    """Return the delimiter that gives the first rows the most even and widest shape."""
    try:
        with _text(path.open("rb", buffering=0), encoding) as stream:
            lines = [line for _ in range(_SNIFFED_ROWS) if (line := stream.readline(_SNIFFED_CHARS))]
    except UnicodeError:
        raise BadFile(f"The file's text is not {encoding}.") from None
    return max(_DELIMITERS, key=lambda delimiter: _fit(lines, delimiter))


def _fit(lines: list[str], delimiter: str) -> tuple[float, int]:
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return 0, 0
    width = len(rows[0]) if rows else 0
    if width < 2:
        return 0, width
    return sum(len(row) == width for row in rows) / len(rows), width
