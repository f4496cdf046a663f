"""The pure core: what pairs with what, and what changed within a pair."""

from __future__ import annotations

import itertools
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.figures.nodes import Figure, Text, Unit
from drafter.template.printing import Printed
from drafter.template.receipt import Receipt, hash_of
from drafter.verify.alignment import aligned, same_items
from drafter.verify.changes import Changes, changes_between, numbers_in
from drafter.verify.document import Cell, Document, Paragraph, Piece, Row, Story, Table
from drafter.verify.likeness import alike_words
from drafter.verify.origins import Origin, Origins
from drafter.verify.pairing import Comparison, compare
from drafter.verify.spans import Span, spans_in
from drafter.verify.wording import name_of


def paragraph(words: str, number: int = 0) -> Paragraph:
    return Paragraph(words, "word/document.xml", number, pieces=(Piece(words, len(words)),))


def document(*words: str) -> Document:
    blocks = tuple(paragraph(text, number) for number, text in enumerate(words))
    return Document((Story("正文", blocks),))


def table(*rows: tuple[str, ...]) -> Document:
    made = tuple(Row(tuple(Cell((paragraph(w),) if w else ()) for w in row)) for row in rows)
    return Document((Story("正文", (Table(made),)),))


def differing(comparison: Comparison) -> list[tuple[str, str]]:
    return [
        (a.words, b.words)
        for a, b in comparison.pairs
        if a.words != b.words
    ]  # fmt: skip


def alone(comparison: Comparison) -> tuple[list[str], list[str], list[str]]:
    """Return what was removed, added and moved."""
    return (
        [single.item.key for single in comparison.removed],
        [single.item.key for single in comparison.added],
        [moved.edited.key for moved in comparison.moved],
    )


# ── pairing ──


@given(
    st.lists(st.sampled_from("abcdefgh"), max_size=30),
    st.lists(st.sampled_from("abcd"), max_size=30),
)
def test_pairs_are_in_order_and_the_same(one: list[str], other: list[str]) -> None:
    pairs = same_items(one, other)
    assert pairs == sorted(pairs)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(one[i] == other[j] for i, j in pairs)
    assert all(a[1] < b[1] for a, b in itertools.pairwise(pairs))


@given(st.lists(st.sampled_from("abcd"), max_size=40))
def test_a_sequence_pairs_with_itself(items: list[str]) -> None:
    assert aligned(items, items, lambda i, j: 0) == [(n, n) for n in range(len(items))]


def test_many_repeated_items_take_no_time() -> None:
    one, other = ["0.00"] * 3_000, ["0.00"] * 1_500 + ["1.00"] + ["0.00"] * 1_499
    assert len(aligned(one, other, lambda i, j: 0)) == 2_999


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("人员工资调整", "人员工资调整", 1000, 1000),
        ("人员工资调整", "人员工资调增", 700, 900),
        ("人员工资调整", "设备检修完毕", 0, 0),
        ("1", "2", 0, 0),
        ("", "甲", 0, 0),
    ],
)
def test_likeness_counts_pairs_of_letters(one: str, other: str, least: int, most: int) -> None:
    assert least <= alike_words(one, other) <= most


def test_a_rewritten_paragraph_pairs_with_what_it_was() -> None:
    found = compare(document("开头", "完全不同的一段", "结尾"), document("开头", "abc", "结尾"))
    assert differing(found) == [("完全不同的一段", "abc")]
    assert alone(found) == ([], [], [])


def test_what_moved_is_not_added_and_removed() -> None:
    words = [f"第{n}段的文字内容" for n in "甲乙丙丁戊"]
    found = compare(document(*words), document(words[0], *words[2:], words[1]))
    assert alone(found) == ([], [], [words[1]])
    assert differing(found) == []


def test_what_moved_and_changed_a_little_is_both() -> None:
    words = [f"{n * 5}的文字内容说明" for n in "甲乙丙丁戊"]
    changed = words[1] + "补"
    found = compare(document(*words), document(words[0], *words[2:], changed))
    assert alone(found) == ([], [], [changed])
    assert differing(found) == [(words[1], changed)]


def test_rows_of_numbers_do_not_drift_apart() -> None:
    rows = [(name, "0.00", "0.00", "0.00") for name in ("甲项", "乙项", "丙项", "丁项")]
    edited = [rows[0], ("乙项", "0.00", "5.00", "0.00"), *rows[2:]]
    found = compare(table(*rows), table(*edited))
    assert differing(found) == [("0.00", "5.00")]
    assert alone(found) == ([], [], [])
    found = compare(table(*rows), table(rows[0], *rows[2:]))
    assert alone(found) == (["乙项\t0.00\t0.00\t0.00"], [], [])
    assert differing(found) == []


