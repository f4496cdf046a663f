"""The department-year: the root of the input."""

import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from drafter.model.accounts import (
    BasicExpenditure,
    CarryOver,
    Expenditure,
    FundExpenditure,
    Purchases,
    Revenue,
)
from drafter.model.assets import StateAssets
from drafter.model.base import Listing, Measure, OneOrMore, Section, key
from drafter.model.budget import DepartmentBudget
from drafter.model.department import Department, MainFunctions, Organization, Staff, Vehicles
from drafter.model.evaluation import (
    EvaluationWork,
    IndicatorAnswer,
    KeyWorkRating,
    NewBuildings,
    OverallEvaluation,
    OverallPerformance,
    ProjectEvaluation,
    RoutineReview,
    Survey,
)
from drafter.model.general_outlays import GeneralOutlays
from drafter.model.performance import PerformanceManagement, Project
from drafter.model.three_public import ThreePublic
from drafter.model.values import NONE_WORD, Words

MoneyUnit = Literal["万元", "元"]
SCALE: dict[MoneyUnit, int] = {"万元": 4, "元": 0}
"""Powers of ten that turn an amount of the file into yuan."""


def money_unit_of(word: str) -> MoneyUnit | None:
    """Return the unit of money that a word is; None for any other word."""
    return next((unit for unit in SCALE if unit == word), None)


CURRENT_FORMAT = 1

_YEAR = re.compile(r"^(19|20)[0-9]{2}$")


def _year(raw: object) -> int:
    if isinstance(raw, str) and _YEAR.match(raw.strip()):
        return int(raw)
    raise PydanticCustomError("year", "应为四位数字，如 2020")


def _format(raw: object) -> int:
    if isinstance(raw, str) and raw.strip() == str(CURRENT_FORMAT):
        return CURRENT_FORMAT
    raise PydanticCustomError("format_version", f"应为 {CURRENT_FORMAT}")


def _text_map(raw: object) -> object:
    """Return a flat mapping; a blank value is dropped as still to be filled."""
    if isinstance(raw, str) and raw.strip() == NONE_WORD:
        return {}
    if not isinstance(raw, dict):
        raise PydanticCustomError("text_map", "这里每行应是“名称: 内容”")
    return {name: text for name, text in raw.items() if text is not None}


def _map_text(raw: object) -> str:
    if not isinstance(raw, str):
        raise PydanticCustomError("text_map", "这里应是“名称: 内容”，内容只能是一个数或一段文字")
    return raw.strip()


Year = Annotated[
    int,
    PlainValidator(_year),
    WithJsonSchema(
        {
            "type": ["integer", "string", "null"],
            "minimum": 1900,
            "maximum": 2099,
            "pattern": _YEAR.pattern,
        }
    ),
]
TextMap = Annotated[
    dict[str, Annotated[str, PlainValidator(_map_text)]],
    BeforeValidator(_text_map),
    WithJsonSchema(
        {
            "type": ["object", "string", "null"],
            "pattern": f"^{NONE_WORD}$",
            "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
        }
    ),
]


class ReportChoice(Section, title="要生成的报告"):
    """A report to make from this input, with options that differ from its template's own."""

    shorthand: ClassVar[str | None] = "模板"

    template: Words | None = key("模板", "模板标识，如 sichuan-final-accounts")
    options: TextMap | None = key("选项", "与模板默认值不同的选项")
    projects: OneOrMore[Words] | None = key(
        "项目", "只印这些项目（“项目”一节里的名称）；不填即全部", optional=True
    )


class TermDefinition(Section, title="名词及释义"):
    """A term of part three in the department's or the bureau's own wording."""

    term: Words | None = key("词", "与正文的写法一致；功能科目写项名")
    definition: Words | None = key("释义", "印在第三部分的解释")


class Waiver(Section, title="豁免"):
    """A finding that the department stands by, with the reason."""

    rule: Words | None = key("规则", "规则编号，如 JS-301")
    path: Words | None = key("位置", "数据位置，如 三公经费.合计.预算")
    reason: Words | None = key("理由", "为什么坚持不改，每次检查都列出")


