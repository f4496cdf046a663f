"""Data of the form: which sheet a field stands on, who may fill it, in what unit."""

from __future__ import annotations

from dataclasses import dataclass

from drafter.exchange.form.fields import lists_of
from drafter.starter.usage import FieldPath


@dataclass(frozen=True, slots=True)
class Subject:
    """A sheet for single values; its lists follow on sheets of their own."""

    title: str
    roots: tuple[str, ...]
    office: str
    """Who would know: a suggestion, free to be changed in the workbook."""
    about: str


_FINANCE = "财务股"
_OFFICE = "办公室"
_PERSONNEL = "办公室（人事）"
_PROJECTS = "项目实施股室"

SUBJECTS = (
    Subject(
        "基本情况",
        ("年度", "金额单位", "口径", "金额小数", "部门"),
        _FINANCE,
        "哪一年、什么单位，部门的名称和文中的称呼",
    ),
    Subject("职能与重点工作", ("职能", "重点工作"), _OFFICE, "主要职能，当年重点工作完成情况"),
    Subject("机构与人员", ("机构", "人员"), _PERSONNEL, "内设机构、下属单位，编制和年末实有人数"),
    Subject(
        "收支说明",
        (
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
            "部门预算",
            "公用经费核实",
        ),
        _FINANCE,
        "上年数、增减和差异的原因；决算数在附表里，这里不填",
    ),
    Subject(
        "三公经费",
        ("三公经费",),
        "财务股、办公室",
        "团组、批次、人次、用途，上年数和原因；决算数、预算数在附表里",
    ),
    Subject(
        "采购与资产",
        ("机关运行经费", "一般性支出", "政府采购", "车辆", "国有资产", "楼堂馆所"),
        "财务股（资产、采购）",
        "机关运行经费、会议和培训、政府采购、车辆、设备和资产",
    ),
    Subject(
        "绩效管理",
        ("绩效管理", "评价工作", "项目", "项目评价", "指标评分", "整体绩效", "重点工作考核"),
        "财务股（绩效）",
        "绩效管理怎样开展；项目、指标、评分填在后面的表里",
    ),
    Subject("整体评价", ("整体评价",), "财务股（绩效）", "部门整体支出绩效评价的结论、问题和建议"),
    Subject("满意度", ("满意度调查",), _OFFICE, "满意度问卷的份数和结果"),
    Subject(
        "其他", ("名词解释", "已公布", "豁免"), _FINANCE, "名词解释、核对用的已公布数；没有不填"
    ),
)

TABLES: dict[FieldPath, str] = {
    ("职能", "条目"): "职能条目",
    ("职能", "职责分工"): "职责分工",
    ("机构", "内设机构"): "内设机构",
    ("机构", "下属单位"): "下属单位",
    ("人员", "行政编制", "构成"): "人员明细",
    ("人员", "行政编制", "领导职数"): "人员明细",
    ("人员", "事业编制", "构成"): "人员明细",
    ("人员", "事业编制", "领导职数"): "人员明细",
    ("人员", "实有", "职级"): "人员明细",
    ("车辆", "车型"): "车辆明细",
    ("车辆", "用途"): "车辆明细",
    ("收入", "功能分类"): "收入科目（类）",
    ("收入", "功能分类", "款"): "收入科目（款）",
    ("收入", "功能分类", "款", "项"): "收入科目（项）",
    ("支出", "经济分类"): "经济分类（类）",
    ("支出", "经济分类", "款"): "经济分类（款）",
    ("基本支出", "人员经费", "科目"): "基本支出科目",
    ("基本支出", "公用经费", "科目"): "基本支出科目",
    ("三公经费", "公务用车费", "更新购置"): "购置车辆",
    ("三公经费", "公务接待费", "国内", "具体内容"): "接待事项",
    ("部门预算", "年初", "科目"): "年初预算科目",
    ("部门预算", "年初", "单位"): "年初预算单位",
    ("部门预算", "年初", "单位", "科目"): "单位预算科目",
    ("部门预算", "追加", "单位"): "追加预算单位",
    ("国有资产", "固定资产", "类别"): "固定资产类别",
    ("国有资产", "固定资产", "类别", "其中"): "固定资产其中",
    ("公用经费核实", "扣除项"): "公用经费扣除项",
    ("整体评价", "预决算管理"): "管理与经验",
    ("整体评价", "经验建议"): "管理与经验",
    ("整体评价", "存在问题"): "问题与建议",
    ("整体评价", "改进建议"): "问题与建议",
    ("整体绩效", "资金管理"): "制度与依据",
    ("评价工作", "依据文件"): "制度与依据",
    ("整体绩效", "指标"): "部门指标",
    ("项目",): "项目",
    ("项目", "指标"): "项目指标",
    ("项目评价",): "项目评价",
    ("项目评价", "得分表", "指标"): "得分表（一级）",
    ("项目评价", "得分表", "指标", "二级"): "得分表（二级）",
    ("项目评价", "得分表", "指标", "二级", "三级"): "得分表",
    ("指标评分",): "指标评分",
    ("指标评分", "数据"): "指标数据",
    ("名词解释",): "名词解释",
    ("已公布",): "已公布",
    ("豁免",): "豁免",
}
"""The sheet of each list; lists of one shape may share a sheet."""

