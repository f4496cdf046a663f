"""Projects with their targets and indicators, and how performance was managed."""

from typing import Literal

from drafter.model.base import Listing, Section, key
from drafter.model.values import Amount, Count, Points, Quantity, Words

Stage = Literal["事前评估", "绩效目标", "绩效监控", "绩效自评", "公开", "部门评价"]
SpecialFunds = Literal["本级", "上级"]
IndicatorNature = Literal["≥", "≤", "=", ">", "<", "定性"]


class Indicator(Section, title="绩效指标"):
    """One row of a performance table: what was promised and what was reached."""

    dimension: Words | None = key("一级", "一级指标")
    group: Words | None = key("二级", "二级指标")
    name: Words | None = key("三级", "三级指标")
    target_value: Words | None = key("预期", "预期指标值（数字及文字）；填了“指标值”的可以不填")
    actual_value: Words | None = key("实际", "实际完成指标值（数字及文字）；填了“完成值”的可以不填")
    nature: IndicatorNature | None = key(
        "性质", "打分用：指标值是下限（≥ >）、上限（≤ <）、定值（=）还是定性", optional=True
    )
    target: Quantity | None = key(
        "指标值", "打分用：预期的数；定性指标不填", optional=True, beside="性质"
    )
    unit: Words | None = key(
        "单位", "指标值和完成值的计量单位，如“户”“%”；没有写“无”", optional=True, beside="性质"
    )
    actual: Quantity | None = key(
        "完成值", "打分用：实际完成的数；定性指标不填", optional=True, beside="性质"
    )
    grade: Words | None = key(
        "完成程度", "定性指标：达成、部分达成、未达成", optional=True, beside="性质"
    )
    weight: Points | None = key("分值", "满分", optional=True)
    score: Points | None = key(
        "得分", "定量指标由程序计算，不填；定性指标在完成程度的分数之间填", optional=True
    )
    reason: Words | None = key(
        "偏差原因", "没有得满分、或者明显超过指标值的，写原因及改进措施", optional=True
    )


class ProjectMoney(Section, title="项目资金"):
    """Money of a project by source; `无` prints as an empty cell and adds 0."""

    total: Amount | None = key("合计", "由程序求和", summed=True)
    fiscal_appropriation: Amount | None = key("财政拨款", "其中财政拨款")
    other_funds: Amount | None = key("其他资金", "其他资金；写“无”印成空格，写 0 印成 0")
    carried_in: Amount | None = key("上年结转", "上年结转资金；没有不填", optional=True)


class ProjectSources(Section, title="年初预算的资金来源"):
    """The initial budget of a project by source."""

    fiscal_appropriation: Amount | None = key("财政拨款", "当年财政拨款")
    carried_in: Amount | None = key("上年结转", "上年结转资金；没有写“无”")
    other_funds: Amount | None = key("其他资金", "没有写“无”")


class ProjectFlow(Section, title="项目收支"):
    """Money of a project over the year: opening, received, spent, closing."""

    opening: Amount | None = key("年初结转", "年初财政拨款结转；没有写“无”")
    received: Amount | None = key("收入", "本年财政拨款收入（累计数）；没有写“无”")
    received_last_month: Amount | None = key("收入本月", "12 月的收入；没有写“无”")
    spent_last_month: Amount | None = key("支出本月", "12 月的支出；没有写“无”")
    closing: Amount | None = key("期末结转", "年初结转加收入减执行，由程序计算", summed=True)


class ProjectNames(Section, title="项目别名"):
    """Other wordings of the project's name at the places that need one."""

    in_list: Words | None = key("列表", "“反映……等项目”一句里的名称")
    in_assessment: Words | None = key("事前评估", "事前评估一句里的名称")
    in_summary: Words | None = key("综述", "综述里的名称")
    in_table: Words | None = key("表", "绩效目标完成情况表里的名称")
    in_initial: Words | None = key("年初预算", "附件1年初预算项目里的名称")
    in_special: Words | None = key("专项资金", "附件1专项资金一览里的名称")
    in_analysis: Words | None = key("目标完成", "附件1绩效目标完成情况里的名称")


class ProjectOrder(Section, title="项目次序"):
    """The project's turn in the lists that have another order than the input."""

    in_assessment: Count | None = key("事前评估", "事前评估一句里的第几个")
    in_publication: Count | None = key("公开", "公开的综述和表里的第几个")
    in_initial: Count | None = key("年初预算", "附件1年初预算项目里的第几个")
    in_special: Count | None = key("专项资金", "附件1专项资金里的第几个")


