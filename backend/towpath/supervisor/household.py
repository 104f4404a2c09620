"""The processes of one machine: API, workers and embedded servers, while `towpath up` runs."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Sequence

from towpath import migrate
from towpath.embedded import Servers
from towpath.kit.errors import Unavailable
from towpath.kit.reach import OUTSIDE, reason_of, without_password
from towpath.settings import Settings
from towpath.supervisor.child import Child
from towpath.supervisor.embedded import EmbeddedServers, tell_of_servers
from towpath.supervisor.port import free_port
from towpath.team import actions as team
from towpath.wiring import wired

# A worker finishes its batch, the API its requests.
_PATIENCE_S = 15


class NoDatabase(Unavailable):
    """The database cannot be used."""

    code = "no-database"


class Household:
    """Everybody who lives under one supervisor."""

    def __init__(
        self,
        settings: Settings,
        servers: Servers,
        door: socket.socket,
        inherits: Sequence[int],
        say: Callable[[str], None],
    ) -> None:
        self.settings, self.servers, self.say, self.door = settings, servers, say, door
        lifeline = inherits[0]
        common = ["--until-closed", str(lifeline)]
        # The API takes captive mail in, workers hand it over: both must know the port.
        env = (
            {"TOWPATH_MAILBOX_PORT": str(settings.mailbox_port or free_port())} if settings.is_captive else {}
        )
        api = Child("api", ["serve", *common, "--fd", str(door.fileno())], [*inherits, door.fileno()], env)
        workers = [
            Child(f"worker-{n}", ["work", *common, "--name", f"worker-{n}"], inherits, env)
            for n in range(1, settings.workers + 1)
        ]
        self.children = [api, *workers]
        self.embedded = EmbeddedServers(settings, servers)

    async def live(self) -> None:
        """Start everybody, bring the schema up to date, announce, and keep it so until a signal comes."""
        self._listen_to_signals()
        # Children take a second to load, and wait for the database by themselves.
        tasks = [asyncio.create_task(child.keep_running()) for child in self.children]
        try:
            await asyncio.to_thread(self.embedded.start)
            tell_of_servers(self.settings, self.servers, self.say)
            link = await self._prepare()
            tasks.append(asyncio.create_task(self.embedded.keep_running()))
            await self._until_the_api_answers()
            self._announce(link)
            await asyncio.Event().wait()
        finally:
            self.say("\nStopping …")
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.gather(*(child.stop(_PATIENCE_S) for child in self.children))

    def _listen_to_signals(self) -> None:
        """The first signal stops in order, the second at once."""
        loop, main = asyncio.get_running_loop(), asyncio.current_task()
        signals = 0

        def stop() -> None:
            nonlocal signals
            signals += 1
            if signals == 1 and main is not None:
                main.cancel()
            else:
                for child in self.children:
                    child.kill()

        for number in stop_signals():
            loop.add_signal_handler(number, stop)

    async def _prepare(self) -> str | None:
        """Bring the schema up to date; return the sign-up link while nobody has an account."""
        async with wired(self.settings, pool_size=1) as wiring:
            try:
                await migrate.upgrade(wiring.db)
            except OUTSIDE as error:
                where = without_password(self.settings.database_url) or "The embedded database"
                raise NoDatabase(f"{where} cannot be used. {reason_of(error)}") from error
            async with wiring.db.transaction() as conn:
                if await team.is_set_up(conn):
                    return None
                return await team.new_setup_link(conn, self.settings.base_url)

    def _announce(self, link: str | None) -> None:
        self.say(f"\n  Open      {self.settings.base_url}")
        if link:
            self.say(f"  Sign up   {link}")
            self.say("            (works once, for half an hour; `towpath users link` makes another)")
        if self.settings.is_captive:
            self.say("  E-mail    stays in the captive mailbox; nothing leaves this machine")
        self.say("  Stop      Ctrl-C\n")

    async def _until_the_api_answers(self) -> None:
        # The supervisor holds the listening socket, so a request sent early waits for the API.
        host, port = self.door.getsockname()[:2]
        while True:
            with contextlib.suppress(OSError):
                reader, writer = await asyncio.open_connection(host, port)
                writer.write(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                answer = await reader.readline()
                writer.close()
                if b" 200 " in answer:
                    return
            await asyncio.sleep(0.1)


def stop_signals() -> list[signal.Signals]:
    """Return the signals that mean “stop”; the end of the terminal does not when that is ignored (nohup)."""
    goes_on = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    return [signal.SIGINT, signal.SIGTERM, *([] if goes_on else [signal.SIGHUP])]
