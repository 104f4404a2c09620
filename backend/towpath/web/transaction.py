"""One transaction per request, committed before the first byte of the answer leaves.

Litestar would run the cleanup of a generator dependency after the handler and before it sends the answer, too, but
such a cleanup cannot see that the answer is an error, and what it raises comes out as an ExceptionGroup. So the
transaction settles where the answer passes by: a 2xx or 3xx commits, anything else rolls back, and a commit that
fails turns the answer into its problem.
"""

from typing import Final

from litestar.types import ASGIApp, Message, Receive, Scope, Send

from towpath.kit.db import Conn, Database
from towpath.web.problems import send_problem

_KEY: Final = "towpath.transaction"


class RequestTransaction:
    """Opens a transaction when the request first needs one; settles it once."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._conn: Conn | None = None

    async def conn(self) -> Conn:
        if self._conn is None:
            conn = self._db.engine.connect()
            await conn.start()
            self._conn = conn
            await conn.begin()
        return self._conn

    async def commit(self) -> None:
        if self._conn is not None:
            await self._conn.commit()
        await self.close()

    async def close(self) -> None:
        """Give the connection back; whatever was not committed is undone."""
        if self._conn is not None:
            conn, self._conn = self._conn, None
            await conn.close()


class TransactionMiddleware:
    """Gives each request its RequestTransaction and settles it as the answer passes."""

    def __init__(self, app: ASGIApp, db: Database) -> None:
        self.app = app
        self.db = db

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        transaction = RequestTransaction(self.db)
        scope["state"][_KEY] = transaction
        is_replaced = False

        async def settle_first(message: Message) -> None:
            nonlocal is_replaced
            if message["type"] == "http.response.start":
                try:
                    await _settle(transaction, message["status"])
                except Exception as error:  # noqa: BLE001 - whatever stopped the commit becomes the answer
                    is_replaced = True
                    await send_problem(error, scope, receive, send)
            if not is_replaced:
                await send(message)

        try:
            await self.app(scope, receive, settle_first)
        finally:
            await transaction.close()


async def _settle(transaction: RequestTransaction, status: int) -> None:
    if status < 400:
        await transaction.commit()
    else:
        await transaction.close()


def transaction_of(scope: Scope) -> RequestTransaction:
    return scope["state"][_KEY]


async def provide_conn(scope: Scope) -> Conn:
    """The dependency `conn`."""
    return await transaction_of(scope).conn()
