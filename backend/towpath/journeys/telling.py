"""Sentences about steps that were walked."""

from towpath.engine.check import World
from towpath.engine.registry import Registry
from towpath.journeys.versions import Book, Compiled
from towpath.kit.db import Conn


async def opened(conn: Conn, book: Book, version_id: int, registry: Registry) -> Compiled | None:
    """Return a version, compiled; None where a node type was uninstalled: history stays, in plainer words."""
    try:
        return await book.open(conn, version_id, registry)
    except (KeyError, ValueError):
        return None


def sentence_at(version: Compiled | None, node: str, world: World) -> str:
    """Say what happens at a node."""
    return version.graph.nodes[node].summary(world) if version else node


def sentence_of(version: Compiled | None, node: str, port: str, world: World) -> str:
    """Say what happened at a node, and which way somebody went on."""
    sentence = sentence_at(version, node, world)
    ports = version.graph.nodes[node].ports() if version else ()
    if len(ports) < 2:
        return sentence
    return f"{sentence} {next((p.label for p in ports if p.key == port), port)}"
