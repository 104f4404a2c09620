"""Towpath as a person runs it: real processes, real signals, a folder and a port of their own."""

import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

DEADLINE_S = 40
Condition = Callable[[], object]


def until(condition: Condition, what: str, seconds: float = DEADLINE_S) -> object:
    """Return the first true answer of `condition`; fail when there is none in time."""
    deadline = time.monotonic() + seconds
    while True:
        if found := condition():
            return found
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.02)


class Program:
    """A running `towpath …`, its output as it comes, and every process that it started."""

    def __init__(self, words: list[str], env: dict[str, str], folder: Path) -> None:
        plain = {k: v for k, v in os.environ.items() if not k.startswith("TOWPATH")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "towpath.cli", *words], env={**plain, **env}, cwd=folder, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.lines: list[str] = []
        self._news: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            for line in output:
                self._news.put(line)

    @property
    def output(self) -> str:
        while not self._news.empty():
            self.lines.append(self._news.get())
        return "".join(self.lines)

    def says(self, pattern: str, seconds: float = DEADLINE_S) -> str:
        """Wait until the output has `pattern`; return its first group, or all of it."""

        def look() -> re.Match[str] | None:
            found = re.search(pattern, self.output)
            assert found or self.process.poll() is None or not self._news.empty(), (
                f"ended ({self.process.returncode}) without saying {pattern!r}:\n{self.output}"
            )
            return found

        try:
            found = until(look, repr(pattern), seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.output}") from None
        assert isinstance(found, re.Match)
        return found[1] if found.re.groups else found[0]

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send a signal; return the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(DEADLINE_S)
        self._reader.join(DEADLINE_S)
        return code


def using(folder: Path) -> list[str]:
    """Return the command lines of all processes that work with a data folder."""
    found = []
    for process in psutil.process_iter(["cmdline", "environ", "status"]):
        environ = process.info["environ"] or {}
        line = " ".join(process.info["cmdline"] or [])
        is_ours = environ.get("TOWPATH_DATA_DIR") == str(folder) or str(folder) in line
        if is_ours and process.info["status"] != psutil.STATUS_ZOMBIE and process.pid != os.getpid():
            found.append(line)
    return found


@contextmanager
def a_folder() -> Iterator[Path]:
    """A data folder that a system user can reach, with no process left in it at the end."""
    made = Path(tempfile.mkdtemp(prefix="towpath-ops-")).resolve()
    made.chmod(0o755)
    yield made
    for process in psutil.process_iter(["cmdline"]):
        if str(made) in " ".join(process.info["cmdline"] or []):
            process.kill()
    shutil.rmtree(made, ignore_errors=True)


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture
def folder() -> Iterator[Path]:
    with a_folder() as made:
        yield made


@pytest.fixture
def port() -> int:
    return a_free_port()


@pytest.fixture
def env(folder: Path, port: int) -> dict[str, str]:
    return {"TOWPATH_DATA_DIR": str(folder), "TOWPATH_PORT": str(port)}


@pytest.fixture
def run(env: dict[str, str], folder: Path) -> Iterator[Callable[..., Program]]:
    """Start `towpath` with words, on the test's folder and port; `more` adds to the environment."""
    running: list[Program] = []

    def start(*words: str, **more: str) -> Program:
        running.append(Program(list(words), {**env, **more}, folder))
        return running[-1]

    yield start
    for program in running:
        if program.process.poll() is None:
            program.process.terminate()
            try:
                program.process.wait(30)
            except subprocess.TimeoutExpired:
                program.process.kill()
        program.stop()
