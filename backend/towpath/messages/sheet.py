"""A message version made ready: preheader and footer put in, every part compiled, the plain text generated."""

import html as markup
import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from towpath.messages.placeholders import Hidden
from towpath.messages.plaintext import text_of_html, tidy
from towpath.messages.templates import BadTemplate, CannotRender, Template

# Gmail cuts off what is longer, and with it the unsubscribe link.
WARN_BYTES: Final = 90 * 1024
MAX_BYTES: Final = 102 * 1024
MAX_SUBJECT: Final = 300

_BODY: Final = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_END: Final = re.compile(r"</body\s*>|</html\s*>", re.IGNORECASE)
_PREHEADER: Final = '<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">{}</div>'
_FOOTER: Final = (
    '<div style="padding:24px 12px;text-align:center;font:14px/1.5 sans-serif;color:#595959">{}</div>'
)
_ADDRESS: Final = '<div style="white-space:pre-line">{{ workspace.postal_address }}</div>'
_LINK: Final = '<a href="{{ unsubscribe_url }}" style="color:#595959">Unsubscribe</a>'


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """What a message version says. `text` empty: generated from the HTML."""

    subject: str
    html: str
    preheader: str = ""
    text: str = ""
    from_name: str = ""
    from_address: str = ""


class Rendered(msgspec.Struct, frozen=True):
    """A message filled in for one person."""

    subject: str
    html: str
    text: str

    @property
    def html_bytes(self) -> int:
        return len(self.html.encode("utf-8", "replace"))


class Sheet:
    """A compiled version. Marketing gets a footer with the unsubscribe link and the postal address, if it has none."""

    def __init__(self, wording: Wording, *, is_marketing: bool) -> None:
        """Raises BadTemplate."""
        self.wording = wording
        self._subject = Template(wording.subject, is_html=False)
        html = with_preheader(wording.html, wording.preheader)
        self._html = Template(html, is_html=True)
        text = wording.text
        if is_marketing:
            html = with_footer(html, self._html)
            self._html = Template(html, is_html=True)
            text = text and with_text_footer(text, Template(text, is_html=False))
        self._text = Template(text or text_of_html(html), is_html=False)

    def render(self, values: Mapping[str, Any]) -> Rendered:
        """Fill in. Raises CannotRender."""
        parts: dict[str, str] = {}
        for name, template in (("subject", self._subject), ("html", self._html), ("text", self._text)):
            try:
                parts[name] = template.render(values)
            except CannotRender as error:
                raise CannotRender(f"{name}: {error}") from error
        subject = " ".join(parts["subject"].split())[:MAX_SUBJECT]
        return Rendered(subject, parts["html"], tidy(parts["text"]))


def with_preheader(html: str, preheader: str) -> str:
    """Put the line that mailboxes show after the subject at the beginning, unseen."""
    if not preheader.strip():
        return html
    hidden = Hidden(preheader)
    line = _PREHEADER.format(hidden.restore(markup.escape(hidden.shown)))
    body = _BODY.search(html)
    return html[: body.end()] + line + html[body.end() :] if body else line + html


def with_footer(html: str, template: Template) -> str:
    """Add what marketing must have and `template` has not: how to unsubscribe, and who writes."""
    has_link, has_address = _has(template)
    lines = ("" if has_address else _ADDRESS) + ("" if has_link else _LINK)
    if not lines:
        return html
    ends = list(_END.finditer(html))
    at = ends[0].start() if ends else len(html)
    return html[:at] + _FOOTER.format(lines) + html[at:]


def with_text_footer(text: str, template: Template) -> str:
    """The same for a plain text that was written by hand."""
    has_link, has_address = _has(template)
    lines = [] if has_address else ["{{ workspace.postal_address }}"]
    if not has_link:
        lines.append("Unsubscribe: {{ unsubscribe_url }}")
    return "\n\n".join((text.rstrip(), "\n".join(("-- ", *lines)))) + "\n" if lines else text


def _has(template: Template) -> tuple[bool, bool]:
    reads = {(name, key) for name, key, _ in template.reads}
    link = {("unsubscribe_url", ""), ("preferences_url", "")} & reads
    return bool(link), ("workspace", "postal_address") in reads


__all__ = ["BadTemplate", "CannotRender", "Rendered", "Sheet", "Wording", "with_footer", "with_preheader"]
