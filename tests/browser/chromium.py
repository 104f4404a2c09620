"""Which Chromium the tests, the benchmarks and the pictures use, and how it is started."""

import os
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, Final

_ROOT: Final = Path(__file__).resolve().parents[2]

# Nothing of its own may speak to the outside or wait for a screen.
_QUIET: Final = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


class NoChromium(RuntimeError):
    """No browser runs on this machine; what to do about it."""


def executable() -> str | None:
    """Return the path of a browser that runs; None when there is none. Installs nothing (`.python/chromium` does)."""
    return _look()[0]


def launch_options() -> dict[str, Any]:
    """Return what playwright's `chromium.launch` takes. Raises NoChromium, so that tests fail instead of passing."""
    path, reason = _look()
    if path is None:
        raise NoChromium(reason)
    # Chromium refuses its sandbox to root.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {"executable_path": path, "args": [*(["--no-sandbox"] if is_root else []), *_QUIET]}


@cache
def _look() -> tuple[str | None, str]:
    done = subprocess.run(
        [_ROOT / ".python" / "chromium", "--find"], capture_output=True, text=True, check=False
    )
    return (done.stdout.strip() if done.returncode == 0 else None), done.stderr.strip()
