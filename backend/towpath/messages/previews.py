"""A message filled in for one reader, without sending it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from towpath.messages.compose import shared_values
from towpath.messages.content import Prepared, Problem
from towpath.messages.sheet import MAX_BYTES, WARN_BYTES, CannotRender, Rendered, Sheet, Wording
from towpath.messages.templates import Template
from towpath.team.store import WorkspaceFacts


class Reader(msgspec.Struct, frozen=True):
    """Whom a preview is for: a contact as templates see it, and what their event brought along."""

    contact: Mapping[str, Any]
    data: Mapping[str, Any]


class Preview(msgspec.Struct, frozen=True):
    """What the reader would get; or, in words, why not."""

    subject: str = ""
    preheader: str = ""
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
        preheader = Template(wording.preheader, is_html=False).render(values)
    except CannotRender as error:
        return Preview(problem=str(error))
    return Preview(shown.subject, preheader, shown.html, shown.text, None, _size_of(shown))


def preview_of(
    prepared: Prepared,
    reader: Reader,
    workspace: WorkspaceFacts,
    now: datetime,
    *,
    url: str,
    is_marketing: bool,
) -> Preview:
    """Fill in a content, errors or not: a part that has one is left empty."""
    parts = {problem.part for problem in prepared.problems if problem.level == "error"}
    broken = dict.fromkeys({"html" if part == "mjml" else part for part in parts}, "")
    wording = msgspec.structs.replace(prepared.wording, **broken)
    shown = preview(wording, reader, workspace, now, url=url, is_marketing=is_marketing)
    # Without its HTML a message has a footer only, and a text made of that.
    empty = {"text": ""} if broken.keys() & {"html", "text"} else {}
    empty |= {"html": ""} if "html" in broken else {}
    return msgspec.structs.replace(shown, problems=prepared.problems + shown.problems, **empty)


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
