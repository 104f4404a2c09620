"""The page behind the link in every message: looking changes nothing, a POST does.

Mail programs send the POST by themselves (RFC 8058), without cookies; people press its button. No script is needed.
"""

import base64
import hashlib
from datetime import datetime
from html import escape
from typing import Annotated, Any, Final

from litestar import Controller, HttpMethod, MediaType, Request, Response, post, route
from litestar.di import NamedDependency
from litestar.exceptions import HTTPException
from litestar.params import Parameter

from towpath.kit.db import Conn
from towpath.kit.tokens import BadToken, Signer
from towpath.messages import actions
from towpath.messages.actions import Unsubscribable
from towpath.messages.compose import UNSUBSCRIBE
from towpath.team.store import workspace

Token = Annotated[str, Parameter(max_length=200)]

_STYLE: Final = (
    "body{font:18px/1.5 system-ui,sans-serif;color:#222;background:#fff;max-width:32rem;margin:4rem auto;"
    "padding:0 1rem}"
    "h1{font-size:1.5rem}label{display:block;margin:.75rem 0}button{font:inherit;padding:.6rem 1.2rem;margin-top:1rem;"
    "border:0;border-radius:.4rem;background:#1f5f4a;color:#fff}"
)
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS: Final = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}
_START: Final = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    f"<style>{_STYLE}</style><title>"
)
_BUTTON: Final = '<button type="submit">Unsubscribe</button>'


class UnsubscribeController(Controller):
    """Leaving a topic, or everything."""

    path = "/u"
    include_in_schema = False

    @route(
        "/{token:str}",
        http_method=[HttpMethod.GET, HttpMethod.HEAD],
        summary="Ask",
        media_type=MediaType.HTML,
    )
    async def ask(
        self, conn: NamedDependency[Conn], signer: NamedDependency[Signer], token: Token
    ) -> Response[str]:
        try:
            number = _delivery_of(signer, token)
        except BadToken:
            return _page(
                "This link is not valid", "<p>Please use the link of a newer message.</p>", status=404
            )
        whom = await actions.find_unsubscribable(conn, number)
        sender = escape((await workspace(conn)).name)
        if whom is None:
            return _page("You are not on our list", f"<p>{sender} does not write to you any more.</p>")
        return _page("Unsubscribe", _question(whom, sender))

    @post("/{token:str}", status_code=200, summary="Unsubscribe", media_type=MediaType.HTML)
    async def act(
        self,
        request: Request[Any, Any, Any],
        conn: NamedDependency[Conn],
        signer: NamedDependency[Signer],
        now: NamedDependency[datetime],
        token: Token,
    ) -> Response[str]:
        try:
            number = _delivery_of(signer, token)
        except BadToken:
            return _page(
                "This link is not valid", "<p>Please use the link of a newer message.</p>", status=404
            )
        form = await _form_of(request)
        whom = await actions.find_unsubscribable(conn, number)
        if whom is None:
            return _page("You are unsubscribed", "<p>We do not write to you any more.</p>")
        from_all = form.get("choice") == "all" or whom.topic_id is None
        source = "one-click unsubscribe" if "List-Unsubscribe" in form else "unsubscribe page"
        await actions.unsubscribe(conn, whom, from_all=from_all, source=source, now=now)
        return _page("You are unsubscribed", _farewell(whom, from_all=from_all))


def _delivery_of(signer: Signer, token: str) -> int:
    payload = signer.read(UNSUBSCRIBE, token)
    if not payload.isdigit():
        raise BadToken
    return int(payload)


async def _form_of(request: Request[Any, Any, Any]) -> dict[str, str]:
    """Return the fields of a form in either coding; a body that is none has no fields, and is still a wish to leave."""
    try:
        fields = await request.form()
    except (HTTPException, ValueError):
        return {}
    return {str(name): value for name, value in fields.items() if isinstance(value, str)}


def _question(whom: Unsubscribable, sender: str) -> str:
    if whom.topic_id is None:
        choice = f"<p>Stop all newsletters from {sender}?</p>"
    else:
        choice = (
            f"<p>What should {sender} no longer send you?</p>"
            f'<label><input type="radio" name="choice" value="topic" checked> {escape(whom.topic)}</label>'
            '<label><input type="radio" name="choice" value="all"> Everything but answers to what I do myself</label>'
        )
    note = "<p>This link is from a test message: it changes nothing.</p>" if whom.is_test else ""
    return f'{note}<form method="post">{choice}{_BUTTON}</form>'


def _farewell(whom: Unsubscribable, *, from_all: bool) -> str:
    if whom.is_test:
        return "<p>This link is from a test message: nothing was changed.</p>"
    what = "any newsletter" if from_all else f"“{escape(whom.topic)}”"
    return f"<p>You will not get {what} from us any more.</p>"


def _page(title: str, body: str, *, status: int = 200) -> Response[str]:
    title = escape(title)
    page = f"{_START}{title}</title></head><body><main><h1>{title}</h1>{body}</main></body></html>"
    return Response(page, status_code=status, media_type=MediaType.HTML, headers=_HEADERS)
