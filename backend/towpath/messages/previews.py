"""A message filled in for one reader, without sending it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from towpath.messages.compose import shared_values
from towpath.messages.content import Problem
from towpath.messages.sheet import MAX_BYTES, WARN_BYTES, CannotRender, Rendered, Sheet, Wording
from towpath.team.store import WorkspaceFacts


class Reader(msgspec.Struct, frozen=True):
    """Whom a preview is for: a contact as templates see it, and what their event brought along."""

    contact: Mapping[str, Any]
    data: Mapping[str, Any]


class Preview(msgspec.Struct, frozen=True):
    """What the reader would get; or, in words, why not."""

    subject: str = ""
    html: str = ""
    text: str = ""
    problem: str | None = None
    problems: list[Problem] = []


def preview(
    wording: Wording,
    reader: Reader,
    workspace: WorkspaceFacts,
    now: datetime,
    *,
    url: str,
    is_marketing: bool,
) -> Preview:
    """Fill in a wording that compiles; `url` is where the unsubscribe link leads."""
    values = {
        **shared_values(workspace, now, url),
        "contact": reader.contact,
        "data": reader.data,
        "event": reader.data,
    }
    try:
        shown = Sheet(wording, is_marketing=is_marketing).render(values)
    except CannotRender as error:
        return Preview(problem=str(error))
    return Preview(shown.subject, shown.html, shown.text, None, _size_of(shown))


def _size_of(shown: Rendered) -> list[Problem]:
    size = shown.html_bytes
    if size <= WARN_BYTES:
        return []
    level = "error" if size > MAX_BYTES else "warning"
    return [
        Problem(
            level, "html", 1, f"For this reader the HTML has {size // 1024} KB; above 102 KB it is not sent."
        )
    ]
