"""The one text of a flow document, its fingerprint, and the order in which people walk it."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from towpath.engine.document import FORMAT, Document, Json


def canonical(document: Document) -> bytes:
    """Return the one text of a document: fixed order, two spaces, final newline. Same content, same bytes."""
    plain = msgspec.to_builtins(document, str_keys=True)
    ordered = {"format": FORMAT, **_in_order(plain, document)}
    return msgspec.json.format(msgspec.json.encode(ordered), indent=2) + b"\n"


def fingerprint(document: Document) -> str:
    """Return the SHA-256 of what decides: nodes and edges, not where boxes stand."""
    logic = {
        "nodes": {key: msgspec.to_builtins(node) for key, node in document.nodes.items()},
        "edges": sorted([e.from_, e.port, e.to] for e in document.edges),
    }
    return hashlib.sha256(msgspec.json.encode(logic, order="sorted")).hexdigest()


def _in_order(plain: Json, document: Document) -> Json:
    keys = walk_order(document)
    sorted_parts = {
        name: _sorted(value) for name, value in plain.items() if name not in {"nodes", "edges", "layout"}
    }
    result = {name: sorted_parts[name] for name in Document.__struct_fields__ if name in sorted_parts}
    specs = plain.get("nodes", {})
    nodes = {key: {"type": specs[key]["type"], "config": _sorted(specs[key]["config"])} for key in keys}
    rank = {key: n for n, key in enumerate(keys)}
    edges = sorted(
        plain.get("edges", []),
        key=lambda e: (rank.get(e["from"], -1), e["from"], port_order(e["port"]), e["to"]),
    )
    layout = {key: plain["layout"][key] for key in keys if key in plain.get("layout", {})}
    head = {k: v for k, v in result.items() if k not in {"format", "notes", "resources", "tests"}}
    tail = {k: result[k] for k in ("notes", "resources", "tests") if k in result}
    return {**head, "nodes": nodes, "edges": edges, **({"layout": layout} if layout else {}), **tail}


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def walk_order(document: Document) -> list[str]:
    """Return node keys as people walk: each after everything that leads to it, first ways first."""
    follows: dict[str, list[str]] = {key: [] for key in sorted(document.nodes)}
    for edge in sorted(document.edges, key=lambda e: (port_order(e.port), e.to)):
        if edge.from_ in follows and edge.to in follows:
            follows[edge.from_].append(edge.to)
    return in_walking_order(follows)


def in_walking_order(follows: Mapping[str, Sequence[str]]) -> list[str]:
    """Order nodes topologically; an edge that closes a loop is left out of account."""
    targets = {to for ways in follows.values() for to in ways}
    starts = sorted(follows, key=lambda key: key in targets)
    done: list[str] = []
    seen: set[str] = set()
    # Backwards all the way: what is finished last stands first.
    for start in reversed(starts):
        stack = [(start, iter(reversed(follows[start])))] if start not in seen else []
        seen.add(start)
        while stack:
            key, ways = stack[-1]
            to = next((way for way in ways if way not in seen), None)
            if to is None:
                done.append(key)
                stack.pop()
            else:
                seen.add(to)
                stack.append((to, iter(reversed(follows[to]))))
    return done[::-1]


_FALLBACKS = ("no", "else", "timeout", "error")


def port_order(port: str) -> tuple[bool, str]:
    """Return the sort key of a port: alphabetical, what happens otherwise last."""
    return port in _FALLBACKS, port
