"""Last year's input becomes this year's file: its text, changed value by value, and marked.

Actuals become comparatives, what it ended with is what this year begins with. What outlasts a year
stays and is marked to be looked at; all else is blanked, and what stood there is told beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from drafter.checks.provenance import place_of
from drafter.diagnostics import DataPath, Diagnostic, path_text
from drafter.figures.carried import (
    BUDGET,
    CARRIED_OVER,
    CARRY,
    LAST,
    LAST_BUDGET,
    amount_text,
    comparatives,
    opening_figures,
)
from drafter.figures.derive import FUNDS
from drafter.figures.nodes import Figure, Group, find
from drafter.model.base import Measure, Section
from drafter.model.lasting import HEAD, outlasts
from drafter.model.shape import Shape, shapes
from drafter.model.successors import Heading, Succession, level_of
from drafter.model.values import NONE_WORD, Amount, Count, shortened
from drafter.model.year import DepartmentYear, MoneyUnit
from drafter.source import Mapping, Node, Scalar, Sequence, SourceTree, read_text
from drafter.source.edit import Change, edited
from drafter.yearly.marks import BLANK, REVIEW, Mark, marked
from drafter.yearly.projects import carried_in, outlook
from drafter.yearly.stale import Stale, stale_comments, stale_words

_LEFT = {"已公布": "公布以后再填", "豁免": "今年的检查结果另行判断"}
"""Sections that speak of last year's report alone."""
_ORDER = tuple(shape.alias for shape in shapes(DepartmentYear))
_COMPARATIVES = frozenset({LAST, LAST_BUDGET})
_UNKNOWN = "上年的文件里没有这个数"
"""Said of a comparative that last year's input does not give: its own was of the year before."""
_BY_HEADING = frozenset({*FUNDS, "收入", "支出", "基本支出"})
"""Sections of which the names of headings stay, and nothing else."""


@dataclass(frozen=True, slots=True)
class LastYear:
    """Last year's input: its text, the tree of it, and what follows from it."""

    file: str
    """Its name, as comments tell it."""
    text: str
    tree: SourceTree
    figures: Group
    unit: MoneyUnit
    decimals: int
    """How finely its amounts are typed."""
    succession: Succession


@dataclass(frozen=True, slots=True)
class RolledOver:
    """The file of this year, and in words what became of last year's; or why there is none."""

    text: str | None
    told: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


def rolled_over(last: LastYear) -> RolledOver:
    """Return this year's file."""
    walk = _Walk(last)
    walk.run()
    done = edited(last.text, last.file, walk.changes, _ORDER)
    if done.text is None:
        return RolledOver(None, findings=done.findings)
    walk.marks += _untold(walk, done.text)
    stale = _stale(walk, done.text)
    text = marked(done.text, [*walk.marks, *_anchors(walk, _by_anchor(stale))])
    comments = stale_comments(text, last.succession.last, REVIEW, BLANK)
    return RolledOver(text, tuple(_told(walk, _stale(walk, text), comments)), done.findings)


def _stale(walk: _Walk, text: str) -> list[Stale]:
    """Return where words that stayed speak of last year or before, by the lines of a text."""
    tree = read_text(text, walk.last.file).tree
    if tree is None:
        raise RuntimeError("this year's file cannot be read back")
    return stale_words(tree, walk.kept, walk.last.succession.last)


