"""The gallery: flow files that come with Towpath, each in a folder with its story."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import structlog

from towpath.engine.canonical import canonical
from towpath.engine.check import World
from towpath.engine.condition import references_of, words_of
from towpath.engine.document import FORMAT, Document, read_document
from towpath.engine.graph import compile_graph
from towpath.engine.lengths import length_of
from towpath.engine.registry import Registry
from towpath.journeys import files
from towpath.journeys.world import with_resources
from towpath.kit.errors import Invalid, NotFound

_log = structlog.get_logger()
_KINDS = {
    "text": "a text",
    "number": "a number",
    "boolean": "yes or no",
    "date": "a date",
    "moment": "a moment",
}
# What a template is for, in the order of the gallery; others follow.
CATEGORIES = ("Welcome", "Sell", "Win back", "Occasions", "Feedback")
_RANK = {category: n for n, category in enumerate(CATEGORIES)}


class NoSuchTemplate(NotFound):
    """There is no such template in the gallery."""

    code = "no-such-template"


class Need(msgspec.Struct, frozen=True):
    """Something that a flow brings along or relies on: a segment, message, topic, attribute, event or parameter.

    `words` tell more: what a segment asks, the subject of a message, what an attribute holds.
    """

    kind: str
    key: str
    name: str
    words: str = ""


class Template(msgspec.Struct, frozen=True):
    """A flow file of the gallery. `needs` say in plain words what it wants from you; `days` it lasts at most.

    `drawing` is the flow without settings: enough to draw it small.
    """

    slug: str
    name: str
    description: str
    category: str
    story: str
    needs: list[str]
    brings: list[Need]
    channels: list[str]
    messages: int
    days: float
    drawing: dict[str, Any]


class Shown(msgspec.Struct, frozen=True):
    """A template, and its document as it stands in the file."""

    template: Template
    document: dict[str, Any]


def flows_folder() -> Path:
    """Return the folder of the templates, in a checkout as well as in an installed package."""
    here = Path(__file__).resolve().parents[1]
    packaged, checkout = here / "_flows", here.parents[1] / "flows"
    return packaged if packaged.exists() else checkout


class Gallery:
    """The templates of one folder; a file is read again when it has changed."""

    def __init__(self, folder: Path, registry: Registry) -> None:
        self.folder, self.registry = folder, registry
        self._known: dict[Path, tuple[tuple[int, ...], Shown | None]] = {}

    def all(self) -> list[Template]:
        """Return every template, category by category; a file that cannot be read is left out."""
        shown = [self._open(path.parent) for path in sorted(self.folder.glob("*/flow.json"))]
        found = (s.template for s in shown if s)
        return sorted(found, key=lambda t: (_RANK.get(t.category, len(_RANK)), t.category, t.name))

    def one(self, slug: str) -> Shown:
        """Return one template. Raises NoSuchTemplate."""
        found = next((p.parent for p in self.folder.glob("*/flow.json") if p.parent.name == slug), None)
        shown = self._open(found) if found else None
        if shown is None:
            raise NoSuchTemplate
        return shown

    def _open(self, folder: Path) -> Shown | None:
        flow, story = folder / "flow.json", folder / "story.md"
        stamp = tuple(path.stat().st_mtime_ns for path in (flow, story) if path.exists())
        known = self._known.get(folder)
        if known is None or known[0] != stamp:
            known = self._known[folder] = stamp, self._read(flow, story)
        return known[1]

    def _read(self, flow: Path, story: Path) -> Shown | None:
        try:
            document = read_document(flow.read_bytes())
            front, text = told(story.read_text(encoding="utf-8") if story.exists() else "")
            return shown_of(flow.parent.name, document, front.get("category", "Other"), text, self.registry)
        except (Invalid, OSError, UnicodeError, KeyError, ValueError) as error:
            _log.warning("template_unusable", file=str(flow), error=str(error)[:300])
            return None


def told(text: str) -> tuple[dict[str, str], str]:
    """Part a story from its front: lines of `key: value` between two lines of three dashes, at the very beginning."""
    front, rule, story = text.removeprefix("---\n").partition("\n---\n")
    if not text.startswith("---\n") or not rule:
        return {}, text
    pairs = (line.partition(":") for line in front.splitlines())
    return {key.strip(): value.strip() for key, _, value in pairs}, story


def shown_of(slug: str, document: Document, category: str, story: str, registry: Registry) -> Shown:
    """Describe a flow file. Raises KeyError or ValueError where a node of it cannot be understood here."""
    length = length_of(compile_graph(document, registry))
    brings = list(_brings(document, registry))
    template = Template(
        slug=slug,
        name=document.name,
        description=document.description,
        category=category,
        story=story,
        needs=list(_needs(brings)),
        brings=brings,
        channels=sorted({part.channel for part in document.resources.messages.values()}),
        messages=len(document.resources.messages),
        days=round(length / timedelta(days=1), 2),
        drawing=drawing_of(document),
    )
    return Shown(template, msgspec.json.decode(canonical(document)))


def drawing_of(document: Document) -> dict[str, Any]:
    """Return a flow that looks the same and says nothing: types, ways and places."""
    plain = msgspec.to_builtins(document, str_keys=True)
    nodes = {key: {"type": spec.type, "config": {}} for key, spec in document.nodes.items()}
    layout = {"layout": plain["layout"]} if plain.get("layout") else {}
    return {"format": FORMAT, "nodes": nodes, "edges": plain.get("edges", []), **layout}


def _brings(document: Document, registry: Registry) -> Iterator[Need]:
    parts, world = document.resources, with_resources(World({}), document.resources)
    for slug, segment in parts.segments.items():
        yield Need("segment", slug, segment.name or slug, words_of(segment.condition or {}, world))
    for slug, message in parts.messages.items():
        yield Need("message", slug, message.name or slug, message.subject)
    for slug, topic in parts.topics.items():
        yield Need("topic", slug, topic.name or slug, topic.description)
    for key, attribute in parts.attributes.items():
        yield Need("attribute", key, attribute.name or key, _KINDS[attribute.type])
    for event in sorted(_events(document, registry)):
        yield Need("event", event, event)
    for key, parameter in document.parameters.items():
        yield Need("parameter", key, parameter.label or key, str(parameter.default))


def _events(document: Document, registry: Registry) -> set[str]:
    conditions = [part.condition or {} for part in document.resources.segments.values()]
    asked = {key for c in conditions for kind, key, _ in references_of(c) if kind == "event"}
    return asked | files.references(document, registry)["event"]


def _needs(brings: list[Need]) -> Iterator[str]:
    by: dict[str, list[Need]] = {}
    for need in brings:
        by.setdefault(need.kind, []).append(need)
    if topics := by.get("topic"):
        yield f"People who are subscribed to {_listed(topics, 'or')}: nobody else gets its messages."
    if events := by.get("event"):
        them = "this event" if len(events) == 1 else "these events"
        yield f"Your shop, site or app reports {them}: {_listed(events, 'and')}."
    if attributes := by.get("attribute"):
        known = " and ".join(f"“{need.name}” ({need.words})" for need in attributes)
        yield f"You know of your contacts: {known}."
    if parameters := by.get("parameter"):
        yield f"You fill in: {', '.join(need.name for need in parameters)}."


def _listed(needs: list[Need], word: str) -> str:
    names = [f"“{need.name}”" for need in needs]
    return f" {word} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
