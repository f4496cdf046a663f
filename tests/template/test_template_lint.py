"""What a tag may say: the frozen language, and a fault at its place for all that lies outside."""

from __future__ import annotations

import pytest
from word_files import MANIFEST, Desk, p, run, said, tbl, tc, tr

pytest_plugins = ["desk_fixtures"]

REFUSED = [
    # unknown names of filters and tests
    ("{{ 收入|万 }}", "没有过滤器“万”（是不是“万元”？）"),
    ("{% if 收入 is 空 %}{% endif %}", "没有判断“空”（可用："),
    ("{{ 收入|万元(2) }}", "过滤器“万元”没有参数"),
    ("{{ 名称|合并 }}", "过滤器“合并”的参数应为 1 个"),
    ("{{ 收入|变动('默认', 1) }}", "过滤器“变动”的参数至多 1 个"),
    ("{{ 收入|变动(写法='默认') }}", "参数不能带名字"),
    ("{% if 收入 is 零(2) %}{% endif %}", "判断“零”没有参数"),
    ("{{ 名称|合并(名称|万元) }}", "参数只能是文字、数字或字段"),
    # arithmetic, calls, brackets, statements
    ("{{ 收入 + 1 }}", "不做运算"),
    ("{{ -收入 }}", "不做运算"),
    ("{{ 7 * 7 }}", "不做运算"),
    ("{{ 收入 / 0 }}", "不做运算"),
    ("{% if 人数 % 2 == 0 %}{% endif %}", "不做运算"),
    ("{{ 名称 ~ 名称 }}", "文字拼接"),
    ("{{ 名称() }}", "函数调用"),
    ("{{ 名称.upper() }}", "函数调用"),
    ("{{ 项目[0] }}", "方括号"),
    ("{{ 甲 if 是 else 乙 }}", "行内 if"),
    ("{{ {'甲': 1} }}", "不支持"),
    ("{{ 名称.__class__ }}", "不能以下划线开头"),
    ("{{ _名称 }}", "不能以下划线开头"),
    ("{% set 甲 = 1 %}", "不支持的标签“set”"),
    ("{% macro 甲() %}", "不支持的标签“macro”"),
    ("{% include 'a' %}", "不支持的标签“include”"),
    ("{% extends 'a' %}", "不支持的标签“extends”"),
    ("{% import 'a' as b %}", "不支持的标签“import”"),
    ("{% raw %}", "不支持的标签“raw”"),
    ("{% vm %}", "不支持的标签“vm”"),
    ("{% %}", "不支持的标签"),
    ("{%- if 是 %}", "不支持 {%- 和 -%}"),
    ("{{ 名称 -}}", "不支持 {%- 和 -%}"),
    ("{{r 名称 }}", "不支持 {{r }}"),
    ("{{p 名称 }}", "不支持 {{r }}"),
    ("{%r if 是 %}", "不支持 {{r }}"),
    ("{% p if 是 %}", "“%”与“p”之间不能有空格"),
    ("{%pif 是 %}", "“p”后面少了空格"),
    # what is printed
    ("{{ '文字' }}", "请直接写在模板里"),
    ("{{ 3 }}", "请直接写在模板里"),
    ("{{ 名称, 名称 }}", "只能写一个字段"),
    ("{{ [名称] }}", "只能写一个字段"),
    ("{{ 人数 == 1 }}", "只能写一个字段"),
    ("{{ 名称 and 名称 }}", "只能写一个字段"),
    ("{{ }}", "标签"),
    ("{{ 名称 名称 }}", "多写了“名称”"),
    # conditions and loops
    ("{% if 收入|万元 == '0' %}{% endif %}", "结果是文字，不能用在条件里"),
    ("{% if 名称 == none %}{% endif %}", "不支持 none"),
    ("{% if 人数 > 0.5 %}{% endif %}", "不支持小数"),
    ("{% if '甲' %}{% endif %}", "没有字段"),
    ("{% if 人数 == [1, 2] %}{% endif %}", "只能写在 in 后面"),
    ("{% if 写法 in [名称] %}{% endif %}", "in 后面的列表里只能是"),
    ("{% if %}{% endif %}", "标签"),
    ("{% for 甲, 乙 in 项目 %}{% endfor %}", "一次只能给出一个名字"),
    ("{% for 甲 in 项目 if 甲 %}{% endfor %}", "循环不支持"),
    ("{% for 甲 in 项目 recursive %}{% endfor %}", "循环不支持"),
    ("{% for 甲 in [1, 2] %}{% endfor %}", "循环只能用于数据里的列表"),
    ("{% for 甲 in 收入|变动 %}{% endfor %}", "循环只能用于数据里的列表"),
    ("{% for 甲 in loop %}{% endfor %}", "循环只能用于数据里的列表"),
    ("{% for loop in 项目 %}{% endfor %}", "循环自己的名字"),
    # typing in Chinese
    ("{{ 收入｜万元 }}", "全角符号“｜”，应为半角“|”"),
    ("{{ 收入|变动（'默认'） }}", "全角符号“（”，应为半角“(”"),
    ("{{ 收入|变动(“默认”) }}", '全角符号““”，应为半角“"”'),
    ("{{ 收入|变动(‘默认’) }}", "全角符号“‘”，应为半角“'”"),
    ("{% if 写法 in ['甲'，'乙'] %}{% endif %}", "全角符号“，”，应为半角“,”"),
    ("{% if 写法 ＝＝ '甲' %}{% endif %}", "全角符号“＝”"),
    ("{{ 收入。合计 }}", "全角符号“。”，应为半角“.”"),
    ("{{\u3000名称 }}", "全角空格"),
    ("{{ 名\u200b称 }}", "看不见的字符"),
    ("{{ 名称\ufeff }}", "看不见的字符"),
    ("{{ 名称\u00a0|去尾标点 }}", "特殊空格"),
    ("{{ \u202e名称 }}", "看不见的字符"),
    ("{{ ｘ }}", "全角字母"),
    ("{{ 名称.Ａ }}", "全角字母"),
    ("{{ 项目|顿号('\\n') }}", "反斜杠"),
    # depth and size
    ("{{ " + "(" * 3000 + "名称" + ")" * 3000 + " }}", "标签太长"),
    ("{% if 人数 == " + "9" * 5000 + " %}{% endif %}", "标签太长"),
]


