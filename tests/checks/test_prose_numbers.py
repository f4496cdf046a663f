"""Directions, amounts, parts, calculations, shares and targets in prose."""

from __future__ import annotations

from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose_runs import prose_findings, told
from rule_runs import case_of

from drafter.checks.prose.calculations import calculations

# Words of direction beside numbers


@pytest.mark.parametrize(
    "text",
    [
        "支出‹增加-5.20万元。",
        "支出‹下降了－3%。",
        "支出比上年‹增加5.20万元，下降3%。",
        "支出比上年‹减少5.20万元，增长3.10%。",
        "支出比上年‹增加5.20万元（下降3%）。",
        "支出与上年‹持平，增加5.20万元。",
    ],
)
def test_a_direction_against_its_number_is_found(text: str) -> None:
    assert told(text) == [("JS-824", "警告")]


@pytest.mark.parametrize(
    "text",
    [
        "支出比上年增加5.20万元，增长3%；减少5.19万元，下降9.70%。",
        "规上工业增加值19.59亿元，下降10.3%。",
        "工业增加值12.4亿元，增长8%左右，能耗下降3%。",
        "新增收入5万元，下降成本3%。",
        "增长率为1-3个百分点，温度下降1－3度。",
        "支出与上年持平，增加0.00万元。",
        "办案率增加5个百分点，下降投诉3件。",
        "比上年增加5万元，比预算减少3%。",
    ],
)
def test_directions_that_fit_are_left_alone(text: str) -> None:
    assert told(text) == []


def reason(actual: str, prior: str, words: str) -> list[tuple[str, str]]:
    text = f"机关运行经费: {{决算: {actual}, 上年: {prior}, 变动原因: {words}}}\n"
    return [(f.id, str(f.severity)) for f in prose_findings(text)]


@pytest.mark.parametrize(
    ("actual", "prior", "words", "severity"),
    [
        ("35.00", "30.00", "比上年减少，人员退休", ["警告"]),
        ("35.00", "30.00", "支出较2022年有所下降", ["警告"]),
        ("25.00", "30.00", "比上年增加，人员调入", ["警告"]),
        ("35.00", "30.00", "比上年增加6.00万元", ["警告"]),
        ("35.00", "30.00", "比上年增加5.00万元", []),
        ("35.00", "30.00", "比上年增长16.67%", []),
        ("35.00", "30.00", "比上年增长17%", []),
        ("35.00", "30.00", "比上年增长15%", ["警告"]),
        ("35.00", "30.00", "压减办公费", ["提示"]),
        ("25.00", "30.00", "追加办案经费", ["提示"]),
        ("25.00", "30.00", "压减办公费", []),
        ("35.00", "30.00", "人员增加", []),
        ("35.00", "30.00", "压减办公费，同时新增办案经费", []),
        ("35.00", "30.00", "人员工资调整", []),
        ("30.00", "30.00", "压减办公费", []),
        ("35.00", "无", "压减办公费", []),
        ("25.00", "30.00", "上年追加了一次性办案经费", []),
        ("25.00", "30.00", "没有追加办案经费", []),
        ("25.00", "30.00", "与上年相比，追加办案经费", ["提示"]),
        ("35.00", "30.00", "人员比上年减少，人均经费提高", []),
    ],
)
def test_a_reason_goes_the_way_of_its_figure(
    actual: str, prior: str, words: str, severity: list[str]
) -> None:
    assert reason(actual, prior, words) == [("JS-825", s) for s in severity]


def test_a_reason_that_contradicts_names_both_amounts_and_the_difference() -> None:
    text = "机关运行经费: {决算: 35.00, 上年: 30.00, 变动原因: 比上年减少}\n"
    assert [f.message for f in prose_findings(text)] == [
        "“比上年减少”与数不一致：决算数 35.00 万元，上年数 30.00 万元，多 5.00 万元"
    ]


