"""Conditions compiled into statements, once each: the text is kept, only the parameters are made anew."""

from functools import lru_cache
from typing import Any

import msgspec

from towpath.engine.conditions.parse import parse
from towpath.engine.conditions.tree import All, Any_, Count, EventTest, Not, Tree
from towpath.kit.errors import Fault, Invalid
from towpath.segments.sql.binds import Binds, Present
from towpath.segments.sql.pivots import Foretell, pivots
from towpath.segments.sql.shapes import ZONE, ids, row

# A condition with the conditions of its segments put in may be larger than one that people write.
MAX_EXPANDED_DEPTH, MAX_EXPANDED_TESTS = 100, 5000
_CACHED = 512


class BadCondition(Invalid):
    """This condition cannot be used."""

    code = "bad-condition"


class Compiled(msgspec.Struct, frozen=True):
    """SQL and its parameters; the first ones are the caller's."""

    sql: str
    binds: Binds

    def arguments(self, present: Present, *first: Any) -> list[Any]:
        return [*first, *self.binds.fill(present)]


class Look(msgspec.Struct, frozen=True):
    """A statement about contacts and one segment whose last columns are pivots, and what each foretells."""

    compiled: Compiled
    foretells: tuple[Foretell, ...]


@lru_cache(maxsize=_CACHED)
def tree_of(source: bytes) -> Tree:
    """Return the tree of an expanded condition, counts in their plain form. Raises BadCondition."""
    parsed = parse(msgspec.json.decode(source), max_depth=MAX_EXPANDED_DEPTH, max_leaves=MAX_EXPANDED_TESTS)
    if parsed.faults:
        faults = [Fault(path, detail) for path, detail in parsed.faults]
        raise BadCondition(parsed.faults[0][1], faults=faults)
    return _plain(parsed.tree)


def _plain(tree: Tree) -> Tree:
    """Say every count by "at least"."""
    match tree:
        case All():
            return All(tuple(_plain(part) for part in tree.parts))
        case Any_():
            return Any_(tuple(_plain(part) for part in tree.parts))
        case Not():
            return Not(_plain(tree.part))
        case EventTest() if tree.count.how != "at_least":
            times = tree.count.times
            too_often = msgspec.structs.replace(tree, count=Count("at_least", times + 1))
            if tree.count.how == "at_most" or times == 0:
                return Not(too_often)
            return All((msgspec.structs.replace(tree, count=Count("at_least", times)), Not(too_often)))
        case _:
            return tree


@lru_cache(maxsize=_CACHED)
def batch(sources: tuple[bytes, ...]) -> Compiled:
    """Return a statement that answers, for contacts $1, one array of ids per condition: for whom it holds."""
    binds = Binds(first=2)
    columns = [f"array_agg(c.id) FILTER (WHERE {row(tree_of(source), binds)})" for source in sources]
    sql = f"SELECT {', '.join(columns)} FROM contact AS c WHERE c.id = ANY ($1::bigint[])"
    return Compiled(sql, binds)


@lru_cache(maxsize=_CACHED)
def whole(source: bytes, first: int) -> Compiled:
    """Return a SELECT of the ids of everybody for whom a condition holds; parameters from `first` on."""
    binds = Binds(first=first)
    return Compiled(ids(tree_of(source), binds), binds)


@lru_cache(maxsize=_CACHED)
def look(source: bytes) -> Look:
    """Return a statement that tells, for segment $1 and contacts $2: id, matches now, was in, time zone, pivots."""
    binds = Binds(first=3)
    tree = tree_of(source)
    holds = row(tree, binds)
    found = pivots(tree, binds)
    columns = "".join(f", {pivot.column}" for pivot in found)
    was_in = "(SELECT TRUE FROM segment_member AS m WHERE m.segment_id = $1 AND m.contact_id = c.id)"
    sql = (
        f"SELECT c.id, ({holds}) IS TRUE, {was_in} IS TRUE, {ZONE}{columns} FROM contact AS c"
        " WHERE c.id = ANY ($2::bigint[])"
    )
    return Look(Compiled(sql, binds), tuple(pivot.foretell for pivot in found))
