"""Cells of one group become one; nothing else does, and it is proved letter by letter."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from copy import deepcopy

import pytest
from lxml import etree
from word_files import (
    DATA,
    Desk,
    Document,
    document_of,
    figure,
    line,
    p,
    raw_document,
    rows,
    tbl,
    tc,
    text,
    tr,
    work,
)

from drafter.diagnostics import Severity
from drafter.figures.nodes import Group, Rows, Unit
from drafter.template.finish import Removed, finish
from drafter.template.loader import PreparedPart
from drafter.template.package import parse, qn
from drafter.template.printing import PrintLog
from drafter.template.proofs import lost_words
from drafter.template.render import new_run, render, text_of_part

pytest_plugins = ["desk_fixtures"]

BODY = [
    tr("{%tr for 行 in 表 %}", "", ""),
    tr("{{ 行.一|合并(行.组一) }}", "{{ 行.二|合并(行.组二) }}", "{{ 行.分 }}"),
    tr("{%tr endfor %}", "", ""),
]


def listed(*entries: tuple[str, str, str, str, str]) -> Rows:
    return rows(
        *(
            line(i, 一=text(a), 组一=text(ga), 二=text(b), 组二=text(gb), 分=text(c))
            for i, (a, ga, b, gb, c) in enumerate(entries)
        )
    )


NESTED = listed(
    ("产出", "1", "数量", "1.1", "5"),
    ("产出", "1", "数量", "1.1", "5"),
    ("产出", "1", "质量", "1.2", "5"),
    ("效益", "2", "质量", "2.1", "5"),
    ("产出", "3", "数量", "3.1", "5"),
)


def made(desk: Desk, *body: str, **tables: Rows) -> Document:
    return desk.made(*body, data=Group((), dict(tables)))


def test_groups_merge_nested_and_equal_neighbours_do_not(desk: Desk) -> None:
    document = made(desk, tbl(tr("甲", "乙", "丙"), *BODY, columns=3), 表=NESTED)
    assert document.rows == [
        ["甲", "乙", "丙"],
        ["↓产出", "↓数量", "5"],
        ["↑", "↑", "5"],
        ["↑", "质量", "5"],
        ["效益", "质量", "5"],
        ["产出", "数量", "5"],
    ]


def test_a_single_row_is_no_merge(desk: Desk) -> None:
    document = made(desk, tbl(*BODY, columns=3), 表=listed(("产出", "1", "数量", "1.1", "5")))
    assert document.rows == [["产出", "数量", "5"]]


def test_a_group_with_different_words_is_not_merged(desk: Desk) -> None:
    """Merging would hide the words of the lower cell."""
    table = listed(("产出", "1", "a", "1", "5"), ("效益", "1", "a", "1", "5"))
    assert made(desk, tbl(*BODY, columns=3), 表=table).rows == [
        ["产出", "↓a", "5"],
        ["效益", "↑", "5"],
    ]


def test_tables_are_merged_apart(desk: Desk) -> None:
    first = listed(("产出", "1", "数量", "1.1", "5"))
    document = made(desk, tbl(*BODY, columns=3), tbl(*BODY, columns=3), 表=first)
    assert document.rows == [["产出", "数量", "5"]] * 2


def test_two_loops_in_one_table_merge_only_where_rows_touch(desk: Desk) -> None:
    one = listed(("产出", "1", "数量", "1.1", "5"), ("产出", "1", "质量", "1.2", "5"))
    between = made(desk, tbl(*BODY, tr("小计", "", ""), *BODY, columns=3), 表=one)
    assert [row[0] for row in between.rows] == ["↓产出", "↑", "小计", "↓产出", "↑"]
    touching = made(desk, tbl(*BODY, *BODY, columns=3), 表=one)
    assert [row[0] for row in touching.rows] == ["↓产出", "↑", "↑", "↑"]


def test_the_same_group_in_another_column_is_another_cell(desk: Desk) -> None:
    body = [
        tr("{%tr for 行 in 表 %}", "", ""),
        tr(
            "{% if loop.first %}{{ 行.一|合并(行.组一) }}{% endif %}",
            "{% if loop.last %}{{ 行.一|合并(行.组一) }}{% endif %}",
            "{{ 行.分 }}",
        ),
        tr("{%tr endfor %}", "", ""),
    ]
    table = listed(("产出", "1", "a", "1", "5"), ("产出", "1", "a", "1", "6"))
    assert made(desk, tbl(*body, columns=3), 表=table).rows == [
        ["产出", "", "5"],
        ["", "产出", "6"],
    ]


def test_merging_follows_grid_columns_not_cell_numbers(desk: Desk) -> None:
    wide = tc("头", properties='<w:gridSpan w:val="2"/>')
    row = tr(wide, "{{ 行.一|合并(行.组一) }}")
    body = [tr("{%tr for 行 in 表 %}", "", ""), row, tr("{%tr endfor %}", "", "")]
    table = listed(("产出", "1", "a", "1", "5"), ("产出", "1", "a", "1", "5"))
    assert made(desk, tbl(*body, columns=3), 表=table).rows == [["头", "↓产出"], ["头", "↑"]]


def test_words_around_the_value_and_several_lines_merge_with_it(desk: Desk) -> None:
    row = tr(tc(p("（{{ 行.一|合并(行.组一) }}）", style="H1"), "注"), "{{ 行.分 }}")
    body = [tr("{%tr for 行 in 表 %}", ""), row, tr("{%tr endfor %}", "")]
    lines = rows(*(line(i, 一=text("上", "下"), 组一=text("1"), 分=text(f"{i}")) for i in range(3)))
    document = made(desk, tbl(*body, columns=2), 表=lines)
    assert document.rows == [["↓（上下）注", "0"], ["↑", "1"], ["↑", "2"]]
    lower = list(document.root().iter(qn("tc")))[2]
    assert [node.tag for node in lower] == [qn("tcPr"), qn("p")]
    assert lower.find(f"{qn('p')}/{qn('pPr')}/{qn('pStyle')}") is not None


def test_a_gap_merges_like_a_value(desk: Desk) -> None:
    document = desk.made(
        tbl(
            tr("{%tr for 行 in 缺表 %}", ""),
            tr("{{ 行.一|合并(行.组) }}", "{{ 行.分 }}"),
            tr("{%tr endfor %}", ""),
            columns=2,
        ),
        data=DATA,
    )
    assert document.rows == [["【待补：缺表】", "【待补：缺表】"]]


def test_merging_outside_a_table_changes_nothing_and_is_told(desk: Desk) -> None:
    body = "{% for 行 in 表 %}{{ 行.一|合并(行.组一) }}{% endfor %}"
    data = Group((), {"表": NESTED})
    assert made(desk, body, 表=NESTED).text == "产出产出产出效益产出"
    (finding,) = desk.load(body, data=data).findings
    assert (finding.severity, finding.message) == (
        Severity.WARNING, "“合并”只在表格的单元格里起作用",
    )  # fmt: skip


ALTERNATING = "{% if 行.分 == '小计' %}小计{% else %}{{ 行.一|合并(行.组) }}{% endif %}"


def rendered_table(desk: Desk, number: int) -> tuple[str, PrintLog, PreparedPart]:
    """Return a rendered table of many rows, what was printed, and the part that gave it."""
    table = rows(
        *(
            line(i, 一=text("产出"), 组=text(f"{i // 3}"), 分=text(f"{i}" if i % 4 else "小计"))
            for i in range(number)
        )
    )
    data = Group((), {"表": table})
    loop = [
        tr("{%tr for 行 in 表 %}", ""),
        tr(ALTERNATING, "{{ 行.分 }}"),
        tr("{%tr endfor %}", ""),
    ]
    template = desk.template(tbl(*loop, columns=2), data=data)
    run, context = new_run(template, data, 2020, lambda: None)
    return text_of_part(template.parts[0], context), run.log, template.parts[0]


def test_merging_takes_time_in_proportion_to_the_rows(desk: Desk) -> None:
    def seconds(number: int) -> float:
        rendered, log, part = rendered_table(desk, number)
        best = 9.0
        for _ in range(3):
            start = time.perf_counter()
            finished = finish(rendered, log.entries, part.seams)
            best = min(best, time.perf_counter() - start)
        assert not lost_words(rendered, finished.removed, parse(finished.text.encode()))
        return best

    assert seconds(2000) < 10 * seconds(500)  # 4 if linear, 16 if quadratic


@pytest.mark.exhaustive
def test_a_report_of_2000_rows_takes_work_in_proportion_to_them(desk: Desk) -> None:
    """From the template's code to the last proof."""
    template = desk.template(tbl(*BODY, columns=3), data=Group((), {"表": NESTED}))

    def rendering(number: int) -> Callable[[], object]:
        entries = [
            ("产出", f"{i // 40}", "数量", f"{i // 40}.{i // 4}", f"{i}") for i in range(number)
        ]
        data = Group((), {"表": listed(*entries)})
        return lambda: document_of(render(template, data, 2020))

    rendering(50)()
    few, many = work(rendering(500)), work(rendering(2000))
    assert 3 < many / few < 4.4


