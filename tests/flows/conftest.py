"""A sender whose mail goes to a real mail server on this machine."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from backend.bench.smtp_sink import Manners, listen, shut
from sqlalchemy import update

from towpath.messages.jobs import Sender
from towpath.team.model import Workspace
from towpath.wiring import Wiring


@pytest.fixture
async def sender(wiring: Wiring, tmp_path: Path) -> AsyncIterator[Sender]:
    async with wiring.db.transaction() as conn:
        address = {
            "from_name": "Towpath",
            "from_address": "hello@towpath.test",
            "postal_address": "1 Canal Street",
        }
        await conn.execute(update(Workspace).values(address))
    manners = Manners()
    server = await listen(0, tmp_path / "accepted.txt", manners)
    port = server.sockets[0].getsockname()[1]
    settings = replace(wiring.settings, smtp_url=f"smtp://127.0.0.1:{port}")
    sender = Sender(wiring.db, wiring.clock, settings, wiring.signer)
    yield sender
    await sender.close()
    await shut(server, manners)
