"""What the form has to know of the fields of the input: their titles, their lists, their keys."""

from __future__ import annotations

from functools import cache

from drafter.model.base import Measure
from drafter.model.paths import field_at
from drafter.model.shape import Shape, shapes
from drafter.model.values import Amount, Count, Words
from drafter.starter.usage import FieldPath

STEP = " › "
"""Between the names of a path where people read it."""
MAPS = frozenset({("已公布",)})
"""Fields that hold any names with a text each."""

_KEYS = ("项目", "名称", "指标", "词", "标题", "规则", "一级")

_STATED = frozenset(
    {
        "收入",
        "支出",
        "结转结余",
        "收支总计",
        "财政拨款收支总计",
        "一般公共预算财政拨款支出",
        "政府性基金预算财政拨款支出",
        "国有资本经营预算财政拨款支出",
        "非财政拨款支出",
        "基本支出",
        "三公经费",
    }
)
"""Sections whose amounts of the year stand in the accounting statements."""
_STATED_LISTS = frozenset({"科目", "功能分类", "经济分类", "款", "项"})
_COMPARED = frozenset({"上年", "年初预算", "上年预算", "变动原因", "差异原因"})
_PUBLIC = "三公经费"
_RECEPTIONS = ((_PUBLIC, "公务接待费", "国内"), (_PUBLIC, "公务接待费", "外事"))
_BUDGETED = frozenset(
    {
        (_PUBLIC, "合计"),
        (_PUBLIC, "因公出国境费"),
        (_PUBLIC, "公务用车费", "合计"),
        (_PUBLIC, "公务用车费", "购置"),
        (_PUBLIC, "公务用车费", "运行维护"),
        (_PUBLIC, "公务接待费", "合计"),
    }
)
"""Amounts whose budget stands in a statement, too."""


def is_list(path: FieldPath) -> bool:
    """Return whether the field is a list of sections."""
    shape = field_at(path)
    return shape is not None and shape.listed and shape.section is not None


@cache
def lists_of(path: FieldPath) -> tuple[FieldPath, ...]:
    """Return the lists that lead to a field, the outermost first; itself, where it is one."""
    heads = (path[:length] for length in range(1, len(path) + 1))
    return tuple(head for head in heads if is_list(head))


def home_of(path: FieldPath) -> FieldPath:
    """Return the table that a field is filled in: its innermost list, or nothing for a single one.

    A list of words has a table of its own, but for one inside of an item: that is a cell.
    """
    above = lists_of(path)
    shape = field_at(path)
    if above:
        return above[-1]
    return path if path in MAPS or (shape is not None and shape.listed) else ()


@cache
def key_of(path: FieldPath) -> str:
    """Return the field that names an item of a list of sections."""
    shape = field_at(path)
    if shape is None or shape.section is None:
        raise ValueError(f"no list {path}")
    names = [inner.alias for inner in shapes(shape.section) if inner.section is None]
    return next((key for key in _KEYS if key in names), names[0])


def title_of(path: FieldPath) -> str:
    """Return a path as people read it: `人员 › 实有 › 公务员`."""
    return STEP.join(path)


def path_of(title: str) -> FieldPath:
    """Return the path that a title spells; it need not be one of a field."""
    return tuple(step.strip() for step in title.split(STEP.strip()))


def is_prose(shape: Shape) -> bool:
    """Return whether the field holds words that may be long."""
    return shape.kind is Words and not _is_short(shape)


_SHORT = frozenset(
    [
        "名称",
        "编码",
        "全称",
        "简称",
        "自称",
        "统称",
        "经费",
        "标题",
        "文号",
        "日期",
        "部署日期",
        "完成日期",
        "发文单位",
        "单位",
        "一级",
        "二级",
        "三级",
        "预期",
        "实际",
        "完成程度",
        "档次",
        "词",
        "规则",
        "位置",
        "项目负责人",
        "财务负责人",
        "主管部门",
        "预算单位",
        "考核单位",
        "结果",
        "领导职数",
        "性质",
        "类别",
        "指标",
        "项目",
        "引用",
        "列表",
        "事前评估",
        "综述",
        "表",
        "年初预算",
        "专项资金",
        "范围",
        "机关运行经费",
        "政府采购",
        "国有资产",
        "绩效管理",
    ]
)


def _is_short(shape: Shape) -> bool:
    return shape.alias in _SHORT


@cache
def stated(path: FieldPath) -> bool:
    """Return whether the statements (附表) hold a field, so that the form need not ask for it.

    They hold the amounts of the year and the names of their headings, but neither last year's
    amounts nor reasons, purposes and counts.
    """
    shape = field_at(path)
    if shape is None or path[0] not in _STATED or path[-1] in _COMPARED:
        return False
    if path[: len(_RECEPTIONS[0])] in _RECEPTIONS:
        return False  # the statement has one column for all receptions
    if path[-1] == "预算" and path[:-1] not in _BUDGETED:
        return False
    above = lists_of(path)
    if any(head[-1] not in _STATED_LISTS for head in above):
        return False
    if shape.section is not None:
        inner = [inner.alias for inner in shapes(shape.section)]
        return all(stated((*path, name)) for name in inner if name not in {*_COMPARED, "预算"})
    if above and shape.alias in {"名称", "编码"}:
        return True
    return shape.kind is not None and issubclass(shape.kind, Amount)


def is_measure(shape: Shape) -> bool:
    """Return whether the field is an amount that may be a block, outside of a list."""
    return shape.section is not None and issubclass(shape.section, Measure) and not shape.listed


def is_whole(shape: Shape) -> bool:
    """Return whether the field holds a whole number."""
    return shape.kind is not None and issubclass(shape.kind, Count)


def is_number(shape: Shape) -> bool:
    """Return whether the field holds a number of any kind."""
    if shape.section is not None:
        return is_measure(shape)
    return shape.kind is not None and issubclass(shape.kind, Amount | Count)