@pytest.mark.parametrize(
    ("actual", "words", "severity"),
    [
        ("8.00", "大于预算，接待增多", ["警告"]),
        ("8.00", "小于预算，接待减少", []),
        ("8.00", "追加接待任务", ["提示"]),
        ("12.00", "小于预算", ["警告"]),
        ("12.00", "压减接待", ["提示"]),
        ("10.00", "压减接待", []),
    ],
)
def test_a_deviation_goes_the_way_of_its_budget(
    actual: str, words: str, severity: list[str]
) -> None:
    text = (
        "三公经费:\n  公务接待费:\n"
        f"    合计: {{预算: 10.00, 差异原因: {words}}}\n    国内: {actual}\n    外事: 无\n"
    )
    found = [(f.id, str(f.severity)) for f in prose_findings(text)]
    assert found == [("JS-825", s) for s in severity]


# Amounts that the input has under the same name

FIGURES = """\
收入:
  合计: {决算: 86.40, 上年: 80.00}
  一般公共预算财政拨款: 80.00
  其他: 6.40
支出: {合计: 86.40, 基本支出: 60.40, 项目支出: 26.00}
人员: {实有: {退休: 44}}
"""


@pytest.mark.parametrize(
    "text",
    [
        "2023年本年收入合计‹86.48万元。",
        "我局收入合计为‹864万元。",
        "本年支出合计‹86.40元。",
        "全年收入合计86.40万元，其中：基本支出‹64.00万元。",
        "本单位有退休人员‹45人。",
        "其中一般公共预算财政拨款收入‹0.81亿元。",
        "收入合计86.40万元，比上年‹减少6.40万元。",
        "收入合计86.40万元，比上年增加‹6.50万元。",
        "收入合计86.40万元，比上年增加6.40万元，增长‹9%。",
        "其他收入6.40万元，占‹7.14%。",
    ],
)
def test_an_amount_that_is_not_that_of_the_input_is_found(text: str) -> None:
    assert told(text, FIGURES) == [("JS-826", "警告")]


@pytest.mark.parametrize(
    "text",
    [
        "2023年本年收入合计86.40万元，其中：其他收入6.40万元，占7.41%。",
        "收入合计86.4万元，支出合计86万元，即864000元。",
        "收入合计86.40万元，比上年增加6.40万元，增长8%。",
        "2022年本年收入合计80.00万元。",
        "2022年，本年收入合计80.00万元。",
        "收入合计约90万元，基本支出60万元以上，支出合计80余万元。",
        "下属单位基本支出20.00万元，每户基本支出3万元。",
        "基本支出预算50.00万元，比预算收入合计80.00万元多。",
        "上年收入合计80.00万元，追加项目支出5.00万元。",
        "本单位有退休人员44人，慰问退休人员12人次，走访离退休人员60人。",
        "机关运行经费30.00万元。",
    ],
)
def test_amounts_that_agree_or_are_of_something_else_are_left_alone(text: str) -> None:
    assert told(text, FIGURES) == []


def test_a_unit_that_was_left_out_is_told() -> None:
    (finding,) = prose_findings(FIGURES + "重点工作: 本年支出合计86.40元。\n")
    assert finding.message == ("本年支出合计写的是 86.40元，填的是 86.40 万元，相差 86.39136 万元")
    assert finding.hint == "单位是不是“万元”？"


@given(st.integers(1, 10**9), st.integers(0, 4))
def test_an_amount_rounded_as_people_round_is_never_told(cents: int, places: int) -> None:
    amount = Decimal(cents).scaleb(-2)
    shown = round(amount, places)
    text = f"收入: {{合计: {amount}}}\n重点工作: 收入合计{shown:f}万元。\n"
    assert prose_findings(text) == []
    wrong = shown + 2 * Decimal(1).scaleb(-places)
    text = f"收入: {{合计: {amount}}}\n重点工作: 收入合计{wrong:f}万元。\n"
    assert [f.id for f in prose_findings(text)] == ["JS-826"]


PROJECT = """\
项目:
  - 名称: 档案保护
    预算: {{财政拨款: 60.00, 其他资金: 无}}
    执行: {{财政拨款: 45.00, 其他资金: 无}}
    目标完成: {words}
"""


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("资金执行率为67%。", ["JS-827"]),
        ("预算执行率达到74.9%。", ["JS-827"]),
        ("全年预算数65.00万元，执行数45万元。", ["JS-827"]),
        ("资金执行率为75%。", []),
        ("资金执行率为75.0%，预算数60万元，执行数450000元。", []),
        ("执行率未达100%。", []),
        ("培训计划完成率100%。", []),
    ],
)
def test_a_project_tells_its_own_figures(words: str, found: list[str]) -> None:
    assert [f.id for f in prose_findings(PROJECT.format(words=words))] == found


