"""Idempotency-Key: whoever repeats a POST with the same key gets the first answer again, and nothing happens twice.

The first answer is kept in the request's own transaction: either what it did and what it said are both there, or
neither is. An answer of 400 or more did nothing and is not kept; the same key may try again. Bodies are hashed as
they stream by and never held.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final, Protocol, cast

from litestar.connection import ASGIConnection
from litestar.types import ASGIApp, HTTPReceiveMessage, Message, Receive, Scope, Send

from towpath.kit.db import Conn
from towpath.kit.errors import Conflict, Fault, Invalid, TooLarge
from towpath.web.auth import required_permissions
from towpath.web.problems import send_problem
from towpath.web.transaction import transaction_of

HEADER: Final = "idempotency-key"
REPLAYED: Final = "Idempotency-Replayed"
_KEY: Final = re.compile(r"[\x21-\x7e]{1,200}")
# These belong to one answer only, or are made anew.
_NOT_KEPT: Final = frozenset({"content-length", "set-cookie", "date"})


class KeyReused(Invalid):
    """This Idempotency-Key was used for another request before."""

    code = "idempotency-key-reused"


class StillRunning(Conflict):
    """The first request with this Idempotency-Key is still being worked on."""

    code = "idempotency-key-in-use"
    retry_after_s = 2


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer that was given, and the fingerprint of its request."""

    fingerprint: str
    status: int
    headers: dict[str, str]
    body: bytes


class Answers(Protocol):
    """Where first answers are kept."""

    async def claim(self, conn: Conn, actor: str, key: str) -> Answer | None:
        """Wait until nobody else works under this key; return the first answer if there is one.

        Raises StillRunning after a short wait.
        """
        ...

    async def keep(self, conn: Conn, actor: str, key: str, answer: Answer) -> None: ...


class IdempotencyMiddleware:
    """Replays or keeps the answers of POSTs that carry the header; costs the others one look."""

    def __init__(self, app: ASGIApp, answers: Answers) -> None:
        self.app = app
        self.answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = ASGIConnection(scope, receive, send)
        key = connection.headers.get(HEADER)
        if key is None or not _applies(connection):
            await self.app(scope, receive, send)
            return
        if not _KEY.fullmatch(key):
            raise Invalid(
                faults=[Fault("/Idempotency-Key", "Use 1 to 200 visible ASCII characters, such as a UUID.")]
            )
        actor = scope["user"]
        actor.must(required_permissions(connection.route_handler) or ())
        conn = await transaction_of(scope).conn()
        earlier = await self.answers.claim(conn, actor.key, key)
        body = _HashedBody(connection, receive)
        if earlier is not None:
            if await body.fingerprint() != earlier.fingerprint:
                raise KeyReused("Use a new key for a new request; the old one belongs to another.")
            await _replay(earlier, send)
            return
        held = _HeldAnswer()
        await self.app(scope, cast("Receive", body.receive), held.send)
        try:
            if held.status < 400:
                answer = held.as_answer(await body.fingerprint())
                await self.answers.keep(conn, actor.key, key, answer)
        except Exception as error:  # noqa: BLE001 - an answer that cannot be kept must not be given
            await send_problem(error, scope, receive, send)
            return
        for message in held.messages:
            await send(message)


def _applies(connection: ASGIConnection) -> bool:
    return (
        connection.scope.get("method") == "POST"
        and connection.scope.get("user") is not None
        and connection.route_handler.opt.get("idempotent", True)
    )


async def _replay(answer: Answer, send: Send) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers.items()]
    headers += [(b"content-length", str(len(answer.body)).encode()), (REPLAYED.lower().encode(), b"true")]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body, "more_body": False})


class _HashedBody:
    """The request's body, hashed on its way to the handler."""

    def __init__(self, connection: ASGIConnection, receive: Receive) -> None:
        scope = connection.scope
        kind = connection.headers.get("content-type", "").partition(";")[0]
        about = f"{scope.get('method')}\n{scope['path']}\n{scope['query_string'].decode('latin-1')}\n{kind}\n"
        self._hash = hashlib.sha256(about.encode())
        self._receive = receive
        self._limit = connection.route_handler.resolve_request_max_body_size()
        self._size = 0
        self._is_over = False

    async def receive(self) -> HTTPReceiveMessage:
        message = cast("HTTPReceiveMessage", await self._receive())
        if message["type"] == "http.request":
            chunk = message.get("body", b"")
            self._hash.update(chunk)
            self._size += len(chunk)
            self._is_over = not message.get("more_body", False)
        else:
            self._is_over = True
        return message

    async def fingerprint(self) -> str:
        """Return the hash of method, address and whole body; reads what the handler left."""
        while not self._is_over:
            await self.receive()
            if self._limit is not None and self._size > self._limit:
                raise TooLarge
        return self._hash.hexdigest()


class _HeldAnswer:
    """An answer that waits until it is kept."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.status = 500

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        self.messages.append(message)

    def as_answer(self, fingerprint: str) -> Answer:
        headers: dict[str, str] = {}
        body = b""
        for message in self.messages:
            if message["type"] == "http.response.start":
                pairs = (
                    (name.decode("latin-1").lower(), value.decode("latin-1"))
                    for name, value in message["headers"]
                )
                headers = {name: value for name, value in pairs if name not in _NOT_KEPT}
            elif message["type"] == "http.response.body":
                body += message["body"]
        return Answer(fingerprint=fingerprint, status=self.status, headers=headers, body=body)
