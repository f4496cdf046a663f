"""Compares a Word file that people edited with what the input gives now, and says what is what.

What they wrote goes back into the input where that is possible, and only if rendering it again
gives their words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from drafter.diagnostics import (
    DataPath,
    Diagnostic,
    Location,
    Severity,
    in_order,
    path_text,
)
from drafter.pipeline import Input, Outcome, chosen_templates, make, read_input, read_tree
from drafter.source import SourceTree, read_text
from drafter.source.edit import Change, edited
from drafter.template.package import read_package
from drafter.template.receipt import read_receipt
from drafter.verify import findings as told
from drafter.verify.applying import Refused, Wish, Writing, wishes
from drafter.verify.changes import numbers_in
from drafter.verify.document import Document, Paragraph
from drafter.verify.findings import Case, Judged, all_findings, judged, receipt_findings
from drafter.verify.origins import Origins
from drafter.verify.pairing import Comparison, compare
from drafter.verify.reading import MAX_BYTES, UnreadableError, read_document
from drafter.verify.spans import spans_in, spans_of
from drafter.verify.wording import both
from drafter.verify.wording import replaced as replaced_words

APPLIED, NOT_APPLIED = "JS-962", "JS-963"
COMMENT = told.COMMENT
_ROUNDS = 6
"""How often the input is rendered anew with what is left of the changes."""


class NothingToCompareError(Exception):
    """Why there is no file, or no report to compare it with; the message is for the user."""

    def __init__(self, message: str, findings: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings
        """What is wrong with an input that cannot be read."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What is to be said of an edited file, and what it was compared with."""

    findings: tuple[Diagnostic, ...]
    comparison: Comparison
    differing: tuple[Judged, ...]
    case: Case


@dataclass(frozen=True, slots=True)
class Applied:
    """The text of the input with the words that people wrote; None where nothing goes in."""

    text: str | None
    findings: tuple[Diagnostic, ...]
    before: bytes
    """The input as it was read."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A file that people had: its name in messages, and what it says."""

    name: str
    document: Document


@dataclass(frozen=True, slots=True)
class Report:
    """What an input gives now: the report to compare with."""

    source: Input
    template: str
    """As it was asked for."""
    outcome: Outcome
    projects: tuple[str, ...] = ()

    @property
    def document(self) -> bytes | None:
        """Return the file, where there is one."""
        return self.outcome.rendered.document if self.outcome.rendered else None


def read_edited(path: Path) -> Edited:
    """Return what a file says; raise `NothingToCompareError` where it cannot be read."""
    try:
        return Edited(str(path), read_document(_bytes(path)))
    except UnreadableError as error:
        raise NothingToCompareError(f"{path} 读不了：{error}") from error


