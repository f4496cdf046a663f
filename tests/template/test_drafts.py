"""草稿 stands on every page of a draft, whatever headers its template has."""

from __future__ import annotations

import pytest
from word_files import p, parts_of, words, zipped

from drafter.template import drafts
from drafter.template.drafts import DRAFT, marked_as_draft
from drafter.template.package import Package, R, parse, qn, read_package, relations_of

BODY = "word/document.xml"
TITLE_PAGE = "<w:titlePg/>"
EVEN = {"settings": ("settings", "<w:evenAndOddHeaders/>")}


def section(*headers: tuple[str, int], more: str = "") -> str:
    """Return a section break; a header is the pages it is for and the number of its relation."""
    references = "".join(
        f'<w:headerReference w:type="{pages}" r:id="rIdX{number}"/>' for pages, number in headers
    )
    return f"<w:sectPr>{references}{more}</w:sectPr>"


def document(*blocks: str, **others: tuple[str, str]) -> bytes:
    """Return a document of these blocks; the last section is the last of them."""
    parts = parts_of("".join(blocks[:-1]), others)
    parts[BODY] = parts[BODY].replace("<w:sectPr/></w:body>", f"{blocks[-1]}</w:body>")
    return zipped(parts)


def headers_of(blob: bytes) -> list[dict[str, str]]:
    """Return for each section the words of the header of each kind of page, as Word finds them."""
    package = read_package(blob)
    names = {link.id: f"word/{link.target}" for link in relations_of(package, BODY)}
    found: list[dict[str, str]] = []
    for properties in parse(package.parts[BODY]).iter(qn("sectPr")):
        own = {
            node.get(qn("type"), "default"): said(package, names[node.get(f"{{{R}}}id", "")])
            for node in properties.iter(qn("headerReference"))
        }
        found.append({**(found[-1] if found else {}), **own})
    return found


def said(package: Package, part: str) -> str:
    return "|".join(words(x) for x in parse(package.parts[part]).iter(qn("p")))


MADE = f"{DRAFT}|"
"""A header that is made: the mark in its frame, and the paragraph that a header must have."""


def test_a_document_without_headers_gets_one() -> None:
    assert headers_of(marked_as_draft(document(p("甲"), section()))) == [{"default": MADE}]


def test_a_document_without_section_properties_gets_them_at_its_end() -> None:
    made = marked_as_draft(document(p("甲"), ""))
    assert headers_of(made) == [{"default": MADE}]
    body = parse(read_package(made).parts[BODY])[0]
    assert [node.tag for node in body] == [qn("p"), qn("sectPr")]


@pytest.mark.parametrize(
    ("more", "settings", "kinds"),
    [
        ("", {}, {"default"}),
        (TITLE_PAGE, {}, {"default", "first"}),
        ('<w:titlePg w:val="0"/>', {}, {"default"}),
        ("", EVEN, {"default", "even"}),
        (TITLE_PAGE, EVEN, {"default", "first", "even"}),
        ("", {"settings": ("settings", '<w:evenAndOddHeaders w:val="false"/>')}, {"default"}),
    ],
)
def test_each_kind_of_page_that_there_is_has_one(
    more: str, settings: dict[str, tuple[str, str]], kinds: set[str]
) -> None:
    (made,) = headers_of(marked_as_draft(document(p("甲"), section(more=more), **settings)))
    assert made == dict.fromkeys(kinds, MADE)


def test_a_later_section_with_a_first_page_has_one_there() -> None:
    first, second = headers_of(
        marked_as_draft(document(p("甲", properties=section()), p("乙"), section(more=TITLE_PAGE)))
    )
    assert second == {"default": MADE, "first": MADE}
    assert first == second  # where no first page differs, it does not show


def test_a_header_keeps_its_words() -> None:
    blob = document(p("甲"), section(("default", 0)), header1=("header", p("某局") + p("2020")))
    assert headers_of(marked_as_draft(blob)) == [{"default": f"{DRAFT}|某局|2020"}]


def test_headers_of_several_sections_and_pages() -> None:
    blob = document(
        p("甲", properties=section(("first", 0), more=TITLE_PAGE)),
        p("乙", properties=section(("default", 1))),
        p("丙"),
        section(("even", 2)),
        header1=("header", p("首页")), header2=("header", p("第二节")),
        header3=("header", p("偶数页")), **EVEN,
    )  # fmt: skip
    first, second, third = headers_of(marked_as_draft(blob))
    assert first == {"default": MADE, "first": f"{DRAFT}|首页", "even": MADE}
    assert second == {**first, "default": f"{DRAFT}|第二节"}
    assert third == {**second, "even": f"{DRAFT}|偶数页"}


def test_a_header_of_two_sections_is_marked_once() -> None:
    blob = document(
        p("甲", properties=section(("default", 0))), p("乙"), section(("default", 0)),
        header1=("header", p("某局")),
    )  # fmt: skip
    assert headers_of(marked_as_draft(blob)) == [{"default": f"{DRAFT}|某局"}] * 2


def test_the_mark_stands_right_in_a_frame_and_can_be_seen() -> None:
    package = read_package(marked_as_draft(document(p("甲"), section())))
    mark = next(parse(package.parts["word/header.xml"]).iter(qn("p")))
    frame, align = mark.find(f".//{qn('framePr')}"), mark.find(f".//{qn('jc')}")
    assert frame is not None
    assert align is not None
    assert (frame.get(qn("xAlign")), align.get(qn("val"))) == ("right", "right")
    assert [n.get(qn("val")) for n in mark.iter(qn("color"), qn("sz"))] == ["C00000", "28"]


def test_the_body_stays_and_bytes_repeat() -> None:
    blob = document(p("甲"), section(("default", 0)), header1=("header", p("某局")))
    made = marked_as_draft(blob)
    assert made == marked_as_draft(blob)
    assert read_package(made).parts[BODY] == read_package(blob).parts[BODY]


class TestProof:
    def test_a_header_without_the_word_is_seen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(drafts, "_marked", lambda header: header)
        blob = document(p("甲"), section(("default", 0)), header1=("header", p("某局")))
        with pytest.raises(RuntimeError, match=r"header1\.xml"):
            marked_as_draft(blob)

    def test_changed_words_are_seen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(drafts, "serialised", lambda _: b"<a/>")
        with pytest.raises(RuntimeError, match="words"):
            marked_as_draft(document(p("甲"), section()))