@pytest.mark.parametrize(("typed", "says"), REFUSED, ids=[c[0][:24] for c in REFUSED])
def test_what_lies_outside_the_language_is_refused_at_its_tag(
    desk: Desk, typed: str, says: str
) -> None:
    found = desk.faults(p("章", style="H1"), "头" + typed)
    tag = typed[: typed.index("}}" if typed.startswith("{{") else "%}") + 2]
    assert any(
        place.startswith("正文 › 章 › 第2段，“" + tag) and says in message
        for place, message in found
    ), found


@pytest.mark.parametrize("hidden", ["set", "call", "filter", "autoescape", "block", "do", "with"])
def test_no_other_statement_of_jinja_is_known(desk: Desk, hidden: str) -> None:
    assert f"不支持的标签“{hidden}”" in desk.fault(f"{{% {hidden} 甲 %}}")[1]


@pytest.mark.parametrize(
    ("body", "place", "says"),
    [
        (["{% endif %}"], "第1段，“{% endif %}”", "多出的“endif”"),
        (["{% if 是 %}甲"], "第1段，“{% if 是 %}”", "没有对应的结束标签"),
        (["{% else %}"], "第1段，“{% else %}”", "多出的“else”"),
        (["{% for 甲 in 项目 %}{% endif %}"], "第1段，“{% endif %}”", "不配对"),
        (["{% for 甲 in 项目 %}{% else %}{% endfor %}"], "第1段，“{% else %}”", "不在 if 之内"),
        (["{% if 是 %}{% else %}{% else %}{% endif %}"], "第1段，“{% else %}”", "在 else 之后"),
        (
            ["{% if 是 %}{% else %}{% elif 是 %}{% endif %}"],
            "第1段，“{% elif 是 %}”",
            "在 else 之后",
        ),
        (["{% if 是 %}{% endif 是 %}"], "第1段，“{% endif 是 %}”", "后面不应再有内容"),
        (["{% if 是 %}甲", "乙{% endif %}"], "第2段，“{% endif %}”", "不在同一层"),
        (["{%p if 是 %}", "甲{% endif %}"], "第2段，“{% endif %}”", "不在同一层"),
        (["{%p if 是 %}", "甲", "{% else %}", "{%p endif %}"], "第3段，“{% else %}”", "不在同一层"),
    ],
)
def test_wrong_pairs_are_refused_at_the_tag_that_is_wrong(
    desk: Desk, body: list[str], place: str, says: str
) -> None:
    found = desk.faults(*body)
    assert any(where == f"正文 › {place}" and says in message for where, message in found), found


