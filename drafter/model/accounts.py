"""The money of the year: revenue, expenditure by every classification, carry-over."""

from typing import ClassVar

from drafter.model.base import Listing, Measure, Section, key
from drafter.model.values import Amount, Words


class RevenueRow(Measure, title="一个科目的收入"):
    """Revenue of one heading of the functional classification, by source (statement 02)."""

    shorthand: ClassVar[str | None] = "名称"

    actual: Amount | None = key("决算", "本年收入合计，由程序按来源求和", summed=True)
    fiscal: Amount | None = key("财政拨款", "财政拨款收入", found="公开02表 第2栏", optional=True)
    superior_subsidy: Amount | None = key("上级补助", found="公开02表 第3栏", optional=True)
    institutional_revenue: Amount | None = key("事业", found="公开02表 第4栏", optional=True)
    business_revenue: Amount | None = key("经营", found="公开02表 第5栏", optional=True)
    affiliate_remittance: Amount | None = key("附属单位上缴", found="公开02表 第6栏", optional=True)
    other_revenue: Amount | None = key("其他", found="公开02表 第7栏", optional=True)
    name: Words | None = key("名称", "科目名称")
    code: Words | None = key("编码", "3、5 或 7 位科目编码", optional=True)


class RevenueItem(RevenueRow, title="项"):
    """Revenue of an item (项)."""


class RevenueSection(RevenueRow, title="款"):
    """Revenue of a section (款)."""

    items: Listing[RevenueItem] | None = key("项", "没有分到项的款不填", optional=True)


class RevenueClass(RevenueRow, title="类"):
    """Revenue of a class (类)."""

    sections: Listing[RevenueSection] | None = key("款", "没有分到款的类不填", optional=True)


class Revenue(Section, title="收入"):
    """Revenue of the year by source, in the order of statement 01."""

    total: Measure | None = key(
        "合计", "本年收入合计，由程序求和", found="公开01表 行次27", sums=("决算",)
    )
    general_public_budget: Measure | None = key(
        "一般公共预算财政拨款",
        "一般公共预算财政拨款收入；填 0 的印 0，写“无”的不列",
        found="公开01表 收入第1行",
    )
    government_funds_budget: Measure | None = key(
        "政府性基金预算财政拨款", "政府性基金预算财政拨款收入", found="公开01表 收入第2行"
    )
    state_capital_budget: Measure | None = key(
        "国有资本经营预算财政拨款", "国有资本经营预算财政拨款收入", found="公开01表 收入第3行"
    )
    superior_subsidy: Measure | None = key("上级补助", "上级补助收入", found="公开01表 收入第4行")
    institutional_revenue: Measure | None = key(
        "事业", "事业收入（含财政专户核拨的教育收费）", found="公开01表 收入第5行"
    )
    business_revenue: Measure | None = key("经营", "经营收入", found="公开01表 收入第6行")
    affiliate_remittance: Measure | None = key(
        "附属单位上缴", "附属单位上缴收入", found="公开01表 收入第7行"
    )
    other_revenue: Measure | None = key("其他", "其他收入，如存款利息", found="公开01表 收入第8行")
    functional: Listing[RevenueClass] | None = key(
        "功能分类", "收入决算表用：按类、款、项和来源填", found="公开02表", optional=True
    )


_BASIC = "其中的基本支出；与项目支出都填了，决算由程序求和"
_PROJECT = "其中的项目支出"


class EconomicSection(Measure, title="经济分类的款及金额"):
    """What was spent on one section (款) of the economic classification."""

    actual: Amount | None = key("决算", "填了基本支出、项目支出的不填", summed=True)
    basic: Amount | None = key("基本支出", _BASIC, optional=True)
    project: Amount | None = key("项目支出", _PROJECT, optional=True)
    name: Words | None = key("名称", "如“基本工资”“办公费”")
    code: Words | None = key("编码", "5 位科目编码", optional=True)


class EconomicShare(Measure, title="经济分类及金额"):
    """What was spent on one class (类) of the economic classification."""

    basic: Amount | None = key("基本支出", _BASIC, optional=True)
    project: Amount | None = key("项目支出", _PROJECT, optional=True)
    name: Words | None = key("名称", "如“工资福利支出”“商品和服务支出”“对个人和家庭的补助”")
    code: Words | None = key("编码", "3 位科目编码", optional=True)
    sections: Listing[EconomicSection] | None = key(
        "款", "按经济分类的款填，支出明细表用；没有分到款的不填", optional=True
    )


