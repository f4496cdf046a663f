"""Captions that count themselves, and references that say their numbers."""

from __future__ import annotations

import re

import pytest
from word_files import DATA, Desk, Document, document_of, p, run, words

from drafter.template.render import render
from drafter.template.sequences import numbered

pytest_plugins = ["desk_fixtures"]


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(code: str, shown: str = "9", *, pieces: int = 1) -> str:
    """Return a field, its code cut into pieces as Word cuts it where the language changes."""
    size = -(-len(code) // pieces)
    cut = [code[at : at + size] for at in range(0, len(code), size)]
    codes = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in cut)
    result = run(shown) if shown else ""
    return f"{mark('begin')}{codes}{mark('separate')}{result}{mark('end')}"


def simple(code: str, shown: str = "9") -> str:
    return f'<w:fldSimple w:instr=" {code} ">{run(shown)}</w:fldSimple>'


def bookmark(name: str, id_: int, inner: str) -> str:
    return f'<w:bookmarkStart w:id="{id_}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{id_}"/>'


def shown(*pieces: str) -> list[str]:
    """Return the words of each paragraph-like piece after counting."""
    done = numbered({"a": "\n".join(pieces)})["a"].split("\n")
    return ["".join(re.findall("<w:t(?: [^>]*)?>([^<]*)</w:t>", piece)) for piece in done]


def test_sequences_are_counted_each_by_itself() -> None:
    figure = "SEQ 图 \\* ARABIC"
    assert shown(field(figure), field("SEQ 表"), field(figure)) == ["1", "1", "2"]


def test_each_part_counts_by_itself() -> None:
    done = numbered({"a": field("SEQ 图"), "b": "无", "c": field("SEQ 图")})
    assert done == {"a": field("SEQ 图", "1"), "b": "无", "c": field("SEQ 图", "1")}


def test_short_and_long_fields_count_together_in_the_order_of_the_text() -> None:
    one, two, three = field("SEQ 图"), simple("SEQ 图"), field("SEQ 图")
    assert shown(one, two, three) == ["1", "2", "3"]
    assert shown(two, one, two) == ["1", "2", "3"]


@pytest.mark.parametrize("pieces", [1, 2, 3, 9])
def test_a_code_may_be_cut_over_runs(pieces: int) -> None:
    code = field(" SEQ 图 \\* ARABIC ", pieces=pieces)
    assert shown(code, field("SEQ 图")) == ["1", "2"]


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ('SEQ "图"', ["1", "2"]),
        ("SEQ &quot;图&quot; \\* MERGEFORMAT", ["1", "2"]),
        ("seq 图 \\* Arabic \\n", ["1", "2"]),
        ("SEQ 图 \\* CHINESENUM3", ["一", "二"]),
        ("SEQ 图 \\* ARABIC \\* CHINESENUM3", ["一", "二"]),
        ("SEQ 图 \\* CHINESENUM2", ["壹", "贰"]),
        ("SEQ 图 \\* roman", ["i", "ii"]),
        ("SEQ 图 \\* ROMAN", ["I", "II"]),
        ("SEQ 图 \\r 5", ["5", "5"]),
        ("SEQ 图 \\* Ordinal", ["9", "9"]),
        ("SEQ 图 \\s 1", ["9", "9"]),
        ("SEQ 图 \\c", ["9", "9"]),
        ("PAGE", ["9", "9"]),
        ("REF SEQ", ["9", "9"]),
    ],
)
def test_switches_say_how_it_is_counted_and_others_are_left_to_word(
    code: str, wanted: list[str]
) -> None:
    assert shown(field(code), field(code)) == wanted


def test_a_sequence_goes_on_from_where_it_was_set() -> None:
    assert shown(field("SEQ 图 \\r5"), field("SEQ 图")) == ["5", "6"]


def test_a_form_that_is_not_written_here_still_counts() -> None:
    assert shown(field("SEQ 图 \\* Ordinal"), field("SEQ 图")) == ["9", "2"]


def test_a_field_without_a_number_does_not_take_that_of_another() -> None:
    assert shown(field("SEQ 图", "") + field("PAGE")) == ["9"]


def test_a_number_in_several_runs_is_written_once() -> None:
    cut = field("SEQ 图").replace(run("9"), run("1") + run("2"))
    assert shown(cut, cut) == ["1", "2"]


def test_a_text_box_stored_for_old_and_new_programs_counts_once() -> None:
    caption = p("图", field("SEQ 图"))
    box = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{caption}</mc:Choice>'
        f"<mc:Fallback>{caption}</mc:Fallback></mc:AlternateContent>"
    )
    assert shown(field("SEQ 图"), box, field("SEQ 图")) == ["1", "图2图2", "3"]


def test_a_reference_says_the_number_that_its_caption_got() -> None:
    caption = bookmark("_Ref1", 1, run("图") + field("SEQ 图"))
    for reference in (field("REF _Ref1 \\h", "图9"), simple("REF _Ref1", "图9")):
        assert shown(field("SEQ 图"), reference, caption) == ["1", "图2", "图2"]
    cut = field("REF _Ref1 \\h", "图9").replace(run("图9"), run("图") + run("9"))
    assert shown(caption, cut) == ["图1", "图1"]


@pytest.mark.parametrize(
    ("reference", "caption"),
    [
        ("REF _Ref2 \\h", bookmark("_Ref1", 1, field("SEQ 图"))),
        ("REF _Ref1 \\n", bookmark("_Ref1", 1, field("SEQ 图"))),
        ("REF _Ref1", bookmark("_Ref1", 1, run("别的"))),
        ("REF _Ref1", bookmark("_Ref1", 1, field("SEQ 图")) + bookmark("_Ref1", 2, run("又"))),
    ],
    ids=["gone", "number of paragraph", "no caption", "twice"],
)
def test_other_references_stay_as_they_are(reference: str, caption: str) -> None:
    assert shown(field(reference, "见图9"), caption)[0] == "见图9"


def test_captions_are_counted_as_they_are_printed(desk: Desk) -> None:
    caption = run("图") + field(" SEQ 图 \\* ARABIC ", pieces=3)
    made = desk.made(
        p("见", field("REF _Ref1 \\h", "图2"), "。"),
        "{%p if 收入 is 零 %}", p(bookmark("_Ref0", 5, caption)), "{%p endif %}",
        "{%p for 项 in 项目 %}", p(caption, "{{ 项.名称 }}"), "{%p endfor %}",
        p(bookmark("_Ref1", 6, caption), "{{ 名称 }}"),
    )  # fmt: skip
    assert made.paragraphs == ["见图3。", "图1修路", "图2架桥", "图3甲局"]


def test_a_header_does_not_go_on_with_the_captions_of_the_body(desk: Desk) -> None:
    others = {"header1": ("header", p("图", simple("SEQ 图")))}
    template = desk.template(p("图", simple("SEQ 图"), "{{ 名称 }}"), others=others)
    made: Document = document_of(render(template, DATA, 2020))
    header = made.root("word/header1.xml")
    assert words(header) == "图1"
