"""Projects with their targets and indicators, and how performance was managed."""

from __future__ import annotations

from typing import Literal

from drafter.model.base import Listing, Section, key
from drafter.model.values import Amount, Count, Words

Stage = Literal["事前评估", "绩效目标", "绩效监控", "绩效自评", "公开", "部门评价"]


class Indicator(Section, title="绩效指标"):
    """One row of a performance table: what was promised and what was reached."""

    dimension: Words | None = key("一级", "一级指标")
    group: Words | None = key("二级", "二级指标")
    name: Words | None = key("三级", "三级指标")
    target_value: Words | None = key("预期", "预期指标值（数字及文字）")
    actual_value: Words | None = key("实际", "实际完成指标值（数字及文字）")


class ProjectMoney(Section, title="项目资金"):
    """Money of a project by source; `无` prints as an empty cell and adds 0."""

    total: Amount | None = key("合计", "可以不填，由程序求和")
    fiscal_appropriation: Amount | None = key("财政拨款", "其中财政拨款")
    other_funds: Amount | None = key("其他资金", "其他资金；写“无”印成空格，写 0 印成 0")


class ProjectNames(Section, title="项目别名"):
    """Other wordings of the project's name at the places that need one."""

    in_list: Words | None = key("列表", "“反映……等项目”一句里的名称")
    in_assessment: Words | None = key("事前评估", "事前评估一句里的名称")
    in_summary: Words | None = key("综述", "综述里的名称")
    in_table: Words | None = key("表", "绩效目标完成情况表里的名称")


class Project(Section, title="项目"):
    """A project of the year: money, targets, results, indicators."""

    name: Words | None = key("名称", "项目名称；“项目评价”按它找到项目")
    names: ProjectNames | None = key("别名", "个别地方名称写法不同时填写")
    budget_unit: Words | None = key("预算单位", "不填即本部门全称")
    stages: Listing[Stage | None] | None = key(
        "阶段", "经过了哪些绩效环节；“公开”的项目印出综述和表"
    )
    budget: ProjectMoney | None = key("预算", "全年预算数")
    actual: ProjectMoney | None = key("执行", "全年执行数")
    expected: Words | None = key("预期目标", "年度预期目标")
    achieved: Words | None = key("实际完成", "目标实际完成情况")
    results: Words | None = key("成效", "接在“通过项目实施，”之后")
    problems: Words | None = key("问题", "发现的主要问题；没有写“无”")
    measures: Words | None = key("改进措施", "下一步改进措施；没有写“无”")
    indicators: Listing[Indicator] | None = key("指标", "绩效指标，整行空白的不印")


class StageCounts(Section, title="各环节的项目个数"):
    """How many projects went through a stage, where not all of them are listed."""

    pre_assessment: Count | None = key("事前评估", "不填即按项目的“阶段”计数")
    targets: Count | None = key("绩效目标")
    monitoring: Count | None = key("绩效监控")
    self_evaluation: Count | None = key("绩效自评")
    evaluation: Count | None = key("部门评价")


class PerformanceManagement(Section, title="绩效管理"):
    """How budget performance was managed in the year."""

    counts: StageCounts | None = key("项目个数", "列出的项目不全时，按环节填总个数")
    assessment_result: Words | None = key("评估结论", "接在“从评价情况来看”之后")
    overall_result: Words | None = key("整体自评结论", "部门整体支出自评结论；没有写“无”")
    evaluation_result: Words | None = key("部门评价结论", "自行组织的项目评价结论；没有写“无”")