class SplitMeasure(Measure):
    """An amount of expenditure that may be split by nature, and the flow of its fund.

    What was entered at a lower level, or by nature, is summed; nothing is entered twice.
    """

    basic: Amount | None = key("基本支出", _BASIC, found="公开05表 第2栏", optional=True)
    project: Amount | None = key("项目支出", _PROJECT, found="公开05表 第3栏", optional=True)
    remitted_to_superior: Amount | None = key(
        "上缴上级支出", "非财政拨款安排的，没有不填", found="公开03表 第4栏", optional=True
    )
    business: Amount | None = key(
        "经营支出", "非财政拨款安排的，没有不填", found="公开03表 第5栏", optional=True
    )
    subsidies_to_affiliates: Amount | None = key(
        "对附属单位补助支出", "非财政拨款安排的，没有不填", found="公开03表 第6栏", optional=True
    )
    opening: Amount | None = key("年初结转", "本科目年初结转和结余", optional=True)
    received: Amount | None = key("本年收入", "本科目本年收入", optional=True)
    closing: Amount | None = key("年末结转", "本科目年末结转和结余", optional=True)


class CarryOver(Section, title="结转结余"):
    """Carry-over and balances that close the statement of revenue and expenditure."""

    opening: Amount | None = key("年初", "年初结转和结余", found="公开01表 行次29", kept=True)
    opening_fiscal: Amount | None = key(
        "年初财政拨款", "年初财政拨款结转和结余", found="公开04表", kept=True
    )
    opening_general: Amount | None = key(
        "年初一般公共预算", "其中：一般公共预算财政拨款", found="公开04表", optional=True
    )
    opening_funds: Amount | None = key(
        "年初政府性基金", "其中：政府性基金预算财政拨款", found="公开04表", optional=True
    )
    opening_capital: Amount | None = key(
        "年初国有资本", "其中：国有资本经营预算财政拨款", found="公开04表", optional=True
    )
    use_of_balance: Amount | None = key(
        "使用非财政拨款结余",
        "用来弥补收支差额的，没有不填；2018 年及以前称“用事业基金弥补收支差额”",
        found="公开01表 行次28",
        optional=True,
        kept=True,
    )
    distribution: Amount | None = key(
        "结余分配",
        "提取专用基金、缴纳所得税等，没有不填",
        found="公开01表 行次58",
        optional=True,
        kept=True,
    )
    closing: Amount | None = key("年末", "年末结转和结余", found="公开01表 行次59", kept=True)
    closing_fiscal: Amount | None = key(
        "年末财政拨款", "年末财政拨款结转和结余", found="公开04表", kept=True
    )
    closing_general: Amount | None = key(
        "年末一般公共预算", "其中：一般公共预算财政拨款", found="公开04表", optional=True
    )
    closing_funds: Amount | None = key(
        "年末政府性基金", "其中：政府性基金预算财政拨款", found="公开04表", optional=True
    )
    closing_capital: Amount | None = key(
        "年末国有资本", "其中：国有资本经营预算财政拨款", found="公开04表", optional=True
    )
    opening_basic: Amount | None = key("年初基本", "年初结转和结余中的基本支出结转", optional=True)
    opening_project: Amount | None = key(
        "年初项目", "年初结转和结余中的项目支出结转和结余", optional=True
    )
    closing_basic: Amount | None = key("年末基本", "年末结转和结余中的基本支出结转", optional=True)
    closing_project: Amount | None = key(
        "年末项目", "年末结转和结余中的项目支出结转和结余", optional=True
    )


class FunctionalItem(SplitMeasure, title="项"):
    """An item (项) of the functional classification; a bare word is its name."""

    shorthand: ClassVar[str | None] = "名称"

    name: Words | None = key("名称", "项名，不带“（项）”")
    code: Words | None = key("编码", "7 位科目编码", optional=True)
    economic: Listing[EconomicShare] | None = key(
        "经济分类",
        "按经济分类（类、款）填，支出明细表用；填全了，项的决算由程序求和",
        optional=True,
    )


class FunctionalSection(SplitMeasure, title="款"):
    """A section (款) with its items, which may be names without amounts."""

    shorthand: ClassVar[str | None] = "名称"

    actual: Amount | None = key("决算", "金额填在项上的不填", summed=True)
    budget: Amount | None = key("预算", "预算填在项上的不填", summed=True)

    name: Words | None = key("名称", "款名，不带“（款）”")
    code: Words | None = key("编码", "5 位科目编码", optional=True)
    items: Listing[FunctionalItem] | None = key("项", "每项写名称和决算；只印名称的，只写名称")


