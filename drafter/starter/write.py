"""Writes a starter input: every field that a template asks for, commented, with marked blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from drafter.model.base import Measure, Section
from drafter.model.shape import Shape, shapes
from drafter.model.year import CURRENT_FORMAT, DepartmentYear
from drafter.scoring.score import ANSWERS
from drafter.scoring.system import IndicatorSystem
from drafter.starter.answer_lines import answer_lines
from drafter.starter.probe import HEADER
from drafter.starter.usage import FieldPath, Usage
from drafter.template.manifest import Manifest

_PLAIN = re.compile(r"\w[\w./\\-]*|/[\w./-]*")

BLANK = "待填"
_MAY_STAY_OUT = "可不填"
_CONVENTIONS = f"""\
# 怎样填：
#   {BLANK}    报告要用的，冒号后空一格写内容；“无”表示本部门没有此项，0 表示有此项而数是零。
#   {_MAY_STAY_OUT}  用得着时去掉行首的“# ”再填。
#   列表   每项以“- ”开头，多项就照样重复；一项也没有，就删去各项，在列表名后写“无”。
#   一整节没有，就删去下面各行，在节名后写“无”。
# 接在句子里的话（原因、用途、成效、问题、措施、结论、说明）末尾不写句号；自成一段的照常写句号。
# 金额只填半角数字，单位由“金额单位”统一说明；合计、占比、增减、完成率由程序计算。
# 公开01表 等是决算公开表的编号；财决、机构运行信息表、基本数字表是决算报表系统里的表。
# 还缺什么：drafter check 本文件 --missing"""


def starter_text(
    manifest: Manifest,
    template: str,
    usage: Usage,
    chosen: Mapping[str, str],
    *,
    schema: str,
    system: IndicatorSystem | None = None,
) -> str:
    """Return the text of a starter for the template under the chosen options.

    `template` is how the input names the template, `schema` how it names the schema beside it;
    `system` scores the department, and asks for answers.
    """
    lines = [
        f"# yaml-language-server: $schema={schema}",
        f"# 部门年度数据，供模板“{manifest.title}”（{template}）使用。",
        *_CONVENTIONS.splitlines(),
        "",
        *_header(manifest, template, chosen),
    ]
    for shape in shapes(DepartmentYear):
        if shape.alias == ANSWERS and system is not None:
            lines += ["", *_banner(shape), *answer_lines(system)]
        elif shape.alias not in HEADER:
            field = list(_field(shape, (shape.alias,), usage, ""))
            if field:
                lines += ["", *_banner(shape), *field]
    return "\n".join([*lines, "", *_tail(), ""])


def _banner(shape: Shape) -> Iterator[str]:
    """Yield the heading of a section of the file."""
    yield f"# ── {shape.alias}：{shape.description} ──"


def _header(manifest: Manifest, template: str, chosen: Mapping[str, str]) -> Iterator[str]:
    yield "# ── 文件头：哪一年、什么单位、出哪种报告 ──"
    yield f"格式版本: {CURRENT_FORMAT}"
    last = "年度起" if manifest.last_year is None else f" 至 {manifest.last_year} 年度"
    yield f"年度:  # {BLANK}：四位数字；这个模板适用 {manifest.first_year}{last}"
    yield f"金额单位:  # {BLANK}：本文件所有金额的单位，万元 或 元"
    yield f"口径:  # {BLANK}：部门决算写 部门，单位决算写 单位"
    yield "报告:"
    yield f"  - 模板: {_scalar(template)}"
    if not manifest.options:
        return
    yield "    选项:  # 与默认不同的写法，去掉行首的“# ”再改"
    for name, choices in manifest.options.items():
        value = chosen.get(name)
        mark = "# " if value is None else ""
        about = manifest.explanations.get(name, "")
        choice = _scalar(value or manifest.defaults[name])
        yield f"      {mark}{name}: {choice}  # 可取：{'、'.join(choices)}。{about}"


def _scalar(text: str) -> str:
    """Return the text as a value of YAML, in quotes where it has more than letters and digits."""
    return text if _PLAIN.fullmatch(text) else "'" + text.replace("'", "''") + "'"


def _tail() -> Iterator[str]:
    yield "# ── 名词解释、已公布、豁免：用得着时去掉行首的“# ”再填 ──"
    yield "# 名词解释:  # 与程序自带释义不同的词"
    yield "#   - 词: 某项收入"
    yield "#     释义: 指……。"
    yield "# 已公布:  # 已公布或批复的数，供核对；数据位置用点连接，列表从 1 数起"
    yield "#   收入.合计: 100.00"
    yield "# 豁免:  # 核对过、坚持不改的检查结果"
    yield "#   - 规则: JS-201"
    yield "#     位置: 收入.合计"
    yield "#     理由: 照批复数填列"


