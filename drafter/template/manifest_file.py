"""Reads `template.yaml` and checks it: every fault at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from drafter.diagnostics import Diagnostic, Severity
from drafter.model.base import Listing, Section, key
from drafter.model.values import Count, Words
from drafter.source import SourceTree
from drafter.template.manifest import (
    STRIP_ZEROS,
    TABLE_STYLE,
    ZEROS_OPTION,
    ListedName,
    Manifest,
    ManifestResult,
)
from drafter.template.yaml_faults import problem, read_model
from drafter.wording.changes import PLACEHOLDER, Change, ChangeWording
from drafter.wording.numbers import NumberStyle

FILE_NAME_SLOTS = ("{全称}", "{年度}", "{口径}", "{项目}")
_RULE = "MB-001"
_KEEP, _BY_OPTION = "保留", "按选项"


def _texts(raw: object) -> dict[str, str]:
    if not isinstance(raw, dict) or any(isinstance(v, dict | list) for v in raw.values()):
        raise PydanticCustomError("text_map", "这里每行应是“名称: 文字”")
    return {str(name): "" if text is None else str(text) for name, text in raw.items()}


def _wordings(raw: object) -> dict[str, dict[str, str]]:
    if not isinstance(raw, dict):
        raise PydanticCustomError("wordings", "这里应是“写法名称: 各种变动的写法”")
    forms = {str(name): _texts(form) for name, form in raw.items()}
    kinds = [str(kind) for kind in Change]
    for name, form in forms.items():
        for missing in (kind for kind in kinds if kind not in form):
            raise PydanticCustomError("wordings", f"写法“{name}”缺少“{missing}”")
        for unknown in (kind for kind in form if kind not in kinds):
            raise PydanticCustomError("wordings", f"写法“{name}”有不认识的“{unknown}”")
        for wrong in _wording_problems(form):
            raise PydanticCustomError("wordings", f"写法“{name}”{wrong}")
        for text in form.values():
            if "{" in PLACEHOLDER.sub("", text) or "}" in PLACEHOLDER.sub("", text):
                raise PydanticCustomError(
                    "wordings", f"写法“{name}”里只能用 {{额}} {{率}} {{原因}} {{上年}} {{本年}}"
                )
    if "默认" not in forms:
        raise PydanticCustomError("wordings", "缺少“默认”写法")
    return forms


_UNCOUNTED = re.compile(r"(?<![}\d])万元")


def _wording_problems(form: Mapping[str, str]) -> Iterator[str]:
    """Yield what would print a wrong or half a sentence of change."""
    for kind, text in form.items():
        if "｛" in text or "｝" in text:
            yield f"的“{kind}”用了全角花括号，应为半角 {{ }}"
        if _UNCOUNTED.search(text):
            yield f"的“{kind}”里“万元”前面没有 {{额}}"
    if form[str(Change.INCREASE)] == form[str(Change.DECREASE)]:
        yield "的“增加”和“减少”写得一样"


_TEXT_SCHEMA = {
    "type": "object",
    "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
}
Wordings = Annotated[
    dict[str, dict[str, str]],
    PlainValidator(_wordings),
    WithJsonSchema({"type": "object", "additionalProperties": _TEXT_SCHEMA}),
]


class Years(Section):
    """The years that a template serves, both ends included."""

    first: Count | None = key("起", "从哪一年度起适用")
    last: Count | None = key("止", "不填即至今")


class NumberForm(Section):
    """How one kind of number is written."""

    decimals: Count | None = key("小数", "小数位数")
    zeros: Literal["保留", "去掉", "按选项"] | None = key(
        "尾零", "小数末尾的零；按选项：由选项“尾零”（保留、去掉）决定"
    )
    grouping: Literal["有", "无"] | None = key("千分位", "每三位一个逗号")
    zero: Words | None = key("零", "恰好为 0 时的写法，不填即按小数位数")
    hundred: Words | None = key("百", "百分比恰好为 100 时的写法")


class TableForm(NumberForm):
    """How statements write amounts."""

    unit: Literal["万元", "元"] | None = key("单位", "附表的金额单位，不填即万元")


class ListedStatement(Section):
    """A statement of the report; a bare word is its definition."""

    shorthand: ClassVar[str | None] = "表"

    statement: Words | None = key("表", "附表定义的标识；报告里只列标题的不填")
    number: Words | None = key("编号", "如 公开01表")
    title: Words | None = key("名称", "与定义里的名称不同，或没有定义时填")


class Numbers(Section):
    """Number styles of the template."""

    wan_yuan: NumberForm | None = key("万元", "以万元印出的金额")
    yuan: NumberForm | None = key("元", "以元印出的金额")
    percent: NumberForm | None = key("百分比", "占比、增减率、完成率")
    table: TableForm | None = key("附表", "附表里的金额：默认万元、两位小数、有千分位，0 印空格")
    none: Words | None = key("无项", "填“无”的数怎样印")
    undefined: Words | None = key("无意义", "分母为 0 的比率怎样印")


class Option(Section):
    """A choice that a template leaves to its maintainer and, case by case, to the input."""

    default: Words | None = key("默认", "不选时的取值")
    choices: Listing[Words] | None = key("取值", "可以选的取值")
    explanation: Words | None = key("说明", "管报告里的什么，给填报人看")


class TemplateManifest(Section):
    """The whole of `template.yaml`."""

    id: Words | None = key("标识", "与文件夹同名")
    title: Words | None = key("名称", "给人看的名称")
    province: Words | None = key("省份", "哪个省的格式")
    years: Years | None = key("适用年度", "适用哪些年度，年度不合时给警告")
    file_name: Words | None = key(
        "文件名", "可用 {全称} {年度} {口径} {项目}（只选一个项目时印“（项目名称）”）"
    )
    numbers: Numbers | None = key("数字", "各种数怎样印")
    changes: Wordings | None = key("变动", "与上年相比的写法")
    options: dict[str, Option] | None = key("选项", "给填报人选的写法")
    statements: Listing[ListedStatement] | None = key("附表", "报告的附表，从上到下")


def load_manifest(path: Path, shown_as: str) -> ManifestResult:
    """Return the checked manifest with every fault at its place."""
    tree, typed, faults = read_model(TemplateManifest, path, shown_as, _RULE)
    if tree is None or typed is None:
        return ManifestResult(None, faults)
    findings = list(faults)
    missing = [
        name
        for name, value in (
            ("标识", typed.id), ("名称", typed.title), ("文件名", typed.file_name),
            ("数字", typed.numbers), ("变动", typed.changes),
        )
        if value is None
    ]  # fmt: skip
    findings += [_problem(tree, (), f"缺少“{name}”") for name in missing]
    findings += _option_faults(tree, typed.options or {})
    findings += _zeros_faults(tree, typed)
    findings += [
        _problem(tree, ("附表", number), "写“表”（定义的标识）或“名称”")
        for number, listed in enumerate(typed.statements or ())
        if listed.statement is None and listed.title is None
    ]
    findings += _file_name_faults(tree, _text(typed.file_name))
    if any(f.severity is Severity.ERROR for f in findings):
        return ManifestResult(None, tuple(findings))
    return ManifestResult(_manifest(typed, tree), tuple(findings))


def _problem(tree: SourceTree, path: tuple[str | int, ...], message: str) -> Diagnostic:
    return problem(_RULE, tree, path, message)


def _file_name_faults(tree: SourceTree, pattern: str) -> list[Diagnostic]:
    faults = []
    rest = pattern
    for slot in FILE_NAME_SLOTS:
        rest = rest.replace(slot, "")
    if "{" in rest or "}" in rest:
        faults.append(_problem(tree, ("文件名",), f"文件名里只能用 {' '.join(FILE_NAME_SLOTS)}"))
    if pattern and not pattern.endswith(".docx"):
        faults.append(_problem(tree, ("文件名",), "文件名应以 .docx 结尾"))
    return faults


def _option_faults(tree: SourceTree, options: dict[str, Option]) -> list[Diagnostic]:
    faults = []
    for name, option in options.items():
        choices = [choice.text for choice in option.choices or ()]
        default = option.default.text if option.default else ""
        if not choices or default not in choices:
            faults.append(_problem(tree, ("选项", name), f"选项“{name}”的默认值应是取值之一"))
    return faults


def _zeros_faults(tree: SourceTree, typed: TemplateManifest) -> list[Diagnostic]:
    """Return faults of 按选项: only 万元 can say so, and the option has to be there."""
    numbers = typed.numbers or Numbers()
    faults = [
        _problem(tree, ("数字", name, "尾零"), "只有“万元”的尾零可以按选项")
        for name, form in (("元", numbers.yuan), ("百分比", numbers.percent))
        if form is not None and form.zeros == _BY_OPTION
    ]
    option = (typed.options or {}).get(ZEROS_OPTION)
    choices = {choice.text for choice in option.choices or ()} if option is not None else set()
    asked = numbers.wan_yuan is not None and numbers.wan_yuan.zeros == _BY_OPTION
    if asked and (not choices or choices - {_KEEP, STRIP_ZEROS}):
        message = f"尾零按选项，要有选项“{ZEROS_OPTION}”，取值为“{_KEEP}”“{STRIP_ZEROS}”"
        faults.append(_problem(tree, ("数字", "万元", "尾零"), message))
    return faults


def _manifest(typed: TemplateManifest, tree: SourceTree) -> Manifest:
    numbers = typed.numbers or Numbers()
    years = typed.years or Years()
    options = typed.options or {}
    return Manifest(
        id=_text(typed.id),
        title=_text(typed.title),
        province=_text(typed.province),
        file_name=_text(typed.file_name),
        first_year=years.first.value if years.first else 0,
        last_year=years.last.value if years.last else None,
        wan_yuan=_style(numbers.wan_yuan, shift=-4),
        yuan=_style(numbers.yuan, shift=0),
        percent=_style(numbers.percent, shift=2, suffix="%"),
        none_text=_text(numbers.none, "0"),
        undefined_text=_text(numbers.undefined, "—"),
        changes={
            name: ChangeWording({Change(kind): text for kind, text in form.items()})
            for name, form in (typed.changes or {}).items()
        },
        options={n: tuple(c.text for c in o.choices or ()) for n, o in options.items()},
        defaults={n: _text(o.default) for n, o in options.items()},
        explanations={n: _text(o.explanation) for n, o in options.items()},
        zeros_by_option=numbers.wan_yuan is not None and numbers.wan_yuan.zeros == _BY_OPTION,
        table=_table_style(numbers.table),
        statements=tuple(
            ListedName(
                _text(listed.statement),
                _text(listed.number),
                _text(listed.title),
                tree.locate(("附表", number, "表")),
            )
            for number, listed in enumerate(typed.statements or ())
        ),
    )


def _table_style(form: TableForm | None) -> NumberStyle:
    """Return how statements write amounts; what the template leaves open is as is usual."""
    if form is None:
        return TABLE_STYLE
    usual = TABLE_STYLE
    return NumberStyle(
        decimals=form.decimals.value if form.decimals else usual.decimals,
        shift=0 if form.unit == "元" else usual.shift,
        keep_zeros=form.zeros != STRIP_ZEROS,
        grouping=form.grouping != "无",
        bare=usual.bare if form.zero is None else ((Decimal(0), form.zero.text),),
    )


def _text(words: Words | None, default: str = "") -> str:
    return default if words is None else words.text


def _style(form: NumberForm | None, shift: int, suffix: str = "") -> NumberStyle:
    form = form or NumberForm()
    bare = []
    if form.zero is not None:
        bare.append((Decimal(0), form.zero.text))
    if form.hundred is not None:
        bare.append((Decimal(100), form.hundred.text))
    return NumberStyle(
        decimals=form.decimals.value if form.decimals else 2,
        shift=shift,
        keep_zeros=form.zeros != STRIP_ZEROS,
        grouping=form.grouping == "有",
        suffix=suffix,
        bare=tuple(bare),
    )
