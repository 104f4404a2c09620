"""Runs imports beside the API: one after the other, in a thread with an event loop and connections of its own."""

import asyncio
import platform
import queue
import threading
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Final

import msgspec
import structlog

from towpath.contacts import imports as contact_imports
from towpath.contacts.importing import ImportReport, Progress
from towpath.events import import_jobs as jobs
from towpath.events import imports as event_imports
from towpath.events.import_jobs import Job
from towpath.kit.clock import Clock
from towpath.kit.db import Database
from towpath.kit.errors import DomainError
from towpath.web.trouble import is_away, names_of, places_of

_TELL_EVERY_S: Final = 0.5
_KEEP_ERRORS: Final = timedelta(days=30)
_KEEP_ORPHANS: Final = timedelta(days=1)
_OUR_FAULT: Final = (
    "Something went wrong on our side; the log knows what. Rows that are in stay: send the file again."
)
_FILE_GONE: Final = "The uploaded file is gone. Rows that are in stay: send the file again."
_TRY_AGAIN_S: Final = 5
_log = structlog.get_logger()


class _Stopped(Exception):
    """The program ends; the job goes on when it starts again."""


class ImportRunner:
    """Takes jobs by number. Its thread lives while there is work."""

    def __init__(self, database_url: str, clock: Clock, folder: Path) -> None:
        self._database_url = database_url
        self._clock = clock
        self.folder = folder
        self._queue: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_stopping = False

    def start(self, job_id: int) -> None:
        """Run a job soon; it must be committed."""
        with self._lock:
            self._queue.put(job_id)
            if self._thread is None and not self._is_stopping:
                self._thread = threading.Thread(target=self._work, name="imports", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """End at the next batch of rows; what is not done goes on at the next start."""
        with self._lock:
            self._is_stopping = True
            thread = self._thread
        if thread is not None:
            thread.join(timeout=30)

    async def recover(self, db: Database) -> None:
        """Go on with what an earlier run of this program left, and throw old files away."""
        async with db.transaction() as conn:
            left = await jobs.unfinished(conn, host_name())
            needed, errors = await jobs.known_files(conn)
            now = await self._clock.real(conn)
        for job in left:
            self.start(job.id)
        await asyncio.to_thread(self._tidy, needed, errors, now.timestamp())

    def _tidy(self, needed: set[str], errors: set[str], now: float) -> None:
        for path in self.folder.glob("*.csv"):
            keep = _KEEP_ERRORS if path.name in errors else _KEEP_ORPHANS
            if path.name not in needed and now - path.stat().st_mtime > keep.total_seconds():
                path.unlink(missing_ok=True)

    def _work(self) -> None:
        asyncio.run(self._run_all())

    async def _run_all(self) -> None:
        db = Database(self._database_url, pool_size=2)
        try:
            while (job_id := self._next()) is not None:
                try:
                    await self._run(db, job_id)
                except Exception as error:  # noqa: BLE001 - whatever it was, the next job must get its turn
                    # The database is away: the job is where it was, and so is the file.
                    _log.warning("import_waits", job=job_id, error=type(error).__name__)
                    self._queue.put(job_id)
                    await asyncio.sleep(_TRY_AGAIN_S)
        finally:
            await db.close()

    def _next(self) -> int | None:
        with self._lock:
            if not self._is_stopping:
                with suppress(queue.Empty):
                    return self._queue.get_nowait()
            self._thread = None
            return None

    async def _run(self, db: Database, job_id: int) -> None:
        engine = db.engine.execution_options(isolation_level="AUTOCOMMIT")
        async with engine.connect() as holder:
            if not await jobs.hold(holder, job_id):
                return
            job = await jobs.job(holder, job_id)
            if job is None or job.state in (jobs.FINISHED, jobs.FAILED):
                return
            await jobs.mark_running(holder, job_id)
            await self._carry_out(db, job)

    async def _carry_out(self, db: Database, job: Job) -> None:
        source = self.folder / job.order.spool
        error_file = source.with_suffix(".errors.csv")
        try:
            report = await self._import(db, job, source)
        except _Stopped:
            return
        except Exception as error:
            if is_away(error):
                raise
            await self._fail(db, job, error, error_file)
        else:
            async with db.transaction() as conn:
                await jobs.finish(conn, job.id, report, await self._clock.real(conn))
        await asyncio.to_thread(source.unlink, missing_ok=True)

    async def _fail(self, db: Database, job: Job, error: Exception, error_file: Path) -> None:
        problem = _words_of(error)
        if problem is _OUR_FAULT:
            _log.error("import_failed", job=job.id, error=names_of(error), where=places_of(error))
        told = error_file.name if await asyncio.to_thread(error_file.exists) else None
        async with db.transaction() as conn:
            await jobs.fail(conn, job.id, problem, told, await self._clock.real(conn))

    async def _import(self, db: Database, job: Job, source: Path) -> ImportReport:
        latest = Progress(bytes_total=job.bytes_total)

        def hear(progress: Progress) -> None:
            nonlocal latest
            latest = progress
            if self._is_stopping:
                raise _Stopped

        async def tell() -> None:
            while True:
                await asyncio.sleep(_TELL_EVERY_S)
                async with db.transaction() as conn:
                    await jobs.save_progress(conn, job.id, latest)

        telling = asyncio.create_task(tell())
        try:
            if job.kind == "contacts":
                options = msgspec.convert(job.order.options, contact_imports.ImportOptions)
                return await contact_imports.import_contacts(db, self._clock, source, options, hear)
            options = msgspec.convert(job.order.options, event_imports.ImportOptions)
            return await event_imports.import_events(db, self._clock, source, options, hear)
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)


def _words_of(error: Exception) -> str:
    if isinstance(error, DomainError):
        return error.detail
    return _FILE_GONE if isinstance(error, FileNotFoundError) else _OUR_FAULT


def host_name() -> str:
    """Return the name of this machine: its jobs' files are here."""
    return platform.node()
