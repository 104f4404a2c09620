"""Which encoding a text file has, found out by reading it once in pieces."""

import codecs
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

_PIECE = 1 << 20
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_OTHERS = (
    (b"PK\x03\x04", "an Excel workbook or a ZIP archive"), (b"\xd0\xcf\x11\xe0", "an Excel workbook"),
    (b"\x1f\x8b", "a compressed file"), (b"%PDF", "a PDF document"), (b"SQLite format 3", "a database"),
)  # fmt: skip
# Bytes that mean nothing in Windows-1252, the superset of Latin-1 that programs really write.
_NOT_LATIN = b"\x81\x8d\x8f\x90\x9d"


def encoding_of(path: Path) -> str:
    """Return the name of the file's encoding. Raises ValueError, in words for people, when it is no text."""
    with path.open("rb") as file:
        start = file.read(4096)
    for mark, what in _OTHERS:
        if start.startswith(mark):
            raise ValueError(f"This is {what}, not a CSV file. Save it as CSV (UTF-8) and import that.")
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    if b"\0" in start:
        return _wide(start)
    letters, broken = _weigh(path)
    if letters >= broken:
        return "utf-8"
    if any(byte in piece for piece in _pieces(path) for byte in _NOT_LATIN):
        raise ValueError(
            "The file's letters are neither UTF-8 nor Latin-1. Save it as CSV (UTF-8) and import that."
        )
    return "cp1252"


def _wide(start: bytes) -> str:
    """Tell UTF-16 without a mark by where the zeros of its ASCII letters stand."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > len(start) // 4 and odd > 4 * even:
        return "utf-16-le"
    if even > len(start) // 4 and even > 4 * odd:
        return "utf-16-be"
    if even + odd > len(start) // 100 + 1:
        raise ValueError("This is no text file. Save your list as CSV (UTF-8) and import that.")
    return "utf-8"


def _weigh(path: Path) -> tuple[int, int]:
    """Count the letters beyond ASCII that are good UTF-8, and the places that are broken."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    letters = broken = 0
    for piece in chain(_pieces(path), [b""]):
        text = decoder.decode(piece, final=not piece)
        if not text.isascii():
            replaced = text.count("\ufffd")
            broken += replaced
            letters += len(text) - len(text.encode("ascii", "ignore")) - replaced
    return letters, broken


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
