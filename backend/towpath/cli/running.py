"""`towpath up`, `serve`, `work`, `migrate`: the programs that stay, and the one that prepares them."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import click
import uvicorn
import uvloop

from towpath.kit.errors import Unavailable
from towpath.kit.logs import set_up_logging
from towpath.settings import Settings, read_settings

if TYPE_CHECKING:
    from litestar import Litestar

    from towpath.wiring import Wiring

_FD = click.option("--until-closed", type=int, hidden=True, help="End when this file descriptor is closed.")
_NAME = click.option("--name", default="worker", hidden=True, help="Name of this process in the logs.")
_GRACE_S: Final = 5


@click.command()
def up() -> None:
    """Run everything on this machine, in one terminal.

    PostgreSQL and Redis come along unless TOWPATH_DATABASE_URL and TOWPATH_REDIS_URL name others.
    """
    from towpath.supervisor import run_up

    settings = read_settings()
    set_up_logging(settings.log_level, program="towpath")
    run_up(settings, partial(click.echo, nl=True))


@click.command()
@click.option("--fd", type=int, hidden=True, help="A socket that listens already.")
@_FD
def serve(fd: int | None, until_closed: int | None) -> None:
    """Run the API and the pages. Start as many as you like behind a load balancer."""
    settings = read_settings()
    set_up_logging(settings.log_level, program="api")
    _run(lambda stop: _serve(settings, fd, stop), until_closed)


@click.command()
@_NAME
@_FD
def work(name: str, until_closed: int | None) -> None:
    """Run a worker: it walks contacts through journeys and sends. Start as many as you like, anywhere."""
    from towpath.worker import work as work_until

    settings = read_settings()
    set_up_logging(settings.log_level, program=name)
    _run(lambda stop: work_until(settings, stop), until_closed)


@click.command()
def migrate() -> None:
    """Create the tables, or bring them up to date. Do this before the new version's programs start."""
    from towpath import migrate as schema
    from towpath.wiring import wired

    async def bring_up_to_date(settings: Settings) -> tuple[str | None, str | None]:
        async with wired(settings, pool_size=1) as wiring:
            before = await schema.revision_of(wiring.db)
            await schema.upgrade(wiring.db)
            return before, await schema.revision_of(wiring.db)

    before, after = asyncio.run(bring_up_to_date(read_settings()))
    if before == after:
        click.echo(f"The tables are up to date ({after}).")
    else:
        click.echo(f"The tables are at {after} now (before: {before or 'none'}).")


def _run(program: Callable[[asyncio.Event], Coroutine[Any, Any, None]], until_closed: int | None) -> None:
    """Run a program until SIGINT, SIGTERM, or the end of whoever holds the other end of `until_closed`."""

    async def until_told() -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        if until_closed is not None:
            loop.add_reader(until_closed, stop.set)
        try:
            await program(stop)
        finally:
            if until_closed is not None:
                loop.remove_reader(until_closed)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(until_told())


class _Server(uvicorn.Server):
    """uvicorn, told to stop by us instead of by signals."""

    @contextlib.contextmanager
    def capture_signals(self):
        yield


@contextlib.asynccontextmanager
async def _captive_mailbox(wiring: "Wiring") -> AsyncIterator[None]:
    """Take in mail while there is no mail server, if a port for it is set."""
    from towpath.messages.mailbox import serve_mailbox

    if not (wiring.settings.is_captive and wiring.settings.mailbox_port):
        yield
        return
    try:
        mailbox = await serve_mailbox(wiring.db, wiring.settings)
    except OSError as error:
        raise Unavailable(
            f"The captive mailbox cannot listen on port {wiring.settings.mailbox_port} of 127.0.0.1 "
            f"({error.strerror}). Choose another: TOWPATH_MAILBOX_PORT=…"
        ) from error
    try:
        yield
    finally:
        await mailbox.close()


async def _serve(settings: Settings, fd: int | None, stop: asyncio.Event) -> None:
    from towpath.app import create_app
    from towpath.migrate import wait_for_tables
    from towpath.supervisor.port import listen
    from towpath.wiring import wired

    with socket.socket(fileno=fd) if fd is not None else listen(settings) as door:
        async with wired(settings) as wiring:
            if not await wait_for_tables(wiring.db, stop):
                return
            async with _captive_mailbox(wiring):
                await _answer(create_app(wiring), door, stop)


async def _answer(app: "Litestar", door: socket.socket, stop: asyncio.Event) -> None:
    """Let the app answer at `door` until `stop` is set."""
    server = _Server(
        uvicorn.Config(
            app, http="httptools", ws="none", lifespan="on", log_config=None, access_log=False,
            proxy_headers=False, server_header=False, timeout_graceful_shutdown=_GRACE_S,
        )
    )  # fmt: skip

    async def serve_or_say_why() -> None:
        try:
            await server.serve(sockets=[door])
        except SystemExit:
            raise Unavailable("The API could not start; the lines above say why.") from None

    serving, told = asyncio.create_task(serve_or_say_why()), asyncio.create_task(stop.wait())
    await asyncio.wait({serving, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    server.should_exit = True
    await serving
