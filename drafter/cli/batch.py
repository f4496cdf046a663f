"""`drafter batch`: the reports of many inputs."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from drafter import __version__
from drafter.cli.options import (
    BUG,
    FINE,
    INPUT_ERRORS,
    NOT_WRITTEN,
    TEMPLATE_ERRORS,
    USAGE,
    Force,
    Strict,
    Templates,
    known_template,
    stop,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from drafter.batch.inputs import Meant
    from drafter.batch.ledger import Ledger
    from drafter.batch.summary import Row
    from drafter.batching import Asked, Job, Result

    Handler = Callable[[int, FrameType | None], object] | int | None

_NAMED = 20
"""How many inputs that came to nothing are named once more at the end."""
_WORTH = 10
"""How many inputs are worth another process, which first has to load the program."""
_STOPPED = 128
"""What shells add the number of a signal to, when one ends a command."""

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="输入...",
        help="输入文件、文件夹或通配符（如 '决算/*.yaml'）；只有工作簿的文件夹，合起来算一份输入。",
    ),
]
Folder = Annotated[
    Path,
    typer.Option("-o", "--output", metavar="文件夹", help="报告写进哪个文件夹；没有就新建。"),
]
Processes = Annotated[
    int | None,
    typer.Option(
        "-j", "--jobs", min=1, metavar="个数", help="同时用几个进程；不写则看份数，最多每个核一个。"
    ),
]
Summaries = Annotated[
    list[Path] | None,
    typer.Option(
        "--summary",
        metavar="文件",
        help="把汇总写成 .json 或 .xlsx 文件：每份输入的结果、问题数和用时；可以写两次。",
    ),
]
Changed = Annotated[
    bool,
    typer.Option(
        "--changed",
        help="只生成变了的：输入、它引用的文件、模板和程序都没变、报告也在的，不再生成。",
    ),
]


def batch(
    inputs: Inputs,
    output: Folder,
    jobs: Processes = None,
    template: Templates = None,
    summary: Summaries = None,
    changed: Changed = False,
    draft: Annotated[
        bool, typer.Option("--draft", help="都生成草稿，有错误和待补内容的也写出，同 render。")
    ] = False,
    force: Force = False,
    strict: Strict = False,
) -> None:
    """Write the reports of many inputs; what is wrong with one stops none of the others."""
    from drafter.batch.inputs import find_inputs
    from drafter.batch.ledger import Ledger
    from drafter.batching import Asked
    from drafter.cli.progress import watched
    from drafter.pipeline import WORKBOOK_SUFFIX

    templates = tuple(dict.fromkeys(known_template(name) for name in template or ()))
    summaries = list(dict.fromkeys(summary or ()))
    found = find_inputs(inputs, WORKBOOK_SUFFIX, summaries)
    if not found.inputs:
        stop(f"没有找到输入文件：{'、'.join(found.nothing)}", USAGE)
    ledger = Ledger(output)
    _check_summaries(summaries, ledger if changed else None, force=force)
    total = len(found.inputs) + len(found.nothing)
    started = time.monotonic_ns()
    with _folder(output), TemporaryDirectory(prefix="drafter-") as claims, _stoppable() as stopped:
        asked = Asked(output, Path(claims), templates, draft, force, strict)
        work = _Work(found.inputs, asked, ledger, stopped, changed=changed)
        results = chain(map(_nothing, found.nothing), work.rows(jobs))
        rows = list(watched(results, total, lambda: work.current))
    _tell(rows, time.monotonic_ns() - started)
    code = _code(rows)
    # The screen tells them as they finish, a summary as they were given.
    turns = {str(meant.path): turn for turn, meant in enumerate(found.inputs)}
    rows.sort(key=lambda row: turns.get(row.name, -1))
    if not _save_summaries(rows, summaries, ledger):
        code = max(code, NOT_WRITTEN)
    if stopped:
        left = total - len(rows)
        rest = f"还有 {left} 份没有做，接着做请在同一条命令里加 --changed" if left else "都做完了"
        stop(f"已中止，写出的文件都是完整的；{rest}", _STOPPED + stopped[0])
    raise typer.Exit(code)


class _Work:
    """The jobs of a batch as they are handed out, and the name of the one begun last."""

    def __init__(
        self,
        inputs: Sequence[Meant],
        asked: Asked,
        ledger: Ledger,
        stopped: list[int],
        *,
        changed: bool,
    ) -> None:
        self.current = ""
        self._inputs, self._asked, self._stopped = inputs, asked, stopped
        self._ledger, self._changed = ledger, changed

    def rows(self, wanted: int | None) -> Iterator[Row]:
        """Yield how each input came out, as they come; what is written is noted at once."""
        from drafter.batch.pool import Here, cores, processes
        from drafter.batching import run

        count = min(wanted or min(cores(), len(self._inputs) // _WORTH + 1), len(self._inputs))
        workers = Here if count == 1 else partial(processes, count)
        in_flight = 1 if count == 1 else 2 * count  # one at work, one at hand
        stopping = partial(bool, self._stopped)
        for result in run(self._jobs(), workers, in_flight=in_flight, is_stopping=stopping):
            if result.entry is not None and result.is_new:
                self._ledger.add(result.entry)
            yield _row(result)

    def _jobs(self) -> Iterator[Job]:
        from drafter.batching import Job

        for meant in self._inputs:
            self.current = meant.path.name
            name = str(meant.path.absolute())
            known = self._ledger.get(name) if self._changed else None
            yield Job(meant, self._asked, known)


def _row(result: Result) -> Row:
    from drafter.batch.summary import Row

    errors, warnings, hints = result.counts
    return Row(
        str(result.path), result.kind.value, result.files, errors, warnings, hints,
        result.nanoseconds, result.told,
    )  # fmt: skip


def _nothing(typed: str) -> Row:
    from drafter.batch.summary import Row
    from drafter.batching import Kind

    told = f"{typed}: 这里没有输入文件（.yaml），也没有工作簿"
    return Row(typed, Kind.FAULTY.value, told=(told,))


def _code(rows: Iterable[Row]) -> int:
    """Return the exit code: that of the gravest result."""
    from drafter.batching import Kind

    codes = {
        Kind.FAULTY: INPUT_ERRORS,
        Kind.TEMPLATE: TEMPLATE_ERRORS,
        Kind.UNWRITTEN: NOT_WRITTEN,
        Kind.DEFECT: BUG,
    }
    return max((codes.get(Kind(row.result), FINE) for row in rows), default=FINE)


def _tell(rows: Sequence[Row], nanoseconds: int) -> None:
    """Say how the batch came out: how many of each kind, and those that are not there."""
    from drafter.batch.summary import seconds
    from drafter.batching import Kind
    from drafter.cli.progress import counted_words, outcome

    bad = [row for row in rows if not Kind(row.result).is_done]
    if bad:
        typer.echo("没有生成的：", err=True)
    for row in bad[:_NAMED]:
        typer.echo(f"  {row.name}：{outcome(row)}", err=True)
    if len(bad) > _NAMED:
        typer.echo(f"  …… 共 {len(bad)} 份，用 --summary 写出全部", err=True)
    counts = counted_words(Counter(row.result for row in rows))
    each = len(rows) * 60 * 10**9 // max(nanoseconds, 1)
    pace = f"，每分钟 {each} 份" if len(rows) > 1 else ""
    typer.echo(f"共 {len(rows)} 份：{counts}；用时 {seconds(nanoseconds)} 秒{pace}", err=True)


# summaries


def _check_summaries(summaries: Sequence[Path], ledger: Ledger | None, *, force: bool) -> None:
    """Stop before the work where a summary could not be written after it.

    With a ledger, one that is as a batch wrote it may be replaced.
    """
    from drafter.batch.ledger import digest_of
    from drafter.output import OutputError, check_target

    for path in summaries:
        if path.suffix.lower() not in {".json", ".xlsx"}:
            stop(f"汇总的文件名应以 .json 或 .xlsx 结尾：{path}", USAGE)
        known = ledger.get(_key(path)) if ledger is not None else None
        is_ours = known is not None and known.needs.get(str(path.absolute())) == digest_of(path)
        try:
            check_target(path, force=force or is_ours)
        except OutputError as error:
            if path.parent.is_dir() or path.exists():
                stop(str(error), NOT_WRITTEN)


def _save_summaries(rows: Sequence[Row], summaries: Sequence[Path], ledger: Ledger) -> bool:
    """Write the summaries; say it and return False where one cannot be written."""
    from drafter.batch.ledger import Entry, digest
    from drafter.output import OutputError, save

    for path in summaries:
        blob = _summary(rows, path)
        try:
            save(blob, path, force=True)
        except OutputError as error:
            typer.echo(str(error), err=True)
            return False
        needs = {str(path.absolute()): digest(blob)}
        ledger.add(Entry(_key(path), "", needs, {}))
        typer.echo(f"已写出汇总 {path}", err=True)
    return True


def _key(summary: Path) -> str:
    """Return the name under which the ledger keeps a summary."""
    return f"summary {summary.absolute()}"


def _summary(rows: Sequence[Row], path: Path) -> bytes:
    from drafter.batch.summary import COLUMNS, as_json, as_rows

    if path.suffix.lower() == ".json":
        return as_json(rows, __version__).encode()
    from drafter.exchange.listing import Listing, listing_book

    return listing_book([Listing("汇总", COLUMNS, as_rows(rows))])


# the folder, and how a batch is stopped


@contextlib.contextmanager
def _folder(folder: Path) -> Iterator[None]:
    """Make the folder of the reports; take it back where nothing was written into it."""
    is_new = not folder.exists()
    if folder.exists() and not folder.is_dir():
        stop(f"-o 应是文件夹：{folder}", USAGE)
    try:
        if is_new:
            folder.mkdir()
    except FileNotFoundError:
        stop(f"文件夹 {folder} 不存在，也建不了：上一级文件夹不存在", NOT_WRITTEN)
    except OSError as error:
        stop(f"建不了文件夹 {folder}：{error.strerror}", NOT_WRITTEN)
    try:
        yield
    finally:
        if is_new:
            with contextlib.suppress(OSError):  # something is in it
                folder.rmdir()


@contextlib.contextmanager
def _stoppable() -> Iterator[list[int]]:
    """Give a list that holds the signal once the user or the system asks for an end.

    What is at work is then finished. Who asks a second time does not want to wait for that.
    """
    stopped: list[int] = []
    before: dict[signal.Signals, Handler] = {}

    def note(number: int, _: FrameType | None) -> None:
        stopped.append(number)
        for one, handler in before.items():
            signal.signal(one, handler)
        typer.echo("正在中止，手头的几份做完就停；再按一次 Ctrl-C 立即停。", err=True)

    if threading.current_thread() is threading.main_thread():
        for one in (signal.SIGINT, signal.SIGTERM):
            before[one] = signal.signal(one, note)
    try:
        yield stopped
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
