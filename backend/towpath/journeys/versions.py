"""Published versions, compiled once per process: they never change."""

from weakref import WeakKeyDictionary

import msgspec
from sqlalchemy import select

from towpath.engine.document import as_document
from towpath.engine.graph import Graph, compile_graph
from towpath.engine.registry import Registry
from towpath.journeys.model import Version, VersionNode
from towpath.kit.db import Conn, Database

_MOST = 500


class Compiled(msgspec.Struct, frozen=True):
    """A version ready to be walked. `numbers` and `keys` translate between a node's key and its row."""

    id: int
    journey_id: int
    graph: Graph
    numbers: dict[str, int]
    keys: dict[int, str]
    messages: dict[str, int]
    topics: dict[str, int]


class Book:
    """The compiled versions of one database, and the paths that are known to be written."""

    def __init__(self) -> None:
        self._versions: dict[int, Compiled] = {}
        self.paths: dict[tuple[int, tuple[str, ...]], int] = {}

    async def open(self, conn: Conn, version_id: int, registry: Registry) -> Compiled:
        """Return a version, compiled. Raises ValueError or KeyError where a node type has gone."""
        if version_id not in self._versions:
            if len(self._versions) >= _MOST:
                self._versions.pop(next(iter(self._versions)))
            self._versions[version_id] = await _compile(conn, version_id, registry)
        return self._versions[version_id]


_BOOKS: WeakKeyDictionary[Database, Book] = WeakKeyDictionary()


def book_of(db: Database) -> Book:
    """Return the one book of this process for `db`."""
    return _BOOKS.setdefault(db, Book())


async def _compile(conn: Conn, version_id: int, registry: Registry) -> Compiled:
    query = select(Version.journey_id, Version.document, Version.bindings).where(Version.id == version_id)
    journey_id, document, bindings = (await conn.execute(query)).one()
    nodes = select(VersionNode.key, VersionNode.id).where(VersionNode.version_id == version_id)
    numbers: dict[str, int] = {key: number for key, number in await conn.execute(nodes)}
    return Compiled(
        id=version_id,
        journey_id=journey_id,
        graph=compile_graph(as_document(document), registry),
        numbers=numbers,
        keys={number: key for key, number in numbers.items()},
        messages=bindings["messages"],
        topics=bindings["topics"],
    )
