"""What a worker does, one task per kind of work: never twice at once in a process, never with a ring forgotten."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import structlog

from towpath.kit.reach import OUTSIDE, reason_of

_log = structlog.get_logger()

# Does a slice of work and returns how much was done; 0: nothing is left.
Work = Callable[[], Awaitable[int]]

_LOOK_S: Final = 1.0
_GLANCE_S: Final = 0.1
# The same trouble is told again after this time only.
_SAID_S: Final = 60.0


class Trouble:
    """Tells what goes wrong once, not each second; and when it is over."""

    def __init__(self, chore: str) -> None:
        self._chore = chore
        self._why = ""
        self._said_at = 0.0

    def tell(self, error: Exception) -> None:
        """Log an error of the chore: one line for what stands outside, a traceback for a mistake of ours."""
        why, now = f"{type(error).__name__}: {reason_of(error)}", asyncio.get_running_loop().time()
        if why == self._why and now - self._said_at < _SAID_S:
            return
        self._why, self._said_at = why, now
        _log.warning("chore_failed", chore=self._chore, why=why, exc_info=not isinstance(error, OUTSIDE))

    def is_over(self) -> None:
        if self._why:
            _log.info("chore_goes_on", chore=self._chore)
            self._why = ""


class Chore:
    """One kind of work. Asked while it runs, it goes round once more: what came due meanwhile is not missed."""

    def __init__(self, name: str, work: Work, done: str) -> None:
        self.name = name
        self._work, self._done = work, done
        self._trouble = Trouble(name)
        self._task: asyncio.Task[None] | None = None
        self._is_asked = False
        self._is_over = False
        self._looked_at = float("-inf")

    @property
    def is_running(self) -> bool:
        return self._task is not None and not self._task.done()

    def is_due(self, now: float) -> bool:
        """Tell whether it rests, and has not looked for a second."""
        return not self.is_running and now - self._looked_at >= _LOOK_S

    def ask(self) -> None:
        """Do it now, or once more when it is being done."""
        self._is_asked = True
        if not self.is_running and not self._is_over:
            self._task = asyncio.create_task(self._run())

    async def finish(self, patience_s: float) -> None:
        """Wait for what is under way; give up on it when patience ends: its transaction is rolled back."""
        self._is_over = True
        if self._task is not None and self.is_running:
            await asyncio.wait({self._task}, timeout=patience_s)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while self._is_asked and not self._is_over:
            self._is_asked = False
            loop = asyncio.get_running_loop()
            began = self._looked_at = loop.time()
            try:
                total = await self._until_nothing_is_left()
            except Exception as error:  # noqa: BLE001 - the job loop: whatever went wrong, the next look tries again
                self._trouble.tell(error)
                return
            self._trouble.is_over()
            if total:
                _log.info(self._done, count=total, seconds=round(loop.time() - began, 3))

    async def _until_nothing_is_left(self) -> int:
        total = 0
        while not self._is_over and (done := await self._work()):
            total += done
        return total


async def each_second(chores: Mapping[str, Chore]) -> None:
    """Look for due work each second, for ever: this needs no Redis."""
    loop = asyncio.get_running_loop()
    while True:
        for chore in chores.values():
            if chore.is_due(loop.time()):
                chore.ask()
        await asyncio.sleep(_GLANCE_S)


async def every(seconds: float, name: str, work: Callable[[], Awaitable[Any]]) -> None:
    """Do `work` now and every `seconds`; after a failure again within a minute."""
    trouble = Trouble(name)
    while True:
        pause = seconds
        try:
            await work()
            trouble.is_over()
        except Exception as error:  # noqa: BLE001 - the job loop
            trouble.tell(error)
            pause = min(seconds, 60)
        await asyncio.sleep(pause)


async def finish(chores: Mapping[str, Chore], patience_s: float) -> None:
    await asyncio.gather(*(chore.finish(patience_s) for chore in chores.values()))
