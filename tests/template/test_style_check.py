"""The style check: formatting outside styles, fonts, headings, what helps those who do not see."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner
from word_files import STYLES, p, parts_of, run, tbl, tc, tr, zipped

from drafter.cli.app import app
from drafter.diagnostics import Diagnostic, Severity
from drafter.pipeline import known_templates
from drafter.resources import template_folders
from drafter.template.package import read_package
from drafter.template.style_check import style_findings

LANGUAGE = '<w:lang w:eastAsia="zh-CN"/>'
FACES = '<w:rFonts w:ascii="Times New Roman" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/>'
SHEET = STYLES.replace(LANGUAGE, FACES + LANGUAGE).replace(
    "</w:styles>",
    '<w:style w:type="paragraph" w:styleId="Big"><w:name w:val="大字"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="44"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H3"><w:name w:val="heading 3"/></w:style></w:styles>',
)


def found(*body: str, lacking: tuple[str, ...] = (), sheet: str = SHEET) -> list[Diagnostic]:
    parts = {**parts_of("".join(body)), "word/styles.xml": sheet}
    return style_findings(read_package(zipped(parts)), "report.docx", lacking)


def said(*body: str, lacking: tuple[str, ...] = (), sheet: str = SHEET) -> list[tuple[str, str]]:
    return [(f.id, f.message) for f in found(*body, lacking=lacking, sheet=sheet)]


@pytest.mark.parametrize("name", known_templates())
def test_the_templates_keep_to_their_styles(name: str) -> None:
    package = read_package((template_folders()[name] / "report.docx").read_bytes())
    assert style_findings(package, name, ()) == []


@pytest.mark.parametrize(
    ("paragraph", "message"),
    [
        (p(run("文", '<w:sz w:val="24"/>')), "1 段直接设了字号（小四），不在样式里"),
        (p(run("文", '<w:sz w:val="33"/>')), "1 段直接设了字号（33 半磅），不在样式里"),
        (p(run("文", '<w:rFonts w:eastAsia="宋体"/>')), "1 段直接设了字体（宋体），不在样式里"),
        (p(run("文", "<w:b/>")), "1 段直接设了粗体，不在样式里"),
        (p(run("文", '<w:b w:val="0"/>'), style="Big"), "1 段直接设了粗体，不在样式里"),
        (p(run("文", '<w:u w:val="single"/>')), "1 段直接设了下划线，不在样式里"),
        (p(run("文", '<w:color w:val="FF0000"/>')), "1 段直接设了颜色，不在样式里"),
        (p("文", properties='<w:jc w:val="right"/>'), "1 段直接设了对齐（right），不在样式里"),
        (p("文", properties='<w:ind w:firstLine="640"/>'), "1 段直接设了缩进，不在样式里"),
        (p("文", properties='<w:spacing w:line="360"/>'), "1 段直接设了行距和段距，不在样式里"),
    ],
)
def test_what_is_set_otherwise_than_in_the_style_is_told(paragraph: str, message: str) -> None:
    assert said(paragraph) == [("MB-040", message)]


@pytest.mark.parametrize(
    "paragraph",
    [
        p(run("文", '<w:sz w:val="32"/>')),
        p(run("文", '<w:b/><w:sz w:val="44"/>'), style="Big"),
        p("文", style="Big", properties='<w:jc w:val="center"/>'),
        p(run("文", '<w:rFonts w:hint="eastAsia"/><w:lang w:val="en-US"/>')),
        p(run("文", '<w:color w:val="auto"/><w:u w:val="none"/><w:b w:val="false"/>')),
        p(run("文", '<w:rStyle w:val="Strong"/><w:b/>')),
        p(run("  ", '<w:sz w:val="10"/>')),
        p(run("{%p if 甲 %}", '<w:rFonts w:eastAsia="宋体"/><w:sz w:val="18"/>')),
    ],
)
def test_what_the_style_says_anyway_and_what_is_not_printed_is_not_told(paragraph: str) -> None:
    assert said(paragraph) == []


def test_a_messy_file_gives_a_finding_for_each_kind_with_its_first_places() -> None:
    messy = [
        # The 13th has the size of its style.
        p(run(f"文{n}", f'<w:b/><w:sz w:val="{20 + n}"/>'), properties='<w:ind w:left="9"/>')
        for n in range(40)
    ]
    told = [f for f in found(*messy) if f.id == "MB-040"]
    assert sorted(f.message.partition("，")[0] for f in told) == [
        "39 段直接设了字号（20 半磅、五号、22 半磅、23 半磅、小四 等）",
        "40 段直接设了粗体",
        "40 段直接设了缩进",
    ]
    assert {f.severity for f in told} == {Severity.HINT}
    assert all(f.where.inside.paragraph == 1 for f in told)
    assert "还有 正文 › 第2段；正文 › 第3段；正文 › 第4段；正文 › 第5段 等" in told[0].hint


def test_fonts_that_publications_do_not_use_are_told() -> None:
    odd = p(run("{{ 甲 }}文", '<w:rFonts w:eastAsia="华康少女体"/>'))
    messages = [message for id_, message in said(odd) if id_ == "MB-041"]
    assert messages == ["用了公文不常用的字体：华康少女体"]
    assert not [m for m in said(p("文", style="Big")) if m[0] == "MB-041"]


def test_fonts_that_the_machine_lacks_are_told_once_and_only_where_they_print() -> None:
    tagged = p(run("{%p if 甲 %}", '<w:rFonts w:ascii="Consolas" w:eastAsia="黑体"/>'))
    lacking = ("仿宋_GB2312", "Consolas", "楷体_GB2312")
    assert said(tagged, p("甲乙"), p("丙"), lacking=lacking) == [
        ("MB-041", "本机没有字体：仿宋_GB2312")
    ]


def test_a_heading_style_without_level_is_told() -> None:
    assert said(p("一级", style="H1"), p("题", style="H3")) == [
        ("MB-042", "样式“heading 3”没有大纲级别，1 个标题不进目录和导航")
    ]


def test_all_headings_of_a_style_without_level_are_told_once() -> None:
    """And no level is missing above what stands below them."""
    titles = [p("一级", style="H1"), p("题", style="H3"), p("又一题", style="H3")]
    assert said(*titles) == [("MB-042", "样式“heading 3”没有大纲级别，2 个标题不进目录和导航")]


def test_skipped_headings_are_told() -> None:
    assert said(p("乙", style="H2"), p("甲", style="H1"), p("乙", style="H2")) == [
        ("MB-042", "标题跳级：“乙”是 2 级，它上面是没有标题")
    ]
    deeper = SHEET.replace('heading 3"/>', 'heading 3"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr>')
    blocks = p("甲", style="H1"), p("{{ 乙 }}丙", style="H3"), p("丁", style="H3")
    (told,) = found(*blocks, sheet=deeper)
    assert told.message == "标题跳级：“丙”是 3 级，它上面是1 级"
    assert (told.severity, told.hint) == (Severity.WARNING, "改用 2 级标题的样式")


def drawing(more: str) -> str:
    inline = f'<wp:inline><wp:docPr id="1" name="图1"{more}</wp:inline>'
    return f"<w:p><w:r><w:drawing>{inline}</w:drawing></w:r></w:p>"


def test_a_picture_without_a_description_is_told() -> None:
    assert said(drawing("/>")) == [("MB-043", "图形没有替代文字")]
    assert said(drawing(' descr="收支变动的柱形图"/>')) == []
    assert said(drawing('><x:decorative xmlns:x="u"/></wp:docPr>')) == []


def test_a_table_of_rows_without_header_rows_is_told() -> None:
    loop = tr(tc("{%tr for 项 in 项目 %}"))
    rows = tbl(tr(tc("名称")), loop, tr(tc("{{ 项.名称 }}")), tr(tc("{%tr endfor %}")), columns=1)
    assert said(rows) == [("MB-043", "表格没有设标题行，跨页以后看不到表头")]
    marked = rows.replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>", 1)
    assert said(marked) == []
    assert said(tbl(tr(tc("名称")), columns=1)) == []


def test_a_document_that_is_not_set_to_chinese_is_told() -> None:
    assert said(p("文"), sheet=STYLES.replace(LANGUAGE, "")) == [
        ("MB-043", "没有设中文为文档的语言")
    ]


def field(code: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    inner = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return p(mark.format("begin"), inner, mark.format("separate"), mark.format("end"))


def test_contents_that_are_not_filled_are_told() -> None:
    assert said(field(r'TOC \c "图"')) == [
        ("MB-044", "这种目录（图表目录、部分目录等）程序不填，会照原样留着")
    ]
    assert said(field("TOC"), p("甲", style="H1")) == [
        ("MB-044", "目录用到的样式 toc 1 不在文件里，目录会用正文的样式")
    ]
    listed = SHEET.replace("大字", "toc 1")
    assert said(field("TOC"), p("甲", style="H1"), sheet=listed) == []


def test_the_command_tells_of_styles_beside_other_faults(tmp_path: Path) -> None:
    path = tmp_path / "草稿.docx"
    body = p(run("{{ 部门.没有 }}", '<w:sz w:val="24"/>'))
    path.write_bytes(zipped({**parts_of(body), "word/styles.xml": SHEET}))
    said = CliRunner().invoke(app, ["template", "check", str(path)])
    assert said.exit_code == 3
    assert "错误 MB-010" in said.stdout + said.stderr
    assert "提示 MB-040 1 段直接设了字号（小四）" in said.stdout + said.stderr
