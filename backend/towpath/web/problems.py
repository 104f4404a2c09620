"""Every error as an RFC 9457 problem. The only place where kinds of errors become HTTP numbers."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, InternalServerException, ValidationException
from litestar.types import Receive, Scope, Send

from towpath.kit.errors import (
    Conflict,
    DomainError,
    Fault,
    Gone,
    Invalid,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Stale,
    TooLarge,
    TooSoon,
    Unavailable,
)  # fmt: skip
from towpath.web.etags import PreconditionRequired
from towpath.web.faults import faults_of
from towpath.web.request import Malformed
from towpath.web.trouble import is_away, is_busy, is_clash, is_unstorable, names_of, places_of

_WAIT_S: Final = 5
MEDIA_TYPE: Final = "application/problem+json"

_log = structlog.get_logger()


STATUS_OF: Final[Mapping[type[DomainError], int]] = {
    Malformed: 400,
    NotSignedIn: 401,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    Gone: 410,
    Stale: 412,
    TooLarge: 413,
    Invalid: 422,
    PreconditionRequired: 428,
    TooSoon: 429,
    Unavailable: 503,
}

CODE_OF: Final = {
    400: "malformed", 401: "not-signed-in", 403: "not-allowed", 404: "not-found", 405: "method-not-allowed",
    413: "too-large", 415: "unsupported-media-type", 422: "invalid", 429: "too-soon", 503: "unavailable",
}  # fmt: skip
TITLE_OF: Final = {
    400: Malformed.title(), 401: NotSignedIn.title(), 403: NotAllowed.title(), 404: NotFound.title(),
    405: "This address does not answer to that method.", 413: TooLarge.title(),
    415: "This content type is not understood here.", 422: Invalid.title(), 503: Unavailable.title(),
}  # fmt: skip

_OF_THE_DATABASE: Final[Sequence[tuple[Callable[[Exception], bool], type[DomainError], str]]] = (
    (
        is_away,
        Unavailable,
        "The database cannot be reached at the moment. Nothing was changed; try again soon.",
    ),
    (is_busy, Unavailable, "Somebody else is changing the same thing. Nothing was changed; try again."),
    (
        is_clash,
        Conflict,
        "Somebody changed the same thing at the same moment. Nothing was changed; try again.",
    ),
    (
        is_unstorable,
        Invalid,
        "A value in this request cannot be stored: a number is too large, or a text has a NUL in it.",
    ),
)


class Problem(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What went wrong, as RFC 9457 says it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    errors: list[Fault] = []


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Turn any error into its answer; Litestar calls this for everything that was raised."""
    return _response(request.scope, error)


async def send_problem(error: Exception, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the problem of `error` from within a middleware."""
    response = _response(scope, error)
    asgi = response.to_asgi_response(app=None, request=Request(scope, receive, send))
    await asgi(scope, receive, send)


def _response(scope: Scope, error: Exception) -> Response[bytes]:
    known = _as_domain_error(error)
    if known is not None:
        problem, headers = _of_domain(known), _headers_of(known)
    elif isinstance(error, HTTPException):
        problem, headers = _of_http(error, scope), dict(error.headers or {})
    else:
        problem, headers = _unexpected(), {}
    if problem.status >= 500:
        _record(problem, error, scope)
    problem.instance = scope["path"]
    return Response(
        msgspec.json.encode(problem), status_code=problem.status, media_type=MEDIA_TYPE, headers=headers
    )


def _record(problem: Problem, error: Exception, scope: Scope) -> None:
    """One line per failure of ours: what and where, but no message, for messages quote people's data."""
    _log.error(
        "request_failed",
        status=problem.status,
        code=problem.code,
        method=scope.get("method"),
        route=scope.get("path_template", ""),
        error=names_of(error),
        where=places_of(error) if problem.status == 500 else None,
    )


def _as_domain_error(error: Exception) -> DomainError | None:
    """Return what `error` means for the caller; None for a fault of ours."""
    if isinstance(error, DomainError):
        return error
    if isinstance(error, InternalServerException) and "disconnected" in error.detail:
        return Malformed("The connection ended before the whole request had arrived.")
    for is_this, kind, words in _OF_THE_DATABASE:
        if is_this(error):
            if kind is not Unavailable:
                _log.warning("refused_by_database", error=names_of(error), where=places_of(error))
            return kind(words)
    return None


def status_of(error: DomainError | type[DomainError]) -> int:
    kinds = error.__mro__ if isinstance(error, type) else type(error).__mro__
    return next((STATUS_OF[kind] for kind in kinds if kind in STATUS_OF), 400)


def _of_domain(error: DomainError) -> Problem:
    return Problem(
        type=f"/problems/{error.code}",
        title=error.title(),
        status=status_of(error),
        detail=error.faults[0].detail if _says_less(error) else error.detail,
        instance="",
        code=error.code,
        errors=error.faults,
    )


def _says_less(error: DomainError) -> bool:
    return len(error.faults) == 1 and error.detail == error.title()


def _headers_of(error: DomainError) -> dict[str, str]:
    if isinstance(error, NotSignedIn):
        return {"WWW-Authenticate": 'Bearer realm="Towpath"'}
    # An error that knows how long to wait says so itself.
    wait_s = getattr(error, "retry_after_s", _WAIT_S if isinstance(error, TooSoon | Unavailable) else None)
    return {} if wait_s is None else {"Retry-After": str(wait_s)}


def _of_http(error: HTTPException, scope: Scope) -> Problem:
    if isinstance(error, ValidationException):
        faults = faults_of(error, scope)
        detail = faults[0].detail if len(faults) == 1 else f"{len(faults)} values need a change."
        return _plain(422, detail, faults)
    if error.status_code >= 500:
        return _unexpected()
    return _plain(error.status_code, error.detail)


def _plain(status: int, detail: str, faults: list[Fault] | None = None) -> Problem:
    code = CODE_OF.get(status)
    phrase = HTTPStatus(status).phrase
    return Problem(
        type=f"/problems/{code}" if code else "about:blank",
        title=TITLE_OF.get(status, phrase),
        status=status,
        detail=TITLE_OF.get(status, phrase) if detail == phrase else detail,
        instance="",
        code=code or phrase.lower().replace(" ", "-"),
        errors=faults or [],
    )


def _unexpected() -> Problem:
    return Problem(
        type="about:blank",
        title="Something went wrong on our side.",
        status=500,
        detail="Nothing was changed. The cause is in the server's log; please tell whoever runs this installation.",
        instance="",
        code="internal",
    )
