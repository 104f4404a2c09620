"""msgspec's complaints in words for people."""

import enum
import re
from collections.abc import Callable
from typing import Any, Final, Literal, get_args, get_origin

_NOUN: Final = {
    "int": "a whole number", "float": "a number", "str": "a text", "bool": "true or false", "null": "empty",
    "array": "a list", "object": "an object", "datetime": "a date and time", "date": "a date", "bytes": "bytes",
}  # fmt: skip
_SIZE: Final = {"str": "characters", "array": "entries", "object": "entries", "bytes": "bytes"}
_BOUND: Final = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than"}


def words_of(message: str, kind: Any = None) -> str:
    """Return `message` of msgspec as a sentence; `kind` is the expected type, for its choices."""
    for pattern, say in _SENTENCES:
        if match := pattern.search(message):
            return say(match, kind)
    text = message.replace("`", "").strip()
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}." if text else "This value cannot be used."


def _length(match: re.Match[str], _: Any) -> str:
    what, sign, bound = match.groups()
    if what == "str" and sign == ">=" and bound == "1":
        return "This must not be empty."
    return f"This must have {_BOUND.get(sign or '', 'exactly')} {bound} {_SIZE.get(what, 'entries')}."


def _type(match: re.Match[str], _: Any) -> str:
    nouns = [_NOUN.get(name.strip(), name.strip()) for name in match[1].split("|")]
    return f"This must be {' or '.join(nouns)}, not {_NOUN.get(match[2], match[2])}."


def _choice(match: re.Match[str], kind: Any) -> str:
    choices: list[str] = []
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        choices = [str(member.value) for member in kind]
    elif get_origin(kind) is Literal:
        choices = [str(choice) for choice in get_args(kind)]
    among = f": {', '.join(choices)}" if choices else ""
    return f"“{match[1].strip(chr(39))}” is not one of the choices{among}."


_SENTENCES: Final[list[tuple[re.Pattern[str], Callable[[re.Match[str], Any], str]]]] = [
    (re.compile(r"missing required field `(.+?)`"), lambda m, _: f"“{m[1]}” is missing."),
    (
        re.compile(r"contains unknown field `(.+?)`"),
        lambda m, _: f"There is no field “{m[1]}” here. Remove it.",
    ),
    (re.compile(r"Expected `(\w+)` of length (?:(<=|>=) )?(\d+)"), _length),
    (
        re.compile(r"Expected `\w+` (>=|<=|>|<) (\S+?)(?:\.0)?$"),
        lambda m, _: f"This must be {_BOUND[m[1]]} {m[2]}.",
    ),
    (re.compile(r"matching regex '(.+)'"), lambda m, _: f"This does not have the expected form ({m[1]})."),
    (re.compile(r"Expected `([^`]+)`, got `(\w+)`"), _type),
    (re.compile(r"Invalid (?:enum )?value (.+)$"), _choice),
    (
        re.compile(r"Invalid RFC3339 encoded datetime"),
        lambda *_: "This must be a date and time such as 2030-01-07T09:00:00Z.",
    ),
    (re.compile(r"Invalid RFC3339 encoded date"), lambda *_: "This must be a date such as 2030-01-07."),
    (re.compile(r"with a timezone component"), lambda *_: "This needs a time zone, such as a Z at its end."),
]