# --- tables as they were drawn -----------------------------------------------------------------


def test_cells_of_one_weight_are_shared_within_their_group(desk: Desk) -> None:
    """Several indicators with one weight and one score: 一级 › 二级 › shared cells, three deep."""
    table = rows(*(
        line(i, 一=text(a), 组一=text(ga), 二=text(b), 组二=text(gb), 名=text(c), 组三=text(gc),
             分=figure(points, Unit.POINTS))
        for i, (a, ga, b, gb, c, gc, points) in enumerate([
            ("产出", "1", "数量", "1.1", "会议", "1.1.1", "10"),
            ("产出", "1", "数量", "1.1", "培训", "1.1.1", "10"),
            ("产出", "1", "数量", "1.1", "调研", "1.1.2", "10"),
            ("产出", "1", "质量", "1.2", "合格", "1.2.1", "10"),
            ("效益", "2", "质量", "2.1", "满意", "2.1.1", "10"),
        ])
    ))  # fmt: skip
    body = [
        tr("{%tr for 行 in 表 %}", "", "", ""),
        tr("{{ 行.一|合并(行.组一) }}", "{{ 行.二|合并(行.组二) }}", "{{ 行.名 }}",
           "{{ 行.分|分数|合并(行.组三) }}"),
        tr("{%tr endfor %}", "", "", ""),
    ]  # fmt: skip
    assert made(desk, tbl(*body, columns=4), 表=table).rows == [
        ["↓产出", "↓数量", "会议", "↓10"],
        ["↑", "↑", "培训", "↑"],
        ["↑", "↑", "调研", "10"],
        ["↑", "质量", "合格", "10"],
        ["效益", "质量", "满意", "10"],
    ]


