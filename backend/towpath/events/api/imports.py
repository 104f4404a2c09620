"""Files of contacts or events, sent over HTTP and taken in beside the API."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Controller, Litestar, Request, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter
from litestar.response import File

from towpath.contacts.columns import Column
from towpath.events import import_jobs as jobs
from towpath.events.api.uploads import MAX_BODY, SENDS_FILE, preview_of, read_upload, shown_name, spool
from towpath.events.import_jobs import FINISHED, Job, Kind, Order
from towpath.events.import_runner import ImportRunner, host_name
from towpath.kit.clock import Clock
from towpath.kit.db import Conn, Database
from towpath.kit.errors import NotFound
from towpath.settings import Settings
from towpath.web.auth import Actor, Permission, requires
from towpath.web.paging import Page, decode_cursor, encode_cursor

_PAGE = 50
JobId = Annotated[int, PathParameter(ge=1, le=2**31 - 1, description="The import's number.")]


class ImportOut(msgspec.Struct, kw_only=True):
    """An import: what it is, how far it is, how it ended."""

    id: int
    kind: Kind
    state: Annotated[
        str,
        msgspec.Meta(
            description="queued, running, finished, failed, or interrupted: its program stopped and goes on with it "
            "when it starts again."
        ),
    ]
    file_name: str
    columns: list[Column]
    percent: float
    bytes_done: int
    bytes_total: int
    rows: int
    created: int
    updated: int
    unchanged: Annotated[
        int, msgspec.Meta(description="Rows that said nothing new, or were replaced by a later one.")
    ]
    bad: Annotated[int, msgspec.Meta(description="Rows that could not be taken; the error file says why.")]
    has_errors: Annotated[bool, msgspec.Meta(description="Whether there is an error file.")]
    problem: Annotated[str | None, msgspec.Meta(description="Why the import failed.")]
    started_at: datetime
    finished_at: datetime | None


class PreviewOut(msgspec.Struct):
    """What a file would be understood as; nothing was written."""

    columns: list[Column]
    rows: Annotated[list[list[str]], msgspec.Meta(description="The first five rows.")]
    encoding: str
    delimiter: str


class NoSuchImport(NotFound):
    """There is no such import."""

    code = "no-such-import"


class NoErrorFile(NotFound):
    """This import has no error file, or it is on another machine, or older than 30 days."""

    code = "no-error-file"


class Imports(Controller):
    """Files of contacts or events, taken in while you go on."""

    path = "/imports"
    tags = ["Imports"]

    @post(summary="Import a file", operation_id="create_import", status_code=202, request_max_body_size=MAX_BODY,
          guards=[requires(Permission.CONTACTS_WRITE)], opt=SENDS_FILE)  # fmt: skip
    async def create(
        self, request: Request[Any, Any, State], conn: NamedDependency[Conn], db: NamedDependency[Database],
        clock: NamedDependency[Clock], settings: NamedDependency[Settings], actor: NamedDependency[Actor],
    ) -> Response[ImportOut]:  # fmt: skip
        """Answers at once; ask for the import to see how far it is. The same file twice changes nothing."""
        upload = await read_upload(request, actor)
        runner = _runner(request.app.state, db, clock, settings)
        path, size = await spool(upload, runner.folder)
        try:
            preview = await preview_of(db, upload, path)
            order = Order(msgspec.to_builtins(upload.options), path.name, host_name(), preview.columns)
            job_id = await jobs.add_job(conn, upload.kind, shown_name(upload.file.filename), size, order)
        except BaseException:
            await asyncio.to_thread(path.unlink)
            raise
        return Response(await _found(conn, job_id), background=BackgroundTask(_start, runner, job_id))

    @post("/preview", summary="Preview a file", operation_id="preview_import", status_code=200,
          request_max_body_size=MAX_BODY, guards=[requires(Permission.CONTACTS_WRITE)],
          opt={**SENDS_FILE, "idempotent": False})  # fmt: skip
    async def preview(
        self, request: Request[Any, Any, State], db: NamedDependency[Database], settings: NamedDependency[Settings],
        actor: NamedDependency[Actor],
    ) -> PreviewOut:  # fmt: skip
        """Tells what each column would become. Nothing is written."""
        upload = await read_upload(request, actor)
        path, _ = await spool(upload, settings.data_dir / "imports")
        try:
            preview = await preview_of(db, upload, path)
        finally:
            await asyncio.to_thread(path.unlink)
        return PreviewOut(preview.columns, preview.rows, preview.encoding, preview.delimiter)

    @get(summary="List imports", operation_id="list_imports", guards=[requires(Permission.CONTACTS_READ)])
    async def index(
        self,
        conn: NamedDependency[Conn],
        cursor: Annotated[str | None, QueryParameter(max_length=500)] = None,
    ) -> Page[ImportOut]:
        """The newest first."""
        before = decode_cursor(cursor, int)
        found = await jobs.jobs(conn, before=before[0] if before else None, limit=_PAGE + 1)
        following = encode_cursor(found[_PAGE - 1].id) if len(found) > _PAGE else None
        return Page([_out(job) for job in found[:_PAGE]], following)

    @get("/{import_id:int}", summary="Show an import", operation_id="get_import",
         guards=[requires(Permission.CONTACTS_READ)])  # fmt: skip
    async def show(self, import_id: JobId, conn: NamedDependency[Conn]) -> ImportOut:
        return await _found(conn, import_id)

    @get("/{import_id:int}/errors", summary="Get the rows that were not taken", operation_id="get_import_errors",
         media_type="text/csv", guards=[requires(Permission.CONTACTS_READ)])  # fmt: skip
    async def errors(
        self, import_id: JobId, conn: NamedDependency[Conn], settings: NamedDependency[Settings]
    ) -> File:
        """CSV: line, reason, and the row as it was. Cells that a spreadsheet would run have an apostrophe in front."""
        job = await jobs.job(conn, import_id)
        if job is None:
            raise NoSuchImport
        path = settings.data_dir / "imports" / (job.error_file or "none")
        if job.error_file is None or not await asyncio.to_thread(path.exists):
            raise NoErrorFile
        return File(path, filename=f"import-{job.id}-errors.csv", media_type="text/csv")


def lifespan(
    db: Database, clock: Clock, settings: Settings
) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """Return what the app does at its start and end: go on with interrupted imports, and end them cleanly."""

    @asynccontextmanager
    async def run(app: Litestar) -> AsyncIterator[None]:
        runner = _runner(app.state, db, clock, settings)
        await runner.recover(db)
        try:
            yield
        finally:
            await asyncio.to_thread(runner.stop)

    return run


def _runner(state: State, db: Database, clock: Clock, settings: Settings) -> ImportRunner:
    runner: ImportRunner | None = state.get("imports")
    if runner is None:
        url = db.engine.url.render_as_string(hide_password=False)
        runner = state["imports"] = ImportRunner(url, clock, settings.data_dir / "imports")
    return runner


async def _start(runner: ImportRunner, job_id: int) -> None:
    runner.start(job_id)


async def _found(conn: Conn, job_id: int) -> ImportOut:
    job = await jobs.job(conn, job_id)
    if job is None:
        raise NoSuchImport
    return _out(job)


def _out(job: Job) -> ImportOut:
    done = job.bytes_done / job.bytes_total if job.bytes_total else 0
    return ImportOut(
        id=job.id, kind=job.kind, state=job.state, file_name=job.file_name, columns=job.order.columns,
        percent=100.0 if job.state == FINISHED else round(100 * done, 1), bytes_done=job.bytes_done,
        bytes_total=job.bytes_total, rows=job.rows_done, created=job.rows_created, updated=job.rows_updated,
        unchanged=job.rows_unchanged, bad=job.rows_bad, has_errors=job.error_file is not None, problem=job.problem,
        started_at=job.started_at, finished_at=job.finished_at,
    )  # fmt: skip
