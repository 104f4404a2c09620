"""Headers of every answer: what a browser may load, keep and tell others."""

from typing import Final

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

# Scripts and styles only as files of our own; images also as data:, which the API documentation draws its icons with.
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
# The page that shows one e-mail. Its markup is not trusted: it may be styled and show pictures, and do nothing else;
# as a sandbox it has an origin of its own and reaches neither our cookies nor our API.
FRAME_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src https: http: data:; "
    "font-src https: data:; base-uri 'self'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox"
)
_ALWAYS: Final = {
    "x-content-type-options": "nosniff",
    # Some of our addresses carry one-time tokens.
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
# What a page may do, and who may hold it. Scripts, styles and fonts are no pages, and a screen takes 200 of them.
_OF_PAGES: Final = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_PARTS: Final = ("text/javascript", "text/css", "font/")


async def add_headers(message: Message, scope: Scope) -> None:
    """Add what the handler did not set itself; Litestar calls this before each message of an answer."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    is_part = headers.get("content-type", "").startswith(_PARTS)
    for name, value in (_ALWAYS if is_part else _ALWAYS | _OF_PAGES).items():
        headers.setdefault(name, value)
    if scope["path"].startswith("/api/"):
        headers.setdefault("cache-control", "no-store")
