"""One thing that was looked at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`what` was looked at, how it is, and what to do when that is not well."""

    is_well: bool
    what: str
    how: str
    advice: str = ""


def good(what: str, how: str) -> Finding:
    return Finding(True, what, how)


def bad(what: str, how: str, advice: str) -> Finding:
    return Finding(False, what, how, advice)
