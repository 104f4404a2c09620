"""The flow document: what the canvas edits, the API stores, a file carries and the engine compiles.

Decoding here is strict about shape and lenient about sense: a half-drawn draft is a good document. What it
means, and whether it may be published, is said by check.py.
"""

import re
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from towpath.kit.errors import Fault, Invalid
from towpath.kit.ids import SLUG_PATTERN
from towpath.kit.wording import words_of

FORMAT = "towpath.flow/1"
MAX_BYTES = 2 * 1024 * 1024
MAX_NODES = 500
MAX_DEPTH = 32

Slug = Annotated[str, Meta(pattern=SLUG_PATTERN, examples=["welcome"])]
Line = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$(?!\n)")]
Text = Annotated[str, Meta(max_length=20_000, pattern=r"^[^\x00]*$(?!\n)")]
Json = dict[str, Any]


class BadDocument(Invalid):
    """This is not a flow that can be opened."""

    code = "bad-flow"


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Strict, and silent about what has its default: files stay short and diffs small."""


class NodeSpec(_Part, frozen=True, omit_defaults=False):
    """A node as it is written: its type and its settings, decoded later and type by type."""

    type: Annotated[str, Meta(min_length=1, max_length=64, examples=["wait"])]
    config: Json = {}


class Edge(_Part, frozen=True, rename={"from_": "from"}):
    """Leads from a port of one node to another node."""

    from_: str
    port: str
    to: str


class Note(_Part, frozen=True):
    """A remark on the canvas; never changes what happens."""

    text: Text
    at: tuple[float, float]


class Parameter(_Part, frozen=True):
    """A value that is asked for on import and replaces `{{ parameters.<key> }}` in the file's texts."""

    label: Line
    type: Literal["text", "number"] = "text"
    default: str | int | float = ""


class SegmentPart(_Part, frozen=True):
    """A segment in a file."""

    name: Line
    description: Text = ""
    kind: Literal["dynamic", "fixed"] = "dynamic"
    condition: Json | None = None


class Body(_Part, frozen=True):
    """MJML, or HTML where somebody wrote it by hand; `text` is the plain part (empty: generated)."""

    mjml: str = ""
    html: str = ""
    text: str = ""


class MessagePart(_Part, frozen=True):
    """A message in a file."""

    name: Line = ""
    channel: Literal["email"] = "email"
    subject: Line = ""
    preheader: Line = ""
    from_name: Line = ""
    from_address: Line = ""
    body: Body = Body()


class TopicPart(_Part, frozen=True):
    """A topic in a file."""

    name: Line
    description: Text = ""


class AttributePart(_Part, frozen=True):
    """A custom contact field in a file."""

    name: Line
    type: Literal["text", "number", "boolean", "date", "moment"] = "text"


class Resources(_Part, frozen=True):
    """What the flow needs, under slugs; nothing here is a database id, a host or a secret."""

    segments: dict[Slug, SegmentPart] = {}
    messages: dict[Slug, MessagePart] = {}
    topics: dict[Slug, TopicPart] = {}
    attributes: dict[Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,62}$(?!\n)")], AttributePart] = {}
    tags: list[Line] = []


class TestEvent(_Part, frozen=True):
    """An event that the test's person does, `after` (ISO 8601) from the start."""

    name: str
    after: str = "PT0S"
    properties: Json = {}


class Given(_Part, frozen=True):
    """Who the test's person is; without `subscribed` they are subscribed to every topic of the flow."""

    attributes: Json = {}
    tags: list[str] = []
    subscribed: list[str] | UnsetType = UNSET
    events: list[TestEvent] = []


class Expect(_Part, frozen=True):
    """`path`: node keys in order; `messages`: slugs that are sent, in order; `tags`: tags at the end."""

    path: list[str] | UnsetType = UNSET
    messages: list[str] | UnsetType = UNSET
    tags: list[str] | UnsetType = UNSET


class FlowTest(_Part, frozen=True, kw_only=True):
    """One person's way, told beforehand."""

    name: Line
    entry: str = ""
    given: Given = Given()
    expect: Expect


class Document(_Part, frozen=True):
    """A whole flow. `layout` and `notes` are for eyes only and leave no trace in the fingerprint."""

    format: Literal["towpath.flow/1"] = "towpath.flow/1"
    name: Line = ""
    description: Text = ""
    author: Line = ""
    license: Line = ""
    locale: Line = "en"
    parameters: dict[Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,30}$(?!\n)")], Parameter] = {}
    nodes: dict[Slug, NodeSpec] = {}
    edges: list[Edge] = []
    layout: dict[str, tuple[float, float]] = {}
    notes: list[Note] = []
    resources: Resources = Resources()
    tests: list[FlowTest] = []


def read_document(raw: bytes | str) -> Document:
    """Read a flow file's text. Raises BadDocument that says where and what."""
    data = raw.encode() if isinstance(raw, str) else raw
    if len(data) > MAX_BYTES:
        raise BadDocument(f"The file is larger than {MAX_BYTES // 1024**2} MiB.")
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadDocument(f"This is not JSON: {error}.") from None
    except RecursionError:
        raise BadDocument(f"The file is nested deeper than {MAX_DEPTH} levels.") from None
    return as_document(value)


def as_document(value: Any) -> Document:
    """Make a document of decoded JSON. Raises BadDocument."""
    if _depth_exceeds(value, MAX_DEPTH):
        raise BadDocument(f"The file is nested deeper than {MAX_DEPTH} levels.")
    if isinstance(value, dict) and value.get("format", FORMAT) != FORMAT:
        raise BadDocument(f"The format {str(value['format'])[:40]!r} is not known here; this reads {FORMAT}.")
    try:
        document = msgspec.convert(value, Document)
    except msgspec.ValidationError as error:
        raise BadDocument(faults=[_fault(str(error), value)]) from None
    if len(document.nodes) > MAX_NODES:
        raise BadDocument(f"A journey has at most {MAX_NODES} steps; this has {len(document.nodes)}.")
    return document


def _depth_exceeds(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit + 1):
        level = [
            child
            for item in level
            if isinstance(item, (dict, list))
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return True


def _fault(message: str, value: Any) -> Fault:
    what, _, where = message.partition(" - at `$")
    steps = re.findall(r"\[\.\.\.\]|[^.\[\]]+", where.rstrip("`"))
    if "[...]" in steps:
        at = steps.index("[...]")
        steps[at] = _culprit(value, steps[:at], message)
    return Fault("".join(f"/{step}" for step in steps), words_of(what))


def _culprit(value: Any, path: list[str], message: str) -> str:
    """Find the member that is wrong in this way: the message tells in which object it is, not under which key."""
    for step in path:
        value = value[step]
    for key, member in value.items():
        alone: Any = {key: member}
        for step in reversed(path):
            alone = {step: alone}
        try:
            msgspec.convert(alone, Document)
        except msgspec.ValidationError as error:
            if str(error) == message:
                return key
    return "…"
