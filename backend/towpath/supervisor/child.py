"""A program that is kept running: started again when it ends, after a pause that grows while it keeps failing."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import structlog

_log = structlog.get_logger()

_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 30
# Who ran this long is well again.
_WELL_S = 60


@dataclass
class Child:
    """`towpath` with `words`, as a process of its own group; `inherits` file descriptors."""

    name: str
    words: Sequence[str]
    inherits: Sequence[int] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    _process: asyncio.subprocess.Process | None = None

    async def keep_running(self) -> None:
        """Run it, again and again, until cancelled."""
        loop = asyncio.get_running_loop()
        failures = 0
        while True:
            began = loop.time()
            code = await self._run()
            failures = 1 if loop.time() - began > _WELL_S else failures + 1
            pause = min(_FIRST_PAUSE_S * 2 ** (failures - 1), _LONGEST_PAUSE_S)
            _log.warning("process_ended", process=self.name, ended=_words_of(code), again_in_s=pause)
            await asyncio.sleep(pause)

    async def stop(self, patience_s: float) -> None:
        """Ask it to end, wait, and kill it when it does not."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            async with asyncio.timeout(patience_s):
                await process.wait()
        except TimeoutError:
            _log.warning("process_killed", process=self.name, after_s=patience_s)
            self.kill()
            await process.wait()

    def kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def _run(self) -> int:
        # Its own session: Ctrl-C in the terminal means the supervisor, who stops everybody in order.
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "towpath.cli", *self.words,
            pass_fds=self.inherits, env={**os.environ, **self.env}, stdin=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        _log.debug("process_started", process=self.name, pid=self._process.pid)
        return await self._process.wait()


def _words_of(code: int) -> str:
    if code >= 0:
        return f"with exit code {code}"
    with contextlib.suppress(ValueError):
        return f"by {signal.Signals(-code).name}"
    return f"by signal {-code}"
