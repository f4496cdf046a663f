"""Ends orderly where the system asks for an end: what runs for us would else go on without us.

Python by itself runs no `finally` on SIGTERM and SIGHUP, and LibreOffice, in a session of its own,
hears of neither.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
"""Signals that ask for an end; Windows has no SIGHUP."""
_STOPPED = 128
"""Exit code, to which the number of the signal is added."""
_AGAIN = 1
"""Seconds after which a block that is still there is asked again: to leave it takes less."""
_holding: list[None] = []
"""One for each block that puts the end off."""
_waiting: list[int] = []


class AskedToEnd(SystemExit):
    """The system asks for an end."""


@contextlib.contextmanager
def orderly() -> Iterator[None]:
    """Leave the block by an exception where an end is asked for.

    A signal that is ignored, as under nohup, stays so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say what a signal does
        return
    known = (getattr(signal, name) for name in _NAMES if hasattr(signal, name))
    before = {number: signal.getsignal(number) for number in known}
    caught = [number for number, way in before.items() if way not in {None, signal.SIG_IGN}]
    left, asked = threading.Event(), list[int]()

    def note(number: int, _: FrameType | None) -> None:
        if left.is_set():
            return
        if not asked:
            asked.append(number)
            threading.Thread(target=_remind, args=(number, left), daemon=True).start()
        if _holding:
            _waiting.append(asked[0])
        else:
            _end(asked[0])

    told = sys.unraisablehook

    def tell(lost: sys.UnraisableHookArgs) -> None:
        if not isinstance(lost.exc_value, AskedToEnd | KeyboardInterrupt):
            told(lost)

    try:
        sys.unraisablehook = tell
        for one in caught:
            signal.signal(one, note)
        yield
    finally:
        left.set()
        for one in caught:
            signal.signal(one, before[one])
        sys.unraisablehook = told


def _remind(number: int, left: threading.Event) -> None:
    """Ask again until the block is left.

    What a signal raises is lost where Python happens to be at work on objects that nobody needs
    any more.
    """
    main = threading.main_thread().ident
    while not left.wait(_AGAIN):
        if hasattr(signal, "pthread_kill") and main is not None:
            signal.pthread_kill(main, number)  # wakes it, too
        else:
            signal.raise_signal(number)


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Put off the end until the block is done, such as one that starts a program or removes it."""
    _holding.append(None)
    try:
        yield
    finally:
        _holding.pop()
        if _waiting and not _holding:
            number = _waiting[0]
            _waiting.clear()
            _end(number)


def _end(number: int) -> None:
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise AskedToEnd(_STOPPED + number)