def _field(shape: Shape, path: FieldPath, usage: Usage, indent: str) -> Iterator[str]:
    """Yield the lines of a field and all below it; none where the template does not use it."""
    beside = shape.guide.beside and usage.uses((*path[:-1], shape.guide.beside))
    if not (usage.uses(path) or beside or shape.guide.kept or shape.alias == "名称"):
        return
    if shape.guide.kept and shape.section is not None:
        usage = usage.with_all_of(path, shape.section)
    lines = list(_written(shape, path, usage, indent))
    out = _may_stay_out(shape, path, usage)
    yield from (_commented(line, indent) for line in lines) if out else lines


def _may_stay_out(shape: Shape, path: FieldPath, usage: Usage) -> bool:
    return shape.guide.optional and not usage.demands(path)


def _commented(line: str, indent: str) -> str:
    """Return the line as a comment that is lifted by taking away its mark at the indent."""
    return f"{indent}# {line.removeprefix(indent)}"


def _written(shape: Shape, path: FieldPath, usage: Usage, indent: str) -> Iterator[str]:
    """Yield the field as it is filled in: a blank, a block, or a list with one blank item."""
    section, inner = shape.section, indent + "  "
    if section is None:
        words = shape.listed and shape.kind is not None and not shape.one_word
        note = _about(shape) if words else _note(shape, may=_may_stay_out(shape, path, usage))
        yield f"{indent}{shape.alias}:{_comment(note if indent or words else BLANK)}"
        if words:
            yield f"{inner}-  # {BLANK}"
        return
    measure = issubclass(section, Measure) and not shape.listed
    if measure and _is_bare(section, path, usage):
        summed = "决算" in shape.guide.sums
        note = _comment(_note(shape, may=summed, summed=summed))
        yield f"{indent}{'# ' if summed else ''}{shape.alias}:{note}"
        return
    yield f"{indent}{shape.alias}:{_comment(_about(shape) if indent else '')}"
    if shape.listed:
        yield from _as_item(list(_fields(section, shape, path, usage, inner + "  ")), inner)
    else:
        yield from _fields(section, shape, path, usage, inner)


def _fields(
    section: type[Section], above: Shape, path: FieldPath, usage: Usage, indent: str
) -> Iterator[str]:
    """Yield the fields of a section, its name first."""
    for shape in sorted(shapes(section), key=lambda shape: shape.alias != "名称"):
        own = (*path, shape.alias)
        if shape.guide.summed or shape.alias in above.guide.sums:
            if usage.uses(own) or usage.uses(path):
                yield f"{indent}# {shape.alias}:{_comment(_note(shape, may=True, summed=True))}"
        elif shape.alias == "决算" and issubclass(section, Measure):
            # A measure is its actual amount: it is used when the measure itself is.
            if path in usage.used:
                out = shape.guide.optional
                note = _comment(_note(shape, may=out))
                yield f"{indent}{'# ' if out else ''}{shape.alias}:{note}"
        else:
            yield from _field(shape, own, usage, indent)


def _is_bare(section: type[Section], path: FieldPath, usage: Usage) -> bool:
    """Return whether only the amount of a measure is used: it is written without a block."""
    own = [shape.alias for shape in shapes(section) if shape.alias != "决算"]
    return not any(usage.uses((*path, name)) for name in own)


def _as_item(lines: list[str], indent: str) -> Iterator[str]:
    """Yield the lines with the dash of a list item before the first field."""
    first = next((i for i, line in enumerate(lines) if not line.lstrip().startswith("#")), None)
    if first is None:
        return
    yield f"{indent}- {lines[first].lstrip()}"
    yield from [*lines[:first], *lines[first + 1 :]]


def _note(shape: Shape, *, may: bool, summed: bool = False) -> str:
    """Return the mark of a blank and what belongs there; `may` tells that it may stay out."""
    mark = _MAY_STAY_OUT if may else BLANK
    about = _about(shape)
    return f"{mark}：{about}{'，由程序求和' if summed and '程序' not in about else ''}"


def _about(shape: Shape) -> str:
    """Return the description with the words to choose from, where it does not name them."""
    about = shape.description
    if shape.choices and not all(word in about for word in shape.choices):
        about = f"{about}。可选：{'、'.join(shape.choices)}"
    return about


def _comment(words: str) -> str:
    return f"  # {words}" if words else ""
