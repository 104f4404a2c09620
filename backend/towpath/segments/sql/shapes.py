"""A condition's tree as one SQL expression about the contact `c`, or as a SELECT of contact ids."""

from collections.abc import Iterable

from towpath.contacts.model import MOMENT_FIELDS, TEXT_FIELDS
from towpath.engine.conditions.tree import (
    All,
    Any_,
    AttributeTest,
    EventTest,
    Gap,
    Not,
    SegmentTest,
    TagTest,
    TopicTest,
    Tree,
)  # fmt: skip
from towpath.segments.sql.binds import Binds
from towpath.segments.sql.events import event_row, event_set
from towpath.segments.sql.members import link_row, link_set
from towpath.segments.sql.values import Operand, json_operand, test_sql

_EVERYBODY = "SELECT c.id FROM contact AS c"
ZONE = "c.time_zone"


def row(tree: Tree, binds: Binds) -> str:
    """Return a condition as an expression about the contact `c`; NULL means false."""
    match tree:
        case All():
            return _joined((row(part, binds) for part in tree.parts), "AND") or "TRUE"
        case Any_():
            return _joined((row(part, binds) for part in tree.parts), "OR") or "FALSE"
        case Not():
            return f"({row(tree.part, binds)}) IS NOT TRUE"
        case AttributeTest():
            return test_sql(tree.comparison.asked, field(tree.attribute, binds), ZONE, binds)
        case EventTest():
            return event_row(tree, "c.id", ZONE, binds)
        case TagTest() | TopicTest() | SegmentTest():
            return link_row(tree, "c.id", binds)
        case Gap():
            raise ValueError("A condition with faults cannot be asked.")


def ids(tree: Tree, binds: Binds) -> str:
    """Return a condition as a SELECT of the ids of all contacts for whom it holds, each once."""
    if _is_of_contact(tree):
        return f"{_EVERYBODY} WHERE {row(tree, binds)}"
    match tree:
        case All():
            return _intersection(tree.parts, binds)
        case Any_():
            of_contact = tuple(part for part in tree.parts if _is_of_contact(part))
            sets = [ids(Any_(of_contact), binds)] if of_contact else []
            sets += [ids(part, binds) for part in tree.parts if not _is_of_contact(part)]
            return _joined_sets(sets, "UNION")
        case Not():
            return f"{_EVERYBODY} EXCEPT ({ids(tree.part, binds)})"
        case EventTest():
            return event_set(tree, binds)
        case TagTest() | TopicTest() | SegmentTest():
            return link_set(tree, binds)
        case AttributeTest() | Gap():
            raise ValueError("A condition with faults cannot be asked.")


def _intersection(parts: Iterable[Tree], binds: Binds) -> str:
    of_contact, sets, excluded = [], [], []
    for part in parts:
        if _is_of_contact(part):
            of_contact.append(part)
        elif isinstance(part, Not):
            excluded.append(ids(part.part, binds))
        else:
            sets.append(ids(part, binds))
    if of_contact or not sets:
        # What the contact's own row says is asked at once, and is where the others are taken away from.
        sets.insert(0, ids(All(tuple(of_contact)), binds))
    return _joined_sets([_joined_sets(sets, "INTERSECT"), *excluded], "EXCEPT")


def field(attribute: str, binds: Binds) -> Operand:
    """Return where an attribute of the contact `c` is kept."""
    if attribute in TEXT_FIELDS:
        return Operand(text=f"c.{attribute}")
    if attribute in MOMENT_FIELDS:
        return Operand(moment=f"c.{attribute}")
    return json_operand("c.attributes", attribute, binds)


def _is_of_contact(tree: Tree) -> bool:
    """Tell whether the contact's own row answers."""
    match tree:
        case All() | Any_():
            return all(_is_of_contact(part) for part in tree.parts)
        case Not():
            return _is_of_contact(tree.part)
        case _:
            return isinstance(tree, AttributeTest)


def _joined(parts: Iterable[str], word: str) -> str:
    found = list(parts)
    return f"({f' {word} '.join(found)})" if found else ""


def _joined_sets(sets: list[str], word: str) -> str:
    return sets[0] if len(sets) == 1 else f" {word} ".join(f"({part})" for part in sets)
