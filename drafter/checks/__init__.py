"""The rule book: a plain list of rules, by family."""

from dataclasses import replace

from drafter.checks.aggregates import department_of_units
from drafter.checks.announced import announced_figures
from drafter.checks.basic import (
    agency_operating,
    basic_by_nature,
    basic_total,
    basic_within_fund,
    economic_items,
    empty_item_listed,
)
from drafter.checks.basic_items import (
    basic_as_fund,
    basic_items,
    personnel_codes,
    three_public_items,
)
from drafter.checks.budget import initial_basic, unit_within_department
from drafter.checks.budget_execution import full_execution, spending_without_budget
from drafter.checks.classification import (
    code_below,
    code_form,
    code_known,
    code_name,
    code_repeated,
    name_repeated,
)
from drafter.checks.comparatives import negative_amounts, prior_totals
from drafter.checks.counts import (
    bought_vehicles_held,
    money_without_activity,
    reception_visits,
    vehicles_held,
)
from drafter.checks.dates import evaluation_dates, money_dates
from drafter.checks.engine import Before, Facts, Problem, Rule, run_rules
from drafter.checks.evaluation import (
    budget_and_revenue,
    completed_budget,
    evaluated_money,
    expenditure_classes,
    indicator_answers,
    optional_totals,
    people_on_posts,
    project_carry_over,
    project_flows,
    projects_in_expenditure,
    reviewed_expenses,
    survey_counts,
    unknown_indicators,
)
from drafter.checks.fixed_assets import fixed_asset_classes, fixed_asset_parts
from drafter.checks.fund_flows import (
    carry_over_by_fund,
    flows_as_stated,
    fund_balance,
    row_flows,
)
from drafter.checks.funds import class_total, fiscal_funds, fund_budget, fund_total, funds_total
from drafter.checks.general_outlays import occasions_of_money, outlay_items
from drafter.checks.indicators import indicator_levels, published_project, satisfaction
from drafter.checks.last_year import PAIR_RULES
from drafter.checks.needs import NEEDS
from drafter.checks.plausibility import PLAUSIBILITY
from drafter.checks.procurement_assets import net_assets, procurement_shares, procurement_total
from drafter.checks.projects import (
    carried_funds,
    evaluated_project,
    evaluation_counts,
    idle_project_done,
    initial_within_budget,
    project_money,
    project_within_budget,
    repeated_project,
    repeated_turn,
    stage_counts,
    unlike_alias,
)
from drafter.checks.prose import PROSE_RULES
from drafter.checks.relations import (
    people_of_visits,
    prior_year_order,
    procurement_within_expenditure,
    project_within_expenditure,
    three_public_within_fiscal,
    vehicles_for_money,
)
from drafter.checks.revenue_expenditure import (
    carry_over_sign,
    expenditure_total,
    fiscal_carry_over,
    fiscal_sides,
    fiscal_total,
    grand_total_sides,
    plausible_unit,
    revenue_total,
)
from drafter.checks.revenue_rows import revenue_by_heading, row_sources, source_columns
from drafter.checks.rows import nothing_in_a_row
from drafter.checks.scores import (
    announced_score,
    full_marks,
    score_within_weight,
    total_score,
)
from drafter.checks.splits import (
    classes_of_funds,
    fiscal_natures,
    natures_of_funds,
    row_columns,
    row_natures,
)
from drafter.checks.staff import authorized_posts, civil_servants, full_name
from drafter.checks.targets import cost_indicators
from drafter.checks.terms import repeated_terms
from drafter.checks.three_public import (
    reception_matters,
    reception_total,
    three_public_budget,
    three_public_total,
    vehicle_purchases,
    vehicle_total,
)
from drafter.checks.units import budget_units, institution_staff, repeated_units
from drafter.checks.years import opening_carry_over
from drafter.diagnostics import Severity

_ERROR, _WARNING, _HINT = Severity.ERROR, Severity.WARNING, Severity.HINT

