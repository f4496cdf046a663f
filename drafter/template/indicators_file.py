"""What `indicators.yaml` may hold: an indicator system for the department, one for each project."""

from typing import ClassVar, Literal

from drafter.model.base import Listing, OneOrMore, Section, key
from drafter.model.values import Count, Points, Quantity, Words
from drafter.model.year import TextMap

RuleType = Literal[
    "checklist_deduct",
    "checklist_award",
    "step_deduct",
    "bands",
    "levels",
    "scale",
    "target_ratio",
    "manual",
]
YesNo = Literal["是", "否"]
PolicyWord = Literal["满分", "零分", "不计", "人工"]


class GradeSection(Section, title="等级"):
    """A grade with the least total that earns it."""

    name: Words | None = key("名称", "如“优”")
    least: Points | None = key("起", "总分达到多少分（含）评为这一等")


class ItemSection(Section, title="核对条目"):
    """An item of a checklist; a bare text is its wording."""

    shorthand: ClassVar[str | None] = "文字"

    text: Words | None = key("文字", "核对什么，不写序号")
    points: Points | None = key("分", "符合得几分，checklist_award 用")


class BandSection(Section, title="档"):
    """A range of values or a named level, with its points."""

    name: Words | None = key("名称", "levels 用：档的名称，如“较好”")
    low: Quantity | None = key("从", "下限；不写即没有下限")
    low_included: YesNo | None = key("含从", "下限是不是在这一档之内，默认 是")
    high: Quantity | None = key("到", "上限；不写即没有上限")
    high_included: YesNo | None = key("含到", "上限是不是在这一档之内，默认 是")
    points: Points | None = key("分", "这一档得几分")


class RuleSection(Section, title="评分规则"):
    """A rule of one of the eight types; each type uses its own keys."""

    type: RuleType | None = key("类型", "八种之一")
    items: Listing[ItemSection] | None = key("条目", "checklist_deduct、checklist_award：核对条目")
    per_item: Points | None = key("每项扣", "checklist_deduct：每条不符合扣几分")
    direction: Literal["超过", "低于", "两向"] | None = key(
        "方向", "step_deduct：超过、低于基准扣分，或两个方向都扣"
    )
    base: Quantity | None = key("基准", "step_deduct：从多少算起；百分比写 100")
    step: Quantity | None = key("每", "step_deduct：每多少算一档；百分比写百分点")
    per_step: Points | None = key("扣", "step_deduct：每档扣几分")
    count: Literal["舍尾", "进位", "按比例"] | None = key(
        "计档", "step_deduct：不足一档不计（舍尾）、按一档计（进位）或按比例"
    )
    least: Points | None = key("最低", "最少得几分，默认 0")
    most: Points | None = key("最高", "manual：最多得几分，默认分值")
    bands: Listing[BandSection] | None = key("档", "bands、levels：各档")
    by: Literal["分", "比例"] | None = key("按", "levels：从、到是分，还是分值的百分比；默认 分")
    full: Quantity | None = key("满值", "scale：达到多少得满分；百分比写 100")
    zero_below: Quantity | None = key("零分线", "scale：低于多少不得分；没有不写")
    nature: Literal["≥", "≤", "=", ">", "<"] | None = key("性质", "target_ratio：怎样算达到")
    target: Quantity | None = key("目标", "target_ratio：指标值；百分比写 100")
    unmet: Literal["按比例", "零分"] | None = key("未达", "target_ratio：没有达到的怎样计分")
    excess_limit: Quantity | None = key(
        "超额线", "target_ratio：超过指标值的百分之多少要说明，如 130；没有不写"
    )
    excess: Literal["满分", "按偏离扣"] | None = key("超额", "target_ratio：超过超额线的怎样计分")
    needs_reason: YesNo | None = key("理由", "manual：要不要写评分理由，默认 是")


