"""Does the process live, and can it work? For whoever watches over an installation."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Final

import msgspec
from litestar import route
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler

from towpath.kit.errors import Fault, Unavailable

# Returns None when all is well, or in plain words what is not.
Check = Callable[[], Awaitable[str | None]]
_PUBLIC: Final = {"public": True}
_METHODS: Final = (HttpMethod.GET, HttpMethod.HEAD)


class NotReady(Unavailable):
    """Towpath cannot work at the moment."""

    code = "not-ready"


class Health(msgspec.Struct):
    """The process answers."""

    status: Annotated[str, msgspec.Meta(examples=["alive"])]


class Readiness(msgspec.Struct):
    """Whether Towpath can work; `problems` says in plain words what is away."""

    status: Annotated[
        str, msgspec.Meta(description="ready, or degraded: works, but slower.", examples=["ready"])
    ]
    problems: list[str]


def routes(needed: Mapping[str, Check], helpful: Mapping[str, Check]) -> list[HTTPRouteHandler]:
    """Return /health and /ready; without one of `needed` Towpath is not ready, without `helpful` degraded."""

    @route(
        "/health", http_method=_METHODS, summary="Ask whether the process lives", operation_id="get_health",
        tags=["Operation"], opt=_PUBLIC,
    )  # fmt: skip
    async def health() -> Health:
        return Health("alive")

    @route(
        "/ready", http_method=_METHODS, summary="Ask whether it can work", operation_id="get_readiness",
        tags=["Operation"], opt=_PUBLIC,
    )  # fmt: skip
    async def ready() -> Readiness:
        """Looks at the database, its schema and Redis. 503 when nothing can be done without what is away."""
        missing = await _failing(needed)
        if missing:
            words = list(missing.values())
            raise NotReady(
                " ".join(words), faults=[Fault(f"/{name}", text) for name, text in missing.items()]
            )
        impaired = await _failing(helpful)
        return Readiness("degraded" if impaired else "ready", list(impaired.values()))

    return [health, ready]


async def _failing(checks: Mapping[str, Check]) -> dict[str, str]:
    found = {name: await check() for name, check in checks.items()}
    return {name: problem for name, problem in found.items() if problem is not None}
