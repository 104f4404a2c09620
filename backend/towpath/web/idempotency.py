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
_BOUNDARY: Final = re.compile(r"^multipart/.*boundary=\"?([^\";]{2,200})", re.IGNORECASE)
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
        if earlier is None:
            await self._answer_first(connection, body, key)
        elif await body.fingerprint() != earlier.fingerprint:
            raise KeyReused("Use a new key for a new request; the old one belongs to another.")
        else:
            await _replay(earlier, send)

    async def _answer_first(self, connection: ASGIConnection, body: "_HashedBody", key: str) -> None:
        """Let the handler answer; hold its answer until it is kept."""
        scope, send = connection.scope, connection.send
        held = _HeldAnswer()

        async def hold(message: Message) -> None:
            held.messages.append(message)
            if not held.is_complete:
                return
            try:
                if held.status < 400:
                    conn = await transaction_of(scope).conn()
                    await self.answers.keep(
                        conn, scope["user"].key, key, held.as_answer(await body.fingerprint())
                    )
            except Exception as error:  # noqa: BLE001 - an answer that cannot be kept must not be given
                await send_problem(error, scope, connection.receive, send)
                return
            # Here, not after the handler's return: what it does in the background must find the transaction closed.
            for waiting in held.messages:
                await send(waiting)

        await self.app(scope, cast("Receive", body.receive), hold)


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
    """The request's body, hashed on its way to the handler. A form's boundary is left out: it is new each time."""

    def __init__(self, connection: ASGIConnection, receive: Receive) -> None:
        scope = connection.scope
        kind = connection.headers.get("content-type", "")
        about = [
            scope.get("method"),
            scope["path"],
            scope["query_string"].decode("latin-1"),
            kind.partition(";")[0],
        ]
        self._hash = hashlib.sha256("\n".join(map(str, about)).encode())
        found = _BOUNDARY.search(kind)
        self._boundary = found[1].encode("latin-1") if found else b""
        self._tail = b""
        self._receive = receive
        self._limit = connection.route_handler.resolve_request_max_body_size()
        self._size = 0
        self._is_over = False

    async def receive(self) -> HTTPReceiveMessage:
        message = cast("HTTPReceiveMessage", await self._receive())
        if message["type"] == "http.request":
            self._feed(message.get("body", b""))
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
        self._hash.update(self._tail)
        self._tail = b""
        return self._hash.hexdigest()

    def _feed(self, chunk: bytes) -> None:
        self._size += len(chunk)
        if not self._boundary:
            self._hash.update(chunk)
            return
        seen = (self._tail + chunk).replace(self._boundary, b"")
        # The boundary may be cut in two by the chunks.
        kept = len(self._boundary) - 1
        self._hash.update(seen[:-kept])
        self._tail = seen[-kept:]


class _HeldAnswer:
    """An answer that waits until it is kept."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    @property
    def is_complete(self) -> bool:
        last = self.messages[-1]
        return last["type"] == "http.response.body" and not last.get("more_body", False)

    @property
    def status(self) -> int:
        return next((m["status"] for m in self.messages if m["type"] == "http.response.start"), 500)

    def as_answer(self, fingerprint: str) -> Answer:
        headers: dict[str, str] = {}
        body = b""
        for message in self.messages:
            if message["type"] == "http.response.start":
                pairs = ((n.decode("latin-1").lower(), v.decode("latin-1")) for n, v in message["headers"])
                headers = {name: value for name, value in pairs if name not in _NOT_KEPT}
            elif message["type"] == "http.response.body":
                body += message["body"]
        return Answer(fingerprint=fingerprint, status=self.status, headers=headers, body=body)
