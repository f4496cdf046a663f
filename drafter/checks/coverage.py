"""What a report has to fulfil, and what sees to it: rules, other findings, or the program's making.

R are relations within the report on the final accounts, G those of the public statements and of
disclosure, E those of performance evaluations. Which rules cover one follows from their 依据.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from drafter.checks.engine import Rule

_NAMED = re.compile(r"[RGE]\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement: its number, what it asks, and what sees to it besides rules."""

    id: str
    title: str
    also: tuple[str, ...] = ()
    """Ids of findings that see to it and are based on something else, or are no rules."""
    elsewhere: str = ""
    """How it is ensured without a finding, or why it is not checked further."""


REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement("R01", "收入合计是各来源之和"),
    Requirement("R02", "支出合计是各性质支出之和"),
    Requirement("R03", "收支两方的总计相等，结转和结余不为负"),
    Requirement("R04", "支出合计是各种资金支出之和"),
    Requirement("R05", "一种资金的支出是各类、各项之和"),
    Requirement("R06", "类是款之和，款是项之和"),
    Requirement("R07", "一般公共预算基本支出是人员经费加公用经费"),
    Requirement("R08", "两处的基本支出相符", ("JS-226", "JS-236")),
    Requirement("R09", "“三公”经费的决算、预算都是三项之和"),
    Requirement("R10", "公务用车费是购置加运行维护"),
    Requirement("R11", "公务接待费是国内加外事，国内是具体内容之和"),
    Requirement("R12", "接待的具体内容不多于批次"),
    Requirement("R13", "车辆保有量各处一致", (), "实有车辆只填一次，报告三处印的是同一个数"),
    Requirement("R14", "政府采购是三项之和，小微、中小、总额依次不减"),
    Requirement("R15", "净资产是资产减负债"),
    Requirement("R16", "机关运行经费与公用经费相符"),
    Requirement("R17", "项目资金是财政拨款加其他资金"),
    Requirement("R18", "项目执行不超过全年预算，完成率相符", (), "完成率由程序计算"),
    Requirement("R19", "成本指标之和与执行数相符，单位换算后比较"),
    Requirement("R20", "项目名称在各处一致", (), "名称只填一次，各处写法不同的写别名"),
    Requirement("R21", "写的个数与所列的相符", (), "没有另填的个数由程序点数"),
    Requirement("R22", "得分表的分值、得分、总分相符"),
    Requirement("R23", "增减的方向、用词、幅度相符", (), "方向词和幅度由程序按印出的数选"),
    Requirement("R24", "百分比等于部分除以全部", (), "百分比由程序计算，按印出的位数四舍五入"),
    Requirement("R25", "分母为 0 时写未安排预算", ("JS-703", "JS-801"),
                "分母为 0 的比率程序不算，模板用“无预算”换写法；公布成 0% 的 JS-801 不报"),
    Requirement("R26", "有结转时不会处处完成预算 100%"),
    Requirement("R27", "用到的科目都有名词解释，解释的都用到", ("JS-901", "JS-907"),
                "第三部分只列用到的科目和名词；缺释义的报待补，写了没有印的有提示"),
    Requirement("R28", "下属单位按类型的个数、总数与名单相符", (),
                "各类型的个数由程序按名单点数"),
    Requirement("R29", "编制是各构成之和，实有不超过编制"),
    Requirement("R30", "基金支出不超过收入加结转，也不是照抄收入", ("JS-216", "JS-233"),
                "照抄收入而有结转的，财政拨款收支两方不平"),
    Requirement("R31", "二级指标归在所属的一级指标"),
    Requirement("R32", "说完成的指标，实际达到预期"),
    Requirement("R33", "满意度不超过 100%", ("JS-530",)),
    Requirement("R34", "日期在年度之内"),
    Requirement("R35", "没有发生额的项目不列"),
    Requirement("G01", "公开01表：收入、支出合计是各行之和", ("JS-528",)),
    Requirement("G02", "公开01表：收支总计两方相等"),
    Requirement("G03", "公开02表：横向是各来源之和，纵向逐级求和"),
    Requirement("G04", "公开03表：横向是各性质之和，纵向逐级求和"),
    Requirement("G05", "02、03表的合计、各类与01表相同", ("JS-528",)),
    Requirement("G06", "公开04表：财政拨款收支平衡，三本预算分别平衡"),
    Requirement("G07", "02表的财政拨款收入与01、04表相同", (), "04表的收入取自01表的前三项"),
    Requirement("G08", "05表的合计、各类与04表相同", (), "04表的一般公共预算栏取自05表的科目"),
    Requirement("G09", "06表的人员、公用经费与05表的基本支出相符"),
    Requirement("G10", "“三公”经费表逐项求和，与06表的经济科目相符", ("JS-303",)),
    Requirement("G11", "07、08表：年初加收入等于支出加年末", ("JS-233",)),
    Requirement("G12", "03表与各种资金的表之差是非财政拨款支出"),
    Requirement("G13", "机关运行经费是行政、参公单位的公用经费"),
    Requirement("G14", "年初结转是上年的年末结转"),
    Requirement("G15", "文字与表的数相同，占比用对分母", (), "文字和表取自同一组数，分母由程序定"),
    Requirement("G16", "比上年的增减额、增减率、方向和原因一致", ("JS-907",),
                "增减由程序计算；持平的不印原因，填了的 JS-907 提示"),
    Requirement("G17", "没有年初预算的不写完成年初预算的百分之几", (), "模板用“无预算”换写法"),
    Requirement("G18", "科目编码、名称与当年的科目册一致"),
    Requirement("G19", "各类占比之和是 100%", (), "占比由程序按同一个合计计算"),
    Requirement("G20", "项目执行率、分值、得分相符，项目金额不必等于项目支出", ("JS-502", "JS-521"),
                "执行率和它的得分由程序计算"),
    Requirement("E1", "表的行、列逐级求和", ("JS-207", "JS-224", "JS-225")),
    Requirement("E2", "总额、类型、项目的结转滚存", ("JS-203",)),
    Requirement("E3", "各项目之和等于正文的项目数，行数等于名单", (), "表的行取自“项目”一节"),
    Requirement("E4", "年初预算加追加等于财政拨款收入"),
    Requirement("E5", "预算完成率的分子等于决算支出"),
    Requirement("E6", "同一个量在各处一致", (), "同一个量只填一次，各处引用"),
    Requirement("E7", "分值自下而上合计为满分", ("MB-007", "JS-511", "JS-521")),
    Requirement("E8", "得分等于规则的结果，不超过分值，合计相符", ("JS-512", "JS-513", "JS-801")),
    Requirement("E9", "正文、表和规则的评分标准相同", ("MB-007",),
                "标准只写一次，正文和表都印它；与规则的数字不同的是模板错误"),
    Requirement("E10", "百分比等于公式的结果", ("JS-801",), "百分比由程序按公式计算"),
    Requirement("E11", "分母为 0 时另有说法", ("MB-007", "JS-901"),
                "指标体系的“分母为零”规定怎样计分；没有规定的请人工评分"),
    Requirement("E12", "评分的档位不重叠、不遗漏", ("MB-007",)),
    Requirement("E13", "金额的写法", ("JS-033", "JS-026"), "印出的金额由程序按模板的数字样式写"),
    Requirement("E14", "个数等于清单的长度", ("JS-504", "JS-510", "JS-604"), "个数由程序点数"),
    Requirement("E15", "评价的日期在年末以后"),
    Requirement("E16", "目标、实际与扣分、说明一致", ("JS-901",), "没有得满分的不写原因报待补"),
    Requirement("E17", "支出按性质、功能、经济分类的合计相同", ("JS-202",)),
    Requirement("E18", "指标名称取自指标体系"),
    Requirement("E19", "附件清单与实际附件相符", ("JS-503", "JS-510"), "附件的号由程序按附件排"),
    Requirement("E20", "得分低于分值的写原因或改进措施", ("JS-901",), "没有写的报待补"),
)  # fmt: skip


def rules_for(requirement: Requirement, rules: Iterable[Rule]) -> tuple[str, ...]:
    """Return the ids of what sees to the requirement: rules based on it, and others, in order."""
    based = (rule.id for rule in rules if requirement.id in _NAMED.findall(rule.basis))
    return tuple(sorted({*based, *requirement.also}))
