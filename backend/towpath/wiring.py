"""Where the real things meet: settings become database, clock, bell, signer and node types."""

import os
import secrets
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from towpath.embedded import Servers
from towpath.engine.registry import Registry
from towpath.kit.bell import Bell
from towpath.kit.clock import Clock, DatabaseClock
from towpath.kit.db import Database
from towpath.kit.tokens import Signer
from towpath.settings import Settings


@dataclass(frozen=True)
class Wiring:
    """Everything that a program of Towpath's holds while it runs."""

    settings: Settings
    db: Database
    clock: Clock
    bell: Bell
    signer: Signer
    registry: Registry


def database_url(settings: Settings) -> str:
    return settings.database_url or Servers(settings.data_dir).database_url


def redis_url(settings: Settings) -> str:
    return settings.redis_url or Servers(settings.data_dir).redis_url


@asynccontextmanager
async def wired(
    settings: Settings, *, clock: Clock | None = None, pool_size: int = 10
) -> AsyncIterator[Wiring]:
    """Connect everything; close it at the end. Servers that are away do not stop this."""
    db = Database(database_url(settings), pool_size=pool_size)
    bell = Bell(redis_url(settings))
    try:
        yield Wiring(
            settings=settings,
            db=db,
            clock=clock or DatabaseClock(),
            bell=bell,
            signer=Signer(secret_key(settings)),
            registry=Registry.load(),
        )
    finally:
        await bell.close()
        await db.close()


def secret_key(settings: Settings) -> str:
    """Return the installation's secret; made once in the data folder where none is set."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.data_dir / "secret.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_secret(path)
    return path.read_text().strip()


def _make_secret(path: Path) -> None:
    # Several programs may start at once: the file appears with its content, and the first one stays.
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".secret-") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        with suppress(FileExistsError):
            os.link(file.name, path)
