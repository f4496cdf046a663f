"""The evaluation reports that are annexed to the final accounts."""

from drafter.model.base import Listing, OneOrMore, Section, key
from drafter.model.values import Amount, Points, Words


class Titled(Section, title="标题及内容"):
    """A short heading with its text."""

    title: Words | None = key("标题", "不写序号和句号")
    text: Words | None = key("内容", "标题之后的话")


class OverallEvaluation(Section, title="整体评价"):
    """Evaluation of the department's overall expenditure (部门整体支出绩效评价).

    Templates print it in one of two forms: 评价报告, or 自评报告 with the budget and its projects.
    """

    management: Listing[Titled] | None = key("预决算管理", "预算编制、决算编制、动态调整 ……")
    use_of_results: Words | None = key("结果应用", "绩效结果怎样应用")
    conclusion: Words | None = key("评价结论", "不写得分；得分由程序接在后面")
    score: Points | None = key("自评得分", "自评得多少分，如 94；不评分写“无”")
    problems: Listing[Words] | None = key("存在问题", "不写序号")
    suggestions: Listing[Words] | None = key("改进建议", "不写序号")
    satisfaction: Words | None = key(
        "满意度分析", "“自评报告”形式：满意度指标完成情况分析；没有写“无”", optional=True
    )
    note: Words | None = key(
        "其他说明", "“自评报告”形式：目标完成的其他说明；没有写“无”", optional=True
    )
    deviation: Words | None = key(
        "偏离原因", "“自评报告”形式：偏离绩效目标的原因；没有写“无”", optional=True
    )
    measures: Words | None = key(
        "改进措施", "“自评报告”形式：下一步改进措施；没有写“无”", optional=True
    )


class ScoreItem(Section, title="三级指标及得分"):
    """A scored indicator, or several that share one weight and one score."""

    names: OneOrMore[Words] | None = key("名称", "三级指标；几个合用一个分值的写成列表")
    weight: Points | None = key("分值", "满分")
    score: Points | None = key("得分", "评得的分")


class ScoreGroup(Section, title="二级指标"):
    """A group of scored indicators; its weight is their sum."""

    name: Words | None = key("名称", "二级指标，分值由程序求和")
    items: Listing[ScoreItem] | None = key("三级", "三级指标、分值和得分")


class ScoreBranch(Section, title="一级指标"):
    """A branch of the indicator tree; its weight is the sum of its groups'."""

    name: Words | None = key("名称", "一级指标，分值由程序求和")
    kind: Words | None = key("类别", "印在分值前，如“特性指标”", optional=True)
    groups: Listing[ScoreGroup] | None = key("二级", "二级指标")


class ScoreTable(Section, title="得分表"):
    """Scores of an evaluation as they were given, in a tree of weights."""

    title: Words | None = key("名称", "表头的单位名称、项目名称；不填即报告的题名", optional=True)
    branches: Listing[ScoreBranch] | None = key("指标", "一级、二级、三级指标")
    total: Points | None = key("总分", "由程序求和", summed=True)


class MoneyEvent(Section, title="资金及日期"):
    """A step of a project's money: planned, received or spent."""

    amount: Amount | None = key("金额", "没有写“无”，只印说明")
    date: Words | None = key("日期", "如“2020年12月17日”；没有写“无”")
    document: Words | None = key("文号", "没有写“无”")
    text: Words | None = key("说明", "其余情况；没有写“无”")


class ProjectEvaluation(Section, title="项目评价"):
    """Evaluation report of one project (项目支出绩效评价报告), or of several as one."""

    project: OneOrMore[Words] | None = key("项目", "“项目”一节里的名称；几个一起评价的写成列表")
    title: Words | None = key(
        "名称", "报告题名里的项目名称；不填即“项目”，几个一起评价的要填", optional=True
    )
    situation: Words | None = key("基本情况", "立项依据、实施内容")
    content: Words | None = key("主要内容", "没有写“无”")
    targets: Words | None = key("绩效目标", "没有写“无”")
    appraisal: Words | None = key("申报分析", "申报内容与实际是否相符；没有写“无”")
    steps: Listing[Words] | None = key("步骤方法", "不写序号；没有写“无”")
    approval: Words | None = key("申报批复", "除金额外的说明；没有写“无”")
    planned: MoneyEvent | None = key("资金计划", "财政下达；没有写“无”")
    received: MoneyEvent | None = key("资金到位", "没有写“无”")
    spent: MoneyEvent | None = key("资金使用", "没有写“无”")
    finance: Words | None = key("财务管理", "没有写“无”")
    structure: Words | None = key("组织架构", "没有写“无”")
    supervision: Words | None = key("监管情况", "没有写“无”")
    completion: Words | None = key("完成情况", "没有写“无”")
    benefits: Words | None = key("效益情况", "没有写“无”")
    conclusion: Words | None = key("评价结论", "只有得分表的写“无”")
    score_table: ScoreTable | None = key("得分表", "没有不填", optional=True)
    problems: Words | None = key("存在问题", "没有写“无”")
    suggestions: Words | None = key("相关建议", "没有写“无”")