_ACCOUNTS = (
    Rule("JS-201", _ERROR, "收入合计等于各来源之和", "R01、G01", revenue_total),
    Rule("JS-202", _ERROR, "支出合计等于各性质支出之和", "R02、G04", expenditure_total),
    Rule("JS-203", _ERROR, "收入总计等于支出总计", "R03、G02", grand_total_sides),
    Rule("JS-204", _ERROR, "结转和结余不为负数", "R03", carry_over_sign),
    Rule("JS-205", _ERROR, "支出合计等于各资金支出之和", "R04、G12", funds_total),
    Rule("JS-206", _ERROR, "各资金支出合计等于各类之和", "R05、G08", fund_total),
    Rule("JS-207", _ERROR, "类等于各款之和，款等于各项之和", "R06、G03", class_total),
    Rule("JS-208", _ERROR, "财政拨款收支总计等于收入加年初结转", "G06", fiscal_total),
    Rule("JS-209", _ERROR, "每种财政资金支出不超过收入加年初结转", "R30、G11", fiscal_funds),
    Rule("JS-210", _ERROR, "基本支出合计等于人员经费加公用经费", "R07、G09", basic_total),
    Rule("JS-211", _ERROR, "一般公共预算基本支出不超过基本支出", "R08、G09", basic_by_nature),
    Rule("JS-212", _ERROR, "财政拨款结转不超过全部结转", "G02、G06", fiscal_carry_over),
    Rule("JS-213", _WARNING, "支出的预算数等于下级预算数之和", "R05、R06", fund_budget),
    Rule("JS-214", _ERROR, "人员、公用经费等于经济科目之和", "R07、G09", economic_items),
)
_DISCLOSURE = (
    Rule("JS-215", _WARNING, "收入合计与金额单位相称", "公开01表", plausible_unit),
    Rule("JS-216", _ERROR, "财政拨款收支两方相等", "G06", fiscal_sides),
    Rule("JS-217", _ERROR, "基本支出不超过一般公共预算支出", "G09", basic_within_fund),
    Rule("JS-218", _ERROR, "上年合计等于各项上年数之和", "G03、G16", prior_totals),
    Rule("JS-219", _ERROR, "金额不为负数", "R09、R14、R17", negative_amounts),
    Rule("JS-220", _ERROR, "年初基本支出预算等于两项经费、各科目之和", "R06、R07", initial_basic),
    Rule("JS-221", _ERROR, "下属单位的预算不超过部门", "R06", unit_within_department),
    Rule("JS-222", _WARNING, "上年数的部分不超过全部", "G06、G16", prior_year_order),
    Rule(
        "JS-223", _WARNING, "单个项目的执行数不超过项目支出", "G20、R04", project_within_expenditure
    ),
    Rule("JS-224", _ERROR, "科目的支出等于各性质支出之和", "G04、G08", row_natures),
    Rule("JS-225", _ERROR, "上级各栏等于下级各栏之和", "G03、G04、G11", row_columns),
    Rule("JS-226", _ERROR, "各性质支出等于各资金之和", "G04、G12", natures_of_funds),
    Rule("JS-227", _ERROR, "功能分类各类等于各资金之和", "G05、G12", classes_of_funds),
    Rule("JS-228", _ERROR, "财政拨款支出只分基本和项目支出", "G04、G08", fiscal_natures),
    Rule("JS-229", _ERROR, "科目的收入等于各来源之和", "G03", row_sources),
    Rule("JS-230", _ERROR, "上级各来源等于下级之和", "G03", source_columns),
    Rule("JS-231", _ERROR, "收入按功能分类与按来源相等", "G05、G07", revenue_by_heading),
    Rule("JS-232", _ERROR, "科目的年初加收入等于支出加年末", "G11", row_flows),
    Rule("JS-233", _ERROR, "每种财政资金收支平衡", "G06", fund_balance),
    Rule("JS-234", _ERROR, "各科目的结转、收入与总表相等", "G06、G11", flows_as_stated),
    Rule("JS-235", _ERROR, "财政拨款结转等于各资金结转之和", "G06", carry_over_by_fund),
    Rule("JS-236", _ERROR, "基本支出等于一般公共预算基本支出", "G09", basic_as_fund),
    Rule("JS-237", _ERROR, "基本支出的科目与经济分类相等", "G09", basic_items),
    Rule("JS-238", _WARNING, "人员、公用经费的科目归类正确", "G09", personnel_codes),
    Rule("JS-239", _WARNING, "年初结转等于上年总计减上年支出", "G14", opening_carry_over),
    Rule("JS-301", _ERROR, "“三公”经费决算等于三项之和", "R09、G10", three_public_total),
    Rule("JS-302", _ERROR, "公务用车费等于购置加运行维护", "R10、G10", vehicle_total),
    Rule("JS-303", _ERROR, "公务接待费等于国内加外事", "R11", reception_total),
    Rule("JS-304", _ERROR, "“三公”经费预算等于分项预算之和", "R09", three_public_budget),
    Rule("JS-305", _ERROR, "国内接待费等于具体内容之和", "R11", reception_matters),
    Rule("JS-306", _WARNING, "接待具体内容条数不超过批次", "R12", reception_visits),
    Rule("JS-307", _ERROR, "实有车辆等于车型、用途之和", "R13", vehicles_held),
    Rule("JS-308", _ERROR, "购置费等于更新购置金额之和", "R10", vehicle_purchases),
    Rule("JS-309", _WARNING, "“三公”经费有钱就有量", "R09、R11", money_without_activity),
    Rule("JS-310", _HINT, "机关运行经费与公用经费一般相等", "R16、G13", agency_operating),
    Rule("JS-311", _WARNING, "购置的车辆不多于实有车辆", "R13", bought_vehicles_held),
    Rule("JS-312", _ERROR, "“三公”经费不超过财政拨款支出", "R09、G10", three_public_within_fiscal),
    Rule("JS-313", _WARNING, "人次不少于批次、团组", "R09、R11", people_of_visits),
    Rule("JS-314", _WARNING, "车辆与运行维护费、编制相称", "R10、R13", vehicles_for_money),
    Rule("JS-315", _ERROR, "经济科目不超过“三公”经费", "G10", three_public_items),
    Rule("JS-318", _ERROR, "经济科目不超过一般性支出", "公开06表", outlay_items),
    Rule("JS-319", _WARNING, "会议、培训、活动有钱就有次数", "机构运行信息表", occasions_of_money),
    Rule("JS-401", _ERROR, "政府采购总额等于货物、工程、服务之和", "R14", procurement_total),
    Rule("JS-402", _ERROR, "小微不超过中小，中小不超过采购总额", "R14", procurement_shares),
    Rule("JS-403", _ERROR, "净资产等于资产减负债", "R15", net_assets),
    Rule("JS-404", _ERROR, "固定资产净值等于各类之和", "R15、G19", fixed_asset_classes),
    Rule("JS-405", _ERROR, "固定资产的部分不超过整体", "R15", fixed_asset_parts),
    Rule("JS-406", _WARNING, "采购总额不超过支出合计", "R14", procurement_within_expenditure),
)
_PERFORMANCE = (
    Rule("JS-501", _ERROR, "项目资金合计等于财政拨款加其他资金", "R17", project_money),
    Rule("JS-502", _ERROR, "项目执行数不超过全年预算数", "R18", project_within_budget),
    Rule("JS-503", _ERROR, "项目评价对应所列项目，资金依次不增加", "R17、R20", evaluated_project),
    Rule("JS-504", _ERROR, "项目个数不少于所列项目", "R21", stage_counts),
    Rule("JS-505", _ERROR, "项目名称不重复", "R20", repeated_project),
    Rule("JS-506", _HINT, "项目别名与名称相近", "R20", unlike_alias),
    Rule("JS-507", _ERROR, "公开的项目有绩效指标", "R20、G20", published_project),
    Rule("JS-508", _HINT, "二级指标归在所属的一级指标之下", "R31", indicator_levels),
    Rule("JS-509", _ERROR, "满意度不超过 100%", "R33", satisfaction),
    Rule("JS-510", _WARNING, "部门评价的个数与附件相符", "R21", evaluation_counts),
    Rule("JS-511", _ERROR, "得分表的分值合计为 100 分", "R22、财预〔2020〕10号", full_marks),
    Rule("JS-512", _ERROR, "得分在 0 与分值之间", "R22", score_within_weight),
    Rule("JS-513", _ERROR, "总分等于各项得分之和", "R22", total_score),
    Rule("JS-514", _ERROR, "项目结转等于预算减执行", "R18", carried_funds),
    Rule("JS-515", _ERROR, "自评得分在 0 与 100 之间", "R22、财预〔2020〕10号", announced_score),
    Rule("JS-516", _HINT, "年初预算不超过全年预算", "R18", initial_within_budget),
    Rule("JS-517", _WARNING, "没有执行的项目说明是否完成", "R18、R21", idle_project_done),
    Rule("JS-518", _WARNING, "项目的次序不重复", "R20", repeated_turn),
    Rule("JS-519", _HINT, "成本指标之和与执行数相符", "R19", cost_indicators),
    Rule(
        "JS-521",
        _ERROR,
        "评分依据与指标体系相符",
        "E8、E20、财预〔2020〕10号",
        indicator_answers,
        of_report=True,
    ),
    Rule(
        "JS-522",
        _WARNING,
        "指标评分里的指标都在指标体系里",
        "E18",
        unknown_indicators,
        of_report=True,
    ),
    Rule("JS-523", _WARNING, "年初预算加追加等于财政拨款收入", "E4", budget_and_revenue),
    Rule("JS-524", _WARNING, "预算完成率的分子等于决算支出", "E5", completed_budget),
    Rule("JS-525", _ERROR, "项目期末结转等于年初结转加收入减执行", "E2", project_flows),
    Rule("JS-526", _WARNING, "项目收支之和等于项目支出结转", "E3", project_carry_over),
    Rule("JS-527", _HINT, "项目执行数之和与项目支出一致", "E3、E17、G20", projects_in_expenditure),
    Rule("JS-528", _ERROR, "功能分类、经济分类之和等于支出合计", "E1、E17", expenditure_classes),
    Rule("JS-529", _ERROR, "在职人员等于各种人员、职级之和", "E6、E14、E16", people_on_posts),
    Rule("JS-530", _ERROR, "问卷份数依次不增加，满意度不超过 100", "E10、E14、E16", survey_counts),
    Rule("JS-531", _ERROR, "核实的公用经费等于账面减扣除项", "E10", reviewed_expenses),
    Rule("JS-532", _WARNING, "自评金额不超过支出合计", "E6、E17", evaluated_money),
    Rule("JS-533", _HINT, "评价的日期在年度结束以后", "E15", evaluation_dates),
    Rule("JS-534", _ERROR, "结转、年初预算等于各部分之和", "E1、E2、E6", optional_totals),
    Rule("JS-535", _HINT, "资金下达、到位、使用依次不提前", "R34", money_dates),
    Rule("JS-601", _ERROR, "编制合计等于各构成之和", "R29", authorized_posts),
    Rule("JS-602", _HINT, "实有公务员不超过行政编制", "R29", civil_servants),
    Rule("JS-603", _ERROR, "部门有全称", "财预〔2016〕143号", full_name),
    Rule("JS-604", _ERROR, "列表各行有名称和个数", "R21", nothing_in_a_row),
    Rule("JS-605", _WARNING, "机构、下属单位的名称不重复", "R28", repeated_units),
    Rule("JS-606", _HINT, "单独说明预算的单位在下属单位里", "R28、E6", budget_units),
    Rule("JS-607", _HINT, "实有事业人员不超过事业编制", "R29", institution_staff),
    Rule("JS-608", _ERROR, "部门的数等于各单位之和", "财预〔2016〕143号", department_of_units),
    Rule("JS-611", _ERROR, "科目编码是数字，位数与级次相符", "G18", code_form),
    Rule("JS-612", _ERROR, "下级科目的编码以上级的编码开头", "G18", code_below),
    Rule("JS-613", _ERROR, "同一个列表里编码不重复", "G18", code_repeated),
    Rule("JS-614", _WARNING, "科目编码在当年的科目目录里", "G18", code_known),
    Rule("JS-615", _WARNING, "科目的名称与编码相符", "G18", code_name),
    Rule("JS-616", _ERROR, "同一个列表里科目的名称不重复", "公开02、03、05", name_repeated),
    Rule("JS-701", _HINT, "有年末结转时不会每类都完成预算 100%", "R26", full_execution),
    Rule("JS-702", _HINT, "为 0 的“三公”项目不列入公用经费科目", "R35", empty_item_listed),
    Rule("JS-703", _WARNING, "有支出就有全年预算", "G17", spending_without_budget),
    Rule("JS-704", _WARNING, "名词解释里一个词只解释一次", "R27", repeated_terms),
    Rule(
        "JS-801",
        _WARNING,
        "已公布的数与计算结果一致",
        "R23、R24、G15",
        announced_figures,
        of_report=True,
    ),
)

FIGURE_RULES: tuple[Rule, ...] = tuple(
    replace(rule, needs=NEEDS.get(rule.id, ()))
    for rule in sorted(
        (*_ACCOUNTS, *_DISCLOSURE, *_PERFORMANCE, *PLAUSIBILITY), key=lambda rule: rule.id
    )
)
"""What looks at figures: statements are checked without the prose."""
RULES: tuple[Rule, ...] = (*FIGURE_RULES, *PROSE_RULES, *PAIR_RULES)

__all__ = ["FIGURE_RULES", "RULES", "Before", "Facts", "Problem", "Rule", "run_rules"]
