"""A flow told as text: what happens, step by step, as a person would read it aloud."""

from collections.abc import Iterator

from towpath.engine.canonical import walk_order
from towpath.engine.check import Report, World, check
from towpath.engine.document import Document
from towpath.engine.registry import Registry
from towpath.journeys.world import with_resources


def story_of(document: Document, registry: Registry) -> str:
    """Return Markdown: the name, the description, and a numbered sentence for each step in walking order."""
    report = check(document, registry, with_resources(World({}), document.resources))
    lines = [f"# {document.name}", "", document.description, "", *_steps(document, report), ""]
    return "\n".join(lines)


def _steps(document: Document, report: Report) -> Iterator[str]:
    order = list(walk_order(document))
    number = {key: n for n, key in enumerate(order, 1)}
    follows: dict[str, dict[str, str]] = {}
    for edge in document.edges:
        follows.setdefault(edge.from_, {})[edge.port] = edge.to
    for key in order:
        ports = report.ports.get(key, ())
        ways = [
            (port.label, number[follows[key][port.key]]) for port in ports if port.key in follows.get(key, {})
        ]
        yield f"{number[key]}. {report.summaries.get(key, key)}{_onward(ways, number[key])}"


def _onward(ways: list[tuple[str, int]], here: int) -> str:
    """Say where it goes on, unless that is simply the next line."""
    if len(ways) == 1:
        return "" if ways[0][1] == here + 1 else f" → {ways[0][1]}"
    return " " + ", ".join(f"{label} → {number}" for label, number in ways) if ways else ""
