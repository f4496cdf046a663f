"""Ends orderly where the system asks for an end: what runs for us would else go on without us.

Python by itself runs no `finally` on SIGTERM and SIGHUP, and LibreOffice, in a session of its own,
hears of neither.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
"""Signals that ask for an end; Windows has no SIGHUP."""
_STOPPED = 128
"""Exit code, to which the number of the signal is added."""
_holding: list[None] = []
"""One for each block that puts the end off."""
_waiting: list[int] = []


class AskedToEnd(SystemExit):
    """The system asks for an end."""


@contextlib.contextmanager
def orderly() -> Iterator[None]:
    """Leave the block by an exception where an end is asked for; asking again changes nothing.

    A signal that is ignored, as under nohup, stays so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say what a signal does
        return
    known = (getattr(signal, name) for name in _NAMES if hasattr(signal, name))
    before = {number: signal.getsignal(number) for number in known}
    caught = [number for number, way in before.items() if way not in {None, signal.SIG_IGN}]

    def note(number: int, _: FrameType | None) -> None:
        for one in caught:
            signal.signal(one, signal.SIG_IGN)
        if _holding:
            _waiting.append(number)
        else:
            _end(number)

    try:
        for one in caught:
            signal.signal(one, note)
        yield
    finally:
        for one in caught:
            signal.signal(one, before[one])


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Put off the end until the block is done, such as one that starts a program or removes it."""
    _holding.append(None)
    try:
        yield
    finally:
        _holding.pop()
        if _waiting and not _holding:
            _end(_waiting.pop())


def _end(number: int) -> None:
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise AskedToEnd(_STOPPED + number)
