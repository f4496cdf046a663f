"""What happens while a report is rendered: faults at their tags, gaps, and what a draft shows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from word_files import (
    DATA,
    Desk,
    document_of,
    figure,
    group,
    line,
    missing,
    p,
    rows,
    run,
    tbl,
    text,
    tr,
    words,
)

from drafter.figures.nodes import Figure, Group, Missing, Rows, Text, Unit
from drafter.template.package import qn
from drafter.template.render import plain_words, render

pytest_plugins = ["desk_fixtures"]

RUN_FAULTS = [
    ("{{ 人数 }}", "“人数”是个数，要经过过滤器才能印出（如 |整数）"),
    ("{{ 收入 }}", "要经过过滤器才能印出（如 |万元）"),
    ("{{ 部门 }}", "“部门”是一组字段，不能直接印出"),
    ("{{ 项目 }}", "“项目”是列表"),
    ("{{ 写法 }}", "不能印出"),
    ("{{ 是 }}", "是真假，不能印出"),
    ("{{ 收入|百分比 }}", "过滤器“百分比”只能用于比率，“收入”是金额（用 |万元）"),
    ("{{ 名称|万元 }}", "过滤器“万元”只能用于金额，“名称”是文字"),
    ("{{ 名称|个数|整数 }}", "“个数”只能用于列表"),
    ("{{ 收入|顿号 }}", "“顿号”只能用于列表"),
    ("{{ 人数|变动 }}", "“变动”只能用于有上年数的金额"),
    ("{{ 收入|变动('没有') }}", "没有写法“没有”（现有：默认）"),
    ("{{ 收入|去尾标点 }}", "只能用于文字"),
    ("{{ 名称|合并('甲') }}", "括号里应写组"),
    ("{{ 项目|顿号(名称) }}", "“顿号”的括号里应是引号里的文字或选项"),
    ("{{ 收入|变动(3) }}", "“变动”的括号里应是引号里的文字或选项"),
    ("{% if 人数 %}{% endif %}", "“人数”是个数，不能直接作条件"),
    ("{% if 收入 > 3 %}{% endif %}", "不能与数字比较"),
    ("{% if 占比 == 1 %}{% endif %}", "不能与数字比较"),
    ("{% if 人数 == '12' %}{% endif %}", "只能与整数比较"),
    ("{% if 人数 == 是 %}{% endif %}", "只能与整数比较"),
    ("{% if 名称 > '甲' %}{% endif %}", "不是数，不能比较大小"),
    ("{% if 部门 == '甲局' %}{% endif %}", "不能比较（写到具体字段）"),
    ("{% if 项目 == '甲' %}{% endif %}", "不能比较（写到具体字段）"),
    ("{% if 部门 in ['甲局'] %}{% endif %}", "不能比较（写到具体字段）"),
    ("{% if '甲' in 名称 %}{% endif %}", "不是列表"),
    ("{% if 名称 is 零 %}{% endif %}", "判断“零”只能用于数，“名称”是文字"),
    ("{% if 名称 is 持平 %}{% endif %}", "只能用于有上年数的金额"),
    ("{% if 人数 is 等于预算 %}{% endif %}", "只能用于有预算数的金额"),
    ("{% for 甲 in 名称 %}{% endfor %}", "“名称”是文字，不是列表，不能循环"),
    ("{% for 甲 in 收入 %}{% endfor %}", "不是列表，不能循环"),
    ("{% for 甲 in 项目 %}{{ loop.length|整数 }}{% endfor %}", "loop 只有 first、last、index"),
    ("{% for 甲 in 项目 %}{{ loop.index }}{% endfor %}", "是序号，要经过过滤器"),
    ("{% for 甲 in 项目 %}{{ loop }}{% endfor %}", "是循环，不能印出"),
    ("{{ 名称.甲 }}", "没有字段“甲”"),
    # names that do not exist, wherever they stand
    ("{{ 名穪 }}", "数据里没有“名穪”（是不是“名称”？）"),
    ("{{ 没有这个|万元 }}", "数据里没有“没有这个”"),
    ("{{ 没有这个.字段|万元 }}", "数据里没有“没有这个”"),
    ("{% if 没有这个 is 无 %}{% endif %}", "数据里没有“没有这个”"),
    ("{% if 没有这个 is 已填 %}{% endif %}", "数据里没有“没有这个”"),
    ("{% if 没有这个 == 1 %}{% endif %}", "数据里没有“没有这个”"),
    ("{% if 没有这个 %}{% endif %}", "数据里没有“没有这个”"),
    ("{% for 甲 in 没有这个 %}{% endfor %}", "数据里没有“没有这个”"),
    ("{{ 名称|合并(没有这个) }}", "数据里没有“没有这个”"),
    ("{{ 部门.全程 }}", "“部门”下没有字段“全程”（是不是“全称”？）"),
    ("{{ 收入.上午|万元 }}", "“收入”下没有字段“上午”（是不是“上年”？）"),
    ("{{ 名称.字段 }}", "“名称”下没有字段“字段”"),
]


@pytest.mark.parametrize(("typed", "says"), RUN_FAULTS, ids=[f[0][:30] for f in RUN_FAULTS])
def test_wrong_use_is_a_fault_at_its_tag(desk: Desk, typed: str, says: str) -> None:
    place, message = desk.run_fault(p("章", style="H1"), "{{ 名称 }}", "头" + typed)
    assert place.startswith("正文 › 章 › 第3段，“{")
    assert place.split("，“")[-1].rstrip("”") in typed
    assert says in message


def test_the_fault_names_the_tag_inside_loops_and_cells(desk: Desk) -> None:
    table = tbl(
        tr("{%tr for 项 in 项目 %}"),
        tr("{{ 项.名称 }}{% if 项.名称 == '架桥' %}{{ 项.金额 }}{% endif %}"),
        tr("{%tr endfor %}"),
        columns=1,
    )
    place, _ = desk.run_fault(p("表", style="H1"), table)
    assert place == "正文 › 表 › 第1个表第2行第1格，“{{ 项.金额 }}”"


def test_each_part_reports_its_own_fault_in_one_run(desk: Desk) -> None:
    others = {"footer1": ("footer", p("{{ 收入 }}"))}
    template = desk.template("{{ 人数 }}", others=others, typed=False)
    rendered = render(template, DATA, 2020)
    assert rendered.document is None
    assert [f.where.place for f in rendered.findings] == [
        "正文 › 第1段，“{{ 人数 }}”",
        "页脚 › 第1段，“{{ 收入 }}”",
    ]


def test_a_bug_of_ours_is_not_blamed_on_the_template(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise TypeError("ours")

    template = desk.template("头", "{{ 收入|万元 }}")
    monkeypatch.setattr("drafter.template.run.format_number", broken)
    with pytest.raises(TypeError, match="ours") as raised:
        render(template, DATA, 2020)
    assert raised.value.__notes__ == ["模板/report.docx（正文 › 第2段，“{{ 收入|万元 }}”）"]


def test_the_input_cannot_be_run_as_a_template(desk: Desk) -> None:
    data = DATA.with_items(名称=text("{{ 人数|整数 }}{% if 是 %}"))
    assert desk.made("甲{{ 名称 }}乙", data=data).text == "甲{{ 人数|整数 }}{% if 是 %}乙"


# --- what prints -----------------------------------------------------------------------------

PRINTS = [
    ("{{ 收入|万元 }}|{{ 收入|元 }}", "12.00|120,000.00"),
    ("{{ 占比|百分比 }}", "12.50%"),
    ("{{ 人数|整数 }}人{{ 人数|中文数字 }}", "12人十二"),
    ("{{ 收入.变动 }}", "增加2.00万元，增长20.00%"),
    ("{{ 收入.上年|万元 }}", "10.00"),
    ("{{ 项目|个数|整数 }}", "2"),
    ("{{ 项目|顿号 }}；{{ 项目|顿号('和') }}", "修路、架桥；修路和架桥"),
    ("{{ 无数|万元 }}[{{ 无数|万元|无则空 }}]", "0[]"),
    ("{{ 无率|百分比 }}", "—"),
    ("{{ 收入|与预算相比 }}预算", "等于预算"),
    ("{% for 项 in 项目 %}{{ loop.index|中文数字 }}{% if not loop.last %}；{% endif %}{% endfor %}",
     "一；二"),
    ("{% if 人数 > 11 and 人数 <= 12 and 人数 != 3 %}是{% endif %}", "是"),
    ("{% if 1 < 人数 < 20 %}是{% endif %}", "是"),
    ("{% if 写法 == '甲' and 写法 in ['甲', '乙'] %}是{% endif %}", "是"),
    ("{% if 名称 == '甲局' and 名称 not in ['乙'] %}是{% endif %}", "是"),
    ("{% if 项目|个数 == 2 and 项目 and not 空表 %}是{% endif %}", "是"),
    ("{% if 否 %}一{% elif 是 %}二{% else %}三{% endif %}", "二"),
    ("{% if 收入 is 增加 and 收入 is not 持平 and 收入 is 等于预算 %}是{% endif %}", "是"),
    ("{% if 无数 is 无 and 收入 is 非零 and 无数 is not 有 %}是{% endif %}", "是"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "printed"), PRINTS, ids=[c[0][:30] for c in PRINTS])
def test_the_language_prints_what_it_says(desk: Desk, typed: str, printed: str) -> None:
    assert desk.made("前" + typed + "后").paragraphs == ["前" + printed + "后"]


def test_a_decrease_prints_without_a_minus(desk: Desk) -> None:
    less = figure(
        "7000", path="收入",
        上年=figure("10000", path="上年"),
        增减额=figure("-3000", path="增减额"),
        增减率=figure("-0.3", Unit.RATIO, path="增减率"),
    )  # fmt: skip
    made = desk.made("{{ 收入.变动 }}", data=DATA.with_items(收入=less))
    assert made.text == "减少0.30万元，下降30.00%"


def test_every_printed_value_is_listed_with_its_origin_and_place(desk: Desk) -> None:
    rendered = desk.render("甲{{ 收入|万元 }}乙{{ 名称 }}", "{{ 收入.变动 }}")
    shown = [
        (e.printed.text, None if e.printed.node is None else e.printed.node.path, e.start, e.end)
        for e in rendered.figures
    ]
    assert shown == [
        ("12.00", ("收入",), 1, 6),
        ("甲局", ("名称",), 7, 9),
        ("2.00", ("增减额",), 2, 6),
        ("20.00%", ("增减率",), 11, 17),
    ]
    paragraphs = document_of(rendered).paragraphs
    for entry in rendered.figures:
        assert paragraphs[entry.paragraph][entry.start : entry.end] == entry.printed.text


def test_a_value_of_several_lines_ends_in_a_later_paragraph(desk: Desk) -> None:
    rendered = desk.render("见{{ 说明 }}，{{ 名称 }}", "{{ 缺字 }}{{ 说明 }}")
    paragraphs = document_of(rendered).paragraphs
    ends = [(e.paragraph, e.last, e.last_end) for e in rendered.figures]
    assert ends == [(0, 2, 3), (2, 2, 6), (3, 3, 7), (3, 5, 3)]
    for entry in rendered.figures:
        lines = entry.printed.text.split("\n")
        assert paragraphs[entry.paragraph][entry.start : entry.end] == lines[0]
        assert paragraphs[entry.last][: entry.last_end].endswith(lines[-1])


def test_plain_words_are_those_of_the_document(desk: Desk) -> None:
    body = ("甲{{ 说明 }}<&>", "{% for 项 in 项目 %}{{ 项.名称 }}{% endfor %}")
    template = desk.template(*body)
    assert plain_words(template, DATA, 2020) == document_of(render(template, DATA, 2020)).text
    assert plain_words(desk.template("{{ 人数 }}", typed=False), DATA, 2020) == ""


# --- gaps ------------------------------------------------------------------------------------

GAPS = [
    ("{{ 缺字 }}", "【待补：缺字】"),
    ("{{ 缺数|万元 }}万元", "【待补：缺数】万元"),
    ("{{ 缺人|整数 }}人", "【待补：缺人】人"),
    ("{{ 缺字|去尾标点 }}。", "【待补：缺字】。"),
    ("{% if 缺字 %}有{{ 缺字 }}{% endif %}", "有【待补：缺字】"),
    ("{% if 缺数 is 非零 %}有{% endif %}{% if 缺数 is 零 %}无{% endif %}", "有"),
    ("{% if 缺人 > 3 %}多{% endif %}", "多"),
    ("{% if 缺字 == '甲' %}甲{% else %}非甲{% endif %}", "非甲"),
    ("{% if 缺表 %}有{% endif %}", "有"),
    ("{{ 缺表|个数|整数 }}个", "【待补：缺表】个"),
    ("{{ 缺表|顿号 }}", "【待补：缺表】"),
    ("{% for 项 in 缺表 %}[{{ 项.名称 }}{{ 项.金额|万元 }}{{ 项.金额.变动 }}]{% endfor %}",
     "[【待补：缺表】【待补：缺表】【待补：缺表】]"),
    ("{% for 项 in 缺表 %}{% if 项.人数 > 3 %}多{% endif %}{% endfor %}", "多"),
    ("{% for 项 in 缺表 %}{% if 项.类 == '甲' %}甲{% else %}乙{% endif %}{% endfor %}", "乙"),
    ("{% for 项 in 缺表 %}{% if 项.金额 is 非零 %}非零{% endif %}{% endfor %}", "非零"),
    ("{% for 项 in 缺表 %}{{ 项.金额|与预算相比 }}{% endfor %}", "【待补：缺表】"),
    ("{% for 项 in 缺表 %}{% if 人数 == 项.人数 %}同{% endif %}{% endfor %}", "同"),
    ("{% for 项 in 缺表 %}{% for 子 in 项.子项 %}{{ 子.名 }}{% endfor %}{% endfor %}",
     "【待补：缺表】"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "printed"), GAPS, ids=[g[0][:30] for g in GAPS])
def test_a_gap_is_noted_and_the_draft_goes_on(desk: Desk, typed: str, printed: str) -> None:
    rendered = desk.render("头", typed)
    assert document_of(rendered).paragraphs[1] == printed
    assert [gap.where for gap in rendered.gaps] == ["正文 › 第2段"]


def test_a_wording_that_is_still_to_be_chosen_is_a_gap(desk: Desk) -> None:
    body = "{% for 项 in 缺表 %}{{ 收入|变动(项.类) }}{% endfor %}"
    assert document_of(desk.render(body, typed=False)).text == "【待补：缺表】"


def test_a_gap_has_the_place_that_first_prints_it_else_that_first_asks(desk: Desk) -> None:
    rendered = desk.render(
        "头", "{% if 缺字 %}甲{% endif %}{% if 缺表 is 有 %}乙{% endif %}",
        "{{ 缺字 }}{{ 缺数|万元 }}", "{{ 缺字 }}{{ 缺数|万元 }}{% if 缺表 is 有 %}丙{% endif %}",
    )  # fmt: skip
    assert [(gap.path, gap.where) for gap in rendered.gaps] == [
        (("缺字",), "正文 › 第3段"),
        (("缺表",), "正文 › 第2段"),
        (("缺数",), "正文 › 第3段"),
    ]


def test_what_the_template_does_not_reach_is_no_gap(desk: Desk) -> None:
    assert desk.render("{% if 否 %}{{ 缺字 }}{% endif %}{{ 名称 }}").gaps == ()
    assert desk.render("{% if 缺字 is 已填 %}{{ 缺字 }}{% endif %}文").gaps == ()


def test_a_missing_list_gives_one_row_of_placeholders(desk: Desk) -> None:
    made = desk.made(
        tbl(
            tr("名称", "金额"),
            tr("{%tr for 项 in 缺表 %}", ""),
            tr("{{ 项.名称 }}", "{{ 项.金额|万元 }}"),
            tr("{%tr endfor %}", ""),
            columns=2,
        )
    )
    assert made.rows == [["名称", "金额"], ["【待补：缺表】", "【待补：缺表】"]]


def test_only_the_placeholder_is_highlighted(desk: Desk) -> None:
    body = p(run("前{{ 缺字 }}中{{ 名称 }}", "<w:b/><w:u/>"), run("{{ 缺数|万元 }}后"))
    made = desk.made(body)
    seen = [
        (words(r), [node.tag for node in r.iterfind(f"{qn('rPr')}/*")])
        for r in made.root().iter(qn("r"))
        if words(r)
    ]
    bold, marked, line_ = qn("b"), qn("highlight"), qn("u")
    assert seen == [
        ("前", [bold, line_]),
        ("【待补：缺字】", [bold, marked, line_]),
        ("中甲局", [bold, line_]),
        ("【待补：缺数】", [marked]),
        ("后", []),
    ]


def test_what_follows_a_placeholder_in_its_run_stays_behind_it(desk: Desk) -> None:
    made = desk.made(
        p("<w:r><w:t>a{{ 缺字 }}b</w:t><w:tab/><w:t>c{{ 缺数|万元 }}</w:t><w:br/></w:r>", "d")
    )
    signs = [
        node.text if node.tag == qn("t") else node.tag.split("}")[1]
        for node in made.root().iter(qn("t"), qn("tab"), qn("br"))
        if node.tag != qn("t") or node.text
    ]
    assert signs == ["a", "【待补：缺字】", "b", "tab", "c", "【待补：缺数】", "br", "d"]


def test_a_gap_of_many_inputs_names_them(desk: Desk) -> None:
    total = Figure(("合计",), Missing((("甲",), ("乙",))), Unit.YUAN)
    rendered = desk.render("{{ 合计|万元 }}", data=DATA.with_items(合计=total))
    assert document_of(rendered).text == "【待补：甲、乙】"
    assert [gap.path for gap in rendered.gaps] == [("甲",), ("乙",)]


def test_values_of_no_department_are_no_values(desk: Desk) -> None:
    data = Group(
        (), {"表": rows(line(0, 名=text("甲")), line(1, 名=Text(("表", 1), missing("名"))))}
    )
    assert (
        desk.made("{% for 行 in 表 %}{{ 行.名 }}{% endfor %}", data=data).text == "甲【待补：名】"
    )


def test_an_empty_list_prints_nothing_and_is_no_gap(desk: Desk) -> None:
    rendered = desk.render("{% for 项 in 空表 %}{{ 项.名称 }}{% endfor %}完")
    assert document_of(rendered).text == "完"
    assert rendered.gaps == ()


def test_a_table_left_without_rows_goes(desk: Desk) -> None:
    """Word would not open it; it holds no words."""
    loop = tbl(tr("{%tr for 项 in 空表 %}"), tr("{{ 项.名称 }}"), tr("{%tr endfor %}"), columns=1)
    made = desk.made("前", loop, tbl(tr("{%tr if 否 %}"), tr("a"), tr("{%tr endif %}"), columns=1))
    assert list(made.root().iter(qn("tbl"))) == []
    assert made.paragraphs == ["前"]


def test_an_empty_loop_variable_does_not_leak_out_of_its_loop(desk: Desk) -> None:
    place, message = desk.run_fault("{% for 项 in 项目 %}{% endfor %}{{ 项.名称 }}")
    assert "数据里没有“项”" in message
    assert place.endswith("“{{ 项.名称 }}”")


def test_a_loop_variable_may_hide_a_name_only_inside_the_loop(desk: Desk) -> None:
    data = DATA.with_items(
        名=group("名", 值=text("外")), 表=Rows(("表",), (group("内", 值=text("内")),))
    )
    body = "{{ 名.值 }}{% for 名 in 表 %}{{ 名.值 }}{% endfor %}{{ 名.值 }}"
    assert desk.made(body, data=data).text == "外内外"


def test_numbers_compare_with_each_other(desk: Desk) -> None:
    data = DATA.with_items(编制=Figure(("编制",), Decimal(15), Unit.COUNT))
    assert desk.made("{% if 人数 < 编制 %}缺编{% endif %}", data=data).text == "缺编"