def test_a_row_whose_numbers_all_changed_is_still_the_row() -> None:
    one = table(("甲项", "1", "2"), ("乙项", "3", "4"))
    other = table(("甲项", "1", "2"), ("乙项", "30", "40"))
    assert differing(compare(one, other)) == [("3", "30"), ("4", "40")]


def test_rows_go_by_their_names_when_all_numbers_changed() -> None:
    one = table(("甲项", "1", "2"), ("乙项", "3", "4"), ("丙项", "5", "6"))
    other = table(("甲项", "10", "20"), ("丙项", "50", "60"))
    found = compare(one, other)
    assert alone(found) == (["乙项\t3\t4"], [], [])
    assert differing(found) == [("1", "10"), ("2", "20"), ("5", "50"), ("6", "60")]


def test_something_else_in_the_place_of_what_moved_is_new() -> None:
    words = [f"{n * 5}的文字内容说明" for n in "头甲中下尾"]
    other = [words[0], "新写的一段话", words[2], words[3], words[1], words[4]]
    found = compare(document(*words), document(*other))
    assert alone(found) == ([], ["新写的一段话"], [words[1]])
    assert differing(found) == []


def test_an_emptied_cell_and_a_filled_one_are_changes() -> None:
    found = compare(table(("甲项", "1", "")), table(("甲项", "", "2")))
    assert differing(found) == [("1", ""), ("", "2")]


def test_a_column_that_went_leaves_the_others_as_they_were() -> None:
    rows = [("名称", "预算", "决算"), ("甲项", "1", "2"), ("乙项", "3", "4")]
    found = compare(table(*rows), table(*[(a, c) for a, _, c in rows]))
    assert alone(found) == (["预算", "1", "3"], [], [])
    assert differing(found) == []


def test_repeated_headers_are_one() -> None:
    header = Story("页眉", (paragraph("某局"),))
    found = compare(Document((header,)), Document((header, header, header)))
    assert alone(found) == ([], [], [])


_WORDS = st.lists(
    st.text(alphabet="收支预算决合计万元人员经费0123456789", min_size=1, max_size=12),
    min_size=1,
    max_size=25,
)
_EDITS = st.lists(
    st.tuples(st.sampled_from(["change", "remove", "add"]), st.integers(0, 24)), max_size=6
)


@given(_WORDS, _EDITS)
def test_all_edits_are_reported_and_none_invented(
    words: list[str], edits: list[tuple[str, int]]
) -> None:
    edited: list[list[str]] = [[text] for text in words]
    touched: set[int] = set()
    for turn, (kind, at) in enumerate(edits):
        place = at % len(words)
        touched.add(place)
        new = f"新写的第{turn}处"
        edited[place] = {"change": [new], "remove": [], "add": [*edited[place], new]}[kind]
    after = [text for part in edited for text in part]
    one, other = document(*words), document(*after)
    found = compare(one, other)
    moved_fresh = [id(m.fresh) for m in found.moved]
    ours = [id(pair.fresh) for pair in found.pairs] + [id(s.item) for s in found.removed]
    theirs = [id(pair.edited) for pair in found.pairs] + [id(s.item) for s in found.added]
    assert Counter(ours) == Counter(id(p) for p in one.paragraphs)
    assert Counter(theirs) == Counter(id(p) for p in other.paragraphs)
    assert set(moved_fresh) <= set(ours)
    reported = [b for _, b in differing(found)] + [s.item.key for s in found.added]
    typed = {text for text in after if text.startswith("新写的第")}
    assert not typed - set(reported)  # nothing that was written goes unseen
    gone = [a for a, _ in differing(found)] + [s.item.key for s in found.removed]
    lost = Counter(words) - Counter(after)
    assert not lost - Counter(gone)  # nothing that is gone goes unseen
    # What nobody touched and stands once is told to be nowhere else.
    counts = Counter(words)
    kept = [
        text for number, text in enumerate(words) if number not in touched and counts[text] == 1
    ]
    assert not set(kept) & set(gone)
    if words == after:
        assert (differing(found), alone(found)) == ([], ([], [], []))


# ── within a pair ──


def figure(start: int, words: str, path: str = "数") -> Span:
    node = Figure((path,), Decimal(1), Unit.YUAN)
    return Span(start, start + len(words), Printed(words, node))


