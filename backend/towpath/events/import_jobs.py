"""Import jobs as rows: what was asked for, how far it is, how it ended."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import String, case, func, insert, literal_column, select, update
from sqlalchemy.dialects.postgresql import JSONB

from towpath.contacts.columns import Column
from towpath.contacts.importing import ImportReport, Progress
from towpath.contacts.model import ImportJob
from towpath.kit.db import Conn, Json, driver

Kind = Literal["contacts", "events"]
QUEUED: Final = "queued"
RUNNING: Final = "running"
FINISHED: Final = "finished"
FAILED: Final = "failed"
INTERRUPTED: Final = "interrupted"
# The first half of the advisory lock that a program holds while it works on a job; the job's id is the other.
_LOCK: Final = 0x746F7770

# A job that says it runs while nobody holds its lock was interrupted: its program died.
_IS_HELD = literal_column(f"""EXISTS (
    SELECT FROM pg_locks
     WHERE locktype = 'advisory' AND classid = {_LOCK} AND objid = import_job.id AND objsubid = 2
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))""")


class Order(msgspec.Struct, frozen=True):
    """What a job is to do, kept in the row's `mapping`: options, the file in the spool folder, the machine."""

    options: Json
    spool: str
    host: str
    columns: list[Column] = []


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """An import job as it stands."""

    id: int
    kind: Kind
    state: str
    file_name: str
    order: Order
    bytes_total: int
    bytes_done: int
    rows_done: int
    rows_created: int
    rows_updated: int
    rows_unchanged: int
    rows_bad: int
    error_file: str | None
    problem: str | None
    started_at: datetime
    finished_at: datetime | None


async def add_job(conn: Conn, kind: Kind, file_name: str, size: int, order: Order) -> int:
    values = {"kind": kind, "state": QUEUED, "file_name": file_name, "bytes_total": size,
              "mapping": msgspec.to_builtins(order)}  # fmt: skip
    return (await conn.execute(insert(ImportJob).values(values).returning(ImportJob.id))).scalar_one()


def _query() -> Any:
    state = case((ImportJob.state != RUNNING, ImportJob.state), (_IS_HELD, RUNNING), else_=INTERRUPTED)
    return select(
        ImportJob.id, ImportJob.kind, state.cast(String).label("state"), ImportJob.file_name,
        ImportJob.mapping.cast(JSONB).label("order"), ImportJob.bytes_total, ImportJob.bytes_done, ImportJob.rows_done,
        ImportJob.rows_created, ImportJob.rows_updated, ImportJob.rows_unchanged, ImportJob.rows_bad,
        ImportJob.error_file, ImportJob.problem, ImportJob.started_at, ImportJob.finished_at,
    )  # fmt: skip


async def job(conn: Conn, job_id: int) -> Job | None:
    row = (await conn.execute(_query().where(ImportJob.id == job_id))).mappings().one_or_none()
    return msgspec.convert(dict(row), Job) if row else None


async def jobs(conn: Conn, *, before: int | None, limit: int) -> list[Job]:
    """Return the newest jobs first."""
    query = _query().order_by(ImportJob.id.desc()).limit(limit)
    if before is not None:
        query = query.where(ImportJob.id < before)
    return [msgspec.convert(dict(row), Job) for row in (await conn.execute(query)).mappings()]


async def unfinished(conn: Conn, host: str) -> Sequence[Job]:
    """Return the jobs of a machine that wait or were interrupted, the oldest first."""
    query = _query().where(ImportJob.state.in_((QUEUED, RUNNING)), ImportJob.mapping["host"].astext == host)
    rows = (await conn.execute(query.order_by(ImportJob.id))).mappings()
    return [job for job in (msgspec.convert(dict(row), Job) for row in rows) if job.state != RUNNING]


async def hold(conn: Conn, job_id: int) -> bool:
    """Take a job for this connection's life; False when another program has it."""
    return bool(await (await driver(conn)).fetchval("SELECT pg_try_advisory_lock($1, $2)", _LOCK, job_id))


async def mark_running(conn: Conn, job_id: int) -> None:
    await conn.execute(update(ImportJob).where(ImportJob.id == job_id).values(state=RUNNING))


async def save_progress(conn: Conn, job_id: int, progress: Progress) -> None:
    await conn.execute(update(ImportJob).where(ImportJob.id == job_id).values(
        bytes_done=progress.bytes_done, rows_done=progress.rows, rows_created=progress.created,
        rows_updated=progress.updated, rows_unchanged=progress.unchanged, rows_bad=progress.bad,
    ))  # fmt: skip


async def finish(conn: Conn, job_id: int, report: ImportReport, now: datetime) -> None:
    await conn.execute(update(ImportJob).where(ImportJob.id == job_id).values(
        state=FINISHED, finished_at=now, bytes_done=ImportJob.bytes_total, rows_done=report.rows,
        rows_created=report.created, rows_updated=report.updated, rows_unchanged=report.unchanged, rows_bad=report.bad,
        error_file=report.error_file.name if report.error_file else None,
    ))  # fmt: skip


async def fail(conn: Conn, job_id: int, problem: str, error_file: str | None, now: datetime) -> None:
    values = {"state": FAILED, "finished_at": now, "problem": problem, "error_file": error_file}
    await conn.execute(update(ImportJob).where(ImportJob.id == job_id).values(values))


async def known_files(conn: Conn) -> tuple[set[str], set[str]]:
    """Return the spool files that are still needed, and the error files of jobs."""
    spool = ImportJob.mapping["spool"].astext
    active = (await conn.execute(select(spool).where(ImportJob.state.in_((QUEUED, RUNNING))))).scalars()
    errors = (await conn.execute(select(func.coalesce(ImportJob.error_file, "")))).scalars()
    return {name for name in active if name}, set(errors)