def test_a_loop_of_rows_and_one_of_paragraphs_do_not_pair(desk: Desk) -> None:
    table = tbl(tr("{%tr if 是 %}"), tr("a"), columns=1)
    assert "不在同一层" in desk.fault(table, "{%p endif %}")[1]


def test_rows_of_two_tables_do_not_pair(desk: Desk) -> None:
    first = tbl(tr("{%tr if 是 %}"), tr("a"), columns=1)
    second = tbl(tr("b"), tr("{%tr endif %}"), columns=1)
    place, message = desk.fault(first, second)
    assert place == "正文 › 第2个表第2行第1格，“{%tr endif %}”"
    assert "不在同一层" in message


def test_paragraphs_of_two_cells_do_not_pair(desk: Desk) -> None:
    cells = tbl(tr(tc("{%p if 是 %}", "a"), tc("b", "{%p endif %}")), columns=2)
    assert "不在同一层" in desk.fault(cells)[1]


HALVES = [
    (
        "a link",
        [p(f"<w:hyperlink>{run('{% if 是 %}甲')}</w:hyperlink>", "乙{% endif %}")],
        "同一层",
    ),
    (
        "a bookmark",
        ["{%p if 是 %}", p('<w:bookmarkStart w:id="1" w:name="a"/>', "甲"), "{%p endif %}",
         p('<w:bookmarkEnd w:id="1"/>')],
        "有只占一半的书签",
    ),
    (
        "a field",
        [p("{% if 是 %}", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "{% endif %}",
           '<w:r><w:fldChar w:fldCharType="end"/></w:r>')],
        "有只占一半的域",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "says"), [h[1:] for h in HALVES], ids=[h[0] for h in HALVES])
def test_what_a_condition_would_cut_in_half_is_refused(
    desk: Desk, body: list[str], says: str
) -> None:
    """Found when the template is loaded, not for the one department whose data leaves it out."""
    assert says in desk.fault(*body)[1]


def test_whole_links_bookmarks_and_fields_may_be_left_out_or_repeated(desk: Desk) -> None:
    inner = (
        '<w:bookmarkStart w:id="7" w:name="甲"/>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        f'<w:hyperlink>{run("链")}</w:hyperlink><w:bookmarkEnd w:id="7"/>'
    )
    made = desk.made(
        p("{% for 项 in 项目 %}", inner, run("{{ 项.名称 }}", "<w:b/>"), "{% endfor %}"),
        p("{% if 否 %}", inner.replace('"7"', '"8"'), "{% endif %}尾"),
    )
    assert made.paragraphs == ["链修路链架桥", "尾"]


def test_all_faults_of_a_template_come_in_one_run(desk: Desk) -> None:
    found = desk.faults(
        "{{ 收入|万 }}",
        "｛｛ 名称 }}",
        "{%p if 是 %}文",
        tbl(tr("{%tr for 项 in 项目 %}", "文"), tr("a", "{{ 1 + 1 }}"), columns=2),
        "{% endif %}",
        others={"header1": ("header", p("{{ 名称() }}"))},
    )
    assert {place.split("，“")[0] for place, _ in found} == {
        "正文 › 第1段", "正文 › 第2段", "正文 › 第3段",
        "正文 › 第1个表第1行第1格", "正文 › 第1个表第2行第2格", "页眉 › 第1段",
    }  # fmt: skip