def prose(start: int, words: str, path: str = "文字") -> Span:
    return Span(start, start + len(words), Printed(words, Text((path,), (words,))))


def told(changes: Changes) -> tuple[list[object], list[object], list[object], list[str]]:
    return (
        [(change.old, change.new) for change in changes.figures],
        [(change.old, change.new) for change in changes.prose],
        [(change.old, change.new) for change in changes.fixed],
        changes.new_numbers,
    )


OLD = "合计86.40万元，增加2.30万元，原因是人员调整。"
SPANS = [figure(2, "86.40"), figure(12, "2.30"), prose(22, "人员调整")]


@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        (OLD, ([], [], [], [])),
        (OLD.replace("86.40", "86.50"), ([("86.40", "86.50")], [], [], [])),
        (OLD.replace("86.40", "186.40"), ([("86.40", "186.40")], [], [], [])),
        (OLD.replace("86.40", ""), ([("86.40", None)], [], [], [])),
        (OLD.replace("人员调整", "工资上调"), ([], [("人员调整", "工资上调")], [], [])),
        (OLD.replace("人员调整", "今年人员调整"), ([], [("人员调整", "今年人员调整")], [], [])),
        (OLD.replace("人员调整", "人员调整等"), ([], [("人员调整", "人员调整等")], [], [])),
        (OLD + "另有退休。", ([], [("人员调整", "人员调整。另有退休")], [], [])),
        (OLD.replace("人员调整", ""), ([], [("人员调整", "")], [], [])),
        (OLD.replace("合计", "总计"), ([], [], [("合", "总")], [])),
        (OLD.replace("合计", "合计（含5.00）"), ([], [], [("", "（含5.00）")], ["5.00"])),
        (OLD.replace("86.40万元", "86.40余万元"), ([], [], [("", "余")], [])),
        (
            OLD.replace("86.40", "2.30").replace("增加2.30", "增加86.40"),
            ([("86.40", "2.30"), ("2.30", "86.40")], [], [], []),
        ),
        (
            OLD.replace("86.40", "1.00").replace("人员调整", "无"),
            ([("86.40", "1.00")], [("人员调整", "无")], [], []),
        ),
        ("", ([("86.40", None), ("2.30", None)], [("人员调整", "")], [], [])),
    ],
)
def test_changes_go_to_what_printed_the_words(new: str, wanted: object) -> None:
    assert told(changes_between(OLD, new, SPANS)) == wanted


def test_where_words_end_is_not_clear_once_those_around_them_changed() -> None:
    (change,) = changes_between(OLD, "合计86.40万元，增加2.30万元，主要因为退休", SPANS).prose
    assert not change.is_whole
    (change,) = changes_between(OLD, OLD.replace("人员调整", "退休"), SPANS).prose
    assert change.is_whole


def test_figures_in_words_are_figures_too() -> None:
    changes = changes_between("有三个股", "有四个股", [figure(1, "三")])
    assert told(changes)[0] == [("三", "四")]


def test_a_figure_that_words_with_a_number_came_in_front_of() -> None:
    changes = changes_between("设科技股等八个股", "设新设的2个股等八个股", [figure(5, "八")])
    assert told(changes)[0] == []
    changes = changes_between("内设8个股室", "内设科技股、12个股室", [figure(2, "8")])
    assert (told(changes)[0], told(changes)[3]) == ([("8", "12")], [])


def test_what_no_path_names_is_named_in_words() -> None:
    nameless = Span(0, 1, Printed("8"))
    assert f"{name_of(nameless)}的数" == "由程序印出的数"
    assert name_of(figure(0, "8", "编制数")) == "“编制数”"


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("2020年3月1日", []),
        ("1、第一（2）第二", []),
        ("支出12.30万元，占5%", ["12.30", "5%"]),
        ("共1,234.50元", ["1,234.50"]),
        ("3.各项", []),
        ("（含5.00）和（3）条", ["5.00"]),
        ("12.30、5.00各占", ["12.30", "5.00"]),
        ("共12、再加", ["12"]),
        ("3.5万元", ["3.5"]),
    ],
)
def test_dates_and_list_numbers_are_no_figures(words: str, numbers: list[str]) -> None:
    assert numbers_in(words) == numbers


_PART = st.one_of(
    st.tuples(st.just("fixed"), st.text(alphabet="其中占本年支出的合计", min_size=1, max_size=6)),
    st.tuples(
        st.just("figure"), st.integers(100, 999_999).map(lambda n: f"{n // 100}.{n % 100:02}")
    ),
    st.tuples(st.just("prose"), st.text(alphabet="甲乙丙丁戊己庚辛", min_size=2, max_size=8)),
)


