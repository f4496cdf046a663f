"""Processes that work for a batch: they end with it, and never within a file."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Gives = TypeVar("Gives")


class Here(Executor):
    """Does each job at once, in this process."""

    def submit(
        self, fn: Callable[Given, Gives], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Future[Gives]:
        """Return the future of what was done."""
        future: Future[Gives] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def processes(count: int) -> Executor:
    """Return an executor of so many fresh processes.

    They are spawned on every system: forks of a process with threads, such as one that draws a
    progress bar has, may hang.
    """
    return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _begin)


def cores() -> int:
    """Return how many processes can be at work at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _begin() -> None:
    """Leave Ctrl-C, which reaches all processes at a terminal, to the one that hands out work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    # Where the batch is killed, nobody else tells its processes to end.
    threading.Thread(target=_end_with, args=(parent.join,), daemon=True).start()


def _end_with(wait: Callable[[], None]) -> None:
    from drafter.output import SAVING

    if hasattr(signal, "pthread_sigmask"):
        # What is put off while a file is saved must not come in through this thread.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGHUP})
    wait()
    with SAVING:
        os._exit(1)
