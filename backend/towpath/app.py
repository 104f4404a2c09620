"""The application: every slice's routes, what they are given, and what all answers share."""

import asyncio
import warnings
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

import asyncpg
import redis.asyncio as redis
from alembic.script import ScriptDirectory
from litestar import Litestar, Request, Router
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.exceptions import LitestarDeprecationWarning
from litestar.middleware import DefineMiddleware
from litestar.types import ControllerRouterHandler
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from towpath import migrate
from towpath.contacts import api as contacts
from towpath.events import api as events
from towpath.journeys import api as journeys
from towpath.journeys.gallery import Gallery, flows_folder
from towpath.kit.db import Conn
from towpath.messages import api as messages
from towpath.reports import api as reports
from towpath.segments import api as segments
from towpath.team import api as team
from towpath.team.access import DatabaseAccess
from towpath.team.answers import StoredAnswers
from towpath.web import catalogue, files, health, openapi, problems
from towpath.web.auth import Actor, default_deny
from towpath.web.headers import add_headers
from towpath.web.health import Check
from towpath.web.idempotency import IdempotencyMiddleware
from towpath.web.identity import IdentityMiddleware
from towpath.web.request import ApiRequest
from towpath.web.transaction import TransactionMiddleware, provide_conn
from towpath.wiring import Wiring, redis_url

ROUTES: list[ControllerRouterHandler] = [
    *team.ROUTES, *contacts.ROUTES, *events.ROUTES, *messages.ROUTES, *segments.ROUTES, *journeys.ROUTES,
    *reports.ROUTES,
]  # fmt: skip
PUBLIC_ROUTES: list[ControllerRouterHandler] = [*messages.PUBLIC_ROUTES]
_PATIENCE_S: Final = 2
# Routes that stream a file in say so themselves.
_LARGEST_BODY: Final = 10_000_000


def create_app(wiring: Wiring, *, more: Sequence[ControllerRouterHandler] = ()) -> Litestar:
    """Build the ASGI app over what `wiring` holds; it opens nothing by itself. `more` is mounted under /api/v1."""
    with warnings.catch_warnings():
        # Handlers take what the app gives by its name alone, without a marker; Litestar 3 will want markers.
        warnings.simplefilter("ignore", LitestarDeprecationWarning)
        return _litestar(wiring, more)


def _litestar(wiring: Wiring, more: Sequence[ControllerRouterHandler]) -> Litestar:
    return Litestar(
        route_handlers=[
            Router(path="/api/v1", route_handlers=[*ROUTES, *more]),
            Router(path="/", route_handlers=PUBLIC_ROUTES, opt={"public": True}),
            *openapi.routes(),
            *catalogue.routes(),
            *health.routes(needed=_needed(wiring), helpful={"redis": partial(_redis_problem, wiring)}),
            *files.routes(files.frontend_folder()),
        ],
        dependencies=_dependencies(wiring),
        middleware=[
            DefineMiddleware(TransactionMiddleware, db=wiring.db),
            DefineMiddleware(IdentityMiddleware, access=DatabaseAccess(wiring.db), settings=wiring.settings),
            DefineMiddleware(IdempotencyMiddleware, answers=StoredAnswers(wiring.signer)),
        ],
        guards=[default_deny],
        before_send=[add_headers],
        exception_handlers={Exception: problems.answer},
        request_class=ApiRequest,
        request_max_body_size=_LARGEST_BODY,
        state=State({"settings": wiring.settings}),
        lifespan=[events.lifespan(wiring.db, wiring.clock, wiring.settings)],
        openapi_config=None,
        logging_config=None,
    )


def _needed(wiring: Wiring) -> dict[str, Check]:
    head = ScriptDirectory.from_config(migrate.config()).get_current_head()

    async def database() -> str | None:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                revision = await migrate.revision_of(wiring.db)
        except (OSError, SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return "The database cannot be reached. Is PostgreSQL running, and is TOWPATH_DATABASE_URL right?"
        if revision != head:
            found = f"is at {revision}" if revision else "is empty"
            return f"The database {found}, but this program needs {head}. Run: towpath migrate"
        return None

    return {"database": database}


async def _redis_problem(wiring: Wiring) -> str | None:
    url = redis_url(wiring.settings)
    try:
        async with redis.from_url(
            url, socket_connect_timeout=_PATIENCE_S, socket_timeout=_PATIENCE_S
        ) as client:
            await client.ping()
    except (OSError, RedisError):
        return "Redis cannot be reached. Nothing is lost; workers look by themselves every second."
    return None


def _dependencies(wiring: Wiring) -> dict[str, Provide]:
    """What a handler may ask for by name."""

    async def now(conn: NamedDependency[Conn]) -> datetime:
        return await wiring.clock.now(conn)

    def actor(request: Request[Any, Any, Any]) -> Actor:
        return request.user

    def given(value: object) -> Provide:
        return Provide(lambda: value, sync_to_thread=False)

    return {
        "conn": Provide(provide_conn),
        "now": Provide(now),
        "actor": Provide(actor, sync_to_thread=False),
        "db": given(wiring.db),
        "clock": given(wiring.clock),
        "bell": given(wiring.bell),
        "settings": given(wiring.settings),
        "signer": given(wiring.signer),
        "registry": given(wiring.registry),
        "gallery": given(Gallery(flows_folder(), wiring.registry)),
    }
