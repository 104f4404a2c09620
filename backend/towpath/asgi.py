"""The app for any ASGI server: `uvicorn towpath.asgi:app`. Settings come from the environment when it starts."""

from litestar import Litestar
from litestar.types import LifeSpanScope, Receive, Scope, Send

from towpath.app import create_app
from towpath.settings import read_settings
from towpath.wiring import wired

_running: list[Litestar] = []


async def app(scope: Scope | LifeSpanScope, receive: Receive, send: Send) -> None:
    """Connect while the server's lifespan lasts, and answer meanwhile."""
    if scope["type"] == "lifespan":
        async with wired(read_settings()) as wiring:
            _running.append(create_app(wiring))
            await _running[-1](scope, receive, send)
    else:
        await _running[-1](scope, receive, send)