# Parts and wholes


@pytest.mark.parametrize(
    ("severity", "text"),
    [
        ("警告", "全年实施项目22个，7个建成，‹其余14个在建。"),
        ("警告", "全年实施项目22个；7个建成，新增产值2亿元以上，‹其余14个在建。"),
        ("警告", "全年实施项目23个，节约5万元；约60人参与，7个建成，‹其余15个在建。"),
        ("警告", "近年来实施各类项目22个，总投资34.2亿元；8个建成，‹其余15个在建。"),
        ("警告", "在职职工‹19人（科长3人，科员5人，工人10人）。"),
        ("警告", "在职职工‹19人，其中：男16人，女4人。"),
        ("警告", "收入‹581.67万元，其中财政拨款553.67万元、其他29.00万元。"),
        ("警告", "贷款‹1.41亿元，其中助保贷280万元，产业贷款1.42亿元。"),
        ("提示", "接入用户‹700个，其中市级307个，县级403个。"),
        ("警告", "下属单位‹3个（清河县档案馆、清河县地方志中心）。"),
        ("警告", "内设机构‹2个：办公室、业务科、财务科。"),
    ],
)
def test_parts_that_do_not_make_up_the_whole_are_found(severity: str, text: str) -> None:
    assert told(text) == [("JS-828", severity)]


@pytest.mark.parametrize(
    "text",
    [
        "全年实施项目22个，7个建成，其余15个在建。",
        "全年实施项目22个，涉及3个乡镇，7个建成，其余15个在建。",
        "全年实施项目22个，其余15个在建。",
        "共有约22个项目，7个建成，其余14个在建。",
        "共有约22个项目，12个建成，3个停工，其余14个在建。",
        "共有20余个项目，12个建成，3个停工，其余14个在建。",
        "实施项目22个以上，7个建成，其余14个在建。",
        "实施项目22个左右，7个建成，其余14个在建。",
        "实施项目22个，每个乡镇建成2个，其余14个在建。",
        "实施项目22个，近7个建成，其余14个在建。",
        "在职职工19人（科长3人，科员5人，工人11人）。",
        "在职职工19人，其中：男16人，女3人。",
        "在职职工19人，其中党员15人、女性8人、35岁以下6人。",
        "收入581.67万元，其中财政拨款553.67万元、其他28.00万元。",
        "贷款1.41亿元，其中助保贷280万元，产业贷款1.38亿元。",
        "支出581.67万元，其中基本支出300.67万元（人员275.57万元、公用25.10万元），项目支出281万元。",
        "接入用户700个，其中市级307个，县级393个；新建站点900个。",
        "接入用户700个，其中市级307个。",
        "下属单位2个（清河县档案馆、清河县地方志中心）。",
        "下属单位3个（清河县档案馆、清河县地方志中心等）。",
        "走访企业2家（含清河厂、东山厂和南河厂等多家）。",
        "培训4期（每期5人，共20人）。",
        "房屋77.49万元，占24.15%（其中，房屋77.49万元，占24.15%）。",
    ],
)
def test_parts_that_fit_are_left_alone(text: str) -> None:
    assert told(text) == []


@given(st.lists(st.integers(1, 99), min_size=3, max_size=5), st.integers(-3, 3))
def test_a_list_in_brackets_is_added_up(parts: list[int], gap: int) -> None:
    listed = "、".join(f"{name}{part}人" for name, part in zip("甲乙丙丁戊", parts, strict=False))
    text = f"职工{sum(parts) + gap}人（{listed}）。"
    assert told(text) == ([("JS-828", "警告")] if gap and sum(parts) + gap > 0 else [])


# Calculations and shares