@dataclass(slots=True)
class _Walk:
    """Goes through last year's values and collects what becomes of them."""

    last: LastYear
    changes: list[Change] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    kept: list[DataPath] = field(default_factory=list)
    """Values that stay as they were."""
    renamed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    blanked: int = 0
    compared: int = 0
    carried: int = 0
    _given: set[DataPath] = field(default_factory=set)
    """Places of comparatives and opening amounts, which are set from last year's figures."""

    def run(self) -> None:
        self._put(("年度",), str(self.last.succession.this))
        self._set_comparatives()
        known = {shape.alias: shape for shape in shapes(DepartmentYear)}
        for name, entry in self.last.tree.root.entries.items():
            if name in _LEFT:
                self._leave((name,), entry.value)
            elif name in known and name not in HEAD:
                self._visit((name,), entry.value, known[name])

    def _put(self, path: DataPath, value: str, origin: str = "") -> None:
        self.changes.append(Change(path, value, origin))

    def _set_comparatives(self) -> None:
        """Put last year's figures where they are compared with, and carried over."""
        for path, figure in comparatives(self.last.figures):
            if self._may_hold(path):
                self._give(path, figure)
                self.compared += 1
        for path, figure in opening_figures(self.last.figures):
            if self.last.tree.node((CARRY,)) is not None and self._typed_or_closing(path):
                self._give(path, figure)
                self.carried += 1

    def _may_hold(self, path: DataPath) -> bool:
        """Return whether the measure was stated last year, as a block or as a bare amount."""
        measure = self.last.tree.node(path[:-1])
        if isinstance(measure, Mapping):
            return path[-1] == LAST or path[-1] in measure.entries
        is_amount = isinstance(measure, Scalar) and not measure.is_blank
        return is_amount and path[-1] == LAST and measure.text.strip() != NONE_WORD  # type: ignore[union-attr]  # is_amount

    def _typed_or_closing(self, path: DataPath) -> bool:
        names = (path[-1], CARRIED_OVER[str(path[-1])])
        return any(self.last.tree.node((CARRY, name)) is not None for name in names)

    def _give(self, path: DataPath, figure: Figure) -> None:
        """Put a figure of last year at a place, with where it was read from."""
        self._given.add(path)
        value = amount_text(figure, self.last.unit, self.last.decimals)
        origin = place_of(figure, self.last.tree, self.last.file)
        measure = self.last.tree.node(path[:-1])
        if isinstance(measure, Scalar) and len(path) > 1:  # a bare amount becomes a block
            self.changes.append(
                Change(path[:-1], {"决算": None, str(path[-1]): value}, "", {(path[-1],): origin})
            )
            self._given.add(path[:-1])
            self.marks.append(Mark((*path[:-1], "决算"), BLANK, beside=True))
            self.blanked += 1
        else:
            self._put(path, value, origin)

    def _leave(self, path: DataPath, node: Node) -> None:
        number = len(node.entries) if isinstance(node, Mapping) else 0
        number = len(node.items) if isinstance(node, Sequence) else number
        if number:
            self._put(path, NONE_WORD)
            words = f"上年的 {number} 项没有带过来，{_LEFT[str(path[0])]}"
            self.marks.append(Mark(path, f"{REVIEW}：{words}"))
            self.left.append(f"{path[0]} {number} 项")

    def _visit(self, path: DataPath, node: Node, shape: Shape) -> None:
        if path in self._given or _is_blank(node):
            return
        section = shape.section
        if section is None or isinstance(node, Scalar):
            self._leaf(path, node, shape)
        elif isinstance(node, Sequence):
            for number, item in enumerate(node.items):
                self._visit((*path, number), item, shape)
        else:
            self._section(path, node, section)

    def _section(self, path: DataPath, node: Mapping, section: type[Section]) -> None:
        fields = {shape.alias: shape for shape in shapes(section)}
        for name, entry in node.entries.items():
            own = (*path, name)
            if name in fields and not self._takes_figure(own, section):
                self._visit(own, entry.value, fields[name])

    def _takes_figure(self, path: DataPath, section: type[Section]) -> bool:
        """Return whether a field takes another figure of last year, and put that there."""
        source = () if path in self._given else _source(path, section)
        figure = find(self.last.figures, source) if source else None
        if not isinstance(figure, Figure) or figure.number is None:
            return False
        self._give(path, figure)
        if path[-1] in _COMPARATIVES:
            self.compared += 1
        else:
            self.carried += 1
        return True

    def _leaf(self, path: DataPath, node: Node, shape: Shape) -> None:
        text = node.text.strip() if isinstance(node, Scalar) else ""
        section = shape.section
        if text == NONE_WORD and (section is not None or shape.listed):
            self.marks.append(Mark(path, f"{REVIEW}：上年写“{NONE_WORD}”"))
            return
        short = section.shorthand if section is not None else None
        if section is not None and short is not None:
            shape = next(s for s in shapes(section) if s.alias == short)
        if outlasts((*path, short) if short else path, shape):
            self._keep(path, node)
            return
        self.changes.append(Change(path, None))
        stood = _UNKNOWN if path[-1] in _COMPARATIVES else _what_stood(node, shape)
        self.marks.append(Mark(path, f"{BLANK}：{stood}", beside=True))
        self.blanked += 1

    def _keep(self, path: DataPath, node: Node) -> None:
        self.kept += _scalars(path, node)
        if path[-1] == "名称" or isinstance(path[-1], int):
            self._rename(path, node)

    def _rename(self, path: DataPath, node: Node) -> None:
        """Give a heading the name that it has this year; say where one has gone."""
        row = path if isinstance(path[-1], int) else path[:-1]
        kind = level_of(row)
        if kind is None or not isinstance(node, Scalar):
            return
        code = self.last.tree.node((*row, "编码"))
        heading = Heading(
            node.text.strip(),
            code.text.strip() if isinstance(code, Scalar) else "",
            kind[1],
            kind[0],
        )
        succession = self.last.succession
        move, new = succession.moved(heading), succession.renamed(heading)
        if move is not None:
            said = f"{move.year}年起“{heading.name}”改列 {move.new_code} {move.new_name}"
            self.marks.append(Mark(row, f"{REVIEW}：{said}"))
            self.renamed.append(said)
        elif new is not None:
            self._put(path, new)
            self.marks.append(Mark(row, f"{REVIEW}：科目“{heading.name}”今年改称“{new}”"))
            self.renamed.append(f"“{heading.name}”今年改称“{new}”")


