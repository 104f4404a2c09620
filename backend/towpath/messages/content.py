"""What an author writes: compiled and checked on save, every problem with its place."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final, Literal, Protocol

import msgspec

from towpath.channels.address import BadAddress, wire_address
from towpath.contacts.model import MOMENT_FIELDS, TEXT_FIELDS
from towpath.kit.errors import Fault, Invalid
from towpath.messages import mjml
from towpath.messages.sheet import MAX_BYTES, WARN_BYTES, Sheet, Wording
from towpath.messages.templates import MAX_SOURCE, BadTemplate, Template

Part = Literal["subject", "preheader", "mjml", "html", "text", "from_address"]

# What templates can see besides the contact's own attributes; None: any key.
_KNOWN: Final[Mapping[str, frozenset[str] | None]] = {
    "contact": frozenset((*TEXT_FIELDS, *MOMENT_FIELDS)),
    "data": None,
    "event": None,
    "workspace": frozenset(("name", "postal_address", "from_name", "time_zone")),
    "topic": frozenset(("slug",)),
    "unsubscribe_url": frozenset(),
    "preferences_url": frozenset(),
    "now": frozenset(),
}
_POINTERS: Final[Mapping[str, str]] = {"mjml": "/body/mjml", "html": "/body/html", "text": "/body/text"}


class Body(Protocol):
    """MJML, or HTML written by hand; `text` empty: generated from it."""

    @property
    def mjml(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def text(self) -> str: ...


class Content(Protocol):
    """What a message says, as the API and flow files carry it."""

    @property
    def subject(self) -> str: ...
    @property
    def preheader(self) -> str: ...
    @property
    def from_name(self) -> str: ...
    @property
    def from_address(self) -> str: ...
    @property
    def body(self) -> Body: ...


class Problem(msgspec.Struct, frozen=True):
    """Something about a message: an error prevents saving, a warning does not. `line` counts from 1."""

    level: Literal["error", "warning"]
    part: Part
    line: int
    detail: str


class BadMessage(Invalid):
    """This message cannot be saved yet."""

    code = "bad-message"

    def __init__(self, problems: Collection[Problem]) -> None:
        faults = [
            Fault(
                _POINTERS.get(p.part, f"/{p.part}"), f"Line {p.line}: {p.detail}" if p.line > 1 else p.detail
            )
            for p in problems
            if p.level == "error"
        ]
        super().__init__(
            faults[0].detail if len(faults) == 1 else f"{len(faults)} things need a change.", faults=faults
        )


class Prepared(msgspec.Struct, frozen=True):
    """A content that was compiled: what is stored and sent, and what its author should know."""

    wording: Wording
    mjml: str | None
    problems: list[Problem]

    @property
    def is_good(self) -> bool:
        return not any(problem.level == "error" for problem in self.problems)


def prepare(content: Content, attributes: Collection[str]) -> Prepared:
    """Compile and check; `attributes` are the keys of the custom attributes that exist. Never raises."""
    problems = [*_shape(content)]
    html = content.body.html
    if content.body.mjml.strip():
        html, found = _compiled(content.body.mjml)
        problems += found
    wording = Wording(
        subject=content.subject, preheader=content.preheader, html=html, text=content.body.text,
        from_name=content.from_name, from_address=content.from_address,
    )  # fmt: skip
    for part, source in _sources(content):
        problems += _checked(part, source, frozenset(attributes))
    problems += _sized(wording.html)
    if not problems:
        problems += _together(wording, "mjml" if content.body.mjml.strip() else "html")
    return Prepared(wording, content.body.mjml or None, problems)


def _error(part: Part, line: int, detail: str) -> Problem:
    return Problem("error", part, line, detail)


def _shape(content: Content) -> Iterator[Problem]:
    body = content.body
    if not content.subject.strip():
        yield _error("subject", 1, "Write a subject.")
    if body.mjml.strip() and body.html.strip():
        yield _error("html", 1, "Give the body as MJML or as HTML, not both.")
    if not body.mjml.strip() and not body.html.strip():
        yield _error("html", 1, "Write something: the body is empty.")
    if content.from_address:
        try:
            wire_address(content.from_address)
        except BadAddress as error:
            yield _error("from_address", 1, f"{error}.")


def _compiled(source: str) -> tuple[str, list[Problem]]:
    if len(source) > MAX_SOURCE:
        return "", [_error("mjml", 1, f"This is longer than {MAX_SOURCE // 1024} KB.")]
    try:
        return mjml.html_of(source), []
    except BadTemplate as error:
        return "", [_error("mjml", error.line, error.detail)]


def _sources(content: Content) -> Iterator[tuple[Part, str]]:
    yield "subject", content.subject
    yield "preheader", content.preheader
    if content.body.mjml.strip():
        yield "mjml", content.body.mjml
    else:
        yield "html", content.body.html
    yield "text", content.body.text


def _checked(part: Part, source: str, attributes: frozenset[str]) -> list[Problem]:
    try:
        template = Template(source, is_html=part in ("mjml", "html"))
    except BadTemplate as error:
        return [_error(part, error.line, error.detail)]
    found = sorted(template.reads, key=lambda read: (read[2], read[0], read[1]))
    said = ((line, _unknown(name, key, attributes)) for name, key, line in found)
    return [Problem("warning", part, line, detail) for line, detail in said if detail]


def _unknown(name: str, key: str, attributes: frozenset[str]) -> str:
    """Say what is wrong with reading `name.key`; empty: nothing."""
    if name not in _KNOWN:
        return f"Nothing is called “{name}”, so this stays empty. There are: {', '.join(_KNOWN)}."
    keys = _KNOWN[name]
    if not key or keys is None or key in keys or (name == "contact" and key in attributes):
        return ""
    if name == "contact":
        return f"Contacts have no attribute “{key}”, so this stays empty."
    return f"“{name}” has no “{key}”, so this stays empty."


def _sized(html: str) -> Iterator[Problem]:
    size = len(html.encode("utf-8", "replace"))
    if size > MAX_BYTES:
        words = f"The HTML has {size // 1024} KB. Mail programs cut off what is over 102 KB, and the footer with it."
        yield _error("html", 1, words)
    elif size > WARN_BYTES:
        words = f"The HTML has {size // 1024} KB; above 102 KB mail programs cut it off. Make it shorter."
        yield Problem("warning", "html", 1, words)


def _together(wording: Wording, part: Part) -> list[Problem]:
    """Catch what is wrong only in the parts that are made from others."""
    try:
        Sheet(wording, is_marketing=True)
    except BadTemplate as error:
        return [_error(part, error.line, error.detail)]
    return []