DRAWN = (
    '<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/></w:tblPr>'
    '<w:tblGrid><w:gridCol w:w="311"/><w:gridCol w:w="2777"/><w:gridCol w:w="1009"/></w:tblGrid>'
)


def drawn(document: Document, number: int = 0) -> list[str]:
    """Return the properties of a table, its grid and the widths of its cells, as they stand."""
    raw = re.findall(r"<w:tbl>.*?</w:tbl>", raw_document(document.blob))[number]
    return re.findall(r"<w:(?:tblPr|tblGrid)>.*?</w:(?:tblPr|tblGrid)>|<w:tcW [^>]*>", raw)


def test_widths_and_grids_of_other_tables_stay_byte_for_byte(desk: Desk) -> None:
    width = '<w:tcW w:w="{}" w:type="dxa"/>'
    row = tr(
        tc("{{ 行.一|合并(行.组一) }}", properties=width.format(3088) + '<w:gridSpan w:val="2"/>'),
        tc("{{ 行.分 }}", properties=width.format(1009)),
    )
    loop = tr("{%tr for 行 in 表 %}", "", ""), tr("{%tr endfor %}", "", "")
    table = f"<w:tbl>{DRAWN}{loop[0]}{row}{loop[1]}</w:tbl>"
    changing = tbl(tr("头", "{%tc for 行 in 表 %}", "{{ 行.分 }}", "{%tc endfor %}"), columns=2)
    document = made(desk, table, changing, 表=NESTED)
    cells = [width.format(3088), width.format(1009)] * 5
    assert "".join(drawn(document)) == DRAWN + "".join(cells)
    assert "".join(drawn(document, 1)).count("<w:gridCol ") == 6


