"""Contacts out of a CSV file: streamed, matched, and written in sets. The same file twice changes nothing."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from towpath.contacts import consent as consents
from towpath.contacts import store, vocabulary
from towpath.contacts.cells import Times, converter
from towpath.contacts.columns import IGNORE, TAGS, Column, contact_columns
from towpath.contacts.consent import Consent
from towpath.contacts.csvfile import Line
from towpath.contacts.fields import Wrong, field_value, tag_name
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
from towpath.contacts.repeats import Suspects
from towpath.contacts.upsert import NOBODY, Done, Result, Row, upsert
from towpath.kit.clock import Clock
from towpath.kit.db import Conn, Database
from towpath.kit.errors import Fault, Invalid
from towpath.kit.retry import retried

__all__ = ["ImportOptions", "ImportReport", "Progress", "import_contacts", "preview_contacts"]


class ImportOptions(FileOptions, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """How to take a file of contacts. Without `consent` nobody is subscribed to anything."""

    unknown_columns: Annotated[
        Literal["attributes", "ignore"],
        msgspec.Meta(description="What columns nobody knows become: custom attributes, or nothing."),
    ] = "attributes"
    tags: Annotated[list[str], msgspec.Meta(description="Tags that every contact of the file gets.")] = []
    consent: Consent | None = None


class _Plan(msgspec.Struct, frozen=True):
    """The columns of a file as what to do with its cells."""

    columns: list[Column]
    fields: list[tuple[int, str, Callable[[str], Any]]]
    attributes: list[tuple[int, str, Callable[[str], Any]]]
    tag_column: int | None
    tags: tuple[str, ...]
    consent: Consent | None

    def row(self, cells: Sequence[str]) -> Row:
        """Return what a row wants. Raises Wrong naming the column. An empty cell says nothing."""
        document: dict[str, Any] = {}
        attributes: dict[str, Any] = {}
        n = 0
        try:
            for n, key, convert in self.fields:
                if cell := cells[n].strip():
                    document[key] = convert(cell)
            for n, key, convert in self.attributes:
                if cell := cells[n].strip():
                    attributes[key] = convert(cell)
        except Wrong as error:
            raise Wrong(f"{self.columns[n].header}: {error}") from None
        if attributes:
            document["attributes"] = attributes
        if not (document.get("external_id") or document.get("email")):
            raise Wrong(NOBODY)
        return Row(document, self._tags(cells), self.consent)

    def _tags(self, cells: Sequence[str]) -> tuple[str, ...]:
        if self.tag_column is None or not cells[self.tag_column].strip():
            return self.tags
        names = cells[self.tag_column].replace(";", ",").replace("|", ",").split(",")
        return (*self.tags, *(tag_name(name) for name in names if name.strip()))

    def identity(self, cells: Sequence[str]) -> int | None:
        """Return a hash of whom a row means, the same for two rows of the same person."""
        found = {key: cells[n].strip() for n, key, _ in self.fields if key in store.IDENTITY_FIELDS}
        if external_id := found.get("external_id"):
            return hash(("external_id", external_id))
        email = found.get("email")
        return hash(("email", email.lower())) if email else None


async def import_contacts(
    db: Database,
    clock: Clock,
    source: Path,
    options: ImportOptions,
    progress: Callable[[Progress], None],
    *,
    error_file: Path | None = None,
) -> ImportReport:
    """Read a CSV file into contacts; bad rows go to `error_file` (default: beside the source), good rows load.

    If a person stands in the file more than once, their last good row counts. Each batch commits by itself: an
    import that was killed can be run again, and finds what is in already unchanged. Raises Invalid before
    anything is written when the file, the mapping or the consent cannot be used.
    """
    plan = await _prepare(db, source, options)
    suspects = await asyncio.to_thread(_repeats, source, options, plan)
    with (
        lighter_garbage_collection(),
        open_file(source, options) as file,
        Tally(file, error_file_of(source, error_file), progress, options.max_rows) as tally,
    ):
        async for batch in ahead(_sorted(plan, suspects, lines) for lines in batches(file.rows())):
            done = await retried(partial(_write, db, clock, [row for _, row in batch.good]))
            _count(batch, done, tally)
            tally.tell()
        return tally.report(plan.columns)


async def preview_contacts(db: Database, source: Path, options: ImportOptions) -> Preview:
    """Return what the columns would mean, and the first five rows; writes nothing."""
    async with db.transaction() as conn:
        types, times = await _check(conn, options)
    return await asyncio.to_thread(_preview, source, options, types, times)


def _preview(
    source: Path, options: ImportOptions, types: Mapping[str, AttributeType], times: Times
) -> Preview:
    columns = _columns(source, options, types, times)
    with open_file(source, options) as file:
        return Preview(columns, sample_of(source, options, 5), file.encoding, file.delimiter)


def _columns(
    source: Path, options: ImportOptions, types: Mapping[str, AttributeType], times: Times
) -> list[Column]:
    with open_file(source, options) as file:
        header = file.header
    sample = sample_of(source, options)
    return contact_columns(header, sample, types, options.mapping, options.unknown_columns, times)


async def _prepare(db: Database, source: Path, options: ImportOptions) -> _Plan:
    """Check everything that does not depend on the rows, and declare the attributes that are new."""
    async with db.transaction() as conn:
        types, times = await _check(conn, options)
        columns = await asyncio.to_thread(_columns, source, options, types, times)
        await store.tag_ids(conn, options.tags)
        await vocabulary.declare(conn, [(column.target.removeprefix("attribute:"), column.header, column.type)
                                        for column in columns if column.is_new and column.type])  # fmt: skip
    return _plan(columns, times, options)


async def _check(conn: Conn, options: ImportOptions) -> tuple[dict[str, AttributeType], Times]:
    """Return the declared attributes and how to read times. Raises Invalid for consent or tags of no use."""
    if options.consent:
        faults = [Fault(f"/consent{fault.pointer}", fault.detail) for fault in options.consent.faults()]
        if faults:
            raise Invalid(faults[0].detail, faults=faults)
        await consents.topic_ids(conn, options.consent.topics)
    for tag in options.tags:
        try:
            tag_name(tag)
        except Wrong as error:
            raise Invalid(f"A tag cannot be used: {error}.", faults=[Fault("/tags", str(error))]) from None
    return await store.attribute_types(conn), await times_of(conn, options)


def _plan(columns: list[Column], times: Times, options: ImportOptions) -> _Plan:
    fields: list[tuple[int, str, Callable[[str], Any]]] = []
    attributes: list[tuple[int, str, Callable[[str], Any]]] = []
    tag_column: int | None = None
    for n, column in enumerate(columns):
        if column.target == TAGS:
            tag_column = n
        elif column.type is not None:
            attributes.append((n, column.target.removeprefix("attribute:"), converter(column.type, times)))
        elif column.target != IGNORE:
            fields.append((n, column.target, partial(field_value, column.target)))
    return _Plan(columns, fields, attributes, tag_column, tuple(options.tags), options.consent)


def _repeats(source: Path, options: ImportOptions, plan: _Plan) -> Suspects:
    """Find, in a pass of its own, the last good row of each person who stands in the file more than once."""
    suspects = Suspects()
    with open_file(source, options) as file:
        for line in file.rows():
            key = None if line.problem else plan.identity(line.cells)
            if key is not None and suspects.seen(key) and _is_good(plan, line):
                suspects.last[key] = line.number
    return suspects


def _is_good(plan: _Plan, line: Line) -> bool:
    try:
        plan.row(usable(line))
    except Wrong:
        return False
    return True


class _Batch(msgspec.Struct):
    """Lines of a file by what is to become of them."""

    good: list[tuple[Line, Row]] = []
    bad: list[tuple[Line, str]] = []
    replaced: int = 0


def _sorted(plan: _Plan, suspects: Suspects, lines: Sequence[Line]) -> _Batch:
    batch = _Batch()
    for line in lines:
        try:
            row = plan.row(usable(line))
        except Wrong as error:
            batch.bad.append((line, str(error)))
            continue
        key = plan.identity(line.cells)
        if key is None or suspects.is_last(key, line.number):
            batch.good.append((line, row))
        else:
            batch.replaced += 1
    return batch


async def _write(db: Database, clock: Clock, rows: Sequence[Row]) -> list[Done]:
    async with db.transaction() as conn:
        return await upsert(conn, rows, await clock.now(conn))


def _count(batch: _Batch, done: Sequence[Done], tally: Tally) -> None:
    results = Counter(result.result for result in done)
    tally.created += results[Result.CREATED]
    tally.updated += results[Result.UPDATED]
    tally.unchanged += results[Result.UNCHANGED] + batch.replaced
    refused = [(line, result.reason) for (line, _), result in zip(batch.good, done, strict=True)
               if result.result is Result.REFUSED]  # fmt: skip
    for line, reason in sorted(batch.bad + refused, key=lambda bad: bad[0].number):
        tally.refuse(line, reason)