def _bytes(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise UnreadableError("这不是普通文件")
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableError(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请压缩图片后再存")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableError("没有这个文件") from error
    except OSError as error:
        raise UnreadableError("打不开，请检查权限，或者它是不是正开着") from error


def report_for(
    file: Edited,
    path: Path,
    wanted: Sequence[str] = (),
    projects: Sequence[str] = (),
    last: Path | None = None,
) -> Report:
    """Return the report of the input that the file was: as asked for, else as its receipt says.

    Raises `NothingToCompareError` where the input names several and none of them is the one.
    """
    source = read_input(path, last)
    if source.tree is None:
        raise NothingToCompareError(f"{path} 读不了，没有可比的报告", source.findings)
    names = list(dict.fromkeys(chosen_templates(source, wanted)))
    if not names:
        # a file that cannot be read to its end may name its report further on
        errors = tuple(finding for finding in source.findings if finding.is_error)
        why = f"{path} 有错误，没有可比的报告" if errors else "输入里没有写“报告”，请用 -t 指定模板"
        raise NothingToCompareError(why, errors)
    reports = (
        Report(source, name, make(source, name, projects), tuple(projects)) for name in names
    )
    if len(names) == 1:
        return next(reports)
    receipt = file.document.receipt
    for report in reports if receipt is not None else ():
        if receipt is not None and _template_of(report) == receipt.template:
            return report
    raise NothingToCompareError(f"输入里有 {len(names)} 份报告（{'、'.join(names)}），请用 -t 指定")


def _template_of(report: Report) -> str:
    """Return the id of the template of a report."""
    receipt = read_receipt(read_package(report.document)) if report.document else None
    return receipt.template if receipt else ""


def verify(file: Edited, report: Report) -> Verified:
    """Return what people did to a file; the report must have come to be."""
    document, tree, rendered = report.document, report.source.tree, report.outcome.rendered
    if document is None or tree is None or rendered is None:
        raise ValueError("there is nothing to compare with")
    fresh = read_document(document)
    comparison = compare(fresh, file.document)
    origins = Origins(file.document.receipt, fresh, file.document)
    case = Case(file.name, tree, spans_of(rendered.figures), origins)
    differing = judged(comparison, case)
    template = "" if fresh.receipt is None else fresh.receipt.template
    findings = in_order(
        [
            *receipt_findings(file.document, template, file.name),
            *all_findings(comparison, differing, fresh, file.document, case),
        ]
    )
    return Verified(tuple(findings), comparison, tuple(differing), case)


def by_people(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return what would be lost if the file were replaced."""
    kept = {
        told.FIGURE, told.PROSE, told.FIXED, told.ADDED, told.REMOVED, told.MOVED, told.RESTYLED,
        told.COMMENT, told.TRACKED, told.MEANING, told.CONTENTS,
    }  # fmt: skip
    return [finding for finding in findings if finding.id in kept]


def is_known(file: Edited) -> bool:
    """Return whether a file tells what it was when it was made."""
    return file.document.receipt is not None


def apply(file: Edited, report: Report, verified: Verified) -> Applied:
    """Return the input with the words that people wrote, and which of them could not go in.

    Nothing is written here. What is in the text has been rendered, and gives what they wrote.
    Raises `NothingToCompareError` where the input is gone.
    """
    path = report.source.path
    try:
        before = path.read_bytes()
    except OSError as error:
        raise NothingToCompareError(f"{path} 读不了，没有写回") from error
    text = before.decode("utf-8")
    typed = read_text(text, str(path)).tree
    if typed is None:
        raise ValueError("an input that cannot be read")
    left, refused = wishes(
        verified.comparison, verified.differing, verified.case.spans, verified.case.origins, typed
    )
    trial = _Trial(file, report, text, refused)
    new, done = trial.run(left)
    written = read_text(new or text, str(path)).tree or typed
    findings = [
        *(told_of for wish in done for told_of in _applied(wish, written, file.name)),
        *(_not_applied(one, file.name) for one in dict.fromkeys(trial.refused)),
    ]
    return Applied(new if done else None, tuple(in_order(findings)), before)


def _applied(wish: Wish, written: SourceTree, name: str) -> Iterator[Diagnostic]:
    """Yield each paragraph that went back, and which numbers in it did."""
    for one in wish.writings:
        path = wish.item_path(one.line[0]) if wish.items else wish.path
        if wish.items or not one.new:
            place = written.locate(path)
        else:
            place = written.locate_within(path, *wish.place_of(one.line))
        where = Location(name, inside=replace(one.place, tag=""))
        message = f"“{path_text(path)}”的文字写回了输入：{_written(one)}"
        message += _numbers_told(numbers_in(one.old), numbers_in(one.new))
        yield Diagnostic(APPLIED, Severity.HINT, message, where, f"在 {place}", path)


def _written(one: Writing) -> str:
    if not (one.old and one.new):
        return replaced_words(one.old, one.new)
    old, new = both(one.old, one.new)
    return f"原为{old}，现为{new}"


def _numbers_told(old: Sequence[str], new: Sequence[str]) -> str:
    """Return which numbers inside the words changed with them."""
    gone, come = (
        [*(Counter(one) - Counter(other)).elements()] for one, other in ((old, new), (new, old))
    )
    sides = (("原有", gone), ("现有", come))
    told_of = [f"{verb}{'、'.join(numbers)}" for verb, numbers in sides if numbers]
    return f"；其中的数也随文字改了：{'，'.join(told_of)}" if told_of else ""


def _not_applied(one: Refused, name: str) -> Diagnostic:
    message = f"“{path_text(one.path)}”的文字没有写回：{one.reason}"
    where = Location(name, inside=one.place)
    return Diagnostic(NOT_APPLIED, Severity.WARNING, message, where, path=one.path)


@dataclass(slots=True)
class _Trial:
    """Tries what can go in: what does not come out as people wrote it is taken back."""

    file: Edited
    report: Report
    text: str
    refused: list[Refused] = field(default_factory=list)

    def run(self, left: list[Wish]) -> tuple[str | None, list[Wish]]:
        """Return the text with what went in, and which that is."""
        for _ in range(_ROUNDS):
            left = [wish for wish in left if self._is_writable(wish)]
            if not left:
                break
            new = edited(self.text, self._name, [c for wish in left for c in _changes(wish)]).text
            if new is None:
                self._give_up(left, "写进去以后输入就读不了了")
                break
            failed = self._failed(new, left)
            if not failed:
                return new, left
            for wish, reason in failed:
                if wish.may_go_on and not reason:
                    wish.attempt += 1
                else:
                    left.remove(wish)
                    self._give_up([wish], reason or "再印出来不是这些字：模板会改写它的结尾或标点")
        else:
            self._give_up(left, "试了几次，再印出来都不是这些字")
        return None, []

    @property
    def _name(self) -> str:
        return str(self.report.source.path)

    def _give_up(self, left: Sequence[Wish], reason: str) -> None:
        self.refused += [Refused(wish.path, reason, wish.place) for wish in left]

    def _is_writable(self, wish: Wish) -> bool:
        """Return whether a text can be put there by itself; say why not."""
        try:
            result = edited(self.text, self._name, _changes(wish))
        except ValueError:
            self._give_up([wish], "上一级填的不是一组字段，请在输入里填")
            return False
        if result.text is None:
            reasons = "；".join(item.message for item in result.findings if item.is_error)
            self._give_up([wish], reasons or "写不进输入")
        return result.text is not None

    def _failed(self, new: str, left: Sequence[Wish]) -> list[tuple[Wish, str]]:
        """Return the changes that the input does not take, or that do not come out as written."""
        read = read_text(new, self._name)
        if read.tree is None:
            return [(wish, "写进去以后输入就读不了了") for wish in left]
        old = self.report.source
        last = None if old.before is None else Path(old.before.file)
        source = read_tree(old.path, read.tree, read.findings, last)
        known = {finding.message for finding in self.report.source.findings}
        wrong = [f for f in source.findings if f.is_error and f.message not in known]
        if wrong:
            at_fault = [w for w in left if any(_is_within(f.path, w.path) for f in wrong)]
            return [(wish, wrong[0].message) for wish in at_fault or left]
        outcome = make(source, self.report.template, self.report.projects)
        report = Report(source, self.report.template, outcome, self.report.projects)
        if report.document is None:
            return [(wish, "写进去以后报告就生成不了了") for wish in left]
        again = verify(self.file, report)
        return [(wish, "") for wish in left if _still_differs(wish, again)]


def _changes(wish: Wish) -> list[Change]:
    return [Change(path, text) for path, text in wish.changes]


def _is_within(path: DataPath, outer: DataPath) -> bool:
    return path[: len(outer)] == outer


def _still_differs(wish: Wish, again: Verified) -> bool:
    """Return whether any of the words that a change is about still reads otherwise."""
    for one in again.differing:
        edited_one = one.pair.edited.part, one.pair.edited.number
        if any(told.prose_path(change) == wish.path for change in one.changes.prose):
            return True
        if edited_one in wish.paragraphs and one.changes.prose:
            return True
    added = [s.item for s in again.comparison.added if isinstance(s.item, Paragraph)]
    if any((item.part, item.number) in wish.paragraphs for item in added):
        return True
    removed = [s.item for s in again.comparison.removed if isinstance(s.item, Paragraph)]
    return any(
        span.printed.node is not None and span.printed.node.path == wish.path
        for item in removed
        for span in spans_in(item, again.case.spans)
    )
