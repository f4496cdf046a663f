"""What of an input outlasts its year: names, duties, what was set up, how results are measured.

Everything else is of one year and is left blank in the next: figures, reasons, what was done.
"""

from __future__ import annotations

import re

from drafter.diagnostics import DataPath
from drafter.model.shape import Shape
from drafter.model.values import Amount, Count, Points, Words

HEAD = ("格式版本", "年度")
"""Fields that are no content of a year, or that the program sets itself."""
_SECTIONS = frozenset({"金额单位", "金额小数", "口径", "报告", "部门", "职能", "机构", "名词解释"})
_OF_PEOPLE = frozenset({"人员", "车辆"})
_NAMES = frozenset({"名称", "编码", "标题", "词"})
"""What rows of lists are called, wherever they stand."""
_OF_PROJECTS = frozenset(
    {
        "别名", "次序", "预算单位", "阶段", "专项资金", "主管部门", "经济分类", "项目负责人",
        "财务负责人", "预期目标", "指标",
    }
)  # fmt: skip
_OF_INDICATORS = frozenset({"一级", "二级", "三级", "性质", "单位", "预期", "分值"})
STANDING = re.compile(
    r"修订|修正|版|第[\d一二三四五六七八九十百〇]+号"
    r"|(?:\d+月)?(?:\d+日)?(?:起|以来|以前|以后|之前|之后|成立|设立|组建)"
)
"""What follows a year in the name of a law or a notice, or where something began: that is as true
next year.
"""
_PASSING = frozenset({"公开时间", "考核名称"})


def outlasts(path: DataPath, shape: Shape) -> bool:
    """Return whether a value is taken over as it is, to be looked at; blanked otherwise."""
    names = [step for step in path if isinstance(step, str)]
    first, last = names[0], names[-1]
    if last in _PASSING:
        return False
    if first == "项目" and len(names) > 1 and names[1] == "次序":
        return True
    if shape.kind is not None and issubclass(shape.kind, Amount | Count):
        return last == "分值" and issubclass(shape.kind, Points) and "指标" in names
    if first in _SECTIONS or last in _NAMES:
        return True
    if first in _OF_PEOPLE:
        return shape.kind is None or issubclass(shape.kind, Words)
    if "指标" in names[1:-1] and first in {"项目", "整体绩效"}:
        return last in _OF_INDICATORS
    if first == "指标评分":
        return last == "指标"
    if first == "项目评价":
        return last == "项目"
    return first == "项目" and len(names) > 1 and names[1] in _OF_PROJECTS