def test_rows_that_leave_out_columns_merge_by_grid_column(desk: Desk) -> None:
    def skipping(before: int, after: int, *cells: str) -> str:
        skips = f'<w:gridBefore w:val="{before}"/><w:gridAfter w:val="{after}"/>'
        return tr(*cells).replace("<w:tr>", f"<w:tr><w:trPr>{skips}</w:trPr>", 1)

    cell = "{{ 行.一|合并(行.组一) }}"
    body = [
        tr("{%tr for 行 in 表 %}", "", ""),
        skipping(1, 1, cell),
        tr("甲", cell, "乙"),
        skipping(0, 2, cell),
        tr("{%tr endfor %}", "", ""),
    ]
    one = listed(("产出", "1", "a", "1", "5"))
    document = made(desk, f"<w:tbl>{DRAWN}{''.join(body)}</w:tbl>", 表=one)
    assert document.rows == [["↓产出"], ["甲", "↑", "乙"], ["产出"]]
    assert "".join(drawn(document)) == DRAWN


def test_a_table_without_a_grid_merges_like_any_other(desk: Desk) -> None:
    document = made(desk, f"<w:tbl><w:tblPr/>{''.join(BODY)}</w:tbl>", 表=NESTED)
    assert [row[0] for row in document.rows] == ["↓产出", "↑", "↑", "效益", "产出"]
    assert "tblGrid" not in raw_document(document.blob)


def test_tables_in_cells_merge_by_themselves(desk: Desk) -> None:
    inner = tbl(*BODY, columns=3)
    outer = [
        tr("{%tr for 外 in 外表 %}", ""),
        tr(tc("{{ 外.一|合并(外.组一) }}"), tc(inner + p("尾"))),
        tr("{%tr endfor %}", ""),
    ]
    two = listed(("产出", "1", "", "", ""), ("产出", "1", "", "", ""))
    document = made(desk, tbl(*outer, columns=2), "末", 表=NESTED, 外表=two)
    lines = [row for row in document.rows if len(row) == 3]
    assert [row[0] for row in lines] == ["↓产出", "↑", "↑", "效益", "产出"] * 2
    assert [row[0] for row in document.rows if len(row) == 2] == ["↓产出", "↑"]
    assert document.paragraphs[-1] == "末"


def test_a_merged_cell_gives_up_the_table_in_it_only_to_its_equal(desk: Desk) -> None:
    """What a merge takes out is shown in the cell above, tables in the cell included."""
    cell = tc("{{ 行.一|合并(行.组一) }}", tbl(tr("{{ 行.二 }}"), columns=1), "")
    body = tr("{%tr for 行 in 表 %}", ""), tr(cell, "{{ 行.分 }}"), tr("{%tr endfor %}", "")
    document = made(desk, tbl(*body, columns=2), 表=NESTED)
    assert [row for row in document.rows if len(row) == 2] == [
        ["↓产出数量", "5"], ["↑", "5"], ["产出质量", "5"], ["效益质量", "5"], ["产出数量", "5"],
    ]  # fmt: skip


# --- the proof -------------------------------------------------------------------------------


@pytest.fixture
def merged(desk: Desk) -> tuple[str, list[Removed], etree._Element]:
    rendered, log, part = rendered_table(desk, 12)
    finished = finish(rendered, log.entries, part.seams)
    return rendered, finished.removed, parse(finished.text.encode())


Merged = tuple[str, list[Removed], etree._Element]


def test_the_proof_accepts_exactly_the_declared_cells(merged: Merged) -> None:
    rendered, removed, root = merged
    assert removed
    assert not lost_words(rendered, removed, root)
    assert lost_words(rendered, removed[:-1], root)
    assert lost_words(rendered, [], root)
    assert lost_words(rendered, [*removed, removed[-1]], root)


