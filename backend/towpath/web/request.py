"""A request whose JSON body is checked before it is read, and remembered for the words of its faults."""

from typing import Any, Final

import msgspec
from litestar import Request
from litestar.exceptions import HTTPException
from litestar.types import Scope

from towpath.kit.errors import DomainError

_KEY: Final = "towpath.json"
NOTHING: Final = msgspec.UNSET


class Malformed(DomainError):
    """This request cannot be read."""

    code = "malformed"


class ApiRequest(Request[Any, Any, Any]):
    """Litestar's request; says 415 for another content type than JSON, and 400 for broken JSON."""

    async def json(self) -> Any:
        kind = self.content_type[0]
        if kind != "application/json" and not kind.endswith("+json"):
            raise HTTPException(
                status_code=415,
                detail="Send the body as JSON, with the header Content-Type: application/json.",
            )
        try:
            value = msgspec.json.decode(await self.body())
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Malformed(f"The body is not valid JSON: {error}.") from error
        self.scope["state"][_KEY] = value
        return value


def json_of(scope: Scope) -> Any:
    """Return the decoded body of the request; NOTHING when it had none."""
    return scope["state"].get(_KEY, NOTHING)
