"""What people did to a document, as findings: each at its place in the file that they edited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from drafter.diagnostics import DataPath, Diagnostic, Location, Place, Severity
from drafter.figures.nodes import Text
from drafter.source import SourceTree
from drafter.template.annotations import AUTHOR
from drafter.verify import wording
from drafter.verify.changes import Changes, ProseChange, changes_between, figures_of, numbers_in
from drafter.verify.document import (
    Cell,
    Document,
    Paragraph,
    Revision,
    paragraphs_in,
    without_number,
)
from drafter.verify.drawings import Chart, chart_changes
from drafter.verify.looks import differences
from drafter.verify.origins import Origin, Origins
from drafter.verify.pairing import Comparison, Moved, Pair, Single
from drafter.verify.pictures import picture_changes
from drafter.verify.spans import Spans, prose_line, spans_in

FIGURE, PROSE, FIXED, ADDED, REMOVED = "JS-951", "JS-952", "JS-953", "JS-954", "JS-955"
MOVED, RESTYLED, COMMENT, TRACKED, OUTDATED = "JS-956", "JS-957", "JS-958", "JS-959", "JS-960"
NO_RECEIPT, MEANING, CONTENTS = "JS-961", "JS-964", "JS-965"

_LISTED = 5
_PERCENT = ("%", "％")


class Judged(NamedTuple):
    """A pair of paragraphs that differ: in what, and through whom."""

    pair: Pair
    changes: Changes
    origin: Origin


@dataclass(frozen=True, slots=True)
class Case:
    """What the findings are about: the file, the input, what is printed where, who changed it."""

    file: str
    tree: SourceTree
    spans: Spans
    origins: Origins

    def finding(
        self,
        rule: str,
        severity: Severity,
        message: str,
        place: Place,
        *,
        hint: str = "",
        path: DataPath = (),
    ) -> Diagnostic:
        """Return a finding at a place of the edited file."""
        where = Location(self.file, inside=replace(place, tag=""))
        return Diagnostic(rule, severity, message, where, hint, path)


def judged(comparison: Comparison, case: Case) -> list[Judged]:
    """Return the pairs whose words differ, numbers of headings left out."""
    return [
        Judged(
            pair,
            changes_between(pair.fresh.words, pair.edited.words, spans_in(pair.fresh, case.spans)),
            case.origins.of_pair(pair),
        )
        for pair in comparison.pairs
        if pair.fresh.words != pair.edited.words and not _is_renumbered(pair)
    ]


def _is_renumbered(pair: Pair) -> bool:
    """Return whether only the number of a heading became typed, or another one."""
    if not pair.fresh.label:
        return False
    words = pair.edited.words
    return without_number(words) not in {words, ""} and without_number(words) == pair.fresh.words


def all_findings(
    comparison: Comparison,
    differing: Sequence[Judged],
    fresh: Document,
    edited: Document,
    case: Case,
) -> Iterator[Diagnostic]:
    """Yield everything that is to be said of the edited document."""
    for one in differing:
        if one.origin is Origin.INPUT:
            yield _outdated(one, case)
        else:
            yield from _figures(one, case)
            yield from _meanings(one, case)
            yield from _words(one, case)
    yield from _singles(comparison.removed, case, is_removed=True)
    yield from _singles(comparison.added, case, is_removed=False)
    yield from (_moved(moved, case) for moved in comparison.moved)
    yield from _charts(fresh.charts, edited.charts, case)
    for seen in picture_changes(fresh.pictures, edited.pictures):
        rule = ADDED if seen.came else REMOVED
        yield case.finding(rule, Severity.WARNING, seen.message, seen.place, hint=seen.hint)
    yield from _contents(fresh, edited, case)
    yield from _restyled(comparison.pairs, case)
    yield from _comments(edited, case)
    yield from _tracked(edited.revisions, case)


def _also(one: Judged) -> str:
    return "这一段的输入在生成之后也改过，请对照" if one.origin is Origin.BOTH else ""


def _figures(one: Judged, case: Case) -> Iterator[Diagnostic]:
    place, tracked = one.pair.edited.place, wording.authors(one.pair.edited)
    for span, old, new in one.changes.figures:
        name = wording.name_of(span)
        path = () if span.printed.node is None else span.printed.node.path
        source = wording.source_of(span, case.tree)
        hint = "；".join(
            filter(None, (source, "文件里的数写不回去：要改请改输入，再重新生成", _also(one)))
        )
        severity = Severity.ERROR
        if new is None:
            message = f"{name}的数“{old}”没有了"
        else:
            more = wording.difference(span, old, new)
            before = wording.number_of(old)
            is_same = before is not None and before == wording.number_of(new)
            if is_same and old.endswith(_PERCENT) == new.endswith(_PERCENT):
                severity, more = Severity.WARNING, "（只是写法不同）"
            message = f"{name}的数改了：按输入为“{old}”，文件里为“{new}”{more}"
        yield case.finding(FIGURE, severity, message + tracked, place, hint=hint, path=path)
    for number in one.changes.new_numbers:
        yield case.finding(
            FIGURE,
            Severity.ERROR,
            f"文字里多出一个数“{number}”，输入里没有{tracked}",
            place,
            hint="报告里的数都应来自输入：请删去，或者填进输入、由模板印出",
        )


def _meanings(one: Judged, case: Case) -> Iterator[Diagnostic]:
    place, tracked = one.pair.edited.place, wording.authors(one.pair.edited)
    for old, new, beside in one.changes.meanings:
        name, figure = wording.name_of(beside), beside.words
        message = f"{name}的数“{figure}”旁边的字改了，意思不同：{wording.replaced(old, new)}"
        source = wording.source_of(beside, case.tree)
        hint = "；".join(filter(None, ("这些字随数而定；要改先改输入", source, _also(one))))
        path = () if beside.printed.node is None else beside.printed.node.path
        yield case.finding(MEANING, Severity.ERROR, message + tracked, place, hint=hint, path=path)


def _words(one: Judged, case: Case) -> Iterator[Diagnostic]:
    place, tracked = one.pair.edited.place, wording.authors(one.pair.edited)
    unclear = [change for change in one.changes.prose if not change.is_whole]
    if len(unclear) > 1:
        yield _rewritten(one, unclear, case)
    for change in one.changes.prose:
        if change in unclear and len(unclear) > 1:
            continue
        old, new = wording.both(change.old, change.new)
        message = f"{wording.name_of(change.span)}的文字改了：原为{old}，现为{new}"
        known = numbers_in(change.old)
        numbers = [number for number in numbers_in(change.new) if number not in known]
        message += f"，其中有新的数：{wording.listed(numbers)}" if numbers else ""
        path = prose_path(change)
        hint = "；".join(filter(None, (f"文字在 {_line_place(change, case)}", _also(one))))
        yield case.finding(PROSE, Severity.WARNING, message + tracked, place, hint=hint, path=path)
    if one.changes.fixed and len(unclear) < 2:
        old, new = wording.both(one.pair.fresh.words, one.pair.edited.words)
        pieces = [wording.replaced(*change) for change in one.changes.fixed]
        message = f"模板的文字改了：{wording.listed(pieces)}（原文{old}，现为{new}）"
        hint = "这些字属于模板，不在输入里：每次都要这样写，就改模板"
        hint = "；".join(filter(None, (hint, _also(one))))
        yield case.finding(FIXED, Severity.WARNING, message + tracked, place, hint=hint)


def _rewritten(one: Judged, unclear: Sequence[ProseChange], case: Case) -> Diagnostic:
    """Return the finding on a paragraph in which nobody can tell whose words are whose."""
    old, new = wording.both(one.pair.fresh.words, one.pair.edited.words)
    names = [wording.name_of(change.span) for change in unclear]
    message = f"整段改写了，里面有输入的 {len(unclear)} 处文字：原为{old}，现为{new}"
    path = prose_path(unclear[0])
    places = f"文字来自 {wording.listed(names)}，第一处在 {_line_place(unclear[0], case)}"
    hint = "；".join(filter(None, (places, _also(one))))
    tracked = wording.authors(one.pair.edited)
    place = one.pair.edited.place
    return case.finding(PROSE, Severity.WARNING, message + tracked, place, hint=hint, path=path)


def _line_place(change: ProseChange, case: Case) -> Location:
    """Return where in the input the line stands that words are, of all lines of a text."""
    node = change.span.printed.node
    lines = node.value if isinstance(node, Text) and isinstance(node.value, tuple) else ()
    return case.tree.locate_line(
        prose_path(change), () if change.span.printed.gap else lines, change.span.line
    )


def prose_path(change: ProseChange) -> DataPath:
    """Return the path in the input that words come from, or that waits for them."""
    printed = change.span.printed
    return printed.gap[0] if printed.gap else () if printed.node is None else printed.node.path


def _outdated(one: Judged, case: Case) -> Diagnostic:
    old, new = wording.both(one.pair.edited.words, one.pair.fresh.words)
    figures = [change.span for change in one.changes.figures]
    message = f"输入在生成之后改过，文件还是旧的：文件里为{old}，现在应为{new}"
    severity = Severity.ERROR if _is_grave(one.changes) else Severity.WARNING
    sources = [wording.source_of(span, case.tree) for span in figures[:1]]
    hint = "；".join(filter(None, (*sources, "重新生成就会改过来")))
    return case.finding(OUTDATED, severity, message, one.pair.edited.place, hint=hint)


def _is_grave(changes: Changes) -> bool:
    return bool(changes.figures or changes.meanings or changes.new_numbers)


def _singles(singles: Sequence[Single], case: Case, *, is_removed: bool) -> Iterator[Diagnostic]:
    """Yield what stands alone: sections as one, cells of a table as one."""
    cells = [single for single in singles if isinstance(single.item, Cell)]
    others = [single for single in singles if not isinstance(single.item, Cell)]
    for _, run in groupby(others, key=lambda single: single.run):
        for section in _sections(list(run)):
            yield _alone(section, case, is_removed=is_removed)
    for _, same in groupby(cells, key=lambda single: single.place.cells[:1]):
        yield _alone(list(same), case, is_removed=is_removed)


def _sections(run: Sequence[Single]) -> Iterator[list[Single]]:
    """Yield each heading with what came or went with it; what has no heading by itself."""
    section: list[Single] = []
    for single in run:
        item = single.item
        if isinstance(item, Paragraph) and item.level is not None:
            if section:
                yield section
            section = [single]
        elif section:
            section.append(single)
        else:
            yield [single]
    if section:
        yield section


def _alone(group: Sequence[Single], case: Case, *, is_removed: bool) -> Diagnostic:
    first = group[0]
    words = wording.item_words(first.item)
    if len(group) > 1:
        is_cells = isinstance(first.item, Cell)
        words = (
            f"{len(group)} 格，第一格是{words.removeprefix('一格')}"
            if is_cells
            else f"一节{words.removeprefix('一段')}，共 {len(group)} 段"
        )
    numbers = [
        number
        for single in group
        for paragraph in paragraphs_in(single.item)
        for number in _numbers(paragraph, case, is_removed=is_removed)
    ]
    severity = Severity.ERROR if numbers else Severity.WARNING
    told = f"，其中有数：{wording.listed(numbers)}" if numbers else ""
    origin = (case.origins.of_removed if is_removed else case.origins.of_added)(first.item)
    if origin is Origin.INPUT:
        verb = "现在多印" if is_removed else "现在不印"
        message = f"输入在生成之后改过，{verb}{words}{told}"
        return case.finding(OUTDATED, severity, message, first.place, hint="重新生成就会改过来")
    tracked = "".join(dict.fromkeys(wording.authors(p) for p in _inner(group)))
    if is_removed:
        hint = "重新生成会再印出来：不要印的，改输入或模板"
        return case.finding(REMOVED, severity, f"少了{words}{told}", first.place, hint=hint)
    hint = "输入里没有，重新生成就没有了：要留的，写进输入或模板"
    if all(isinstance(single.item, Paragraph) for single in group) and first.after is not None:
        line = prose_line(first.after.fresh, case.spans)
        if line is not None:  # what people write on, as much as a change of it
            severity = Severity.WARNING
            hint = f"可以接着写在输入的{wording.name_of(line)}里"
    return case.finding(ADDED, severity, f"多了{words}{told}{tracked}", first.place, hint=hint)


def _inner(group: Iterable[Single]) -> list[Paragraph]:
    return [paragraph for single in group for paragraph in paragraphs_in(single.item)]


def _numbers(paragraph: Paragraph, case: Case, *, is_removed: bool) -> list[str]:
    if is_removed:
        spans = spans_in(paragraph, case.spans)
        return [span.words for span in figures_of(paragraph.words, spans)]
    return numbers_in(paragraph.words)


def _moved(moved: Moved, case: Case) -> Diagnostic:
    message = f"只是挪了位置：{wording.item_words(moved.edited)}，原在 {moved.fresh.place}"
    hint = "次序由模板和输入决定，重新生成会回到原处"
    return case.finding(MOVED, Severity.HINT, message, moved.edited.place, hint=hint)


def _restyled(pairs: Iterable[Pair], case: Case) -> Iterator[Diagnostic]:
    """Yield one line for all paragraphs that look otherwise, or count otherwise."""
    found = [(pair, changed) for pair in pairs if (changed := _look_changes(pair))]
    if not found:
        return
    kinds = Counter(kind for _, changed in found for kind in changed)
    named = [
        f"{wording.quoted(pair.edited.words, 20)}（{'、'.join(changed)}）"
        for pair, changed in found
    ]
    counted = "、".join(f"{kind} {count} 段" for kind, count in kinds.items())
    message = f"有 {len(found)} 段只改了样子，没有改字：{counted}；{wording.listed(named, _LISTED)}"
    hint = "样子由模板决定，重新生成会变回去"
    yield Diagnostic(RESTYLED, Severity.HINT, message, Location(case.file), hint)


def _look_changes(pair: Pair) -> list[str]:
    fresh, edited = pair
    if fresh.place.part in ("页眉", "页脚") or not (fresh.words and edited.words):
        return []
    if fresh.words != edited.words:
        return ["编号"] if _is_renumbered(pair) else []
    return differences(fresh.look, edited.look) + (["编号"] if fresh.label != edited.label else [])


def _charts(fresh: Sequence[Chart], edited: Sequence[Chart], case: Case) -> Iterator[Diagnostic]:
    """Yield what became of the charts; their numbers are those of the input, like all others."""
    hint = "图表里的数写不回去：要改请改输入，再重新生成；输入改过的，重新生成就会改过来"
    for change in chart_changes(fresh, edited):
        if change.fresh is None or change.edited is None:
            chart = change.fresh or change.edited or Chart(())
            rule, verb = (REMOVED, "少了") if change.edited is None else (ADDED, "多了")
            message = f"{verb}一张{chart.name}，其中有数：{wording.listed(_shown(chart))}"
            yield case.finding(rule, Severity.ERROR, message, chart.place, hint=hint)
        elif change.bar is None:
            message = (
                f"{change.fresh.name}的类别或系列改了：按输入为{wording.listed(_shown(change.fresh))}"
                f"，文件里为{wording.listed(_shown(change.edited))}"
            )
            yield case.finding(FIGURE, Severity.ERROR, message, change.edited.place, hint=hint)
        else:
            message = (
                f"图表{change.bar.name}的数改了：按输入为“{change.bar.number}”，"
                f"文件里为“{change.became}”"
            )
            yield case.finding(FIGURE, Severity.ERROR, message, change.edited.place, hint=hint)


def _shown(chart: Chart) -> list[str]:
    return [f"{bar.category} {bar.number}" for bar in chart.bars]


def _contents(fresh: Document, edited: Document, case: Case) -> Iterator[Diagnostic]:
    """Yield what a table of contents lists wrongly, where it was right."""
    for words in edited.outdated_contents:
        if words not in fresh.outdated_contents:
            hint = "在 Word 或 WPS 里在目录上点右键，选“更新域”“更新整个目录”"
            yield Diagnostic(CONTENTS, Severity.WARNING, words, Location(case.file), hint)


def _comments(edited: Document, case: Case) -> Iterator[Diagnostic]:
    """Yield the comments of people, and those of the program that people wrote into."""
    for comment in edited.comments:
        is_ours = comment.author == AUTHOR
        if is_ours and (edited.receipt is None or edited.receipt.wrote(comment.words)):
            continue
        to = comment.answers
        answered = f"答复 {to.author or '无名'} 的{wording.quoted(to.words)}：" if to else ""
        about = f"，针对{wording.quoted(comment.anchored)}" if comment.anchored else ""
        done = "（已标为解决）" if comment.is_done else ""
        said = wording.quoted(comment.words, 200)
        author = "写在程序的批注里" if is_ours else comment.author or "无名"
        message = f"意见（{author}）：{answered}{said}{about}{done}"
        yield case.finding(COMMENT, Severity.HINT, message, comment.place)


def _tracked(revisions: Sequence[Revision], case: Case) -> Iterator[Diagnostic]:
    if not revisions:
        return
    by_author: dict[str, list[Revision]] = {}
    for revision in revisions:
        by_author.setdefault(revision.author or "无名", []).append(revision)
    told = [
        f"{author} {len(own)} 处（{wording.listed(_revised(own))}）"
        for author, own in by_author.items()
    ]
    message = f"有 {len(revisions)} 处修订还没有接受或拒绝：{'；'.join(told)}"
    hint = "按全部接受之后的文字核对；请在 Word 或 WPS 里接受或拒绝"
    yield Diagnostic(TRACKED, Severity.HINT, message, Location(case.file), hint)


def _revised(revisions: Iterable[Revision]) -> list[str]:
    named = (f"{r.kind}{wording.quoted(r.words, 20)}" if r.words else r.kind for r in revisions)
    return list(dict.fromkeys(named))


def receipt_findings(edited: Document, template: str, case_file: str) -> Iterator[Diagnostic]:
    """Yield what the receipt does not tell: there is none, or it is of another template."""
    where = Location(case_file)
    if edited.receipt is None:
        message = "文件里没有生成时留下的凭据，分不清是人改了文件，还是输入后来改过"
        hint = "多半是旧版本生成的，或另存时丢了自定义属性；只把文件和现在的输入相比"
        yield Diagnostic(NO_RECEIPT, Severity.HINT, message, where, hint)
    elif edited.receipt.template != template:
        message = f"文件是用模板 {edited.receipt.template} 生成的，这里与 {template} 相比"
        yield Diagnostic(NO_RECEIPT, Severity.WARNING, message, where, "用 -t 指定生成时的模板")
