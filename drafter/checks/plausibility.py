"""The rules on what is plausible: relations that a slip breaks though every sum still agrees.

Most rest on experience and hint; those that compare one amount stated twice warn.
"""

from drafter.checks.averages import (
    cost_per_trip,
    cost_per_vehicle,
    people_per_visit,
    price_per_vehicle,
    reception_per_person,
)
from drafter.checks.basic_items import three_public_as_spent
from drafter.checks.engine import Rule
from drafter.checks.equipment import (
    debts_within_assets,
    equipment_as_listed,
    equipment_within_assets,
    vehicles_within_goods,
)
from drafter.checks.full_budget import basic_within_budget, full_year_budget, initial_twice
from drafter.checks.indicator_values import (
    at_most_all,
    evaluated_amount,
    named_like_accounts,
    reviewed_within_classes,
)
from drafter.checks.posts import (
    empty_posts,
    expenses_per_person,
    leaders_within_posts,
    people_within_posts,
    retired_expenses,
    retired_people,
)
from drafter.checks.project_lists import (
    projects_budgeted,
    projects_by_class,
    projects_together,
    stage_order,
    turns_in_a_row,
    unspent_without_reason,
)
from drafter.checks.project_words import goals_in_numbers, score_in_words
from drafter.checks.purposes import (
    budget_not_growing,
    budget_without_vehicles,
    procurement_purpose,
    three_public_purpose,
)
from drafter.checks.year_on_year import (
    last_year_of_funds,
    last_year_of_other_money,
    spending_above_budget,
    unit_slips,
)
from drafter.diagnostics import Severity

_WARNING, _HINT = Severity.WARNING, Severity.HINT

PLAUSIBILITY = (
    Rule("JS-241", _HINT, "与上年、预算不差十倍、百倍、万倍", "G16、G17", unit_slips),
    Rule("JS-242", _HINT, "支出不超过全年预算", "R18", spending_above_budget),
    Rule("JS-243", _HINT, "上年支出加年初结转不超过上年总计", "G06、G14", last_year_of_funds),
    Rule(
        "JS-244", _HINT, "上年两个总计之差与非财政资金相称", "G06、G14、G16",
        last_year_of_other_money,
    ),
    Rule("JS-245", _WARNING, "全年预算等于年初预算加追加", "E4", full_year_budget),
    Rule("JS-246", _WARNING, "两处填的年初预算相等", "E4、E6", initial_twice),
    Rule("JS-247", _HINT, "基本支出不超过年初预算加追加", "R18、E4", basic_within_budget),
    Rule("JS-341", _HINT, "国内公务接待的人均费用合情理", "R11", reception_per_person),
    Rule("JS-342", _HINT, "国内公务接待每批次的人数合情理", "R11", people_per_visit),
    Rule("JS-343", _HINT, "每辆车的运行维护费合情理", "R10、R13", cost_per_vehicle),
    Rule("JS-344", _HINT, "购置公务用车的单价合情理", "R10", price_per_vehicle),
    Rule("JS-345", _HINT, "因公出国（境）每人次的费用合情理", "R09", cost_per_trip),
    Rule("JS-346", _HINT, "有“三公”经费支出就有用途", "R10、R11", three_public_purpose),
    Rule("JS-347", _HINT, "没有公务用车就没有用车预算", "R10、R13", budget_without_vehicles),
    Rule("JS-348", _HINT, "“三公”经费预算不超过上年预算", "R09", budget_not_growing),
    Rule("JS-349", _WARNING, "“三公”经费等于经济分类里的科目", "G10、R09", three_public_as_spent),
    Rule("JS-441", _HINT, "负债不超过资产", "R15", debts_within_assets),
    Rule("JS-442", _WARNING, "大型设备的台数与资产相称", "R15", equipment_within_assets),
    Rule(
        "JS-443", _WARNING, "固定资产里的车辆、设备与个数相符", "R13、R15、E6", equipment_as_listed
    ),
    Rule("JS-444", _HINT, "有政府采购就有用途", "R14", procurement_purpose),
    Rule("JS-445", _HINT, "购车费不超过政府采购的货物支出", "R10、R14", vehicles_within_goods),
    Rule("JS-541", _HINT, "执行率不到 90% 的项目说明原因", "R18、E20", unspent_without_reason),
    Rule("JS-543", _WARNING, "文字里的得分等于计算的得分", "R22、E6、E8", score_in_words),
    Rule("JS-544", _HINT, "目标文字里的数量与指标一致", "E6、E16", goals_in_numbers),
    Rule("JS-545", _HINT, "各环节的项目个数前后相称", "R21", stage_order),
    Rule("JS-546", _HINT, "各项目执行数之和不超过项目支出", "G20、R04、E3", projects_together),
    Rule("JS-547", _WARNING, "各项目预算之和等于项目支出预算", "E3、E4、E17", projects_budgeted),
    Rule("JS-548", _HINT, "项目的次序从 1 起连着", "R20", turns_in_a_row),
    Rule("JS-549", _HINT, "合格率、覆盖率等不超过 100%", "R33", at_most_all),
    Rule("JS-550", _WARNING, "与决算同名的指标等于决算数", "E6", named_like_accounts),
    Rule("JS-551", _HINT, "自评金额是支出、拨款或项目的金额", "E6、E17", evaluated_amount),
    Rule("JS-552", _HINT, "账面公用经费不超过所在的两类支出", "E10、E17", reviewed_within_classes),
    Rule("JS-553", _HINT, "一种经济分类的项目不超过这一类", "E17、G20", projects_by_class),
    Rule("JS-651", _HINT, "在职人员不超过编制", "R29、E6", people_within_posts),
    Rule("JS-652", _HINT, "人均人员经费、公用经费合情理", "R07、R29", expenses_per_person),
    Rule("JS-653", _HINT, "编制与在职人数相称", "R29", empty_posts),
    Rule("JS-654", _HINT, "离退休人数与在职人数相称", "R29", retired_people),
    Rule("JS-655", _WARNING, "领导职数不超过编制", "R29", leaders_within_posts),
    Rule("JS-656", _HINT, "有离休费、退休费就有离退休人员", "R07、R29", retired_expenses),
)  # fmt: skip
