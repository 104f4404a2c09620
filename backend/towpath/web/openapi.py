"""The API's description, OpenAPI 3.1, made from the routes.

Litestar can make one, too, but leaves out the docstrings of structs and the ban of unknown fields, and lets the default
of one field leak into a shared schema; msgspec's own JSON Schema has all of it right.
"""

import inspect
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

import msgspec
from litestar import Controller, Litestar, Request, Response, get
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from towpath.kit.errors import Fault
from towpath.web.auth import is_public, required_permissions
from towpath.web.examples import example_of
from towpath.web.moments import mark_moments
from towpath.web.problems import MEDIA_TYPE, Problem
from towpath.web.signature import REF, Json, body_of, content_of, parameters_of, types_of

_PROBLEM: Final = {"$ref": "#/components/responses/Problem"}
_IDEMPOTENCY: Final = {"$ref": "#/components/parameters/IdempotencyKey"}


@dataclass(frozen=True)
class Operation:
    """One handler at one address."""

    path: str
    method: str
    handler: HTTPRouteHandler


def routes() -> list[HTTPRouteHandler]:
    """Return the handler of the description; it is made once, when first asked for."""
    made: list[bytes] = []

    @get("/api/v1/openapi.json", include_in_schema=False, opt={"public": True}, name="openapi")
    async def openapi(request: Request[Any, Any, Any]) -> Response[bytes]:
        if not made:
            made.append(msgspec.json.encode(describe(request.app)))
        return Response(made[0], media_type="application/json", headers={"Cache-Control": "no-cache"})

    return [openapi]


def describe(app: Litestar) -> Json:
    """Return the OpenAPI document of `app`. Raises ValueError when two operations share an id."""
    operations = list(operations_of(app))
    schemas = _schemas(operations)
    names = Counter(_name(operation) for operation in operations)
    paths: Json = {}
    for operation in operations:
        if names[_name(operation)] > 1:
            raise ValueError(f"Several operations are called {_name(operation)}; give them an operation_id.")
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Towpath",
            "version": version("towpath"),
            "summary": "Contacts, events, segments, messages and journeys, over HTTP.",
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": _tags(operations),
        "paths": dict(sorted(paths.items())),
        "components": {**_COMPONENTS, "schemas": dict(sorted(schemas.items()))},
    }


def operations_of(app: Litestar) -> Iterator[Operation]:
    """Walk all routes that the description shows."""
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for handler in route.route_handlers:
            if handler.resolve_include_in_schema():
                for method in handler.http_methods - {HttpMethod.HEAD}:
                    yield Operation(re.sub(r":\w+}", "}", route.path), str(method), handler)


def _operation(operation: Operation, schemas: Json) -> Json:
    handler = operation.handler
    needed = required_permissions(handler)
    described: Json = {
        "operationId": _name(operation),
        "summary": handler.summary or handler.handler_name.replace("_", " ").capitalize(),
        "tags": [_tag(handler)],
        "responses": {str(handler.status_code): _success(handler), "default": _PROBLEM},
        "security": [] if is_public(handler) else [{"apiKey": []}, {"session": []}],
    }
    words = [inspect.cleandoc(handler.fn.__doc__ or "")]
    if needed:
        words.append(f"Needs the permission {' and '.join(f'`{p.value}`' for p in needed)}.")
    if any(words):
        described["description"] = "\n\n".join(word for word in words if word)
    parameters = parameters_of(handler, operation.path)
    if operation.method == "POST" and not is_public(handler) and handler.opt.get("idempotent", True):
        parameters.append(_IDEMPOTENCY)
    if parameters:
        described["parameters"] = parameters
    body = body_of(handler)
    if body is not None:
        described["requestBody"] = {**body, "content": _with_examples(body["content"], schemas)}
    return described


def _with_examples(content: Json, schemas: Json) -> Json:
    return {
        kind: media if "example" in media else {**media, "example": example_of(media["schema"], schemas)}
        for kind, media in content.items()
    }


def _name(operation: Operation) -> str:
    given = operation.handler.operation_id
    return given if isinstance(given, str) else operation.handler.handler_name


def _success(handler: HTTPRouteHandler) -> Json:
    described: Json = {"description": handler.response_description or "Done."}
    content = content_of(handler)
    if content:
        described["content"] = content
    return described


def _schemas(operations: list[Operation]) -> Json:
    types = [kind for operation in operations for kind in types_of(operation.handler, operation.path)]
    _, found = msgspec.json.schema_components([*types, Problem, Fault], ref_template=REF)
    schemas = dict(found)
    mark_moments(types, schemas)
    return schemas


def _tag(handler: HTTPRouteHandler) -> str:
    tags = handler.resolve_tags()
    if tags:
        return min(tags)
    first = next(iter(sorted(handler.paths)), "/").strip("/").partition("/")[0]
    return (first or "other").replace("-", " ").capitalize()


def _tags(operations: list[Operation]) -> list[Json]:
    """Each group with the docstrings of its controllers."""
    words: dict[str, dict[str, None]] = {}
    for operation in operations:
        texts = words.setdefault(_tag(operation.handler), {})
        if text := _words_of_controller(operation.handler):
            texts[text] = None
    return [{"name": name, "description": " ".join(texts)} for name, texts in sorted(words.items())]


def _words_of_controller(handler: HTTPRouteHandler) -> str:
    # Litestar turns controllers into plain routers; the function still knows where it was written.
    function = handler.fn
    controller = getattr(sys.modules[function.__module__], function.__qualname__.partition(".")[0], None)
    is_controller = isinstance(controller, type) and issubclass(controller, Controller)
    return inspect.cleandoc(controller.__doc__ or "") if is_controller else ""


_ABOUT: Final = """
Sign in with an API key (`Authorization: Bearer twp_…`) or, in a browser, with a session.

**Errors** are problems as RFC 9457 describes them (`application/problem+json`): `code` is stable and meant for
programs, `detail` is meant for people, `errors` names each wrong value by a JSON pointer.

**Lists** come in pages: send `next` as `cursor` until it is null.

**Repeating a POST** is safe with an `Idempotency-Key`.

**Saving a draft** needs `If-Match` with the ETag that was read; 412 says that somebody saved in between.
"""

_EXAMPLE_PROBLEM: Final = Problem(
    type="/problems/invalid",
    title="Some of this cannot be accepted as it is.",
    status=422,
    detail="This is missing.",
    instance="/api/v1/users",
    code="invalid",
    errors=[Fault("/email", "This is missing.")],
)

_COMPONENTS: Final[Json] = {
    "securitySchemes": {
        "apiKey": {"type": "http", "scheme": "bearer", "description": "An API key, twp_…, made under Team."},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": "towpath",
            "description": "A browser's session (over https its name is __Host-towpath). Changes also need the header "
            "X-CSRF-Token with the `csrf_token` of GET /api/v1/session.",
        },
    },
    "parameters": {
        "IdempotencyKey": {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "description": "Any text of your choice, such as a UUID. Within 24 hours the same request with the same "
            "key gets the first answer again, with the header Idempotency-Replayed: true; another request is refused.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
        }
    },
    "responses": {
        "Problem": {
            "description": "What went wrong.",
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": REF.format(name="Problem")},
                    "example": msgspec.to_builtins(_EXAMPLE_PROBLEM),
                }
            },
        }
    },
}
