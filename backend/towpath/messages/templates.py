"""Templates: Jinja2 in a sandbox over plain data, each part of a message compiled once.

Values are dicts, lists, texts and numbers only, never objects. What is missing prints as nothing. A template
that could run for long or grow without bound is refused before it is compiled (grammar.py), every filter is
bounded (filters.py), work in loops is counted, and a processor timer stands behind it all.
"""

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from jinja2 import ChainableUndefined, TemplateError, TemplateSyntaxError, nodes, pass_context
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from towpath.messages import grammar
from towpath.messages.deadline import OutOfTime, cpu_limit
from towpath.messages.filters import (
    FILTERS,
    MAX_ITEMS,
    MAX_TEXT,
    TESTS,
    TooMuch,
    items_of,
    number_of,
    sized,
    text_of,
)

MAX_SOURCE: Final = 256 * 1024
MAX_OUTPUT: Final = 512 * 1024
# Nodes of the tree that loops may compute in one rendering.
MAX_WORK: Final = 50_000
_SECONDS: Final = 1.0
_BUDGET: Final = " work"
_LOOP_FIELDS: Final = frozenset(
    {"index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem", "depth"}
)

Values = Mapping[str, Any]


class BadTemplate(ValueError):
    """A template cannot be used; `line` counts from 1."""

    def __init__(self, line: int, detail: str) -> None:
        super().__init__(detail)
        self.line = line
        self.detail = detail


class CannotRender(ValueError):
    """A template failed for these values; the text says why, in words for people."""


class _Missing(ChainableUndefined):
    """What is not there: prints as nothing, counts as 0, and no comparison with it holds."""

    __slots__ = ()

    def _never(self, _: Any) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _never

    def _zero(self) -> int:
        return 0

    __int__ = _zero


def _range(*args: Any) -> range:
    numbers = range(*(int(number_of(arg)) for arg in args))
    if len(numbers) > MAX_ITEMS:
        raise TooMuch(f"range() may have {MAX_ITEMS:,} entries, not more")
    return numbers


def _sized(value: Any) -> Any:
    return sized(value) if isinstance(value, str) else value


@pass_context
def _looped(context: Context, value: Any, weight: int) -> list[Any]:
    entries = items_of(value)
    work: list[int] = context.parent[_BUDGET]
    work[0] -= weight * len(entries)
    if work[0] < 0:
        raise TooMuch("its loops do more work than one message may take")
    return entries


def _finalize(value: Any) -> Any:
    kind = type(value)
    return value if (kind is str or kind is Markup) and len(value) <= MAX_TEXT else text_of(value)


_SUMS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul,
    "/": operator.truediv, "//": operator.floordiv, "%": operator.mod,
}  # fmt: skip


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, narrowed: values have keys, but no attributes and no methods."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict:
            value = obj.get(attribute, self)
            return self.undefined(name=attribute) if value is self else value
        if isinstance(obj, LoopContext) and attribute in _LOOP_FIELDS:
            return getattr(obj, attribute)
        return self.undefined(name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, dict | list | tuple | str | range):
            try:
                return obj[argument]
            except (TypeError, LookupError):
                pass
        return self.undefined(name=str(argument)[:40])

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return sized(left + right)
        result = _SUMS[operator](number_of(left), number_of(right))
        if abs(result) > 1e15:
            raise TooMuch("a number is too large")
        return result


def _sandbox(autoescape: bool) -> _Sandbox:
    env = _Sandbox(autoescape=autoescape, undefined=_Missing, finalize=_finalize, keep_trailing_newline=True)
    env.filters = {**FILTERS, grammar.SIZED: _sized, grammar.LOOPED: _looped}
    env.tests = dict(TESTS)
    env.globals = {"range": _range}
    return env


_HTML: Final = _sandbox(autoescape=True)
_TEXT: Final = _sandbox(autoescape=False)


class Template:
    """One compiled part of a message."""

    __slots__ = ("_env", "_has_loops", "_root", "reads")

    def __init__(self, source: str, *, is_html: bool) -> None:
        """Compile. Raises BadTemplate."""
        self._env = _HTML if is_html else _TEXT
        tree = _parse(self._env, source)
        self.reads = grammar.names_of(tree)
        self._has_loops = grammar.bound(tree)
        try:
            with cpu_limit(_SECONDS):
                self._root = self._env.from_string(tree).root_render_func
        except (TemplateError, SyntaxError, RecursionError, TooMuch, OutOfTime) as error:
            raise BadTemplate(getattr(error, "lineno", None) or 1, _words(error)) from error

    def render(self, values: Values) -> str:
        """Fill in `values`. Raises CannotRender."""
        env = self._env
        parent = {"range": _range, **values}
        if self._has_loops:
            parent[_BUDGET] = [MAX_WORK]
        parts: list[str] = []
        size = 0
        try:
            with cpu_limit(_SECONDS):
                for part in self._root(Context(env, parent, None, {})):
                    parts.append(part)
                    size += len(part)
                    if size > MAX_OUTPUT:
                        raise TooMuch(f"it becomes larger than {MAX_OUTPUT // 1024} KB")  # noqa: TRY301
        except Exception as error:
            raise CannotRender(_words(error)) from error
        return "".join(parts)


def _parse(env: _Sandbox, source: str) -> nodes.Template:
    if len(source) > MAX_SOURCE:
        raise BadTemplate(1, f"This is longer than {MAX_SOURCE // 1024} KB.")
    try:
        with cpu_limit(_SECONDS):
            tree = env.parse(source)
            grammar.check(tree)
    except TemplateSyntaxError as error:
        raise BadTemplate(error.lineno, _words(error)) from error
    except grammar.NotAllowedHere as error:
        raise BadTemplate(error.line, str(error)) from error
    except (RecursionError, ValueError, OverflowError, OutOfTime) as error:
        raise BadTemplate(1, "This template is nested too deep or too complicated.") from error
    return tree


def _words(error: Exception) -> str:
    """Say what went wrong, without names of Python's."""
    if isinstance(error, OutOfTime | RecursionError | MemoryError):
        return "It takes too long to compute."
    if isinstance(error, ZeroDivisionError):
        return "It divides by zero."
    if isinstance(error, TemplateSyntaxError):
        return _syntax_words(error.message or "This is not understood")
    if isinstance(error, TypeError) and "not supported between" in str(error):
        return "It compares a text with a number."
    return _sentence(str(error) or "It cannot be computed")


_SYNTAX: Final = (
    (r"end of template.* 'end of print statement'", "A {{ is never closed with }}."),
    (r"end of template.* 'end of statement block'", "A {% is never closed with %}."),
    (r"that needs to be closed is '(\w+)'", "{% \\1 %} is never closed with {% end\\1 %}."),
    (r"unknown tag '(\w+)'", "There is no {% \\1 %} here, or it closes nothing."),
    (r"Expected an expression", "A value is missing here."),
    (r"unexpected '}'", "There is a } too many, or a {{ is not closed with }}."),
    (r"unexpected end of template", "A {{ or {% is never closed."),
)


def _syntax_words(message: str) -> str:
    for pattern, words in _SYNTAX:
        if (match := re.search(pattern, message)) is not None:
            return match.expand(words)
    return _sentence(message)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:300].rstrip('.')}."
