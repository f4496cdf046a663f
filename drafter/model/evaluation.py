"""The evaluation reports that are annexed to the final accounts."""

from __future__ import annotations

from drafter.model.base import Listing, Section, key
from drafter.model.values import Amount, Points, Words


class Titled(Section, title="标题及内容"):
    """A short heading with its text."""

    title: Words | None = key("标题")
    text: Words | None = key("内容")


class OverallEvaluation(Section, title="整体评价"):
    """Evaluation of the department's overall expenditure (部门整体支出绩效评价)."""

    management: Listing[Titled] | None = key("预决算管理", "预算编制、决算编制、动态调整 ……")
    use_of_results: Words | None = key("结果应用")
    conclusion: Words | None = key("评价结论", "不写得分；得分由程序接在后面")
    score: Points | None = key("自评得分", "由得分表计算；没有得分表的填在“已公布”")
    problems: Listing[Words] | None = key("存在问题", "不写序号")
    suggestions: Listing[Words] | None = key("改进建议", "不写序号")


class MoneyEvent(Section, title="资金及日期"):
    """A step of a project's money: planned, received or spent."""

    amount: Amount | None = key("金额")
    date: Words | None = key("日期", "如“2020年12月17日”")
    document: Words | None = key("文号", "没有写“无”")
    text: Words | None = key("说明", "其余情况；没有写“无”")


class ProjectEvaluation(Section, title="项目评价"):
    """Evaluation report of one project (项目支出绩效评价报告)."""

    project: Words | None = key("项目", "“项目”一节里的名称")
    situation: Words | None = key("基本情况")
    content: Words | None = key("主要内容")
    targets: Words | None = key("绩效目标")
    appraisal: Words | None = key("申报分析")
    steps: Listing[Words] | None = key("步骤方法", "不写序号")
    approval: Words | None = key("申报批复", "除金额外的说明；没有写“无”")
    planned: MoneyEvent | None = key("资金计划")
    received: MoneyEvent | None = key("资金到位")
    spent: MoneyEvent | None = key("资金使用")
    finance: Words | None = key("财务管理")
    structure: Words | None = key("组织架构")
    supervision: Words | None = key("监管情况")
    completion: Words | None = key("完成情况")
    benefits: Words | None = key("效益情况")
    conclusion: Words | None = key("评价结论")
    problems: Words | None = key("存在问题", "没有写“无”")
    suggestions: Words | None = key("相关建议", "没有写“无”")
