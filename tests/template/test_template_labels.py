"""Labels of numbered paragraphs, and the text projection that shows them."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from pypdf import PdfReader
from word_files import DATA, NAMESPACES, Desk, p, parts_of, tbl, tc, tr, zipped

from drafter.office.program import find_program, to_pdf
from drafter.template.labels import labelled, read_numbering
from drafter.template.package import Package, parse, read_package
from drafter.template.projection import project
from drafter.template.render import render

pytest_plugins = ["desk_fixtures"]

REAL = "templates/sichuan-final-accounts/report.docx"


@pytest.fixture(scope="module")
def real(request: pytest.FixtureRequest) -> Package:
    return read_package((Path(request.config.rootpath) / REAL).read_bytes())


def labels(package: Package, styles: Sequence[str]) -> list[str]:
    body = "".join(p("文", style=style) for style in styles)
    root = parse(f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>".encode())
    return [label.strip() for _, label in labelled(root, read_numbering(package))]


H1, H2, H3, H4 = "Heading1", "Heading2", "Heading3", "Heading4"


def test_parts_sections_and_items_count_as_in_the_published_reports(real: Package) -> None:
    assert labels(real, [H1, H2, H2, H3, H3, H4, H4]) == [
        "第一部分", "一、", "二、", "（一）", "（二）", "1.", "2.",
    ]  # fmt: skip


def test_a_higher_heading_starts_the_lower_ones_again(real: Package) -> None:
    assert labels(real, [H1, H2, H3, H4, H2, H3, H1, H2, H3, H4]) == [
        "第一部分", "一、", "（一）", "1.", "二、", "（一）", "第二部分", "一、", "（一）", "1.",
    ]  # fmt: skip


def test_a_skipped_level_does_not_disturb_the_others(real: Package) -> None:
    assert labels(real, [H1, H3, H3, H2, H3, H1, H4]) == [
        "第一部分", "（一）", "（二）", "一、", "（一）", "第二部分", "1.",
    ]  # fmt: skip


def test_counting_goes_on_past_ten_and_nineteen(real: Package) -> None:
    found = labels(real, [H2] * 32)
    assert (found[9], found[10], found[18], found[19], found[20], found[30]) == (
        "十、", "十一、", "十九、", "二十、", "二十一、", "三十一、",
    )  # fmt: skip


def test_paragraphs_without_a_numbered_style_have_no_label(real: Package) -> None:
    assert labels(real, [H2, "", "没有的样式", H2]) == ["一、", "", "", "二、"]


NUMBERING = (
    f"<w:numbering {NAMESPACES}>"
    '<w:abstractNum w:abstractNumId="4">'
    '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:lvlText w:val="%1"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="4"/></w:num></w:numbering>'
)


def numbered(number: int, level: int) -> str:
    own = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return p("文", properties=own)


def test_lists_start_where_they_say_and_share_one_count() -> None:
    body = numbered(1, 0) + numbered(1, 1) + numbered(2, 1) + numbered(2, 0) + numbered(0, 0)
    package = read_package(zipped({**parts_of(body), "word/numbering.xml": NUMBERING}))
    root = parse(package.parts["word/document.xml"])
    found = [label for _, label in labelled(root, read_numbering(package))]
    assert found == ["3", "3.1", "3.2", "4", ""]


def found_labels(numbering: str, *places: tuple[int, int]) -> list[str]:
    """Return the labels of paragraphs at these levels of lists."""
    body = "".join(numbered(*place) for place in places)
    whole = f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>"
    package = read_package(zipped({**parts_of(body), "word/numbering.xml": whole}))
    root = parse(package.parts["word/document.xml"])
    return [label for _, label in labelled(root, read_numbering(package))]


def level(depth: int, text: str, form: str = "decimal", more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(*levels: str, id_: int = 1) -> str:
    return f'<w:abstractNum w:abstractNumId="{id_}">{"".join(levels)}</w:abstractNum>'


def num(id_: int, of: int = 1, more: str = "") -> str:
    return f'<w:num w:numId="{id_}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("decimalZero", {1: "01", 9: "09", 10: "10"}),
        ("decimalFullWidth", {1: "１", 12: "１２"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedCircleChinese", {10: "⑩"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇", 21: "21"}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}),
        ("japaneseCounting", {1: "一", 10: "十", 21: "二十一"}),
        ("ideographDigital", {1: "一", 10: "一〇", 21: "二一"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 21: "贰拾壹", 30: "叁拾"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
        ("upperRoman", {4: "IV", 19: "XIX"}),
        ("lowerRoman", {4: "iv", 19: "xix"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 28: "BB"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa"}),
        ("numberInDash", {1: "- 1 -"}),
        ("none", {1: "", 30: ""}),
    ],
)
def test_numbers_are_written_in_the_form_of_the_level(form: str, wanted: dict[int, str]) -> None:
    found = found_labels(abstract(level(0, "%1", form)) + num(1), *[(1, 0)] * 30)
    assert {number: found[number - 1] for number in wanted} == wanted


ANEW = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'
TWO = abstract(level(0, "%1."), level(1, "%1.%2"))


def test_a_list_that_starts_anew_does_so_once() -> None:
    lists = TWO + num(1) + num(2, more=ANEW.format(1)) + num(3, more=ANEW.format(5))
    places = [(1, 0), (1, 0), (2, 0), (2, 1), (2, 0), (3, 0), (1, 0), (2, 0)]
    assert found_labels(lists, *places) == ["1.", "2.", "1.", "1.1", "2.", "5.", "6.", "7."]


def test_a_list_may_have_a_level_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "（%1）", "chineseCounting")}</w:lvlOverride>'
    assert found_labels(TWO + num(1) + num(2, more=own), (1, 0), (2, 0)) == ["1.", "（二）"]


@pytest.mark.parametrize(
    ("restart", "wanted"), [("", "1"), ('<w:lvlRestart w:val="0"/>', "2"),
                            ('<w:lvlRestart w:val="1"/>', "2"), ('<w:lvlRestart w:val="2"/>', "1")]
)  # fmt: skip
def test_a_level_starts_again_under_the_levels_that_it_names(restart: str, wanted: str) -> None:
    lists = abstract(level(0, "%1"), level(1, "%2"), level(2, "%3", more=restart)) + num(1)
    assert found_labels(lists, (1, 0), (1, 1), (1, 2), (1, 1), (1, 2))[-1] == wanted


@pytest.mark.parametrize(
    ("legal", "wanted"),
    [("<w:isLgl/>", "1.1"), ('<w:isLgl w:val="0"/>', "一.1"), ("", "一.1")],
)
def test_a_legal_level_writes_plain_digits(legal: str, wanted: str) -> None:
    lists = abstract(level(0, "%1、", "chineseCounting"), level(1, "%1.%2", more=legal)) + num(1)
    assert found_labels(lists, (1, 0), (1, 1)) == ["一、", wanted]


def test_numbers_that_are_none_count_as_not_said() -> None:
    lists = abstract(level(0, "%1", more='<w:lvlRestart w:val="x"/>')) + num(1)
    assert found_labels(lists.replace('w:start w:val="1"', 'w:start w:val="x"'), (1, 0)) == ["1"]


# --- contents -----------------------------------------------------------------------------------


def heading(words: str, number: int, depth: int = 0) -> str:
    own = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(words, style=f"H{depth + 1}", properties=own)


CONTENTS = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-2"'
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
CUSTOM = (
    '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001"/>'
    '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
)


@pytest.mark.parametrize("form", ["ordinalText", "thaiCounting", "custom"])
def test_a_form_that_is_not_known_is_told_where_contents_would_show_it(
    form: str, desk: Desk
) -> None:
    lists = abstract(level(0, "%1", form), level(1, "%1.%2")) + num(1)
    if form == "custom":
        lists = lists.replace('<w:numFmt w:val="custom"/>', CUSTOM)
    others = {"numbering": ("numbering", lists)}
    heads = heading("概况", 1), heading("{{ 名称 }}", 1, 1)
    loaded = desk.load(CONTENTS, *heads, others=others)
    assert [f.id for f in loaded.findings] == ["MB-012", "MB-012"]
    assert f"标题（样式“heading 1”）的编号格式 {form} 程序不会写" in loaded.findings[0].message
    assert desk.load(*heads, others=others).template is not None  # nobody would write a label


FORMS = (
    "decimal", "decimalZero", "decimalEnclosedCircle", "decimalEnclosedCircleChinese",
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand",
    "chineseLegalSimplified", "ideographTraditional", "ideographZodiac", "upperRoman",
    "lowerRoman", "upperLetter", "lowerLetter",
)  # fmt: skip
"""Forms that LibreOffice, too, writes as Word does, this far."""


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_contents_show_the_labels_that_are_printed(desk: Desk) -> None:
    lists = "".join(
        abstract(level(0, "第%1节", form), level(1, "%1.%2"), id_=i) for i, form in enumerate(FORMS)
    )
    lists += abstract(level(0, "%1、", "chineseCounting"), level(1, "%1.%2"), id_=90)
    lists += "".join(num(i + 1, i) for i in range(len(FORMS)))
    lists += num(91, 90) + num(92, 90, ANEW.format(1)) + num(93, 90, ANEW.format(7))
    heads = [
        heading(f"@{form}{n}", i, depth)
        for i, form in enumerate(FORMS, start=1)
        for n, depth in enumerate([0] * 9 + [1, 1, 0, 1])
    ]
    heads += [
        heading(f"@{n}", number, depth)
        for n, (number, depth) in enumerate(
            [(91, 0), (91, 0), (91, 1), (92, 0), (92, 0), (92, 1), (93, 0), (91, 0), (92, 0)]
        )
    ]
    template = desk.template(CONTENTS, *heads, others={"numbering": ("numbering", lists)})
    rendered = render(template, DATA, 2020)
    reader = PdfReader(io.BytesIO(to_pdf(rendered.document or b"", find_program())))
    printed = [line for page in reader.pages for line in page.extract_text().split("\n")]
    labels = [line for line in printed if "@" in line]
    entries = [f"{entry.label}{entry.words}" for entry in rendered.contents]
    assert len(entries) == len(heads)
    # Behind the contents stand the headings themselves.
    assert list(map(letters, labels[len(entries) :])) == list(map(letters, entries))


def letters(line: str) -> list[str]:
    """Return the letters of a line; those of another font are read in another order."""
    return sorted(line.replace(" ", ""))


def test_a_style_counts_like_the_style_that_it_is_based_on() -> None:
    parts = parts_of(p("甲", style="Base") + p("乙", style="Child"))
    styles = (
        f"<w:styles {NAMESPACES}><w:style w:styleId='Base'><w:pPr><w:numPr><w:numId w:val='1'/>"
        "</w:numPr></w:pPr></w:style><w:style w:styleId='Child'><w:basedOn w:val='Base'/></w:style>"
        "<w:style w:styleId='A'><w:basedOn w:val='B'/></w:style>"
        "<w:style w:styleId='B'><w:basedOn w:val='A'/></w:style></w:styles>"
    )
    changed = {"word/numbering.xml": NUMBERING, "word/styles.xml": styles}
    package = read_package(zipped({**parts, **changed}))
    root = parse(package.parts["word/document.xml"])
    assert [label for _, label in labelled(root, read_numbering(package))] == ["3", "4"]


def test_the_projection_shows_styles_labels_merges_and_signs() -> None:
    wide = tc("宽", properties='<w:gridSpan w:val="2"/>')
    above = tc("起", properties='<w:vMerge w:val="restart"/>')
    below = tc("", properties="<w:vMerge/>")
    body = (
        p("章", style="H1")
        + p("甲", "<w:r><w:tab/><w:br/><w:instrText> PAGE </w:instrText></w:r>")
        + numbered(1, 0)
        + tbl(tr(above, "b"), tr(below, tc("c", "d")), tr(wide), columns=2)
    )
    others = {"header1": ("header", p("页"))}
    package = read_package(zipped({**parts_of(body, others), "word/numbering.xml": NUMBERING}))
    assert project(package).splitlines() == [
        "=== 正文 word/document.xml",
        "[heading 1] 章",
        "[Normal] 甲<tab><br><PAGE>",
        "[Normal] 3文",
        "<表 1200 1200>",
        "| ↓起 | b |",
        "| ↑ | c⏎d |",
        "| →2 宽 |",
        "</表>",
        "--- 节",
        "=== 页眉 word/header1.xml",
        "[Normal] 页",
    ]


def test_the_projection_of_a_rendered_report_shows_its_words(desk: Desk) -> None:
    made = desk.made("{{ 名称 }}")
    assert "[Normal] 甲局" in project(read_package(made.blob))