@pytest.mark.parametrize(
    "text",
    [
        "控制率=25/29×100%=‹96%。",
        "（14-21）/21×100%=‹-23.3%。",
        "共7个+15个=‹23个。",
        "（321,095.40＋3,087,700.00－821,095.40）÷（321,095.40+3,087,700.00+658,243.32）＝‹75.91%。",
        "得分=92/100×8=‹7.5分。",
    ],
)
def test_a_calculation_that_is_wrong_is_found(text: str) -> None:
    assert told(text) == [("JS-829", "警告")]


@pytest.mark.parametrize(
    "text",
    [
        "控制率=（在职人数/编制数）×100%=25/29×100%=86%。",
        "25/29×100=86.2%，142869/140000=102%，34,284.76/140,000.00=24%。",
        "（14-21）/21×100%=-33.3%，658243.32÷3087700=21%。",
        "7+15=22，3×4＝12，10-3=7，1/3=0.33。",
        "“5+1”体系，1+1>2，A=3，2020-2021=跨年，5/0=9。",
        "7+15=10+12。",
        f"{'+'.join(['1'] * 40)}=12。",
    ],
)
def test_calculations_that_are_right_or_none_are_left_alone(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    ["1+" * 20_000 + "甲=1", "1 +" * 20_000 + "甲=1", "（1）+" * 20_000 + "=1", "1=" * 20_000],
)
def test_a_chain_without_end_takes_no_time(text: str) -> None:
    facts = case_of(f"重点工作: 合计{text}\n").facts
    begun = perf_counter()
    assert list(calculations(facts)) == []
    assert perf_counter() - begun < 1


NUMBERS = st.integers(1, 99_999)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_calculation_is_reckoned_as_the_rest_of_the_world_does(a: int, b: int, c: int) -> None:
    right = a + b * c
    assert told(f"合计{a}+{b}×{c}={right}。") == []
    assert told(f"合计{a}+{b}×{c}=‹{right + 1}。") == [("JS-829", "警告")]
    assert told(f"合计（{a}+{b}）×{c}={(a + b) * c}。") == []
    rate = f"{Decimal(100 * a) / Decimal(b):.2f}"
    assert told(f"比率{a}÷{b}={rate}%。") == []


@pytest.mark.parametrize(
    "text",
    [
        "甲类‹占60%，乙类占30%，丙类占20%。",
        "支出100万元，其中：甲类‹占60.50%；乙类占39.60%。".replace("；", "，"),
        "受理51件，办结44件，办结率‹96.27%。",
        "25户企业中21户开工，开工率‹94%。",
        "隐患35条，整改30条，整改率‹100%。",
    ],
)
def test_shares_and_rates_that_are_wrong_are_found(text: str) -> None:
    assert told(text) == [("JS-830", "警告")]


@pytest.mark.parametrize(
    "text",
    [
        "甲类占60%，乙类占30%，丙类占10%。",
        "甲类占33.33%，乙类占33.33%，丙类占33.34%。",
        "土地占24.15%（其中，房屋占24.15%）；设备占71.82%（其中，车辆占7.96%），家具占4.03%。",
        "采购中小企业占45.05%，其中：小微企业占93.47%。",
        "受理51件，办结44件，办结率86.27%；办结率达到86%。",
        "项目28项，开（复）工27项，开复工率为96.4%。",
        "25户企业中21户开工，开工率84%。",
        "抽检50个，不合格2个，合格率96%。",
        "全县25个乡镇，新建5个站点，覆盖率90%。",
        "建成8个，累计建成20个，建成率80%。",
        "培训12期，参训300人次，培训覆盖率95%。",
    ],
)
def test_shares_and_rates_that_fit_are_left_alone(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("severity", "text"),
    [("错误", "群众‹满意度达到103%。"), ("警告", "产品‹合格率为100.5%。")],
)
def test_satisfaction_ends_at_100(severity: str, text: str) -> None:
    assert told(text) == [("JS-831", severity)]
    assert told("满意度100%，合格率≥100%，资金到位率120%，计划完成率105%。") == []


# Targets

ROW = "{{一级: 产出, 二级: {group}, 三级: {name}, 预期: {promised}, 实际: {reached}}}"
CLAIM = "各项指标全部完成。"


