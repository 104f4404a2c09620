"""A sender whose mail goes to a real mail server on this machine."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiosmtpd.controller import Controller

from towpath.messages.jobs import Sender
from towpath.wiring import Wiring


class _Accepting:
    """Takes everything."""

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
        return "250 Taken"


@pytest.fixture
async def sender(wiring: Wiring) -> AsyncIterator[Sender]:
    server = Controller(_Accepting(), hostname="127.0.0.1", port=0)
    server.start()
    port = server.server.sockets[0].getsockname()[1]
    settings = replace(wiring.settings, smtp_url=f"smtp://127.0.0.1:{port}")
    sender = Sender(wiring.db, wiring.clock, settings, wiring.signer)
    yield sender
    await sender.close()
    server.stop()
