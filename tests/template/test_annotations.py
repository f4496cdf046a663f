"""Comments stand around the very words that they are about, and nothing else changes."""

from __future__ import annotations

import pytest
from comments import comments_of
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from word_files import DATA, Desk, document_of, p, parts_of, run, tbl, tr, words, zipped

from drafter.figures.nodes import Text
from drafter.template import annotations as comment_pass
from drafter.template.anchors import Note
from drafter.template.annotations import annotated
from drafter.template.package import parse, qn, read_package
from drafter.template.render import Rendered

pytest_plugins = ["desk_fixtures"]

BODY = "word/document.xml"
BOLD = "<w:b/>"
REF = '<w:r><w:footnoteReference w:id="2"/></w:r>'
BOX = "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>"
FOOTNOTES = {"footnotes": ("footnotes", f'<w:footnote w:id="2">{p("注里的 12.5")}</w:footnote>')}


def document(*body: str, **others: tuple[str, str]) -> bytes:
    blocks = "".join(b if b.startswith("<") else p(b) for b in body)
    return zipped(parts_of(blocks, others))


def note(paragraph: int, start: int, end: int, text: str = "说明", *, last: int = -1) -> Note:
    return Note(BODY, paragraph, start, end, text, last)


def enclosed(blob: bytes) -> list[str]:
    return [comment.words for comment in comments_of(blob)]


def body(blob: bytes) -> etree._Element:
    return parse(read_package(blob).parts[BODY])


def looks(blob: bytes) -> list[tuple[str, bool]]:
    """Return the words of each run, and whether they are bold."""
    runs = body(blob).iter(qn("r"))
    found = ((words(r), r.find(f"{qn('rPr')}/{qn('b')}") is not None) for r in runs)
    return [(text, is_bold) for text, is_bold in found if text]


class TestWords:
    @pytest.mark.parametrize(
        ("start", "end", "expected"),
        [(0, 2, "收入"), (2, 6, "12.5"), (6, 8, "万元"), (0, 8, "收入12.5万元"), (3, 4, "2")],
    )
    def test_a_comment_encloses_exactly_its_letters(
        self, start: int, end: int, expected: str
    ) -> None:
        made = annotated(document("收入12.5万元"), [note(0, start, end)])
        assert enclosed(made) == [expected]
        assert [words(x) for x in body(made).iter(qn("p"))] == ["收入12.5万元"]

    def test_letters_of_several_runs_keep_their_look(self) -> None:
        made = annotated(
            document(p(run("收入为"), run("12.5万", BOLD), run("元。"))), [note(0, 2, 9)]
        )
        assert enclosed(made) == ["为12.5万元"]
        assert looks(made) == [
            ("收入", False), ("为", False), ("12.5万", True), ("元", False), ("。", False),
        ]  # fmt: skip

    def test_the_reference_is_as_large_as_the_words(self) -> None:
        made = annotated(document(p(run("12.5", '<w:sz w:val="15"/>'))), [note(0, 0, 4)])
        (reference,) = body(made).iter(qn("commentReference"))
        size = reference.getparent()
        assert size is not None
        assert [node.get(qn("val")) for node in size.iter(qn("sz"))] == ["15"]

    def test_blanks_at_a_cut_stay(self) -> None:
        made = annotated(document("共 12.5 万元"), [note(0, 2, 6)])
        assert enclosed(made) == ["12.5"]
        texts = [t for t in body(made).iter(qn("t")) if t.text != (t.text or "").strip()]
        assert {t.get("{http://www.w3.org/XML/1998/namespace}space") for t in texts} == {"preserve"}
        assert "".join(t.text or "" for t in body(made).iter(qn("t"))) == "共 12.5 万元"

    def test_a_tab_and_a_break_in_one_run_are_no_letters(self) -> None:
        one = "<w:r><w:t>收入</w:t><w:tab/><w:t>12.5</w:t><w:br/><w:t>元</w:t></w:r>"
        made = annotated(document(p(one)), [note(0, 2, 6)])
        assert enclosed(made) == ["12.5"]
        signs = [etree.QName(n).localname for n in body(made).iter(qn("tab"), qn("br"), qn("t"))]
        assert signs == ["t", "tab", "t", "br", "t"]

    def test_words_of_a_link_stay_in_it(self) -> None:
        link = f'<w:hyperlink w:anchor="x">{run("见12.5")}</w:hyperlink>'
        made = annotated(document(p("甲", link)), [note(0, 2, 6)])
        assert enclosed(made) == ["12.5"]
        (hyperlink,) = body(made).iter(qn("hyperlink"))
        assert words(hyperlink) == "见12.5"

    def test_a_phonetic_guide_is_enclosed_whole(self) -> None:
        ruby = (
            f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('mi')}</w:rt>"
            f"<w:rubyBase>{run('米易')}</w:rubyBase></w:ruby></w:r>"
        )
        made = annotated(document(p("在", ruby, "县")), [note(0, 4, 5)])
        assert enclosed(made) == ["mi米易"]