class MetricSection(Section, title="度量"):
    """What is measured, as an expression over the paths of the department-year."""

    expression: Words | None = key(
        "式", "算式：数据路径、+ - × ÷、括号、求和(列表.字段)、个数(列表)、本项.数据名"
    )
    unit: Words | None = key("单位", "% 即百分比（算式得 1 印 100%）；其他单位照写")
    decimals: Count | None = key("小数", "结果印几位小数，默认 2")
    rounding: Count | None = key("取整", "评分以前先四舍五入到几位小数；不写即不舍入")


class CaseSection(Section, title="不适用的情形"):
    """A case in which the rule does not apply."""

    when: Words | None = key("当", "条件：算式和 == != < <= > >=，无(路径)，and、or、not")
    policy: PolicyWord | None = key("计", "怎样计分")
    words: Words | None = key("说明", "报告里怎样说，如“没有完工的新建楼堂馆所”")


class DemandSection(Section, title="说明要求"):
    """When the report must say why."""

    source: Words | None = key("取自", "说明写在数据的哪一项；不写即“指标评分”的扣分原因")
    below: Quantity | None = key("低于", "度量低于多少要说明；不写即没有得满分就要")


class LeafSection(Section, title="三级指标"):
    """An indicator with its weight, metric and rule."""

    names: OneOrMore[Words] | None = key("名称", "几个指标合用一个分值的写成列表")
    weight: Points | None = key("分值", "满分")
    standard: Words | None = key("评价标准", "报告和指标表里的评价标准")
    explanation: Words | None = key("指标说明", "指标表里的指标说明")
    formula: Words | None = key("公式", "公式的文字，如“在职人员控制率=（在职人员数/编制数）×100%”")
    target: Words | None = key("指标值", "年度指标值的文字，如“≤100%”")
    metric: MetricSection | None = key("度量", "要算的数；逐条核对、分档、人工评分的不写")
    rule: RuleSection | None = key("规则", "怎样评分")
    cases: Listing[CaseSection] | None = key("不适用", "规则不适用的情形，依次判断")
    undefined: PolicyWord | None = key("分母为零", "分母为 0、又不在上面情形之内的怎样计分")
    apart: YesNo | None = key("单列", "印在指标表以外（如预算执行率印在资金一栏）的写 是")
    data: Listing[Words] | None = key("数据", "这项指标要填报人填的数的名称，算式里写 本项.名称")
    demand: DemandSection | None = key("说明要求", "什么时候必须说明原因")


class GroupSection(Section, title="二级指标"):
    """A group of indicators; its weight is their sum."""

    name: Words | None = key("名称", "二级指标")
    leaves: Listing[LeafSection] | None = key("三级", "三级指标")


class BranchSection(Section, title="一级指标"):
    """A branch of the tree, or a part that the department fills with its own indicators."""

    name: Words | None = key("名称", "一级指标")
    kind: Words | None = key("类别", "印在分值前，如“特性指标”")
    groups: Listing[GroupSection] | None = key("二级", "二级指标")
    source: Words | None = key("取自", "各行取自数据的这个列表，如“指标”“整体绩效.指标”")
    weight: Points | None = key("分值", "取自数据的各行，分值合计应是多少")
    weights: TextMap | None = key("一级分值", "各一级指标一般占多少分，如“产出: 50”")
    quantitative: RuleSection | None = key("定量", "定量指标的规则（target_ratio）")
    qualitative: RuleSection | None = key("定性", "定性指标的规则（levels）")


class SystemSection(Section, title="指标体系"):
    """An indicator system: a tree of weights and rules."""

    name: Words | None = key("名称", "指标体系的名称")
    full: Points | None = key("满分", "各项分值之和应是多少，默认 100")
    decimals: Count | None = key("得分小数", "每项得分四舍五入到几位小数，默认 2")
    grades: Listing[GradeSection] | None = key("等级", "从高到低")
    branches: Listing[BranchSection] | None = key("指标", "一级指标")


class IndicatorsFile(Section):
    """The whole of `indicators.yaml`."""

    department: SystemSection | None = key("部门", "给部门整体评分的指标体系")
    project: SystemSection | None = key("项目", "给每个项目评分的指标体系")