@given(st.lists(_PART, min_size=1, max_size=8), st.data())
def test_every_changed_value_is_told_and_no_other(
    parts: list[tuple[str, str]], data: st.DataObject
) -> None:
    old = new = ""
    spans: list[Span] = []
    figures: list[object] = []
    proses: list[object] = []
    for turn, (kind, words) in enumerate(parts):
        mark = f"〔{'一二三四五六七八'[turn]}〕"  # fixed words between any two values
        old, new, became = old + mark, new + mark, words
        if kind != "fixed":
            spans.append((figure if kind == "figure" else prose)(len(old), words, str(turn)))
            if data.draw(st.booleans()):
                became = f"1{words}" if kind == "figure" else f"子丑寅{words[::-1]}"
                (figures if kind == "figure" else proses).append((words, became))
        old, new = old + words, new + became
    changes = changes_between(old, new, spans)
    assert told(changes) == (figures, proses, [], [])


def test_spans_stand_at_places_of_the_even_words() -> None:
    pieces = (
        Piece("　　前 ", 4),
        Piece(" ", 0),
        Piece("86.40\u200b", 6),
        Piece("", 2),
        Piece("后", 1),
    )
    one = Paragraph("前 86.40后", "x", 0, pieces=pieces)
    number, text = Printed("86.40"), Printed("后")
    spans = {("x", 0): [(4, 10, number, 0), (12, 13, text, 0)]}
    assert [one.words[s.start : s.end] for s in spans_in(one, spans)] == ["86.40", "后"]


# ── through whom ──


def receipt_of(*words: str) -> Receipt:
    return Receipt("t", "1", tuple(map(hash_of, words)))


@pytest.mark.parametrize(
    ("then", "fresh", "edited", "origin"),
    [
        ("原", "原", "改", Origin.PEOPLE),
        ("原", "新", "原", Origin.INPUT),
        ("原", "新", "改", Origin.BOTH),
    ],
)
def test_the_receipt_tells_through_whom(then: str, fresh: str, edited: str, origin: Origin) -> None:
    now, file = document("甲", fresh, "乙"), document("甲", edited, "乙")
    pairs = [pair for pair in compare(now, file).pairs if pair.fresh.words != pair.edited.words]
    known = Origins(receipt_of("甲", then, "乙"), now, file)
    assert [known.of_pair(pair) for pair in pairs] == [origin]
    unknown = Origins(None, now, file)
    assert [unknown.of_pair(pair) for pair in pairs] == [Origin.UNKNOWN]


@pytest.mark.parametrize(
    ("then", "fresh", "edited", "origin"),
    [
        ("1", "1", "", Origin.PEOPLE),
        ("", "1", "", Origin.INPUT),
        ("", "", "1", Origin.PEOPLE),
        ("1", "", "1", Origin.INPUT),
    ],
)
def test_empty_cells_are_told_apart_too(then: str, fresh: str, edited: str, origin: Origin) -> None:
    now, file = table(("甲", fresh, "乙")), table(("甲", edited, "乙"))
    known = Origins(receipt_of(*filter(None, ("甲", then, "乙"))), now, file)
    pairs = [pair for pair in compare(now, file).pairs if pair.fresh.words != pair.edited.words]
    assert [known.of_pair(pair) for pair in pairs] == [origin]


def test_what_came_or_went_is_told_apart() -> None:
    now, file = document("甲", "乙", "丙丙丙"), document("甲", "丁丁丁", "丙丙丙", "戊戊")
    found = compare(now, document("甲", "丙丙丙"))
    gone = document("甲", "丙丙丙")
    known = Origins(receipt_of("甲", "乙", "丙丙丙"), now, gone)
    assert [known.of_removed(single.item) for single in found.removed] == [Origin.PEOPLE]
    later = Origins(receipt_of("甲", "丙丙丙"), now, gone)
    assert [later.of_removed(single.item) for single in found.removed] == [Origin.INPUT]
    more = compare(document("甲"), file)
    by_input = Origins(receipt_of("甲", "丁丁丁", "丙丙丙", "戊戊"), document("甲"), file)
    assert {by_input.of_added(single.item) for single in more.added} == {Origin.INPUT}
    by_people = Origins(receipt_of("甲"), document("甲"), file)
    assert {by_people.of_added(single.item) for single in more.added} == {Origin.PEOPLE}
