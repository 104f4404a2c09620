"""A whole Towpath for a test in a browser: server, worker and captive mailbox over the test's own database.

Everything is the real thing, in this process and on one event loop, so that a test costs no start of programs.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from sqlalchemy import text

from towpath.app import create_app
from towpath.kit.bell import ADVANCE
from towpath.messages.jobs import Sender
from towpath.messages.mailbox import Mailbox, serve_mailbox
from towpath.settings import Settings
from towpath.team.model import Role
from towpath.team.sessions import NewSession, open_session
from towpath.team.store import add_user
from towpath.wiring import Wiring, wired
from towpath.worker import chores_of
from towpath.worker.chores import each_second, finish
from towpath.worker.rings import hear_rings

FLOWS = Path(__file__).resolve().parents[2] / "flows"


class House:
    """A running Towpath; `address` is where the browser finds it. The server can be stopped and started again."""

    def __init__(self, wiring: Wiring, mailbox: Mailbox) -> None:
        self.wiring, self.mailbox = wiring, mailbox
        self.app = create_app(wiring)
        self.port = 0
        self._server: uvicorn.Server | None = None
        self._running: asyncio.Task[None] | None = None
        self._clients: list[httpx.AsyncClient] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Answer; the second time on the same port as before."""
        config = uvicorn.Config(
            self.app, host="127.0.0.1", port=self.port, http="httptools", ws="none", log_config=None,
            access_log=False, proxy_headers=False, timeout_graceful_shutdown=1,
        )  # fmt: skip
        server = uvicorn.Server(config)
        running = asyncio.create_task(server._serve())
        while not server.started:
            await asyncio.wait({running}, timeout=0.01)
            assert not running.done(), running.result()
        self.port = server.servers[0].sockets[0].getsockname()[1]
        self._server, self._running = server, running

    async def stop(self) -> None:
        """Go away, as a server does that crashes or is restarted: nobody is answered any more."""
        if self._server is None or self._running is None:
            return
        self._server.should_exit = True
        await self._running
        self._server = self._running = None

    async def session(self, role: Role = Role.OWNER, name: str = "") -> NewSession:
        """Let somebody be signed in; their account is made the first time."""
        email = f"{role.value}{name.lower()}@towpath.test"
        async with self.wiring.db.transaction() as conn:
            known = text("SELECT id FROM app_user WHERE email = :email")
            user = (await conn.execute(known, {"email": email})).scalar() or await add_user(
                conn, email=email, name=name or f"Olga {role.value.title()}", password_hash="not a hash", role=role
            )  # fmt: skip
            assert user is not None
            return await open_session(conn, user, "Chromium")

    async def api(self, role: Role = Role.OWNER) -> httpx.AsyncClient:
        """Return a client of the API, signed in, without a browser."""
        session = await self.session(role)
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.app), base_url=self.address,
            headers={"X-CSRF-Token": session.csrf_token, "Origin": self.address},
            cookies={"towpath": session.token},
        )  # fmt: skip
        self._clients.append(client)
        return client

    async def pass_time(self, by: timedelta) -> None:
        """Let so much time go by for journeys, and the worker look."""
        async with self.wiring.db.transaction() as conn:
            await conn.execute(text("UPDATE workspace SET clock_offset = clock_offset + :by"), {"by": by})
        await self.wiring.bell.ring(ADVANCE)

    async def close(self) -> None:
        for client in self._clients:
            await client.aclose()
        await self.stop()


@asynccontextmanager
async def running_house(database_url: str, redis_url: str, folder: Path) -> AsyncIterator[House]:
    """Yield a house over a migrated database, with a worker at work."""
    settings = Settings(database_url=database_url, redis_url=redis_url, data_dir=folder, secret_key="x" * 40)
    async with wired(settings, pool_size=6) as wiring:
        mailbox = await serve_mailbox(wiring.db, settings)
        posting = replace(settings, smtp_url=mailbox.url, smtp_connections=2)
        sender = Sender(wiring.db, wiring.clock, posting, wiring.signer)
        chores = chores_of(wiring, sender)
        house = House(wiring, mailbox)
        await house.start()
        working = [
            asyncio.create_task(each_second(chores)), asyncio.create_task(hear_rings(redis_url, chores)),
        ]  # fmt: skip
        try:
            yield house
        finally:
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)
            await finish(chores, patience_s=5)
            with contextlib.suppress(OSError):
                await sender.close()
            await house.close()
            await mailbox.close()


def template(slug: str) -> dict[str, Any]:
    """Return the document of a template of the gallery."""
    return json.loads((FLOWS / slug / "flow.json").read_text())
