"""The plain text part, made once from a message's HTML template: the same words, the same links."""

import re
from html.parser import HTMLParser
from typing import Final

from towpath.messages.placeholders import Hidden

_BLOCKS: Final = frozenset(
    ("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "footer", "form",
     "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
     "table", "tbody", "tfoot", "thead", "tr", "ul")
)  # fmt: skip
_SPACED: Final = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "hr"))
_SKIPPED: Final = frozenset(("head", "style", "script", "title", "template", "noscript"))
_VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_OPENING: Final = re.compile(r"\{(?=[{%#])")
_GAP: Final = re.compile(r"\n(?:[ \t]*\n){2,}")


def text_of_html(html: str) -> str:
    """Return a text template with the words and links of an HTML template; its Jinja parts stay."""
    hidden = Hidden(html)
    reader = _Reader()
    reader.feed(hidden.shown)
    reader.close()
    # What looks like Jinja now was written as entities: it must stay text.
    return hidden.restore(_OPENING.sub("{{ '{' }}", reader.text()))


def tidy(text: str) -> str:
    """Return a rendered text without the holes that empty parts leave."""
    # Begins with the line break, so that the search runs from one to the next: this is done for every message.
    return _GAP.sub("\n\n", text).strip() + "\n"


class _Reader(HTMLParser):
    """Collects lines; `_gap` is how many line breaks stand before the next word."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._gap = 0
        self._is_pre = 0
        # Open elements that are not shown, innermost last.
        self._unseen: list[str] = []
        self._links: list[tuple[str, int]] = []

    def text(self) -> str:
        lines = "".join(self._parts).split("\n")
        return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip() + "\n"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if self._unseen or tag in _SKIPPED or _HIDDEN.search(values.get("style", "")):
            if tag not in _VOID:
                self._unseen.append(tag)
            return
        self._break(tag)
        if tag == "a":
            self._links.append((values.get("href", "").strip(), len(self._parts)))
        elif tag == "img" and values.get("alt"):
            self._say(values["alt"])
        elif tag in ("td", "th"):
            self._say(" ")
        elif tag == "li":
            self._say("- ")
        elif tag == "hr":
            self._say("---")
            self._gap = 2
        self._is_pre += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            if tag in self._unseen:
                while self._unseen.pop() != tag:
                    pass
            return
        if tag == "a" and self._links:
            self._end_link(*self._links.pop())
        self._is_pre -= tag == "pre" and self._is_pre > 0
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._say(data if self._is_pre else re.sub(r"[ \t\r\n\f\u200b\u200c\u00ad\u034f]+", " ", data))

    def _break(self, tag: str) -> None:
        if tag == "br":
            self._parts.append("\n")
        elif tag in _BLOCKS:
            self._gap = max(self._gap, 2 if tag in _SPACED else 1)

    def _say(self, words: str) -> None:
        if self._gap and words.strip():
            self._parts.append("\n" * self._gap)
            self._gap = 0
        if words.strip() or not self._gap:
            self._parts.append(words)

    def _end_link(self, url: str, start: int) -> None:
        if not url or url.startswith("#"):
            return
        label = "".join(self._parts[start:]).strip()
        if not label:
            self._say(url)
        elif label not in (url, url.removeprefix("mailto:"), url.removeprefix("tel:")):
            self._say(f" <{url}>")
