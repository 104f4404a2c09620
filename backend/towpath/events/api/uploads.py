"""A file sent as a form: checked, kept under a random name, looked into."""

import asyncio
import re
import secrets
import shutil
from pathlib import Path
from typing import IO, Any, cast

import msgspec
from litestar import Request
from litestar.datastructures import State, UploadFile
from litestar.exceptions import HTTPException

from towpath.contacts.importing import Preview
from towpath.contacts.imports import ImportOptions as ContactOptions
from towpath.contacts.imports import preview_contacts
from towpath.events.import_jobs import Kind
from towpath.events.imports import ImportOptions as EventOptions
from towpath.events.imports import preview_events
from towpath.kit.db import Database
from towpath.kit.errors import Fault, Invalid, TooLarge
from towpath.web.auth import Actor, Permission
from towpath.web.faults import faults_in
from towpath.web.request import Malformed

MAX_FILE = 50_000_000
MAX_ROWS = 1_000_000
MAX_BODY = MAX_FILE + 1_000_000
_OPTIONS: dict[Kind, type[ContactOptions | EventOptions]] = {
    "contacts": ContactOptions,
    "events": EventOptions,
}


class Upload(msgspec.Struct):
    """A file, what is in it, and how to take it."""

    file: UploadFile
    kind: Kind
    options: ContactOptions | EventOptions


def _body() -> dict[str, Any]:
    text = {
        "type": "string",
        "description": "JSON: mapping, tags, consent and so on; see the manual of imports.",
    }
    schema = {
        "type": "object",
        "required": ["file"],
        "properties": {
            "file": {
                "type": "string",
                "format": "binary",
                "description": "CSV with a header, at most 50 MB.",
            },
            "kind": {"type": "string", "enum": ["contacts", "events"], "default": "contacts"},
            "options": {**text, "default": "{}"},
        },
    }
    example = {"file": "email,first_name\nada@example.com,Ada\n", "kind": "contacts", "options": "{}"}
    return {"multipart/form-data": {"schema": schema, "example": example}}


SENDS_FILE: dict[str, Any] = {"body": _body(), "takes_form": True}


async def read_upload(request: Request[Any, Any, State], actor: Actor) -> Upload:
    """Return the form's file and options. Raises Invalid with every fault, and NotAllowed for events."""
    if request.content_type[0] != "multipart/form-data":
        raise HTTPException(status_code=415, detail="Send the file as a form, multipart/form-data.")
    try:
        form = await request.form()
    except (UnicodeError, LookupError) as error:
        raise Malformed("The form is not in UTF-8.") from error
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise Invalid(faults=[Fault("/file", "Send one file under this name.")])
    try:
        return _checked(file, form.get("kind", "contacts"), form.get("options", "{}"), actor)
    except BaseException:
        await file.close()
        raise


def _checked(file: UploadFile, kind: Any, options: Any, actor: Actor) -> Upload:
    if not isinstance(kind, str) or kind not in _OPTIONS:
        raise Invalid(faults=[Fault("/kind", "Choose contacts or events.")])
    if kind == "events":
        actor.must([Permission.EVENTS_WRITE])
    return Upload(file, cast("Kind", kind), _options(options, _OPTIONS[cast("Kind", kind)]))


def _options(text: Any, kind: type[ContactOptions | EventOptions]) -> ContactOptions | EventOptions:
    try:
        value = msgspec.json.decode(text or "{}")
    except (msgspec.DecodeError, TypeError, UnicodeError, RecursionError):
        raise Invalid(faults=[Fault("/options", "This is not valid JSON.")]) from None
    try:
        options = msgspec.convert(value, kind)
    except msgspec.ValidationError:
        faults = [Fault(f"/options{fault.pointer}", fault.detail) for fault in faults_in(value, kind)]
        raise Invalid(faults[0].detail, faults=faults) from None
    return msgspec.structs.replace(options, max_rows=min(options.max_rows or MAX_ROWS, MAX_ROWS))


async def spool(upload: Upload, folder: Path) -> tuple[Path, int]:
    """Keep an upload under a random name; returns it and its size. Raises TooLarge."""
    path = folder / f"{secrets.token_hex(16)}.csv"
    size = await asyncio.to_thread(_save, cast("IO[bytes]", upload.file.file), path)
    await upload.file.close()
    if size > MAX_FILE:
        await asyncio.to_thread(path.unlink)
        raise TooLarge(
            "A file has at most 50 MB here. Split it, or use the command line, which takes any size."
        )
    return path, size


def _save(file: IO[bytes], path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as target:
        path.chmod(0o600)
        shutil.copyfileobj(file, target)
        return target.tell()


async def preview_of(db: Database, upload: Upload, path: Path) -> Preview:
    if isinstance(upload.options, ContactOptions):
        return await preview_contacts(db, path, upload.options)
    return await preview_events(db, path, upload.options)


def shown_name(name: str) -> str:
    """Return the name of an upload as it may be shown: no folders, no control characters."""
    return re.sub(r"[\x00-\x1f\x7f]", "", re.split(r"[\\/]", name)[-1])[:200] or "upload.csv"
