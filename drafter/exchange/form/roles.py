"""How hidden cells of the form say what a row or a column holds, whatever people call it."""

from __future__ import annotations

MARK = "@"
"""In front of a role, so that no title is mistaken for one."""
META, GUIDE = "#填报表", "#说明页"
"""Roles of the sheet that says what the form is for, and of the one that explains it."""
ITEM, VALUE, PLACE = "#项目", "#填写", "#数据位置"
"""Roles on a sheet for single values: the title of a row, what people write, the data path."""
PAGE_COLUMNS = {
    "项目": ITEM,
    "填写": VALUE,
    "单位": "#单位",
    "怎样填": "#怎样填",
    "示例": "#示例",
    "责任股室": "#责任股室",
    "数据位置": PLACE,
}
"""Titles and roles of the columns of a sheet for single values."""
TEMPLATE, OPTIONS = "模板", "选项"
"""Keys of the sheet that says what the form is for."""