def _is_blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_blank


def _source(path: DataPath, section: type[Section]) -> DataPath:
    """Return where the figure stands that a field takes from last year; nowhere for most."""
    name = path[-1]
    if issubclass(section, Measure) and name in _COMPARATIVES:
        return path[:-1] if name == LAST else (*path[:-1], BUDGET)
    if path[0] == "项目":
        return carried_in(path) or ()
    return (*path[:-1], "年末结转") if name == "年初结转" else ()


def _scalars(path: DataPath, node: Node) -> Iterator[DataPath]:
    """Yield the paths of the texts at and below a path."""
    if isinstance(node, Mapping):
        for name, entry in node.entries.items():
            yield from _scalars((*path, name), entry.value)
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield from _scalars((*path, number), item)
    elif not node.is_blank:
        yield path


def _what_stood(node: Node, shape: Shape) -> str:
    """Return in words what a blanked value was last year."""
    if isinstance(node, Sequence):
        return f"上年 {len(node.items)} 项"
    if isinstance(node, Mapping):
        return "上年取自文件"
    text = " ".join(node.text.split())
    number = shape.kind is not None and issubclass(shape.kind, Amount | Count)
    return f"上年 {text}" if number else f"上年写“{shortened(text)}”"


def _untold(walk: _Walk, text: str) -> Iterator[Mark]:
    """Yield marks for figures of last year whose line has no room for where they come from."""
    tree = read_text(text, walk.last.file).tree
    for change in walk.changes:
        for path, origin in ((change.path, change.origin), *_inner(change)):
            node = tree.node(path) if tree is not None and origin else None
            if isinstance(node, Scalar) and not node.origin:
                yield Mark(path, f"取自 {origin}", beside=True)


def _inner(change: Change) -> Iterator[tuple[DataPath, str]]:
    for path, origin in change.origins.items():
        yield (*change.path, *path), origin


def _anchor(path: DataPath) -> DataPath:
    """Return where it is said that a value is last year's: at its section, or its project."""
    return path[:2] if path[0] == "项目" and len(path) > 1 else path[:1]


def _by_anchor(stale: list[Stale]) -> dict[DataPath, list[Stale]]:
    found: dict[DataPath, list[Stale]] = {}
    for one in stale:
        found.setdefault(_anchor(one.path), []).append(one)
    return found


def _anchors(walk: _Walk, stale: dict[DataPath, list[Stale]]) -> Iterator[Mark]:
    """Yield what is said of each section that holds words of last year, and of each project."""
    for anchor in dict.fromkeys(map(_anchor, walk.kept)):
        words = f"{REVIEW}：照上年抄来，有变的请改"
        if len(anchor) > 1:
            project = find(walk.last.figures, anchor)
            said = outlook(project, walk.last.unit, walk.last.succession.last)
            words = f"{REVIEW}：{said}"
        elif anchor[0] in _BY_HEADING:
            words = f"{REVIEW}：名称照上年，今年没有的删去，新增的补上"
        # By their fields: lines move with the first that is filled.
        years = "、".join(
            dict.fromkeys(
                f"{path_text(one.path[len(anchor) :]) or anchor[-1]}写着“{one.words}”"
                for one in stale.get(anchor, ())
            )
        )
        yield Mark(anchor, f"{words}；{years}" if years else words)


def _told(walk: _Walk, stale: list[Stale], comments: list[int]) -> Iterator[str]:
    """Yield what became of last year's input, line by line."""
    last = walk.last.succession.last
    yield f"上年的决算数填进“上年”：{walk.compared} 处；年末结转转为年初结转：{walk.carried} 处"
    yield f"留空待填：{walk.blanked} 处，旁边注着上年填的"
    sections = dict.fromkeys(str(path[0]) for path in walk.kept)
    yield f"照上年抄来、要核对的：{'、'.join(sections) or '没有'}"
    for said, lines in (
        (f"里面写着 {last} 的", _lines(one for one in stale if one.is_last)),
        ("里面写着更早的年份、去年、前年或到期的规划的", _lines(s for s in stale if not s.is_last)),
        (f"注释里写着 {last} 的", comments),
    ):
        if lines:
            yield f"{said}：" + "、".join(f"第{line}行" for line in lines)
    yield from (f"科目改了：{line}" for line in dict.fromkeys(walk.renamed))
    if walk.left:
        yield f"没有带过来：{'、'.join(walk.left)}"


def _lines(stale: Iterable[Stale]) -> list[int]:
    return list(dict.fromkeys(one.line for one in stale))