class DepartmentYear(Section, title="部门年度数据"):
    """All facts of one department (or unit) in one year; knows nothing of any report."""

    format_version: Annotated[
        int,
        PlainValidator(_format),
        WithJsonSchema({"enum": [CURRENT_FORMAT, str(CURRENT_FORMAT)]}),
    ] = Field(
        default=CURRENT_FORMAT,
        alias="格式版本",
        title="格式版本",
        description="数据格式的版本，现行的是 1",
    )
    year: Year | None = key("年度", "决算年度")
    money_unit: MoneyUnit | None = key("金额单位", "本文件所有金额的单位：万元或元")
    quantum: Literal["0", "1", "2", "3", "4", "5", "6"] | None = key(
        "金额小数", "尾差按几位小数判断；不填即取文件里金额的最多位数", optional=True
    )
    reports: Listing[ReportChoice] | None = key("报告", "要生成的报告（模板标识）")
    scope: Literal["部门", "单位"] | None = key("口径", "部门决算或单位决算")
    unit_files: OneOrMore[Words] | None = key(
        "单位文件",
        "本级和所属单位的输入文件，相对本文件；部门没有填的数取各单位之和，填了的与它核对",
        optional=True,
    )

    department: Department | None = key("部门", "部门或单位的名称和文中称呼")
    functions: MainFunctions | None = key(
        "职能", "主要职能，正文和附件印同一份", found="“三定”规定"
    )
    key_work: Words | None = key("重点工作", "重点工作完成情况，每行一段，序号照写")
    organization: Organization | None = key("机构", "内设机构和下属单位")
    staff: Staff | None = key("人员", "编制和年末实有人数", found="编制批复；基本数字表")
    vehicles: Vehicles | None = key(
        "车辆", "只填一次，几处共用；没有车辆写“无”", found="机构运行信息表"
    )

    revenue: Revenue | None = key("收入", "本年收入，按来源")
    expenditure: Expenditure | None = key("支出", "本年支出，按性质")
    carry_over: CarryOver | None = key(
        "结转结余", "年初、年末结转和结余，用来轧平收支两边", kept=True
    )
    grand_total: Measure | None = key(
        "收支总计",
        "决算由程序求和；上年与变动原因填在这里",
        found="公开01表 总计行；上年数查上年的公开01表",
        sums=("决算",),
    )
    fiscal_total: Measure | None = key(
        "财政拨款收支总计",
        "决算由程序求和；上年与变动原因填在这里",
        found="公开04表 总计行；上年数查上年的公开04表",
        sums=("决算",),
    )
    general_public_budget: FundExpenditure | None = key(
        "一般公共预算财政拨款支出",
        "按功能分类的类、款、项填，金额填在一级就够了",
        found="公开05表 合计栏；预算是全年预算数，在财决01-1表",
    )
    government_funds: FundExpenditure | None = key(
        "政府性基金预算财政拨款支出", "没有写“无”", found="公开08表（2022年起公开07表）本年支出栏"
    )
    state_capital: FundExpenditure | None = key(
        "国有资本经营预算财政拨款支出", "没有写“无”", found="公开09表（2022年起公开08表）支出栏"
    )
    non_fiscal: FundExpenditure | None = key(
        "非财政拨款支出",
        "用事业收入、经营收入等非财政资金安排的支出；没有写“无”或不写",
        found="公开03表减去以上三种资金的支出",
        optional=True,
        kept=True,
    )
    basic: BasicExpenditure | None = key(
        "基本支出",
        "一般公共预算财政拨款安排的基本支出，与“支出”一节的基本支出分开填",
        found="公开06表",
    )
    three_public: ThreePublic | None = key(
        "三公经费",
        "“三公”经费财政拨款支出；没有写“无”",
        found="公开07表（2022年起公开09表）；批次、人次、辆数在机构运行信息表",
    )
    agency_operating: Measure | None = key(
        "机关运行经费", "行政单位和参公单位的公用经费；事业单位写“无”", found="机构运行信息表"
    )
    general_outlays: GeneralOutlays | None = key(
        "一般性支出", "会议费、培训费和节庆等活动的支出；没有写“无”", optional=True
    )
    procurement: Purchases | None = key("政府采购", "没有采购写“无”", found="机构运行信息表")
    assets: StateAssets | None = key("国有资产", "年末占有使用情况")
    budget: DepartmentBudget | None = key(
        "部门预算", "年初预算和追加，“自评报告”形式的附件1要印；用不到的不填", optional=True
    )

    performance: PerformanceManagement | None = key("绩效管理", "预算绩效管理开展情况")
    projects: Listing[Project] | None = key("项目", "部门的项目；“阶段”里有“公开”的印出综述和表")
    overall_evaluation: OverallEvaluation | None = key(
        "整体评价", "部门整体支出绩效评价报告（附件1）；没有写“无”"
    )
    project_evaluations: Listing[ProjectEvaluation] | None = key(
        "项目评价", "项目支出绩效评价报告；没有写“无”"
    )
    evaluation_work: EvaluationWork | None = key(
        "评价工作", "绩效评价怎样布置和完成", optional=True
    )
    overall_performance: OverallPerformance | None = key(
        "整体绩效", "部门整体的目标、完成情况和指标", optional=True
    )
    answers: Listing[IndicatorAnswer] | None = key(
        "指标评分",
        "报告的指标体系要本部门填的：逐条核对的结果、档次、人工评的分、说明",
        optional=True,
    )
    survey: Survey | None = key("满意度调查", "满意度问卷；没有写“无”", optional=True)
    buildings: NewBuildings | None = key(
        "楼堂馆所", "本年完工的新建楼堂馆所；没有写“无”", optional=True
    )
    routine_review: RoutineReview | None = key(
        "公用经费核实", "账面公用经费核实为实际公用经费", optional=True
    )
    key_work_rating: KeyWorkRating | None = key(
        "重点工作考核", "政府对本部门重点工作的考核结果；没有写“无”", optional=True
    )
    terms: Listing[TermDefinition] | None = key(
        "名词解释", "与程序自带释义不同的词；没有不填", optional=True
    )

    announced: TextMap | None = key(
        "已公布", "已公布或批复的数，供核对：数据位置: 印出的文字；没有不填", optional=True
    )
    waivers: Listing[Waiver] | None = key(
        "豁免", "坚持不改的检查结果及理由；没有不填", optional=True
    )


Plain = dict[str, Any]
"""The input as nested dicts, lists and typed texts, before validation."""
