"""The palette of fields: what a template may name, each with a tag that can be copied as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from drafter.maintenance import ListedField, as_tag, listed_fields, loop_names
from drafter.pipeline import field_contract
from drafter.scoring.system import Systems
from drafter.template.contract import ROW, Type, with_statements, with_systems
from drafter.template.kinds import FIGURES, FILTER_FOR, PRINTABLE, Kind
from drafter.template.loader import ReportTemplate
from drafter.template.manifest import Manifest
from drafter.template.palette import Chapter, Line, palette

_NAMING = ("名称", "编码")
_LONGEST = 30
_ABOUT = 40
_UNITS = {
    Kind.MONEY: "万元", Kind.RATIO: "%", Kind.COUNT: "个数", Kind.POINTS: "分", Kind.YEAR: "年",
    Kind.NUMBER: "数", Kind.TEXT: "文字", Kind.ROWS: "列表", Kind.PHRASE: "一句话",
    Kind.FORMULA: "算式", Kind.TRUTH: "真假",
}  # fmt: skip
_OPENING = (
    "第二栏是标签，整个复制（连同花括号）到 report.docx 里。竖线后面是过滤器，换写法见模板手册。",
    "深底的行是列表：把 {% for … %} 和 {% endfor %} 之间的省略号换成要逐行印的内容。",
    "下面浅底、缩进的行是列表每一行的字段，只能放在这个循环里面。",
    "金额下面还可以接 .上年、.预算、.增减额、.增减率、.变动 等，如 {{ 收支总计.上年|万元 }}。",
)


def field_palette(
    template: ReportTemplate | None, manifest: Manifest, containing: str = ""
) -> bytes | None:
    """Return the palette of the fields that this template may name, examples in its number style.

    Without a template, scores and statements are left out: they are those of a template. There is
    none where no field has the word.
    """
    contract = _contract(template)
    rows = listed_fields(manifest, containing=containing, whole=False, contract=contract)
    chapters = tuple(_chapters(rows, contract.children))
    title = "字段表" if template is None else f"字段表：{manifest.title}"
    return palette(title, _OPENING, chapters) if chapters else None


def _contract(template: ReportTemplate | None) -> Type:
    systems = Systems() if template is None else template.systems
    listed = () if template is None else template.listed
    return with_statements(with_systems(field_contract(), systems), listed)


def _chapters(rows: Iterable[ListedField], sections: Mapping[str, Type]) -> Iterator[Chapter]:
    held: dict[str, list[Line]] = {}
    for row in rows:
        for one in (row, *_names(row)):
            line = _line(one)
            if line is not None:
                held.setdefault(row.path[0], []).append(line)
    plain = [held.pop(name)[0] for name in list(held) if _is_plain(held[name])]
    if plain:
        yield Chapter("报告头", "不在任何一节里的字段。", tuple(plain))
    for name, lines in held.items():
        yield Chapter(name, sections[name].about, tuple(lines))


def _names(row: ListedField) -> Iterator[ListedField]:
    """Yield what says what the amount of a row is; the rest that hangs on amounts is left out."""
    if row.path[-1] == ROW and row.kind in FIGURES:
        for name in _NAMING:
            if name in row.below:
                path = (*row.path, name)
                yield ListedField(path, Kind.TEXT, "", "", "", "", (), ())


def _is_plain(lines: list[Line]) -> bool:
    """Return whether a section is a single field."""
    return len(lines) == 1 and not lines[0].is_loop


def _line(row: ListedField) -> Line | None:
    tag = copied_tag(row)
    if not tag:
        return None
    steps = [step for step in row.path[1:] if step != ROW]
    about = row.about.split("。")[0]
    if row.choices:
        about = "；".join(filter(None, (about, f"可取：{'、'.join(row.choices)}")))
    depth = row.path.count(ROW)
    inner = row.path[len(row.path) - row.path[::-1].index(ROW) :] if depth else tuple(steps)
    title = " › ".join(inner) or ("每一行" if depth else row.path[0])
    is_loop = tag.startswith("{% for")
    return Line(
        title, tag, _UNITS.get(row.kind, ""), _short(row.example, _LONGEST), _short(about, _ABOUT),
        depth, is_loop,
    )  # fmt: skip


def copied_tag(row: ListedField) -> str:
    """Return what to copy of a field: its tag, its loop, or its condition; empty for a group."""
    name = as_tag(row.path)
    if row.kind is Kind.ROWS:
        row_name = list(loop_names((*row.path, ROW)))[-1]
        return f"{{% for {row_name} in {name} %}}…{{% endfor %}}"
    if row.kind is Kind.TRUTH:
        return f"{{% if {name} %}}…{{% endif %}}"
    if row.kind in PRINTABLE:
        return f"{{{{ {name} }}}}"
    return f"{{{{ {name}|{FILTER_FOR[row.kind]} }}}}" if row.kind in FILTER_FOR else ""


def _short(words: str, most: int) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
