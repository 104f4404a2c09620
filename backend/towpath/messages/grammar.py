"""What a template may say: a part of Jinja's language in which nothing can grow without bound.

The tree of a template is checked before anything is compiled, because compiling already computes constants.
There are no calls but range(), no macros, no includes and no methods; work in loops is counted.
"""

from collections.abc import Iterator
from typing import Any, Final

from jinja2 import nodes

from towpath.messages.filters import FILTERS, TESTS

MAX_NODES: Final = 5000
MAX_DEPTH: Final = 60
MAX_LOOPS: Final = 3
SIZED: Final = "_sized"
LOOPED: Final = "_looped"


class NotAllowedHere(ValueError):
    """A template uses something that messages cannot have; `line` says where."""

    def __init__(self, line: int, detail: str) -> None:
        super().__init__(detail)
        self.line = line


_PLAIN: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Slice, nodes.If,
    nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Pos,
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Concat,
    nodes.Keyword, nodes.Pair,
)  # fmt: skip
_CHECKED: Final = (
    nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test, nodes.Call, nodes.For, nodes.Assign,
    nodes.List, nodes.Tuple, nodes.Dict,
)  # fmt: skip
_WORDS: Final[dict[type[nodes.Node], str]] = {
    nodes.Macro: "{% macro %}", nodes.CallBlock: "{% call %}", nodes.FilterBlock: "{% filter %}",
    nodes.With: "{% with %}", nodes.Block: "{% block %}", nodes.Include: "{% include %}",
    nodes.Import: "{% import %}", nodes.FromImport: "{% from %}", nodes.Extends: "{% extends %}",
    nodes.AssignBlock: "{% set %} … {% endset %}", nodes.ScopedEvalContextModifier: "{% autoescape %}",
    nodes.Pow: "The operator **", nodes.NSRef: "namespace()",
}  # fmt: skip


def check(tree: nodes.Template) -> None:
    """Raise NotAllowedHere for the first thing that does not belong in a message."""
    for count, (node, depth, loops) in enumerate(_walk(tree)):
        line = node.lineno or 1
        if count >= MAX_NODES:
            raise NotAllowedHere(line, "This template is too complicated: use fewer expressions.")
        if depth > MAX_DEPTH:
            raise NotAllowedHere(line, "This template is nested too deep.")
        if loops > MAX_LOOPS:
            raise NotAllowedHere(line, f"Loops can be nested {MAX_LOOPS} deep, not more.")
        if not isinstance(node, _PLAIN):
            _check_node(node, line)


def _walk(tree: nodes.Node) -> Iterator[tuple[nodes.Node, int, int]]:
    """Yield every node with how deep it lies, and in how many loops; without recursion."""
    waiting: list[tuple[nodes.Node, int, int]] = [(tree, 0, 0)]
    while waiting:
        node, depth, loops = waiting.pop()
        loops += isinstance(node, nodes.For)
        yield node, depth, loops
        waiting.extend((child, depth + 1, loops) for child in node.iter_child_nodes())


def _check_node(node: nodes.Node, line: int) -> None:
    if not isinstance(node, _CHECKED):
        what = _WORDS.get(type(node), "This")
        raise NotAllowedHere(line, f"{what} is not available in messages.")
    if isinstance(node, nodes.Name | nodes.Getattr):
        _check_word(node.name if isinstance(node, nodes.Name) else node.attr, line)
    elif isinstance(node, nodes.Getitem):
        _check_word(str(getattr(node.arg, "value", "")), line)
    elif isinstance(node, nodes.Filter | nodes.Test):
        _check_tool(node, line)
    elif isinstance(node, nodes.Call):
        _check_call(node, line)
    elif isinstance(node, nodes.List | nodes.Tuple | nodes.Dict):
        _check_literal(node, line)
    elif isinstance(node, nodes.For) and node.recursive:
        raise NotAllowedHere(line, "A recursive loop is not available in messages.")
    elif isinstance(node, nodes.Assign) and not isinstance(node.target, nodes.Name):
        raise NotAllowedHere(line, "{% set %} can give a value to one name only.")


def _check_word(word: str, line: int) -> None:
    if word.startswith("_"):
        raise NotAllowedHere(line, f"“{word}” cannot be used: names must not begin with an underscore.")


def _check_tool(node: nodes.Filter | nodes.Test, line: int) -> None:
    kind, known = ("filter", FILTERS) if isinstance(node, nodes.Filter) else ("test", TESTS)
    if node.name not in known:
        raise NotAllowedHere(
            line, f"There is no {kind} “{node.name}”. There are: {', '.join(sorted(known))}."
        )
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        raise NotAllowedHere(line, f"“{node.name}” cannot take * or **.")


def _check_call(node: nodes.Call, line: int) -> None:
    is_range = isinstance(node.node, nodes.Name) and node.node.name == "range"
    if not is_range or node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
        raise NotAllowedHere(
            line, "Nothing can be called here but range(); use a filter, as in {{ name | upper }}."
        )


def _check_literal(node: nodes.List | nodes.Tuple | nodes.Dict, line: int) -> None:
    """A list that holds lists by name could be doubled again and again: comparing two takes for ever."""
    if isinstance(node, nodes.Tuple) and node.ctx == "store":
        return
    for child in node.iter_child_nodes():
        parts = (child.key, child.value) if isinstance(child, nodes.Pair) else (child,)
        if not all(isinstance(part, nodes.Const) for part in parts):
            raise NotAllowedHere(line, "A list written in a template may hold fixed texts and numbers only.")


def bound(tree: nodes.Template) -> bool:
    """Wrap what could grow into counting filters. Return whether the tree has a loop."""
    for assign in list(tree.find_all(nodes.Assign)):
        assign.node = _wrapped(assign.node, SIZED)
    loops = list(tree.find_all(nodes.For))
    for loop in loops:
        weight = sum(1 for part in (*loop.body, loop.test) if part for _ in _walk(part)) + 1
        loop.iter = _wrapped(loop.iter, LOOPED, nodes.Const(weight, lineno=loop.lineno))
    return bool(loops)


def _wrapped(node: Any, name: str, *args: nodes.Expr) -> nodes.Filter:
    wrapped = nodes.Filter(node, name, list(args), [], None, None, lineno=node.lineno)
    wrapped.set_environment(node.environment)
    return wrapped


def names_of(tree: nodes.Template) -> set[tuple[str, str, int]]:
    """Return what the template reads: (`contact`, `city`, line), or (`today`, "", line) for a bare name."""
    own = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    found: set[tuple[str, str, int]] = set()
    inner: set[int] = set()
    for node in tree.find_all((nodes.Getattr, nodes.Getitem)):
        key = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
        if isinstance(node.node, nodes.Name) and isinstance(key, str):
            inner.add(id(node.node))
            found.add((node.node.name, key, node.lineno))
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and id(name) not in inner:
            found.add((name.name, "", name.lineno))
    return {
        (name, key, line) for name, key, line in found if name not in own and name not in {"range", "loop"}
    }
