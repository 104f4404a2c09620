"""Hides the Jinja parts of a source, so that HTML and MJML parsers see a plain word where they stand."""

import re
from typing import Final

from jinja2 import TemplateSyntaxError
from jinja2.lexer import Lexer
from jinja2.sandbox import SandboxedEnvironment

_LEXER: Final = Lexer(SandboxedEnvironment(keep_trailing_newline=True))
_ENDS: Final = {"variable_begin": "variable_end", "block_begin": "block_end", "raw_begin": "raw_end"}


class Hidden:
    """A source with a mark for every {{ … }} and {% … %}. Comments {# … #} are dropped.

    `shown` is what parsers may read; a source that Jinja cannot read is shown as it is.
    """

    def __init__(self, source: str) -> None:
        self._parts: list[str] = []
        self._word = "xJj"
        while self._word in source:
            self._word += "j"
        try:
            self.shown = self._hide(source)
        except TemplateSyntaxError:
            self.shown = source

    def mark(self, text: str) -> str:
        """Return a word of letters and digits that stands for `text` until `restore`."""
        self._parts.append(text)
        return f"{self._word}{len(self._parts) - 1}Xx"

    def restore(self, text: str) -> str:
        return re.sub(f"{self._word}(\\d+)Xx", lambda match: self._parts[int(match[1])], text)

    def _hide(self, source: str) -> str:
        shown: list[str] = []
        inside: list[str] = []
        until = ""
        for _, kind, text in _LEXER.tokeniter(source, None):
            if until:
                inside.append(text)
                if kind == until:
                    shown.append(self.mark("".join(inside)))
                    until = ""
            elif kind in _ENDS:
                inside, until = [text], _ENDS[kind]
            elif not kind.startswith("comment"):
                shown.append(text)
        return "".join(shown)
