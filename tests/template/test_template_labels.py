"""Labels of numbered paragraphs, and the text projection that shows them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from word_files import NAMESPACES, Desk, p, parts_of, tbl, tc, tr, zipped

from drafter.template.labels import labelled, read_numbering
from drafter.template.package import Package, parse, read_package
from drafter.template.projection import project

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