class TestSeveral:
    def test_two_on_one_span(self) -> None:
        made = annotated(document("共12.5元"), [note(0, 1, 5, "一"), note(0, 1, 5, "二")])
        assert [(c.words, c.text) for c in comments_of(made)] == [("12.5", "一"), ("12.5", "二")]

    @pytest.mark.parametrize(
        "spans",
        [
            [(0, 4), (2, 6)], [(0, 6), (2, 4)], [(2, 4), (0, 6)], [(0, 3), (3, 6)],
            [(1, 4), (1, 6)], [(0, 6), (2, 6), (4, 6)], [(5, 6), (0, 1), (2, 3)],
        ],
    )  # fmt: skip
    def test_overlapping_ones_each_keep_their_letters(self, spans: list[tuple[int, int]]) -> None:
        letters = "甲乙丙丁戊己"
        made = annotated(document(letters), [note(0, *span) for span in spans])
        assert sorted(enclosed(made)) == sorted(letters[start:end] for start, end in spans)

    def test_they_are_numbered_in_the_order_of_the_document(self) -> None:
        made = annotated(
            document("甲乙", tbl(tr("丙", "丁"), columns=2), "戊"),
            [note(3, 0, 1), note(2, 0, 1), note(0, 1, 2), note(0, 0, 1)],
        )
        assert enclosed(made) == ["甲", "乙", "丁", "戊"]

    def test_none_leave_the_document_as_it_is(self) -> None:
        plain = document("甲")
        assert annotated(plain, []) is plain

    def test_the_opening_one_comes_first_on_the_first_words(self) -> None:
        made = annotated(document("", "标题", "甲"), [note(1, 0, 1)], "总的话")
        assert [(c.words, c.text) for c in comments_of(made)] == [
            ("标题", "总的话"),
            ("标", "说明"),
        ]

    def test_the_same_notes_give_the_same_bytes(self) -> None:
        one, other = (annotated(document("甲乙"), [note(0, 0, 1), note(0, 0, 2)]) for _ in "12")
        assert one == other

    @given(
        st.lists(st.lists(st.text("甲乙 1.%", max_size=4), max_size=4), min_size=1, max_size=4),
        st.data(),
    )
    def test_any_letters_of_any_runs(
        self, paragraphs: list[list[str]], data: st.DataObject
    ) -> None:
        body_words = ["".join(runs) for runs in paragraphs]
        notes = []
        for number in range(data.draw(st.integers(0, 5))):
            at = data.draw(st.integers(0, len(paragraphs) - 1))
            start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(body_words[at]))] * 2)))
            notes.append(note(at, start, end, f"{number}"))
        plain = document(*(p(*map(run, runs)) for runs in paragraphs))
        made = annotated(plain, notes, "总的话")
        assert {c.text: c.words for c in comments_of(made)[1:]} == {
            n.text: body_words[n.paragraph][n.start : n.end] for n in notes
        }
        assert [words(x) for x in body(made).iter(qn("p"))] == body_words