def targets(row: str, claim: str = CLAIM) -> list[str]:
    text = f"项目:\n  - 名称: 档案保护\n    实际完成: {claim}\n    指标:\n      - {row}\n"
    return [f.id for f in prose_findings(text)]


@pytest.mark.parametrize(
    ("group", "name", "promised", "reached", "missed"),
    [
        ("满意度指标", "满意度", "≥95%", "93%", True),
        ("满意度指标", "满意度", "≥95%", "95%", False),
        ("满意度指标", "满意度", "95%以上", "93%", True),
        ("时效指标", "响应时间", "≤15分钟", "20分钟", True),
        ("时效指标", "响应时间", "≤15分钟", "≤15分钟", False),
        ("数量指标", "购置设备", "46台（套）", "44台（套）", True),
        ("数量指标", "购置设备", "46台（套）", "48台（套）", False),
        ("成本指标", "购置费", "50万元", "48万元", False),
        ("数量指标", "减少投诉", "50件", "48件", False),
        ("数量指标", "系统数", "40个系统", "47个系统", False),
        ("数量指标", "系统数", "40个", "3套", False),
        ("满意度指标", "满意度", "≥95%", "100%-80%（含）", False),
        ("质量指标", "运转", "正常运转", "正常运转", False),
        ("可持续影响指标", "使用年限", "≥3年", "1年", True),
        ("满意度指标", "满意度", "≥90%", "≥90%", False),
    ],
)
def test_a_target_is_missed_where_the_numbers_say_so(
    group: str, name: str, promised: str, reached: str, missed: bool
) -> None:
    row = ROW.format(group=group, name=name, promised=promised, reached=reached)
    assert targets(row) == ["JS-832"] * missed


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("各项指标全部完成。", True),
        ("产出、效益、满意度指标全面完成。", True),
        ("绩效指标均达到预期目标值。", True),
        ("绩效目标如期实现。", True),
        ("圆满完成各项目标任务。", True),
        ("满意度指标没有全部完成。", False),
        ("除满意度以外完成较好。", False),
        ("第一批8个台区的改造全部完成。", False),
        ("购置设备44台，新增工位240个。", False),
    ],
)
def test_only_a_claim_that_everything_was_reached_is_told(claim: str, found: bool) -> None:
    row = ROW.format(group="满意度指标", name="满意度", promised="≥95%", reached="93%")
    assert targets(row, claim) == ["JS-832"] * found


@pytest.mark.parametrize(
    ("nature", "target", "actual", "missed"),
    [
        ("≥", "95", "93", True), ("≥", "95", "95", False), ("≤", "10", "11", True),
        ("≤", "10", "9", False), ("=", "3", "2", True), ("=", "3", "3", False),
        ("定性", "3", "2", False),
    ],
)  # fmt: skip
def test_targets_in_numbers_of_their_own_are_compared(
    nature: str, target: str, actual: str, missed: bool
) -> None:
    row = f"{{三级: 甲, 性质: {nature}, 指标值: {target}, 完成值: {actual}, 单位: 个}}"
    assert targets(row) == ["JS-832"] * missed


def test_a_conclusion_on_the_department_is_held_against_all_projects() -> None:
    row = ROW.format(group="满意度指标", name="满意度", promised="≥95%", reached="93%")
    text = (
        f"绩效管理: {{整体自评结论: 各项指标均达到预期}}\n项目:\n  - 名称: 甲\n    指标:\n"
        f"      - {row}\n      - {row}\n"
    )
    (finding,) = prose_findings(text)
    assert finding.path == ("绩效管理", "整体自评结论")
    assert "等 2 项没有达到" in finding.message


@pytest.mark.parametrize(
    "words",
    [
        "(" * 3000 + "1+1" + ")" * 3000 + "=3",
        "1/3=0." + "3" * 5000,
        "9" * 5000 + "+1=2",
        "×".join(["99999999"] * 1000) + "=1",
        " " * 3000 + "=",
    ],
)
def test_monstrous_calculations_are_not_judged(words: str) -> None:
    assert [f.id for f in prose_findings(f"重点工作: {words!r}\n") if f.id == "JS-829"] == []