class FunctionalClass(SplitMeasure, title="类"):
    """A class (类) with its sections; a bare word is its name."""

    shorthand: ClassVar[str | None] = "名称"

    actual: Amount | None = key("决算", "金额填在款、项上的不填", summed=True)
    budget: Amount | None = key("预算", "预算填在款、项上的不填", summed=True)

    name: Words | None = key("名称", "类名，不带“支出（类）”字样")
    code: Words | None = key("编码", "3 位科目编码", optional=True)
    sections: Listing[FunctionalSection] | None = key("款", "没有分到款的类不填")


class Expenditure(Section, title="支出"):
    """Expenditure of the year by nature, in the order of statement 03."""

    total: Measure | None = key(
        "合计", "本年支出合计，由程序求和", found="公开03表 合计行第1栏", sums=("决算",)
    )
    basic: Measure | None = key(
        "基本支出",
        "全部资金安排的基本支出，与“基本支出”一节（只是一般公共预算）分开填",
        found="公开03表 合计行第2栏",
    )
    project: Measure | None = key(
        "项目支出", "全部资金安排的项目支出", found="公开03表 合计行第3栏"
    )
    remitted_to_superior: Measure | None = key(
        "上缴上级支出", "填 0 的印 0，写“无”的不列", found="公开03表 合计行第4栏"
    )
    business: Measure | None = key(
        "经营支出", "填 0 的印 0，写“无”的不列", found="公开03表 合计行第5栏"
    )
    subsidies_to_affiliates: Measure | None = key(
        "对附属单位补助支出", "填 0 的印 0，写“无”的不列", found="公开03表 合计行第6栏"
    )
    functional: Listing[FunctionalClass] | None = key(
        "功能分类",
        "全部资金合起来按类（款、项）填；下面各种资金分别填了科目的不填",
        found="公开03表",
        optional=True,
    )
    economic: Listing[EconomicShare] | None = key(
        "经济分类", "全部资金合起来按经济分类（类）填；各项填了经济分类的不填", optional=True
    )


class FundTotal(SplitMeasure, title="一种资金的支出合计"):
    """Expenditure out of one fund."""


class FundExpenditure(Section, title="一种资金的支出"):
    """Expenditure out of one fund, by functional class, section and item."""

    total: FundTotal | None = key(
        "合计",
        "决算由程序求和；上年、变动原因和没有分到各类的预算填在这里",
        sums=("决算", "预算"),
    )
    classes: Listing[FunctionalClass] | None = key("科目", "按功能分类：类、款、项")


class EconomicItem(Measure, title="经济分类科目"):
    """An economic section (款): 基本工资, 办公费 …; a bare word is its name."""

    shorthand: ClassVar[str | None] = "名称"

    actual: Amount | None = key("决算", "只列名称的不填", optional=True)

    name: Words | None = key("名称", "如“基本工资”“办公费”")
    code: Words | None = key("编码", "5 位科目编码", optional=True)


class EconomicGroup(Measure, title="人员经费或公用经费"):
    """Personnel or routine operating expenses with their non-zero economic items."""

    items: Listing[EconomicItem] | None = key(
        "科目", "有发生额的经济分类科目；每个都填了决算的，上面的决算可以不填"
    )


class BasicExpenditure(Section, title="基本支出"):
    """Basic expenditure out of the general public budget, by economic classification."""

    total: Measure | None = key("合计", "由程序求和", sums=("决算",))
    personnel: EconomicGroup | None = key(
        "人员经费", "工资福利支出、对个人和家庭的补助", found="公开06表 人员经费合计"
    )
    routine: EconomicGroup | None = key("公用经费", "日常公用经费", found="公开06表 公用经费合计")


class Purchases(Section, title="政府采购"):
    """Government procurement by kind, with the share of smaller enterprises."""

    total: Measure | None = key("合计", "采购支出总额，由程序求和", sums=("决算",))
    goods: Measure | None = key("货物", "政府采购货物支出")
    works: Measure | None = key("工程", "政府采购工程支出")
    services: Measure | None = key("服务", "政府采购服务支出")
    purpose: Words | None = key("用途", "主要用于什么；没有采购写“无”")
    small_and_medium: Measure | None = key("授予中小企业", "授予中小企业的合同金额")
    small_and_micro: Measure | None = key("授予小微企业", "其中授予小微企业的合同金额")
