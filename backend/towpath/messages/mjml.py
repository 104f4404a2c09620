"""MJML to HTML, on save: nothing is included, nothing is fetched."""

import re
from html.parser import HTMLParser
from typing import Final

import mrml

from towpath.messages.placeholders import Hidden
from towpath.messages.templates import BadTemplate

# The compiler recurses on its native stack: thousands of nested tags would end the process.
MAX_TAGS: Final = 3000
_TAG: Final = re.compile(r"<[A-Za-z]")
_INCLUDE: Final = re.compile(r"<\s*mj-include", re.IGNORECASE)
_VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_VALUE: Final = re.compile(r"""=\s*("[^"<>]*"|'[^'<>]*')""")
_ODD: Final = re.compile(r"[^\x20-\x7e]+|\\+")
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)


def html_of(source: str) -> str:
    """Compile MJML that may hold Jinja anywhere. Raises BadTemplate with the line of what is wrong."""
    if (include := _INCLUDE.search(source)) is not None:
        raise BadTemplate(
            _line(source, include.start()), "<mj-include> is not available: put the content here."
        )
    if len(_TAG.findall(source)) > MAX_TAGS:
        raise BadTemplate(1, f"This MJML has more than {MAX_TAGS:,} elements.")
    if not _COMMENT.sub("", source).lstrip().startswith("<mjml"):
        raise BadTemplate(1, "MJML begins with <mjml>; is this HTML?")
    hidden = Hidden(source)
    # The compiler writes attributes with escapes of its own for these.
    shown = _VALUE.sub(lambda value: _ODD.sub(lambda odd: hidden.mark(odd[0]), value[0]), hidden.shown)
    try:
        # No fonts of the compiler's: a message must load nothing that its author did not ask for.
        made = mrml.to_html(shown, None, mrml.RenderOptions(fonts={}))
    except OSError as error:
        raise _first_fault(source) from error
    return hidden.restore(made.content)


def _first_fault(source: str) -> BadTemplate:
    reader = _Balance()
    reader.feed(Hidden(source).shown)
    reader.close()
    if reader.fault is not None:
        return reader.fault
    if reader.open:
        tag, line = reader.open[-1]
        return BadTemplate(line, f"<{tag}> is never closed.")
    return BadTemplate(1, "This MJML cannot be read. Look for a stray <, or a quote that is missing.")


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1


class _Balance(HTMLParser):
    """Finds the first tag that does not fit, because the compiler does not say where."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, int]] = []
        self.fault: BadTemplate | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        line = self.getpos()[0]
        if self.fault is not None or tag in _VOID:
            return
        if not self.open:
            self.fault = BadTemplate(line, f"</{tag}> closes nothing.")
        elif self.open.pop()[0] != tag:
            self.fault = BadTemplate(line, f"</{tag}> stands where another element must be closed first.")