def test_the_proof_sees_a_loss_elsewhere_of_the_same_letters(merged: Merged) -> None:
    """Counting letters is not enough: these are the right letters, gone from the wrong place."""
    rendered, removed, root = merged
    filled = [t for t in root.iter(qn("t")) if t.text == "产出"]
    emptied = [c for c in root.iter(qn("tc")) if "continue" in etree.tostring(c).decode()]
    filled[0].text = ""
    paragraph = emptied[0].find(qn("p"))
    assert paragraph is not None
    etree.SubElement(etree.SubElement(paragraph, qn("r")), qn("t")).text = "产出"
    assert lost_words(rendered, removed, root)


def test_the_proof_sees_words_that_moved(merged: Merged) -> None:
    rendered, removed, root = merged
    texts = [t for t in root.iter(qn("t")) if t.text]
    texts[1].text, texts[2].text = texts[2].text, texts[1].text
    assert lost_words(rendered, removed, root)


def test_the_proof_sees_declarations_that_are_not_true(merged: Merged) -> None:
    rendered, removed, root = merged
    words = rendered.index("产出", removed[0].start)
    cut = Removed(removed[0].start, words, removed[0].kept_start, removed[0].kept_end)
    (problem,) = lost_words(rendered, [cut, *removed[1:]], root)
    assert "与留下的“产出”不同" in problem.message


@pytest.mark.parametrize("sign", ["<w:br/>", "<w:tab/>", '<w:sym w:char="F0FE"/>', "<w:drawing/>"])
def test_the_proof_sees_lost_signs_between_the_words(sign: str) -> None:
    rendered = f'<w:body xmlns:w="{qn("x")[1:-2]}">{p(f"<w:r><w:t>甲</w:t>{sign}</w:r>")}</w:body>'
    whole = parse(rendered.encode())
    assert not lost_words(rendered, [], whole)
    lesser = deepcopy(whole)
    run = next(lesser.iter(qn("r")))
    run.remove(run[1])
    assert lost_words(rendered, [], lesser)


def test_tab_stops_are_no_words() -> None:
    stops = '<w:tabs><w:tab w:val="left" w:pos="20"/></w:tabs>'
    rendered = f'<w:body xmlns:w="{qn("x")[1:-2]}">{p("甲", properties=stops)}</w:body>'
    root = parse(rendered.encode())
    for tabs in list(root.iter(qn("tabs"))):
        tabs.clear()
    assert not lost_words(rendered, [], root)


def test_a_merge_drawn_below_the_loop_starts_in_its_last_group(desk: Desk) -> None:
    start = tc("{{ 行.一|合并(行.组一) }}", properties='<w:vMerge w:val="restart"/>')
    below = tc("", properties='<w:vMerge w:val="continue"/>')
    body = [tr("{%tr for 行 in 表 %}", ""), tr(start, "{{ 行.分 }}"), tr("{%tr endfor %}", "")]
    for table, expected in (
        (listed(("产出", "1", "a", "1", "5")), [["↓产出", "5"], ["↑", "小计"]]),
        (
            listed(("产出", "1", "a", "1", "5"), ("效益", "2", "a", "1", "6")),
            [["↓产出", "5"], ["↓效益", "6"], ["↑", "小计"]],
        ),
    ):
        made_ = made(desk, tbl(*body, tr(below, "小计"), columns=2), 表=table)
        assert made_.rows == expected


def test_cells_of_unequal_width_do_not_merge(desk: Desk) -> None:
    wide = tc("{{ 行.一|合并(行.组一) }}", properties='<w:gridSpan w:val="2"/>')
    narrow = tr("{{ 行.一|合并(行.组一) }}", "{{ 行.分 }}")
    one = listed(("产出", "1", "a", "1", "5"))
    loop = ["{%tr for 行 in 表 %}", "{%tr endfor %}"]
    body = [tr(loop[0], ""), narrow, tr(loop[1], ""), tr(loop[0], ""), tr(wide), tr(loop[1], "")]
    assert made(desk, tbl(*body, columns=2), 表=one).rows == [["产出", "5"], ["产出"]]
