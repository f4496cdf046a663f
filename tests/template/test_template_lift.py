"""Tags in every shape that Word gives them: joined, lifted, or refused at their place."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from word_files import DATA, Desk, document_of, p, run, tbl, tc, tr, words

from drafter.diagnostics import Severity
from drafter.template.package import qn
from drafter.template.render import render

pytest_plugins = ["desk_fixtures"]

TAG = "{{ 名称 }}"


@pytest.mark.parametrize("cut", range(1, len(TAG)))
def test_a_tag_split_into_two_runs_anywhere_is_one_tag(desk: Desk, cut: int) -> None:
    assert desk.made(p("前" + TAG[:cut], TAG[cut:] + "后")).paragraphs == ["前甲局后"]


@given(st.sets(st.integers(1, 40)), st.booleans())
def test_any_split_gives_the_same_words(shared_desk: Desk, cuts: set[int], proof: bool) -> None:
    whole = "共{% for 项 in 项目 %}{{ 项.名称 }}、{% endfor %}等{{ 人数|整数 }}人"
    ends = [0, *sorted(c for c in cuts if c < len(whole)), len(whole)]
    runs = [run(whole[a:b]) for a, b in itertools.pairwise(ends)]
    joined = ('<w:proofErr w:type="spellStart"/>' if proof else "").join(runs)
    assert shared_desk.made(p(joined)).text == "共修路、架桥、等12人"


@pytest.mark.parametrize("word", ["{%p", "{", "{%", "{%p if", "{%p if 是", "{%p if 是 %"])
def test_a_lifting_tag_may_be_split(desk: Desk, word: str) -> None:
    rest = "{%p if 是 %}"[len(word) :]
    assert desk.made(p(word, rest), "文", "{%p endif %}").paragraphs == ["文"]


def test_a_value_takes_the_format_of_the_first_run_of_its_tag(desk: Desk) -> None:
    made = desk.made(p(run("{{ 名", "<w:b/>"), run("称 }}", "<w:i/>")))
    (own,) = [r for r in made.root().iter(qn("r")) if words(r) == "甲局"]
    assert [node.tag for node in own.iterfind(f"{qn('rPr')}/*")] == [qn("b")]


def test_blanks_beside_tags_stay(desk: Desk) -> None:
    made = desk.made("　　{{ 名称 }} {{ 名称 }}  ", p("{{ 名称 ", "}} 后"))
    assert made.paragraphs == ["　　甲局 甲局  ", "甲局 后"]
    spaces = "{http://www.w3.org/XML/1998/namespace}space"
    assert all(t.get(spaces) == "preserve" for t in made.root().iter(qn("t")))


def test_line_feeds_of_the_file_are_blanks_in_a_tag_and_stay_elsewhere(desk: Desk) -> None:
    made = desk.made(p("<w:r><w:t>上\n下{{ 名称\n|去尾标点 }}{{ 人数\n|整数 }}</w:t></w:r>"))
    assert made.paragraphs == ["上\n下甲局12"]
    place, _ = desk.run_fault("甲\n乙", "{{ 名称\n }}{{\n名称 }}", "{{ 人数 }}")
    assert place == "正文 › 第3段，“{{ 人数 }}”"


@pytest.mark.parametrize("thing", ["<w:tab/>", "<w:br/>", "<w:drawing/>", "<w:noBreakHyphen/>"])
def test_a_thing_inside_a_tag_is_refused(desk: Desk, thing: str) -> None:
    split = f"<w:r><w:t>{{{{ 名</w:t>{thing}<w:t>称 }}}}</w:t></w:r>"
    place, message = desk.fault("头", p(split))
    assert place == "正文 › 第2段，“{{ 名称 }}”"
    assert "标签中间有制表符、换行或其他对象" in message


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ("甲{{ 名称", "}}乙", ["{{ 名称", "}}"]),
        ("甲{% if 是", "%}乙", ["{% if 是", "%}"]),
        ("{{ 名称 }", "}", ["{{ 名称 }"]),
        ("{# 注", "#}", ["{# 注", "#}"]),
    ],
)
def test_a_tag_over_two_paragraphs_is_refused_at_each(
    desk: Desk, first: str, second: str, shown: list[str]
) -> None:
    found = desk.faults(first, second)
    assert [place for place, _ in found] == [
        f"正文 › 第{n}段，“{words}”" for n, words in enumerate(shown, start=1)
    ]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("{# 注释 #}", "Word 批注"),
        ("｛｛ 名称 ｝｝", "全角符号"),
        ("{％ if 是 ％}", "全角符号"),
        ("｛{ 名称 }｝", "全角符号"),
        ("{{ 名称 ｝｝", "全角符号"),
    ],
)
def test_delimiters_that_are_none_are_refused(desk: Desk, typed: str, says: str) -> None:
    found = desk.faults("头", p("文" + typed, style="H1"))
    assert all(place.startswith("正文 › 文") for place, _ in found)
    assert any(says in message for _, message in found)


def test_a_brace_in_the_text_is_no_part_of_a_tag(desk: Desk) -> None:
    loaded = desk.load("甲 { 乙{{ 名称 }}", "a{1}c{{ 名称 }}")
    assert {(f.severity, f.message) for f in loaded.findings} == {
        (Severity.WARNING, "标签以外的花括号会照原样印出")
    }
    assert loaded.template is not None
    made = document_of(render(loaded.template, DATA, 2020))
    assert made.paragraphs == ["甲 { 乙甲局", "a{1}c甲局"]


def test_the_text_of_a_literal_may_hold_what_looks_like_an_end(desk: Desk) -> None:
    """`}}` within quotes ends the tag all the same, so it is refused, not misread."""
    found = desk.faults("{{ 项目|顿号('}}') }}", "{% if 名称 == '%}' %}甲{% endif %}")
    assert {place.split(" › ")[1].split("，")[0] for place, _ in found} == {"第1段", "第2段"}


LIFTED_P = "{%p if 是 %}"


@pytest.mark.parametrize(
    ("paragraph", "says"),
    [
        (p(LIFTED_P + "文"), "还有别的文字"),
        (p("文" + LIFTED_P), "还有别的文字"),
        (p(LIFTED_P, "{%p endif %}"), "还有别的文字"),
        (
            p('<w:bookmarkStart w:id="1" w:name="a"/>', LIFTED_P, '<w:bookmarkEnd w:id="1"/>'),
            "书签",
        ),
        (p(LIFTED_P, "<w:r><w:drawing/></w:r>"), "图片"),
        (p(LIFTED_P, "<w:r><w:br/></w:r>"), "换行"),
        (p(f"<w:hyperlink>{run(LIFTED_P)}</w:hyperlink>"), "其他对象"),
        (p(LIFTED_P, properties="<w:sectPr/>"), "分节符"),
    ],
)
def test_a_paragraph_that_goes_with_its_tag_must_hold_nothing_else(
    desk: Desk, paragraph: str, says: str
) -> None:
    found = desk.faults(paragraph, "文", "{%p endif %}")
    assert found[0][0] == "正文 › 第1段，“{%p if 是 %}”"
    assert says in found[0][1]


def test_a_row_tag_outside_a_table_is_refused(desk: Desk) -> None:
    says = "{%tr %} 只能用在表格行里（整段有或没有用 {%p %}，段内用 {% %}）"
    assert desk.faults("{%tr for 项 in 项目 %}", "{%tr endfor %}") == [
        ("正文 › 第1段，“{%tr for 项 in 项目 %}”", says),
        ("正文 › 第2段，“{%tr endfor %}”", says),
    ]


@pytest.mark.parametrize("other", ["文", "　文", "{{ 名称 }}"])
def test_a_row_that_goes_with_its_tag_must_hold_nothing_else(desk: Desk, other: str) -> None:
    place, message = desk.fault(
        tbl(
            tr("甲", "乙"),
            tr("{%tr if 是 %}", other),
            tr("a", "b"),
            tr("{%tr endif %}", ""),
            columns=2,
        )
    )
    assert place == "正文 › 第1个表第2行第1格，“{%tr if 是 %}”"
    assert "所在的表格行里还有别的文字" in message


def test_a_row_tag_takes_nothing_with_it_but_blanks(desk: Desk) -> None:
    made = desk.made(
        tbl(
            tr("项目", "金额"),
            tr(" {%tr for 项 in 项目 %}", "　"),
            tr("{{ 项.名称 }}", "{{ 项.金额|万元 }}"),
            tr("", "{%tr endfor %}"),
            tr("合计", "{{ 收入|万元 }}"),
            columns=2,
        )
    )
    assert made.rows == [["项目", "金额"], ["修路", "1.00"], ["架桥", "2.50"], ["合计", "12.00"]]


def test_a_row_tag_of_an_inner_table_lifts_the_inner_row(desk: Desk) -> None:
    inner = tbl(
        tr("{%tr for 项 in 项目 %}"), tr("{{ 项.名称 }}"), tr("{%tr endfor %}"), tr("末"), columns=1
    )
    made = desk.made(tbl(tr(tc(inner + p("格尾")), "右"), columns=2), "表后")
    assert made.paragraphs == ["修路", "架桥", "末", "格尾", "右", "表后"]


def test_the_place_in_an_inner_table_names_the_inner_table(desk: Desk) -> None:
    inner = tbl(tr("a"), tr("{{ 收入|不存在 }}"), columns=1)
    place, _ = desk.fault(tbl(tr(tc(inner + p("尾"))), columns=1))
    assert place.startswith("正文 › 第1个表第1行第1格 › 格内第1个表第2行第1格")


def test_cell_tags_add_and_drop_columns_and_the_grid_follows(desk: Desk) -> None:
    loop = [tc("{%tc for 项 in 项目 %}"), tc("{{ 项.名称 }}"), tc("{%tc endfor %}")]
    both = [tc("{%tc if 否 %}"), tc("不印"), tc("{%tc endif %}")]
    made = desk.made(tbl(tr("头", *loop, *both), tr("头", *loop, *both), columns=4))
    assert made.rows == [["头", "修路", "架桥"]] * 2
    grid = [column.get(qn("w")) for column in made.root().iter(qn("gridCol"))]
    assert grid == ["1600"] * 3


def test_a_table_left_without_columns_goes(desk: Desk) -> None:
    hidden = tr(tc("{%tc if 否 %}"), tc("a"), tc("{%tc endif %}"))
    assert desk.made("前", tbl(hidden, hidden, columns=1), "后").paragraphs == ["前", "后"]


def test_a_width_that_is_no_number_is_no_crash(desk: Desk) -> None:
    row = tr(tc("{%tc if 否 %}"), tc("a"), tc("{%tc endif %}"), tc("b"))
    table = tbl(row, columns=2).replace('w:w="1200"', 'w:w="auto"', 1)
    made = desk.made(table)
    assert [column.get(qn("w")) for column in made.root().iter(qn("gridCol"))] == ["1200"]


def test_rows_that_disagree_on_their_columns_are_refused(desk: Desk) -> None:
    loop = [tc("{%tc for 项 in 项目 %}"), tc("{{ 项.名称 }}"), tc("{%tc endfor %}")]
    place, message = desk.fault(tbl(tr("头", *loop), tr("甲", "乙", "丙", "丁"), columns=4))
    assert place == "正文 › 第1个表第2行第1格，“甲乙丙丁”"
    assert "{%tc %} 与别的行不同" in message


def test_tags_work_inside_links_controls_and_fields(desk: Desk) -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('{{ 名称 }}')}</w:sdtContent></w:sdt>"
    made = desk.made(
        p(f"<w:hyperlink>{run('{{ 名称 }}')}</w:hyperlink>"),
        p(f"<w:smartTag>{run('{{ 名称 }}')}</w:smartTag>"),
        p(f'<w:fldSimple w:instr=" REF a ">{run("{{ 名称 }}")}</w:fldSimple>'),
        p(control),
    )
    assert made.paragraphs == ["甲局"] * 4


def test_comments_of_maintainers_stay_out_of_the_document(desk: Desk) -> None:
    comment = (
        '<w:commentRangeStart w:id="0"/>',
        "{%p if 是 %}",
        '<w:commentRangeEnd w:id="0"/>',
        '<w:r><w:commentReference w:id="0"/></w:r>',
    )
    note = f'<w:comment w:id="0" w:author="张三">{p("机密说明")}</w:comment>'
    template = desk.template(
        p(*comment), "{{ 名称 }}", "{%p endif %}", others={"comments": ("comments", note)}
    )
    made = document_of(render(template, DATA, 2020))
    assert made.paragraphs == ["甲局"]
    assert len(made.root("word/comments.xml")) == 0
    assert not list(made.root().iter(qn("commentRangeStart"), qn("commentReference")))


def test_the_cursor_bookmark_of_word_is_no_obstacle(desk: Desk) -> None:
    cursor = '<w:bookmarkStart w:id="0" w:name="_GoBack"/>'
    made = desk.made(p(cursor, "{%p if 是 %}", '<w:bookmarkEnd w:id="0"/>'), "文", "{%p endif %}")
    assert made.paragraphs == ["文"]
    assert not list(made.root().iter(qn("bookmarkStart"), qn("bookmarkEnd")))


REVISED = [
    f"<w:ins w:id='1'>{run('{{ 名称 }}')}</w:ins>",
    "<w:del w:id='1'><w:r><w:delText>{{ 名称 }}</w:delText></w:r></w:del>",
    f"<w:moveFrom w:id='1'>{run('旧')}</w:moveFrom>",
    "<w:r><w:rPr><w:rPrChange w:id='1'/></w:rPr><w:t>字</w:t></w:r>",
]


@pytest.mark.parametrize("revision", REVISED)
def test_tracked_changes_are_refused_at_their_place(desk: Desk, revision: str) -> None:
    found = desk.faults("头", p("第一章", style="H1"), p(revision))
    place, message = found[0]
    assert place.startswith("正文 › 第一章 › 第3段")
    assert "有未接受的修订" in message


def test_a_tracked_row_is_refused_at_its_place(desk: Desk) -> None:
    row = "<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
    place, message = desk.fault(tbl(tr("a"), row, columns=1))
    assert place.startswith("正文 › 第1个表第2行第1格")
    assert "修订" in message


def text_box(content: str) -> str:
    """Return a text box as Word stores it: twice."""
    box = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def test_tags_in_text_boxes_are_refused_once_at_the_anchor(desk: Desk) -> None:
    place, message = desk.fault("头", p("文", text_box(p("{{ 名称 }}"))), "尾")
    assert place == "正文 › 第2段，“{{ 名称 }}”"
    assert "文本框里不能放标签" in message


def test_text_boxes_without_tags_stay(desk: Desk) -> None:
    assert desk.made(p("{{ 名称 }}", text_box(p("框")))).text.count("框") == 4  # each seen twice


@pytest.mark.parametrize(
    ("inner", "says"),
    [
        ("<w:r><w:instrText>REF {{ 名称 }}</w:instrText></w:r>", "域代码"),
        ("<w:r><w:instrText>REF {</w:instrText><w:instrText>{ x }}</w:instrText></w:r>", "域代码"),
        ("<w:r><w:drawing><wp:docPr id='1' descr='{{ 名称 }}'/></w:drawing></w:r>", "图片说明"),
        ("<m:oMath><m:r><m:t>{{ 名称 }}</m:t></m:r></m:oMath>", "公式"),
        ("<w:hyperlink w:tooltip='{% if 是 %}'><w:r><w:t>链</w:t></w:r></w:hyperlink>", "书签名"),
        (
            "<w:r><w:ruby><w:rubyBase><w:r><w:t>{{ 名称 }}</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "拼音",
        ),
        (
            f"<w:sdt><w:sdtPr><w:dataBinding/></w:sdtPr><w:sdtContent>{run(TAG)}</w:sdtContent></w:sdt>",
            "内容控件",
        ),
        ("<w:r><w:t>\ufdd00\ufdd1假\ufdd2</w:t></w:r>", "内部保留"),
        ("<w:r><w:t>\ufdd70\ufdd8</w:t></w:r>", "内部保留"),
    ],
)
def test_tags_where_no_value_can_stand_are_refused(desk: Desk, inner: str, says: str) -> None:
    found = desk.faults("头", p(inner))
    assert any(place.startswith("正文 › 第2段") and says in message for place, message in found)


def test_a_tag_in_a_part_that_is_never_rendered_is_refused(desk: Desk) -> None:
    settings = {"settings": ("settings", '<w:docVars><w:docVar w:val="{{ 名称 }}"/></w:docVars>')}
    place, message = desk.fault("文", others=settings)
    assert place == "文档设置，“{{ 名称 }}”"
    assert message.startswith("标签只能放在正文、页眉")


def test_words_around_comments_of_the_file_are_whole(desk: Desk) -> None:
    made = desk.made(p("<w:r><w:t>甲<!-- {{ 假 }} -->乙{{ 名<!-- x -->称 }}</w:t></w:r>"))
    assert made.paragraphs == ["甲乙甲局"]


def test_an_unusual_namespace_prefix_is_refused(desk: Desk) -> None:
    odd = '<o:p xmlns:o="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><o:r><o:t>'
    _, message = desk.fault(odd + "文</o:t></o:r></o:p>")
    assert "另存为 .docx" in message


def test_elements_that_look_like_our_own_are_left_alone(desk: Desk) -> None:
    made = desk.made(p('<w:drafter w:tag="0"/>', "{{ 名称 }}"))
    assert made.paragraphs == ["甲局"]
    assert len(list(made.root().iter(qn("drafter")))) == 1


PLACED = [
    ("heading path", [p("一章", style="H1"), p("二节", style="H2"), "{{ 甲 x }}"],
     "正文 › 一章 › 二节 › 第3段，“{{ 甲 x }}”"),
    ("a higher heading ends a lower one",
     [p("一章", style="H1"), p("二节", style="H2"), p("二章", style="H1"), "{{ 甲 x }}"],
     "正文 › 二章 › 第4段，“{{ 甲 x }}”"),
    ("cells", [tbl(tr("a", "b"), columns=2), tbl(tr("a"), tr("{{ 甲 x }}"), columns=1)],
     "正文 › 第2个表第2行第1格，“{{ 甲 x }}”"),
    ("paragraphs in tables do not count", ["a", tbl(tr("b", "c"), columns=2), "{{ 甲 x }}"],
     "正文 › 第2段，“{{ 甲 x }}”"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "place"), [c[1:] for c in PLACED], ids=[c[0] for c in PLACED])
def test_the_place_names_headings_paragraph_or_cell(
    desk: Desk, body: list[str], place: str
) -> None:
    assert desk.fault(*body)[0] == place


@pytest.mark.parametrize(
    ("name", "kind", "title"),
    [("header1", "header", "页眉"), ("footer1", "footer", "页脚"),
     ("footnotes", "footnotes", "脚注"), ("endnotes", "endnotes", "尾注")],
)  # fmt: skip
def test_every_part_with_words_is_rendered_and_named(
    desk: Desk, name: str, kind: str, title: str
) -> None:
    def content(tag: str) -> str:
        note = kind.removesuffix("s")
        return p("注" + tag) if note == kind else f'<w:{note} w:id="2">{p("注" + tag)}</w:{note}>'

    good = desk.template("文", others={name: (kind, content("{{ 名称 }}"))})
    made = document_of(render(good, DATA, 2020))
    assert words(made.root(f"word/{name}.xml")) == "注甲局"
    assert desk.fault("文", others={name: (kind, content("{{ 甲 x }}"))})[0].startswith(title)
    late = desk.template("文", others={name: (kind, content("{{ 人数 }}"))}, typed=False)
    (fault,) = render(late, DATA, 2020).findings
    note = "第1条" if kind.endswith("notes") else ""
    assert fault.where.place == f"{title}{note} › 第1段，“{{{{ 人数 }}}}”"


def test_several_headers_are_told_apart(desk: Desk) -> None:
    bad = ("header", p("{{ 甲 x }}"))
    found = desk.faults("文", others={"header1": ("header", p("好")), "header2": bad})
    assert found[0][0].startswith("页眉2 › 第1段")


def test_static_parts_of_the_document_come_through_unchanged(desk: Desk) -> None:
    body = p("甲<&>\"'[x]", run("乙", "<w:b/>"), style="H1")
    made = desk.made(body, "{{ 名称 }}")
    first = next(made.root().iter(qn("p")))
    assert words(first) == "甲<&>\"'[x]乙"
    source = etree.fromstring(f'<a xmlns:w="{qn("x")[1:-2]}">{body}</a>')[0]
    assert [n.tag for n in first.iter()] == [n.tag for n in source.iter()]