class TestPlaces:
    def test_in_the_cell_of_a_table(self) -> None:
        made = annotated(document(tbl(tr("收入", "12.5"), columns=2)), [note(1, 0, 2)])
        assert enclosed(made) == ["12"]

    def test_over_several_paragraphs(self) -> None:
        made = annotated(document("起：第一行", "第二行", "第三行完"), [note(0, 2, 3, last=2)])
        assert enclosed(made) == ["第一行|第二行|第三行"]

    def test_nothing_is_a_place_between_letters(self) -> None:
        made = annotated(document("甲乙"), [note(0, 1, 1)])
        assert enclosed(made) == [""]
        (start,) = body(made).iter(qn("commentRangeStart"))
        before, after = start.getprevious(), start.itersiblings(qn("r"))
        assert before is not None
        assert words(before) == "甲"
        assert [words(own) for own in after] == ["", "乙"]

    @pytest.mark.parametrize("paragraph", ["<w:p/>", p("甲")])
    def test_nothing_at_the_end_of_a_paragraph(self, paragraph: str) -> None:
        made = annotated(document(paragraph), [note(0, 1, 1)])
        (holder,) = body(made).iter(qn("p"))
        assert holder[-1][-1].tag == qn("commentReference")

    def test_in_a_text_box_it_stands_at_the_box_and_quotes(self) -> None:
        made = annotated(document("甲", p("乙", BOX.format(p("框里 12.5")))), [note(2, 3, 7)])
        (comment,) = comments_of(made)
        assert comment.text == "文本框里的“12.5”：说明"
        (box,) = body(made).iter(qn("txbxContent"))
        assert not list(box.iter(qn("commentRangeStart"), qn("commentReference")))
        assert comment.words == "|框里 12.5"

    def test_of_a_footnote_it_stands_at_the_reference(self) -> None:
        plain = document("甲", p("乙", REF, "丙"), **FOOTNOTES)
        made = annotated(plain, [Note("word/footnotes.xml", 0, 4, 8, "说明")])
        (comment,) = comments_of(made)
        assert comment.text == "脚注里的“12.5”：说明"
        (start,) = body(made).iter(qn("commentRangeStart"))
        enclosing = start.getnext()
        assert enclosing is not None
        assert [etree.QName(node).localname for node in enclosing] == ["footnoteReference"]

    def test_of_a_footnote_without_a_reference_at_the_first_words(self) -> None:
        made = annotated(document("甲", **FOOTNOTES), [Note("word/footnotes.xml", 0, 0, 1, "说明")])
        assert enclosed(made) == ["甲"]

    @pytest.mark.parametrize(("wanted", "expected"), [(0, "第一节"), (1, "第二节")])
    def test_of_a_header_it_stands_at_the_first_words_of_its_section(
        self, wanted: int, expected: str
    ) -> None:
        section = '<w:sectPr><w:headerReference w:type="default" r:id="rIdX{}"/></w:sectPr>'
        blob = document(
            "第一节", p(properties=section.format(0)), "", "第二节", section.format(1),
            header1=("header", p("页眉甲")), header2=("header", p("页眉乙")),
        )  # fmt: skip
        made = annotated(blob, [Note(f"word/header{wanted + 1}.xml", 0, 0, 2, "说明")])
        (comment,) = comments_of(made)
        assert (comment.words, comment.text) == (expected, "页眉里的“页眉”：说明")
        assert (
            read_package(made).parts["word/header1.xml"]
            == (read_package(blob).parts["word/header1.xml"])
        )


class TestParts:
    def test_an_existing_part_is_added_to(self) -> None:
        own = (
            '<w:commentRangeStart w:id="7"/><w:r><w:t>甲</w:t></w:r><w:commentRangeEnd w:id="7"/>'
            '<w:r><w:commentReference w:id="7"/></w:r>'
        )
        there = f'<w:comment w:id="7" w:author="某">{p("旧")}</w:comment>'
        plain = document(p(own, "乙"), comments=("comments", there))
        made = annotated(plain, [note(0, 1, 2, "新"), note(0, 0, 2, "又新")])
        assert [tuple(c) for c in comments_of(made)] == [
            ("甲", "旧", "某"), ("甲乙", "又新", "drafter"), ("乙", "新", "drafter"),
        ]  # fmt: skip

    def test_a_new_part_has_its_type_and_relation(self) -> None:
        made = read_package(annotated(document("甲"), [note(0, 0, 1)]))
        assert b'PartName="/word/comments.xml"' in made.parts["[Content_Types].xml"]
        links = parse(made.parts["word/_rels/document.xml.rels"])
        (link,) = [n for n in links if n.get("Type", "").endswith("/comments")]
        assert (link.get("Target"), link.get("Id")) == ("comments.xml", "rId2")

    def test_other_parts_stay_byte_for_byte(self) -> None:
        plain = document("甲", header1=("header", p("页眉")))
        before, after = (read_package(b).parts for b in (plain, annotated(plain, [note(0, 0, 1)])))
        changed = {name for name in after if before.get(name) != after[name]}
        assert changed == {
            BODY, "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels",
        }  # fmt: skip

    def test_lines_are_paragraphs_and_characters_that_xml_cannot_hold_go(self) -> None:
        (comment,) = comments_of(annotated(document("甲"), [note(0, 0, 1, "一<&\n二\x07\ud800")]))
        assert comment.text == "一<&\n二\ufffd\ufffd"