def test_structure_and_tags_are_judged_in_the_same_run(desk: Desk) -> None:
    found = desk.faults("{{ 收入|万 }}", tbl(tr("a", "b"), tr("a"), columns=2))
    assert len(found) == 2


def test_deep_nesting_is_a_fault_not_a_crash(desk: Desk) -> None:
    body = "{% for 项 in 项目 %}" * 30 + "{% endfor %}" * 30
    assert "嵌套过深" in desk.fault(body)[1]


def test_faults_of_template_yaml_and_document_come_together(desk: Desk) -> None:
    loaded = desk.load("{{ 收入|万 }}", manifest="标识: a\n多余: 1\n")
    assert {f.id for f in loaded.findings} == {"MB-001", "MB-010"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("名称: 试验模板\n", ""), "缺少“名称”"),
        (("    持平: 持平\n", ""), "写法“默认”缺少“持平”"),
        (("持平: 持平", "持平: 持平{幅}"), "里只能用 {额} {率} {原因} {上年} {本年}"),
        (("  默认:", "  其他:"), "缺少“默认”写法"),
        (("尾零: 保留, 零", "尾零: 留着, 零"), "不在可选值之内"),
        (('小数: 2, 尾零: 保留, 零: "0"', "小数: 二"), "小数"),
    ],
)
def test_faults_of_template_yaml_are_said_in_chinese(
    desk: Desk, change: tuple[str, str], says: str
) -> None:
    assert change[0] in MANIFEST
    loaded = desk.load("文", manifest=MANIFEST.replace(*change))
    assert loaded.template is None
    assert any(says in f.message for f in loaded.findings), [f.message for f in loaded.findings]
    assert not any("Input should" in f.message for f in loaded.findings)


OPTIONS = "选项:\n  零项: {默认: 显示, 取值: [显示, 隐藏]}\n"


@pytest.mark.parametrize(
    ("tag", "says"),
    [
        ("{% if 选项.零项 == '没有' %}{% endif %}", "选项“零项”没有取值“没有”（可取：显示、隐藏）"),
        ("{% if 选项.零项 in ['显示', '藏'] %}{% endif %}", "没有取值“藏”"),
        ("{% if '藏' == 选项.零项 %}{% endif %}", "没有取值“藏”"),
        ("{% if 选项.别的 == '显示' %}{% endif %}", "没有选项“别的”（现有：零项）"),
    ],
)
def test_options_are_held_against_template_yaml(desk: Desk, tag: str, says: str) -> None:
    found = desk.load(p(tag), manifest=MANIFEST + OPTIONS).findings
    assert [says in said(finding) for finding in found] == [True]


def test_the_right_choice_is_no_fault(desk: Desk) -> None:
    tag = "{% if 选项.零项 == '隐藏' or 选项.零项 in ['显示'] %}甲{% endif %}"
    assert desk.load(p(tag), manifest=MANIFEST + OPTIONS).findings == ()


@pytest.mark.parametrize(
    ("pattern", "says"),
    [("{单位}.docx", "只能用 {全称} {年度} {口径}"), ("{全称}.doc", "应以 .docx 结尾")],
)
def test_the_file_name_is_checked(desk: Desk, pattern: str, says: str) -> None:
    manifest = MANIFEST.replace('"{全称}.docx"', f'"{pattern}"')
    found = desk.load(p("甲"), manifest=manifest).findings
    assert [f.id for f in found] == ["MB-001"]
    assert says in found[0].message


def test_a_template_yaml_that_cannot_be_read_is_a_template_fault(desk: Desk) -> None:
    found = desk.load(p("甲"), manifest="文件名: {全称}{年度}.docx").findings
    assert {finding.id for finding in found} == {"MB-001"}
