"""A real server on a real port, for what only a real browser or curl can tell."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import uvicorn

from towpath.app import create_app
from towpath.wiring import Wiring


@pytest.fixture
async def live(wiring: Wiring) -> AsyncIterator[str]:
    """The address of a server in this very process."""
    wiring = replace(wiring, settings=replace(wiring.settings, public_url=""))
    config = uvicorn.Config(
        create_app(wiring), host="127.0.0.1", port=0, log_level="warning", proxy_headers=False, ws="none"
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.wait({running}, timeout=0.01)
        assert not running.done(), running.result()
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await running
