"""Many inputs, each on its own: read, rendered, checked and saved as one small result.

`report_on` is a plain function of its job, so that any `concurrent.futures.Executor` can run it;
`run` hands it the jobs, never more at a time than it was told.
"""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from drafter import store
from drafter.batch.books import in_workbooks, read_workbooks
from drafter.batch.claims import claim
from drafter.batch.inputs import Meant
from drafter.batch.ledger import Counts, Entry, digest, digest_of, is_fresh
from drafter.diagnostics import (
    DEFECTS,
    SEVERITY_RANK,
    Diagnostic,
    Severity,
    as_text,
    has_errors,
    template_faults,
)
from drafter.output import File, OutputError, save_all, unwritable_names
from drafter.pipeline import Made, chosen_templates, make_reports, read_input, template_places
from drafter.prompt import quoted
from drafter.saving import is_whole, reports_of, spared, with_document, workbooks_of

_TOLD = 10
"""How many findings a result holds: they are told in full by `drafter check`."""
_OF_READING = "JS-0"
"""How the ids of findings on the file itself begin."""


class Kind(StrEnum):
    """How an input came out; the value is what users read."""

    WRITTEN = "已生成"
    DRAFTED = "已生成草稿"
    UNCHANGED = "没有变化"
    FAULTY = "有错误"
    TEMPLATE = "模板有错误"
    UNWRITTEN = "没有写"
    DEFECT = "程序缺陷"

    @property
    def is_done(self) -> bool:
        """Return whether the reports are there."""
        return self in {Kind.WRITTEN, Kind.DRAFTED, Kind.UNCHANGED}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of every input of a batch."""

    folder: Path
    claims: Path
    """An empty folder for `claim`."""
    templates: tuple[str, ...] = ()
    draft: bool = False
    force: bool = False
    strict: bool = False

    @property
    def mark(self) -> str:
        """Return what names all that a report follows from beside the files that it needs."""
        wanted = repr((self.templates, self.draft, self.strict))
        return store.key_of(b"batch", wanted.encode())[:32]


@dataclass(frozen=True, slots=True)
class Job:
    """An input with what is asked of it, and what an earlier batch knows of it."""

    meant: Meant
    asked: Asked
    known: Entry | None = None
    """With it, only what changed is rendered, and what stands as it was written is replaced."""

    @property
    def path(self) -> Path:
        """Return the file or folder that was meant."""
        return self.meant.path


@dataclass(frozen=True, slots=True)
class Result:
    """How an input came out, small enough to keep thousands of."""

    path: Path
    kind: Kind
    files: tuple[str, ...] = ()
    counts: Counts = (0, 0, 0)
    """How many findings stand, by gravity."""
    told: tuple[str, ...] = ()
    """Why it is not done, line by line."""
    entry: Entry | None = None
    """What the next batch should know of it."""
    nanoseconds: int = 0

    @property
    def is_new(self) -> bool:
        """Return whether there is something to keep of it."""
        return self.entry is not None and self.kind is not Kind.UNCHANGED


def report_on(job: Job) -> Result:
    """Return how the input came out, its reports saved; a defect is told as one."""
    started = time.monotonic_ns()
    try:
        result = _known(job) or _made(job)
    except Exception as error:  # a defect that one input shows must not stop the others
        told = unwritable_names() if isinstance(error, UnicodeEncodeError) else ""
        more = traceback.format_exc().splitlines()
        result = _unwritten(job, told) if told else _defect(job.path, type(error).__name__, more)
    return replace(result, nanoseconds=time.monotonic_ns() - started)


def _defect(path: Path, what: str, more: Sequence[str] = ()) -> Result:
    message = f"{path}: 内部错误（{what}）：这是程序的缺陷，请把这份输入和下面的内容发给维护者"
    return Result(path, Kind.DEFECT, told=(message, *more))


def _known(job: Job) -> Result | None:
    """Return the result of an input that is as it was; None where it has to be rendered."""
    entry = job.known
    if entry is None or not is_fresh(entry, job.asked.mark, job.asked.folder):
        return None
    if entry.leads != _leads(job, entry.leads):
        return None
    files = tuple(entry.files)
    refused = _claimed(job, [job.asked.folder / name for name in files])
    return refused or Result(job.path, Kind.UNCHANGED, files, entry.counts, entry=entry)


def _leads(job: Job, names: Iterable[str]) -> dict[str, list[str]]:
    """Return where template names lead now: a folder that is nearer may have come."""
    return template_places(names, None if job.asked.templates else job.path.parent)


def _made(job: Job) -> Result:
    begun = time.time_ns()
    path, asked, books = job.path, job.asked, job.meant.books
    source = read_workbooks(job.meant, asked.templates) if books else read_input(path)
    # Before they are used: of a shelf that changes meanwhile the next batch hears.
    leads = _leads(job, chosen_templates(source, asked.templates))
    made = make_reports(source, asked.templates)
    findings = [in_workbooks(f, path) if books else f for f in made.findings]
    counts = _counts(findings)
    kind = _verdict(made, asked)
    if not kind.is_done:
        return Result(path, kind, counts=counts, told=_told(job, findings))
    outcomes = with_document(made)
    targets = [asked.folder / outcome.file_name for outcome in outcomes]
    reports = reports_of(made, outcomes, targets, draft=asked.draft)
    files = [(one.document, one.target) for one in reports] + workbooks_of(outcomes, targets)
    refused = _saved(job, made, files)
    if refused is not None:
        return replace(refused, counts=counts)
    written = {target.name: digest(blob) for blob, target in files}
    needs = {str(need.absolute()): digest_of(need) for need in _needs(made)}
    # What forms name in their cells is not known any more: workbooks are read every time.
    mark = asked.mark if not books and _is_settled(made, begun) else ""
    entry = Entry(str(path.absolute()), mark, needs, written, leads, counts)
    return Result(path, kind, tuple(written), counts, entry=entry)


def _verdict(made: Made, asked: Asked) -> Kind:
    """Return what becomes of the reports, by what `render` does with one."""
    wrong = template_faults(made.findings)
    if wrong & DEFECTS:
        return Kind.DEFECT
    if wrong:
        return Kind.TEMPLATE
    unfit = has_errors(made.findings, strict=asked.strict) or any(o.is_draft for o in made.outcomes)
    if not is_whole(made) or (unfit and not asked.draft):
        return Kind.FAULTY
    return Kind.DRAFTED if asked.draft else Kind.WRITTEN


def _counts(findings: Iterable[Diagnostic]) -> Counts:
    standing = Counter(finding.severity for finding in findings if finding.waived is None)
    return standing[Severity.ERROR], standing[Severity.WARNING], standing[Severity.HINT]


def _told(job: Job, findings: Iterable[Diagnostic]) -> tuple[str, ...]:
    """Return, in words, the first findings that stop the reports."""
    grave = [finding for finding in findings if has_errors([finding], strict=job.asked.strict)]
    # What could not be read comes first: other findings may follow from it.
    grave.sort(key=lambda f: (SEVERITY_RANK[f.severity], not f.id.startswith(_OF_READING)))
    lines = [as_text(finding) for finding in grave[:_TOLD]]
    rest = len(grave) - len(lines)
    check = f"drafter check {quoted(job.path)}"
    look = "先用 drafter import 读成输入文件" if job.meant.books else check
    return (*lines, f"还有 {rest} 项，要看全部：{look}") if rest else tuple(lines)


def _saved(job: Job, made: Made, files: Sequence[tuple[bytes, Path]]) -> Result | None:
    """Save the files of an input, all or none; return why not where they may not be written."""
    targets = [target for _, target in files]
    twice = next((target for target in targets if targets.count(target) > 1), None)
    if twice is not None:
        return _unwritten(job, f"两份报告都要写成 {twice}，请用 -t 分开生成")
    own = spared(made, targets)
    if own is not None:
        return _unwritten(job, f"{own} 是输入文件或模板，不能写成报告")
    refused = _claimed(job, targets)
    if refused is not None:
        return refused
    wanted = []
    for blob, target in files:
        there = digest_of(target)
        if there == digest(blob):
            continue  # written by a batch that was stopped before it could say so
        replaces = job.asked.force or (there != "" and there == _left(job, target))
        if there and not replaces:
            return _unwritten(job, f"{target} 已存在，{_other_than_left(job, target)}")
        wanted.append(File(blob, target, replaces))
    try:
        save_all(wanted)
    except OutputError as error:
        return _unwritten(job, str(error))
    return None


def _left(job: Job, target: Path) -> str:
    """Return the digest of the file as an earlier batch left it for this input."""
    return job.known.files.get(target.name, "") if job.known is not None else ""


def _other_than_left(job: Job, target: Path) -> str:
    """Return what is to be said of a file that is not as it would be written now."""
    look = f"先看改了什么：drafter verify {quoted(target)} {quoted(job.path)}"
    force = "要覆盖请加 --force"
    if _left(job, target):
        return f"生成以后有人改过；{look}；{force}"
    return f"与现在要生成的不同；{look}；{force}"


def _claimed(job: Job, targets: Sequence[Path]) -> Result | None:
    """Claim the files for this input; return the result where another input writes one of them."""
    taken = claim(job.asked.claims, targets, str(job.path))
    if taken is None:
        return None
    target, owner = taken
    other = owner or "同一批的另一份输入"
    return _unwritten(job, f"{other} 也写成 {target}，没有覆盖它；请核对这两份的部门、年度和口径")


def _unwritten(job: Job, message: str) -> Result:
    return Result(job.path, Kind.UNWRITTEN, told=(f"{job.path}: {message}",))


def _needs(made: Made) -> list[Path]:
    """Return the files that the reports follow from: the input, what it names, the templates."""
    folders = dict.fromkeys(o.folder for o in made.outcomes if o.folder is not None)
    return [made.source.path, *made.source.beside, *folders]


def _is_settled(made: Made, begun: int) -> bool:
    """Return whether none of the files was saved since, when it may have been read as it was."""
    for need in _needs(made):
        for path in [need, *(need.iterdir() if need.is_dir() else ())]:
            try:
                if path.stat().st_mtime_ns >= begun:
                    return False
            except OSError:  # a file that is not there
                continue
    return True


def run(
    jobs: Iterable[Job],
    workers: Callable[[], Executor],
    *,
    in_flight: int = 1,
    is_stopping: Callable[[], bool] = lambda: False,
    work: Callable[[Job], Result] = report_on,
) -> Iterator[Result]:
    """Yield how each job came out, as they come: never more than `in_flight` are handed out.

    When `is_stopping`, those at work are finished and no other is begun. Where a worker is killed,
    by a lack of memory say, the jobs in flight are tried again one by one to tell which it was.
    """
    waiting = iter(jobs)
    while True:
        lost: list[Job] = []
        yield from _handed_out(waiting, workers, in_flight, is_stopping, work, lost)
        if not lost:
            return
        for job in lost:
            if is_stopping():
                return
            yield _alone(job, workers, work)


def _handed_out(  # noqa: PLR0917 - what `run` was given
    waiting: Iterator[Job],
    workers: Callable[[], Executor],
    in_flight: int,
    is_stopping: Callable[[], bool],
    work: Callable[[Job], Result],
    lost: list[Job],
) -> Iterator[Result]:
    """Yield results until there are no more jobs, or workers are lost with the jobs they had."""
    pending: dict[Future[Result], Job] = {}

    def finished(done: Iterable[Future[Result]]) -> Iterator[Result]:
        for future in done:
            job = pending.pop(future)
            try:
                yield future.result()
            except BrokenExecutor:
                lost.append(job)

    with workers() as executor:
        try:
            while not lost and not is_stopping():
                job = next(waiting, None)
                if job is None:
                    break
                try:
                    pending[executor.submit(work, job)] = job
                except BrokenExecutor:
                    lost.append(job)
                while len(pending) >= in_flight:
                    yield from finished(wait(pending, return_when=FIRST_COMPLETED).done)
            while pending:
                if is_stopping():
                    for future in [future for future in pending if future.cancel()]:
                        del pending[future]
                yield from finished(wait(pending, return_when=FIRST_COMPLETED).done)
        finally:  # whoever takes no more results waits for none
            executor.shutdown(wait=True, cancel_futures=True)


def _alone(job: Job, workers: Callable[[], Executor], work: Callable[[Job], Result]) -> Result:
    with workers() as executor:
        try:
            return executor.submit(work, job).result()
        except BrokenExecutor:
            return _defect(job.path, "处理它的进程被系统中止，多半是内存不够")
