"""A journey of any size, for what draws it: mails, waits and questions, in arms that meet again or end."""

from typing import Any

_CHAIN = (
    ("wait", {"for": "P2D"}),
    ("send_email", {"message": "letter", "topic": "news"}),
    ("tag", {"add": ["walked-by"]}),
)
_QUESTION = {"condition": {"event": "purchase", "within": "P7D"}}


def a_journey(size: int) -> dict[str, Any]:
    """Return a flow document of `size` nodes."""
    nodes: dict[str, Any] = {"start": {"type": "manual_entry", "config": {}}}
    edges: list[dict[str, str]] = []
    # Open ports, the oldest first: so the tree grows evenly.
    open_ports = [("start", "next")]
    while len(nodes) < size:
        source, port = open_ports.pop(0)
        for step in range(4):
            if len(nodes) >= size:
                break
            key = f"n{len(nodes)}"
            is_question = step == 3 and len(open_ports) < max(4, size // 16)
            kind, config = ("branch", _QUESTION) if is_question else _CHAIN[(len(nodes) + step) % len(_CHAIN)]
            nodes[key] = {"type": kind, "config": config}
            edges.append({"from": source, "port": port, "to": key})
            source, port = key, "next"
            if is_question:
                open_ports.append((key, "no"))
                port = "yes"
        open_ports.append((source, port))
    return {"format": "towpath.flow/1", "name": f"{size} steps", "nodes": nodes, "edges": edges}