class Project(Section, title="项目"):
    """A project of the year: money, targets, results, indicators."""

    name: Words | None = key("名称", "项目名称；“项目评价”按它找到项目")
    names: ProjectNames | None = key("别名", "个别地方名称写法不同时填写", optional=True)
    order: ProjectOrder | None = key(
        "次序",
        "个别清单的先后与这里不同时填写；填了的在前，其余照这里的先后",
        optional=True,
        kept=True,
    )
    budget_unit: Words | None = key("预算单位", "不填即本部门全称", optional=True)
    stages: Listing[Stage | None] | None = key(
        "阶段",
        "如 [绩效目标, 绩效自评, 公开]；“公开”的印出综述和表；都没有写“无”",
        kept=True,
    )
    initial_budget: Amount | None = key(
        "年初预算",
        "年初部门预算安排的金额；不是年初安排的不填",
        found="年初部门预算批复",
        optional=True,
    )
    special_funds: SpecialFunds | None = key(
        "专项资金", "年度执行中追加的专项资金：本级或上级；不是专项的不填", optional=True
    )
    initial_sources: ProjectSources | None = key(
        "年初资金", "年初预算按资金来源；填全了，年初预算由程序求和", optional=True
    )
    flow: ProjectFlow | None = key(
        "收支", "项目收支表要印；支出的累计数就是“执行”，不另填", optional=True
    )
    leading_department: Words | None = key("主管部门", "不填即本部门全称", optional=True)
    economic: Words | None = key(
        "经济分类", "支出的经济分类，如“对企业补助”；不说明的不填", optional=True
    )
    conclusion: Words | None = key("评价结论", "自评表里的评价结论；没有写“无”", optional=True)
    project_head: Words | None = key("项目负责人", "自评表的签名；留给手签的写“无”", optional=True)
    finance_head: Words | None = key("财务负责人", "自评表的签名；留给手签的写“无”", optional=True)
    execution_reason: Words | None = key(
        "执行偏差原因", "预算执行率低的原因；执行率 90% 以上的不填", optional=True
    )
    budget: ProjectMoney | None = key("预算", "全年预算数", found="项目绩效自评表的全年预算数")
    actual: ProjectMoney | None = key("执行", "全年执行数", found="项目绩效自评表的全年执行数")
    carried: Amount | None = key("结转", "结转下年的金额；不单独说明的不填", optional=True)
    done: Literal["是", "否"] | None = key("是否完成", "没有完成的写“否”；不填即是", optional=True)
    undone_reason: Words | None = key("未完成原因", "接在“因”之后，没有完成才填", optional=True)
    fulfilment: Words | None = key(
        "目标完成", "专项资金的绩效目标完成情况，“自评报告”形式的附件1要印", optional=True
    )
    expected: Words | None = key("预期目标", "年度预期目标")
    achieved: Words | None = key("实际完成", "目标实际完成情况")
    results: Words | None = key("成效", "接在“通过项目实施，”之后")
    problems: Words | None = key("问题", "发现的主要问题；没有写“无”")
    measures: Words | None = key("改进措施", "下一步改进措施；没有写“无”")
    indicators: Listing[Indicator] | None = key("指标", "绩效指标，整行空白的不印")


class StageCounts(Section, title="各环节的项目个数"):
    """How many projects went through a stage, where not all of them are listed."""

    pre_assessment: Count | None = key("事前评估", "不填即按项目的“阶段”计数")
    targets: Count | None = key("绩效目标", "编制了绩效目标的项目个数")
    monitoring: Count | None = key("绩效监控", "开展了绩效监控的项目个数")
    self_evaluation: Count | None = key("绩效自评", "开展了自评的项目个数")
    evaluation: Count | None = key("部门评价", "部门自行评价的项目个数")


class PerformanceManagement(Section, title="绩效管理"):
    """How budget performance was managed in the year."""

    counts: StageCounts | None = key("项目个数", "列出的项目不全时，按环节填总个数", optional=True)
    assessment_result: Words | None = key("评估结论", "接在“从评价情况来看”之后")
    overall_result: Words | None = key("整体自评结论", "部门整体支出自评结论；没有写“无”")
    evaluation_result: Words | None = key("部门评价结论", "自行组织的项目评价结论；没有写“无”")