_FUND_LISTS = {
    ("科目",): "支出科目（类）",
    ("科目", "款"): "支出科目（款）",
    ("科目", "款", "项"): "支出科目（项）",
    ("功能分类",): "支出科目（类）",
    ("功能分类", "款"): "支出科目（款）",
    ("功能分类", "款", "项"): "支出科目（项）",
    ("科目", "款", "项", "经济分类"): "项的经济分类（类）",
    ("科目", "款", "项", "经济分类", "款"): "项的经济分类（款）",
}

_OFFICES: dict[FieldPath, str] = {
    ("项目",): _PROJECTS,
    ("项目评价",): _PROJECTS,
    ("车辆",): _OFFICE,
    ("职能", "职责分工"): _OFFICE,
    ("三公经费", "因公出国境费"): _OFFICE,
    ("三公经费", "公务接待费", "国内"): _OFFICE,
    ("三公经费", "公务接待费", "外事"): _OFFICE,
    ("三公经费", "公务用车费", "用途"): _OFFICE,
    ("三公经费", "公务用车费", "更新购置"): _OFFICE,
    ("重点工作考核",): _OFFICE,
}

_UNITS = {
    "人数": "人",
    "批次": "批",
    "人次": "人次",
    "团组": "个",
    "辆数": "辆",
    "通用设备": "台（套）",
    "专用设备": "台（套）",
    "百万元设备": "台（套）",
    "次数": "次",
    "满意度": "%",
    "批准面积": "平方米",
    "实际面积": "平方米",
    "不符合": "第几条",
}
_UNITS_OF_ROOTS = {"人员": "人", "车辆": "辆", "机构": "人", "满意度调查": "份", "绩效管理": "个"}


def table_title(path: FieldPath) -> str:
    """Return the name of the sheet of a list."""
    known = TABLES.get(path) or _FUND_LISTS.get(path[1:])
    return known or "、".join(dict.fromkeys((path[0], path[-1])))[:28]


def subject_of(root: str) -> Subject:
    """Return the sheet that a section of the input belongs to."""
    return next((s for s in SUBJECTS if root in s.roots), SUBJECTS[-1])


def office_of(path: FieldPath) -> str:
    """Return who may fill a field: by the longest part of its path that says so."""
    heads = (path[:length] for length in range(len(path), 0, -1))
    known = next((_OFFICES[head] for head in heads if head in _OFFICES), "")
    return known or subject_of(path[0]).office


def count_unit(path: FieldPath) -> str:
    """Return the unit of a number that is no money."""
    if path[-1] in _UNITS:
        return _UNITS[path[-1]]
    return "" if lists_of(path)[:1] == (("项目",),) else _UNITS_OF_ROOTS.get(path[0], "")
