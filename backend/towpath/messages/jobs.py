"""The sender: leases what is due, makes it, hands it to the mail server, writes down how it ended.

    run: lease -> (lane: compose -> line.send) x connections -> receipts -> finish

Nothing here holds a transaction open while it waits for the mail server. What a lane did is in the journal before
it is in the database, so that a killed worker leaves no doubt but for the messages whose reply it was awaiting.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import structlog

from towpath.channels.channel import Channel, Line, Receipt, Verdict
from towpath.channels.journal import Journal, Remains, left_behind
from towpath.channels.smtp import Smtp
from towpath.contacts.store import attribute_types
from towpath.kit.clock import Clock
from towpath.kit.db import Database
from towpath.kit.tokens import Signer
from towpath.messages import outbox, store
from towpath.messages.compose import CannotCompose, Composer, Surroundings
from towpath.settings import Settings
from towpath.team.store import workspace

_log = structlog.get_logger()

# Receipts are written in groups: what came in this time, or as soon as nothing else is under way.
_GROUP_S: Final = 0.05
_HEARTBEAT_S: Final = 30.0
_GOODBYE_S: Final = 10.0
# Leases are made as large as can be sent in between, so that consent is asked shortly before a message leaves.
_BRISK_S: Final = (0.5, 2.0)

Row = Mapping[str, Any]


class Sender:
    """One per worker process. `channel` and `journal` are the route and the file of the settings, if not given."""

    def __init__(
        self, db: Database, clock: Clock, settings: Settings, signer: Signer,
        *, channel: Channel | None = None, journal: Journal | None = None,
    ) -> None:  # fmt: skip
        self._db, self._clock, self._settings = db, clock, settings
        self._folder = settings.data_dir / "journals"
        self._channel = channel or route_of(settings)
        self._journal = journal or Journal(self._folder)
        self._composer = Composer(settings, signer)
        self._queue: asyncio.Queue[tuple[Row, Surroundings]] = asyncio.Queue()
        # Leased and not yet finished in the database: the number of the attempt, by delivery.
        self._open: dict[int, int] = {}
        self._receipts: list[Receipt] = []
        self._news, self._moved = asyncio.Event(), asyncio.Event()
        self._leasing = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []
        self._appetite = settings.smtp_connections
        self._handled = 0
        # A commit whose answer was lost may have leased rows that nobody here knows.
        self._is_unsure = False
        self._is_closing = False

    @property
    def worker(self) -> str:
        """The unique name that leases of this sender carry."""
        return self._journal.worker

    async def run(self, seconds: float = 30) -> int:
        """Send until nothing is due or the time is over. Returns how many deliveries were handled.

        What is under way when the time is over goes on; the next run, or `close`, waits for it.
        """
        self._start()
        before, time = self._handled, asyncio.get_running_loop().time
        deadline = time() + seconds
        while time() < deadline and not self._channel.closed_for_s and not self._is_closing:
            began = time()
            taken = await self._lease()
            if not taken and not self._open:
                break
            await self._until(self._appetite if taken and not self._channel.is_doubtful else 0, deadline)
            self._adapt(time() - began)
        await self._until(0, deadline)
        return self._handled - before

    async def recover(self) -> None:
        """End what dead workers left: those of this machine by their journals, others when their lease is over."""
        with left_behind(self._folder) as dead:
            for remains in dead:
                await self._settle(remains)
        if self._is_unsure:
            async with self._leasing:
                await self._settle(Remains(self.worker, is_complete=True, fates={}))
                self._is_unsure = False
        async with self._db.transaction() as conn:
            expired = await outbox.expire(conn, self.worker)
        if expired:
            _log.warning("leases_expired", deliveries=expired)

    async def close(self) -> None:
        """Give back what has not begun, wait a little for what has, and let go of the connections.

        What still has no answer then stays in the journal, for whoever recovers next.
        """
        async with self._leasing:
            self._is_closing = True
        while not self._queue.empty():
            row, _ = self._queue.get_nowait()
            self._note(Receipt(row["id"], row["fence"], Verdict.UNTRIED))
        await self._until(0, asyncio.get_running_loop().time() + _GOODBYE_S)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        self._journal.close(keep=bool(self._open) or self._is_unsure)

    def _start(self) -> None:
        if not self._tasks:
            work: list[Callable[[], Coroutine[Any, Any, None]]] = [self._finish_forever, self._beat_forever]
            work += [self._lane] * self._settings.smtp_connections
            self._tasks = [asyncio.create_task(job()) for job in work]

    async def _lease(self) -> int:
        limit = 1 if self._channel.is_doubtful else self._appetite
        async with self._leasing:
            if self._is_closing:
                return 0
            try:
                async with self._db.transaction() as conn:
                    now, real = await self._clock.now(conn), await self._clock.real(conn)
                    rows = await outbox.take(conn, self.worker, limit, now)
                    tests = any(row["contact_id"] is None for row in rows)
                    types = await attribute_types(conn) if tests else {}
                    around = Surroundings.at(await workspace(conn), now, real, types)
                    unknown = self._composer.unknown({row["message_version_id"] for row in rows})
                    self._composer.learn(await store.wordings(conn, unknown))
            except BaseException:
                self._is_unsure = True
                raise
            for row in rows:
                if row["refusal"] is None:
                    self._open[row["id"]] = row["attempt"]
                    self._queue.put_nowait((row, around))
                else:
                    self._handled += 1
        return len(rows)

    async def _lane(self) -> None:
        line = self._channel.line()
        try:
            while True:
                row, around = await self._queue.get()
                self._note(await self._deliver(line, row, around))
        finally:
            await line.close()

    async def _deliver(self, line: Line, row: Row, around: Surroundings) -> Receipt:
        if self._channel.closed_for_s:
            return Receipt(row["id"], row["fence"], Verdict.UNTRIED, "route: it rests after failures")
        try:
            letter = self._composer.letter(row, around)
        except CannotCompose as error:
            return Receipt(row["id"], row["fence"], Verdict.FAILED, str(error))
        except Exception:  # noqa: BLE001 - the job loop: one delivery must not stop the others
            _log.exception("delivery_not_composed", delivery=row["id"])
            return Receipt(row["id"], row["fence"], Verdict.FAILED, "unexpected: see the worker's log")
        try:
            return await line.send(letter, self._journal)
        except Exception:  # noqa: BLE001 - the job loop: nobody knows how far this one came
            _log.exception("delivery_broke_off", delivery=row["id"])
            return Receipt(row["id"], row["fence"], Verdict.IN_DOUBT, "unexpected: see the worker's log")

    def _note(self, receipt: Receipt) -> None:
        self._receipts.append(receipt)
        self._news.set()

    async def _finish_forever(self) -> None:
        while True:
            await self._news.wait()
            if len(self._receipts) < len(self._open):
                await asyncio.sleep(_GROUP_S)
            self._news.clear()
            try:
                await self._finish()
            except Exception:  # noqa: BLE001 - the job loop: receipts are kept until the database takes them
                _log.exception("receipts_not_written", waiting=len(self._receipts))
                self._news.set()
                await asyncio.sleep(1)

    async def _finish(self) -> None:
        receipts = list(self._receipts)
        async with self._db.transaction() as conn:
            numbered = [(receipt, self._open[receipt.id]) for receipt in receipts]
            await outbox.finish(conn, numbered, await self._clock.now(conn))
        del self._receipts[: len(receipts)]
        for receipt in receipts:
            del self._open[receipt.id]
        self._handled += len(receipts)
        if not self._open:
            self._journal.clear()
        self._moved.set()

    async def _beat_forever(self) -> None:
        while True:
            await asyncio.sleep(_HEARTBEAT_S)
            if not self._open:
                continue
            try:
                async with self._db.transaction() as conn:
                    await outbox.extend(conn, self.worker, list(self._open))
            except Exception:  # noqa: BLE001 - the job loop: the next beat is soon enough
                _log.exception("leases_not_extended")

    async def _settle(self, remains: Remains) -> None:
        async with self._db.transaction() as conn:
            now = await self._clock.now(conn)
            counts = await outbox.settle(conn, remains, now, keep=self._open)
        if counts:
            _log.warning("worker_recovered", worker=remains.worker, **counts)

    async def _until(self, count: int, deadline: float) -> None:
        """Wait until no more than `count` deliveries are open, or the time is over."""
        time = asyncio.get_running_loop().time
        while len(self._open) > count and (left := deadline - time()) > 0:
            self._moved.clear()
            try:
                async with asyncio.timeout(left):
                    await self._moved.wait()
            except TimeoutError:
                return

    def _adapt(self, took_s: float) -> None:
        quick, slow = _BRISK_S
        if took_s < quick:
            self._appetite = min(self._settings.send_batch, self._appetite * 2)
        elif took_s > slow:
            self._appetite = max(self._settings.smtp_connections, self._appetite // 2)


def route_of(settings: Settings) -> Smtp:
    """Return the route to the mail server of the settings, or to the captive mailbox on a fixed port.

    Raises ValueError, in words for people.
    """
    url = settings.smtp_url
    if not url and settings.mailbox_port:
        url = f"smtp://127.0.0.1:{settings.mailbox_port}"
    if not url:
        raise ValueError("Set TOWPATH_SMTP_URL, or TOWPATH_MAILBOX_PORT to send to the captive mailbox.")
    return Smtp(url, host=urlsplit(settings.base_url).hostname or "localhost")