class TestRendered:
    @staticmethod
    def notes(rendered: Rendered) -> list[Note]:
        return [
            Note(f.part, f.paragraph, f.start, f.last_end, f.printed.text, f.last)
            for f in rendered.figures
            if f.printed.text
        ]

    def test_every_printed_value_is_enclosed(self, desk: Desk) -> None:
        rendered = desk.render(
            "收入{{ 收入|万元 }}万元，{{ 人数|整数 }}人，{{ 缺数|万元 }}。",
            tbl(
                tr(p("{%tr for 项 in 项目 %}"), ""),
                tr("{{ 项.名称 }}", "{{ 项.金额|万元 }}"),
                tr(p("{%tr endfor %}"), ""),
                columns=2,
            ),
            "见：{{ 说明 }}完",
        )
        made = annotated(document_of(rendered).blob, self.notes(rendered))
        assert [c.words.replace("|", "\n") for c in comments_of(made)] == [
            c.text for c in comments_of(made)
        ]
        assert "第一行\n第二行\n第三行" in [c.text for c in comments_of(made)]
        assert "【待补：缺数】" in [c.text for c in comments_of(made)]
        assert [words(x) for x in body(made).iter(qn("p"))] == document_of(rendered).paragraphs

    def test_of_merged_cells_the_one_that_is_read_has_the_comment(self, desk: Desk) -> None:
        rendered = desk.render(
            tbl(
                tr(p("{%tr for 项 in 项目 %}"), ""),
                tr("{{ 名称|合并(名称) }}", "{{ 项.名称 }}"),
                tr(p("{%tr endfor %}"), ""),
                columns=2,
            ),
            data=DATA.with_items(名称=Text(("名称",), ("甲局",))),
        )
        made = annotated(document_of(rendered).blob, self.notes(rendered))
        assert enclosed(made) == ["甲局", "修路", "架桥"]
        cells = [
            tc for tc in body(made).iter(qn("tc")) if tc.find(f".//{qn('vMerge')}") is not None
        ]
        marked = [bool(list(cell.iter(qn("commentReference")))) for cell in cells]
        assert marked == [True, False]


class TestProof:
    """Each guard fires where a defect of this pass is planted."""

    def test_changed_words_are_seen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def losing(paragraph: etree._Element, _positions: object) -> None:
            next(paragraph.iter(qn("t"))).text = "乙"

        monkeypatch.setattr(comment_pass, "cut_at", losing)
        with pytest.raises(RuntimeError, match="words"):
            annotated(document("甲"), [note(0, 0, 1)])

    def test_a_broken_structure_is_seen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def breaking(paragraph: etree._Element, _positions: object) -> None:
            paragraph.tail = "游离"

        monkeypatch.setattr(comment_pass, "cut_at", breaking)
        with pytest.raises(RuntimeError, match="broken"):
            annotated(document("甲"), [note(0, 0, 1)])

    def test_a_lost_mark_is_seen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def forgetting(_spot: object, _number: str) -> None:
            """Mark nothing."""

        monkeypatch.setattr(comment_pass, "_mark", forgetting)
        with pytest.raises(RuntimeError, match="commentRangeStart"):
            annotated(document("甲"), [note(0, 0, 1)])
