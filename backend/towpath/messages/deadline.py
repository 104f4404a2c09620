"""A last guard against work that does not end: a limit on processor time, by the process's own timer."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class OutOfTime(Exception):
    """This took too much processor time."""


class _Timer:
    is_armed = False

    def ring(self, _: int, __: FrameType | None) -> None:
        # A signal that was already on its way when the block ended must not hit whoever runs now.
        if self.is_armed:
            raise OutOfTime


_timer = _Timer()


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the block once the process has computed for `seconds`; waiting does not count.

    Signals reach the main thread only: in another thread this does nothing.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    if signal.getsignal(signal.SIGVTALRM) != _timer.ring:
        signal.signal(signal.SIGVTALRM, _timer.ring)
    _timer.is_armed = True
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        _timer.is_armed = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
