"""The evaluation reports that are annexed to the final accounts."""

from drafter.model.base import Listing, OneOrMore, Section, key
from drafter.model.performance import Indicator
from drafter.model.values import Amount, Count, Points, Quantity, Words


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
    lessons: Listing[Titled] | None = key(
        "经验建议", "经验教训与建议：标题、内容；没有写“无”", optional=True
    )


class EvaluationWork(Section, title="评价工作"):
    """How the evaluation was asked for and carried out."""

    notice: Words | None = key(
        "通知", "文件名，不写书名号，如“关于开展2017年度财政资金绩效评价的通知”"
    )
    document: Words | None = key("文号", "通知的文号；没有写“无”")
    issuer: Words | None = key("发文单位", "如“保靖县财政局”")
    start: Words | None = key("部署日期", "布置评价工作的日期，如“2018年7月5日”；没有写“无”")
    finish: Words | None = key("完成日期", "完成自评的日期；没有写“无”")
    evaluated: Amount | None = key("自评金额", "纳入自评的资金")
    basis: Listing[Words] | None = key(
        "依据文件", "绩效管理依据的文件，不写书名号；没有写“无”", optional=True
    )


class OverallPerformance(Section, title="整体绩效"):
    """Targets and results of the whole department, with indicators of its own."""

    overview: Words | None = key("概述", "年度工作思路、目标任务和总的成绩，每行一段；没有写“无”")
    main_results: Words | None = key(
        "主要指标", "主要经济社会指标的完成情况，每行一段；没有写“无”", optional=True
    )
    expected: Words | None = key("预期目标", "年度总体目标")
    achieved: Words | None = key("实际完成", "总体目标的实际完成情况")
    indicators: Listing[Indicator] | None = key(
        "指标", "本部门自己的绩效指标，与项目的指标同样填写"
    )
    basic: Words | None = key("基本支出绩效", "基本支出的绩效情况；没有写“无”", optional=True)
    management: Listing[Words] | None = key(
        "资金管理", "资金管理情况，不写序号；没有写“无”", optional=True
    )


class NamedNumber(Section, title="名称及数"):
    """A number that an indicator needs and no other section has."""

    name: Words | None = key("名称", "指标体系里“数据”的名称")
    number: Quantity | None = key("数", "没有写“无”")


class IndicatorAnswer(Section, title="一项指标的评分依据"):
    """What the department states for one indicator of a report's indicator system."""

    indicator: Words | None = key("指标", "指标名称，与指标体系一字不差")
    unmet: OneOrMore[Count | None] | None = key(
        "不符合", "逐条核对的指标：不符合的是第几条，如 [2, 4]；全部符合写“无”", optional=True
    )
    grade: Words | None = key("档次", "分档的指标：评为哪一档", optional=True)
    data: Listing[NamedNumber] | None = key("数据", "指标要用的、别处没有的数", optional=True)
    score: Points | None = key("得分", "人工评分的指标填；其余由程序计算，不填", optional=True)
    reason: Words | None = key("评分理由", "人工评分的理由", optional=True)
    deduction_reason: Words | None = key("扣分原因", "没有得满分的写原因", optional=True)
    measures: Words | None = key("改进措施", "没有得满分的写下一步怎样改进", optional=True)
    quotes: OneOrMore[Words] | None = key(
        "引用", "前述里先印的别处的文字，写它的位置，如 整体绩效.主要指标；没有不填", optional=True
    )
    before: Words | None = key("前述", "印在数据之前的话，每行一段；没有不填", optional=True)
    more: Words | None = key("补充", "印在数据之后、评价标准之前的话；没有不填", optional=True)
    after: Words | None = key("小结", "印在得分之后的话；没有不填", optional=True)


class Survey(Section, title="满意度调查"):
    """A survey among those whom the department serves."""

    date: Words | None = key("日期", "如“2018年7月6日”")
    asked: Words | None = key("对象", "如“服务对象、社会群众、部门内部员工”")
    sent: Count | None = key("发放", "发放问卷份数")
    returned: Count | None = key("回收", "回收问卷份数")
    valid: Count | None = key("有效", "有效问卷份数")
    rate: Quantity | None = key("满意度", "百分数，不写百分号，如 90.72")
    remark: Words | None = key(
        "结论", "如“服务对象对我局的工作认可度较好”；没有写“无”", optional=True
    )


class NewBuildings(Section, title="楼堂馆所"):
    """Government buildings finished in the year: approved and actual floor area and investment."""

    approved_area: Quantity | None = key("批准面积", "批准建设面积（平方米）")
    actual_area: Quantity | None = key("实际面积", "实际建设面积（平方米）")
    approved_money: Amount | None = key("批准概算", "批准的投资概算")
    actual_money: Amount | None = key("实际投资", "实际投资金额")


class Exclusion(Section, title="扣除项"):
    """An amount that was booked as routine expense and is none."""

    name: Words | None = key("名称", "如“企业改制接访费”")
    amount: Amount | None = key("金额", "扣除的金额")


class RoutineReview(Section, title="公用经费核实"):
    """Routine expenses as booked, less what does not belong to them."""

    booked: Amount | None = key("账面", "账面的公用经费支出")
    exclusions: Listing[Exclusion] | None = key(
        "扣除项", "记在公用经费里、不属于公用经费的；没有写“无”"
    )
    actual: Amount | None = key("实际", "账面减各扣除项，由程序计算", summed=True)
    budget: Amount | None = key(
        "预算", "公用经费的预算数；不填即“基本支出.公用经费.预算”", summed=True
    )


class KeyWorkRating(Section, title="重点工作考核"):
    """How the government rated the department's key work."""

    rater: Words | None = key("考核单位", "如“保靖县人民政府”")
    name: Words | None = key("考核名称", "如“2017年对各部门五个文明建设绩效考核”")
    result: Words | None = key("结果", "如“一等单位”；没有写“无”")
    score: Quantity | None = key("得分", "考核得分；没有公布的写“无”")


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
