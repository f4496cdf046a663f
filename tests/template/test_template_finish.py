"""Rendered text in its final form: what the scan writes is what Word accepts, words and all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from word_files import (
    DATA,
    Desk,
    line,
    p,
    parts_of,
    rows,
    run,
    tbl,
    tc,
    text,
    tr,
    with_text,
    zipped,
)

from drafter.figures.nodes import Flag, Group, Node
from drafter.template.package import qn
from drafter.template.proofs import structure_problems
from drafter.template.render import render

pytest_plugins = ["desk_fixtures"]

FOR, END = tr("{%tr for 行 in 列表 %}"), tr("{%tr endfor %}")
NAME = "{{ 行.名|合并(行.组) }}"


def with_rows(*lines: Mapping[str, Node]) -> Group:
    return DATA.with_items(列表=rows(*(line(i, **row) for i, row in enumerate(lines)), path="列表"))


def alike(number: int) -> Group:
    return with_rows(*[{"名": text("甲"), "组": text("A")}] * number)


IDS = [
    '<w:p w14:paraId="11111111" w14:textId="77777777">{}</w:p>',
    '<w:p w:rsidR="00AA" w14:paraId="11111111">{}</w:p>',
    '<w:p><w:bookmarkStart w:id="1" w:name="甲"/>{}<w:bookmarkEnd w:id="1"/></w:p>',
    '<w:p>{}<w:r><w:drawing><wp:docPr id="7" name="图"/></w:drawing></w:r></w:p>',
]


@pytest.mark.parametrize("paragraph", IDS)
def test_cells_merge_that_differ_in_ids_alone(desk: Desk, paragraph: str) -> None:
    cell = f"<w:tc>{paragraph.format(run(NAME))}</w:tc>"
    made = desk.made(tbl(FOR, f"<w:tr>{cell}</w:tr>", END, columns=1), data=alike(3))
    assert made.rows == [["↓甲"], ["↑"], ["↑"]]


def test_words_that_read_like_an_id_stay(desk: Desk) -> None:
    typed = '见 w14:paraId="1" 处'
    made = desk.made('甲 w14:paraId="1" 乙', "{{ 值 }}", "{{ 值 }}", data=with_text(typed))
    assert made.paragraphs == ['甲 w14:paraId="1" 乙', typed, typed]


def test_a_bare_section_break_moves_to_the_last_line(desk: Desk) -> None:
    made = desk.made(p("{{ 说明 }}", properties='<w:sectPr><w:pgSz w:w="1"/></w:sectPr>'))
    root = made.root()
    sections = [len(list(one.iter(qn("sectPr")))) for one in root.iter(qn("p"))]
    assert sections == [0, 0, 1]
    assert list(structure_problems(root)) == []
    assert made.paragraphs == ["第一行", "第二行", "第三行"]


def test_late_or_repeated_properties_are_seen() -> None:
    from drafter.template.package import parse

    paragraph = "<w:p><w:pPr/><w:pPr/><w:r><w:t>a</w:t><w:rPr/></w:r></w:p>"
    root = parse(f'<w:body xmlns:w="{qn("x")[1:-2]}">{paragraph}</w:body>'.encode())
    assert [problem.message for problem in structure_problems(root)] == [
        "pPr 不在它所属内容的最前面", "rPr 不在它所属内容的最前面",
    ]  # fmt: skip


def test_an_empty_paragraph_with_attributes_closes_a_cell(desk: Desk) -> None:
    cell = tc(p("{%p if 是 %}"), p("X"), p("{%p endif %}"), '<w:p w:rsidR="00AA"/>')
    made = desk.made(tbl(tr(cell), columns=1))
    assert len(list(made.root().iter(qn("p")))) == 2


def test_rows_of_unknown_groups_do_not_merge_and_the_group_is_a_gap(desk: Desk) -> None:
    from drafter.figures.nodes import Missing, Text

    lines = [
        {"名": text("甲"), "组": Text(("列表", i, "组"), Missing((("列表", i, "组"),)))}
        for i in range(2)
    ]
    rendered = desk.render(tbl(FOR, tr(NAME), END, columns=1), data=with_rows(*lines))
    assert [gap.path for gap in rendered.gaps] == [("列表", 0, "组"), ("列表", 1, "组")]
    made = desk.made(tbl(FOR, tr(NAME), END, columns=1), data=with_rows(*lines))
    assert made.rows == [["甲"], ["甲"]]


def test_equal_words_of_unequal_values_merge(desk: Desk) -> None:
    split = with_rows(
        {"名": text("ab"), "组": text("A"), "乙": text("c")},
        {"名": text("a"), "组": text("A"), "乙": text("bc")},
    )
    body = tbl(FOR, tr(NAME + "{{ 行.乙 }}"), END, columns=1)
    assert desk.made(body, data=split).rows == [["↓abc"], ["↑"]]
    nothing = with_rows(
        {"名": text("甲"), "组": text("A"), "显": Flag(False), "乙": text("")},
        {"名": text("甲"), "组": text("A"), "显": Flag(True), "乙": text("")},
    )
    body = tbl(FOR, tr(NAME + "{% if 行.显 %}{{ 行.乙 }}{% endif %}"), END, columns=1)
    assert desk.made(body, data=nothing).rows == [["↓甲"], ["↑"]]


@pytest.mark.parametrize("shown", [True, False])
def test_a_condition_before_the_merging_paragraph_leaves_the_cell_whole(
    desk: Desk, shown: bool
) -> None:
    cell = tc(p("{%p if 行.显 %}"), p(NAME), p("{%p endif %}"), p("x"))
    data = with_rows({"名": text("甲"), "组": text("A"), "显": Flag(shown)})
    made = desk.made(tbl(FOR, tr(cell), END, columns=1), data=data)
    assert made.text == ("甲x" if shown else "x")
    (only,) = made.root().iter(qn("tc"))
    assert [node.tag for node in only] == [qn("tcPr"), *[qn("p")] * (2 if shown else 1)]


def test_a_namespace_of_a_run_of_its_own_is_kept(desk: Desk) -> None:
    odd = '<w:p><w:r xmlns:x="urn:x" x:a="1"><w:t>{{ 缺字 }}</w:t></w:r></w:p>'
    link = f'<w:p><w:hyperlink xmlns:x="urn:x" x:a="1">{run("{{ 说明 }}")}</w:hyperlink></w:p>'
    made = desk.made(odd, link)
    assert made.paragraphs == ["【待补：缺字】", "第一行", "第二行", "第三行"]


def test_a_value_of_endless_lines_is_refused_before_it_is_written(desk: Desk) -> None:
    tabs = "<w:tabs>" + '<w:tab w:val="left" w:pos="20"/>' * 5_000 + "</w:tabs>"
    data = with_text("\n".join("行" for _ in range(200)))
    rendered = desk.render(p("{{ 值 }}", properties=tabs), data=data)
    assert rendered.document is None
    assert "值的行数太多" in rendered.findings[0].message
    assert rendered.findings[0].where.inside.tag == "{{ 值 }}"


def test_tables_wider_than_word_allows_are_refused(desk: Desk) -> None:
    wide = tc("a", properties='<w:gridSpan w:val="3000000"/>')
    assert any("跨列数不对" in message for _, message in desk.faults(tbl(tr(wide), columns=1)))


HIDDEN = [
    ('<w:r><w:instrText>INCLUDEPICTURE"http://a/x.png"</w:instrText></w:r>', "域 INCLUDEPICTURE"),
    ("<w:r><w:instrText>DDEAUTO\\* c</w:instrText></w:r>", "域 DDEAUTO"),
    ("<w:r><w:instrText>DD</w:instrText><w:t>EAUTO c</w:t></w:r>", "域 DDEAUTO"),
    ('<w:r><w:instrText>HYPERLINK "file:///c:/a.exe"</w:instrText></w:r>', "超链接指向 file"),
    ('<w:r><w:instrText>HYPERLINK "\\\\\\\\a\\\\b.exe"</w:instrText></w:r>', "超链接指向"),
]


@pytest.mark.parametrize(("code", "says"), HIDDEN)
def test_fields_that_reach_out_are_found_however_they_are_written(
    desk: Desk, code: str, says: str
) -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "end"))
    found = desk.faults("文", p(begin, code, end))
    assert any(says in message and "第2段" in place for place, message in found)


def test_a_code_over_two_paragraphs_is_read_as_one(desk: Desk) -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "end"))
    first = p(begin, "<w:r><w:instrText>INCLUDE</w:instrText></w:r>")
    second = p("<w:r><w:instrText>TEXT c</w:instrText></w:r>", end)
    assert any("域 INCLUDETEXT" in message for _, message in desk.faults(first, second))


@pytest.mark.parametrize(
    "code",
    [
        'HYPERLINK "https://www.gov.cn/a"',
        'HYPERLINK \\l "_Toc1"',
        " PAGE ",
        'TOC \\o "1-3" \\h \\z',
    ],
)
def test_ordinary_fields_are_no_matter(desk: Desk, code: str) -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "end"))
    body = p(begin, f"<w:r><w:instrText>{code}</w:instrText></w:r>", end)
    assert desk.load(body).findings == ()


@pytest.mark.parametrize(
    "name",
    ["word/_rels/Styles.xml.rels", "word/_RELS/styles.xml.rels", "word//_rels/styles.xml.rels",
     "word/./_rels/styles.xml.rels", "word/_rels/styles%2Exml.rels",
     "word/_rels/styles.xml.rels/[0].last.piece"],
)  # fmt: skip
def test_relations_under_another_name_are_refused(desk: Desk, name: str) -> None:
    (finding,) = desk.load_bytes(zipped({**parts_of(p("文")), name: "<Relationships/>"})).findings
    assert finding.id == "MB-002"
    assert "部件名不合规" in finding.message


PICTURE = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
    '<v:imagedata src="http://a/b.png"/></v:shape></w:pict></w:r></w:p>'
)


@pytest.mark.parametrize(
    ("inner", "says"),
    [
        ('<w:altChunk r:id="rIdX"/>', "嵌入的其他文档"),
        (PICTURE, "图形指向 http"),
    ],
)
def test_active_content_is_found_whatever_its_relation(desk: Desk, inner: str, says: str) -> None:
    link = '<Relationship Id="rIdX" Type="http://a/image" Target="styles.xml"/>'
    found = desk.load_bytes(zipped(parts_of(p("文") + inner, extra_rels=link))).findings
    assert any(f.id == "MB-006" and says in f.message for f in found)


def test_ordinary_links_and_names_are_no_matter(desk: Desk) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    links = "".join(
        f'<Relationship Id="r{i}" Type="{kind}hyperlink" Target="{target}" TargetMode="External"/>'
        for i, target in enumerate(("#_Toc1", "https://www.gov.cn", "mailto:a@b.cn"))
    )
    loaded = desk.load_bytes(zipped(parts_of(p("{{ 名称 }}"), extra_rels=links)))
    assert loaded.findings == ()
    assert loaded.template is not None
    assert render(loaded.template, DATA, 2020).document is not None


def test_a_part_that_hides_that_it_is_xml_is_refused(desk: Desk) -> None:
    parts = parts_of(p("文"))
    moved = {
        name.replace("styles.xml", "styles.dat"): content.replace("styles.xml", "styles.dat")
        for name, content in parts.items()
    }
    (finding,) = desk.load_bytes(zipped(moved)).findings
    assert "名称应以 .xml 结尾" in finding.message


def test_a_long_chain_of_filters_is_refused_at_once(desk: Desk) -> None:
    assert desk.fault("{{ 名称" + "|成句" * 600 + " }}")[1].startswith("标签太长")


def test_a_kept_entry_under_another_name_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from drafter import store

    monkeypatch.setenv(store.FOLDER_VARIABLE, str(tmp_path))
    tmp_path.chmod(0o700)
    assert store.recall_or_make(str, [b"a"], lambda: "甲") == "甲"
    (entry,) = tmp_path.iterdir()
    entry.rename(tmp_path / f"{store.key_of(b'str', b'b')}.prepared")
    assert store.recall_or_make(str, [b"b"], lambda: "乙") == "乙"
