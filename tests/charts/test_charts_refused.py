"""Charts that cannot be filled, data named wrongly, and what charts may not bring along."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from chart_files import (
    Chart,
    R,
    chart_xml,
    drawing,
    drawn_book,
    series_xml,
    with_axis,
    with_charts,
)
from word_files import Desk, p, said

from drafter.diagnostics import Place
from drafter.pipeline import field_contract
from drafter.template.charts.language import names_data, pieces_of, read
from drafter.template.environment import FencedEnvironment
from drafter.template.lint import standalone
from drafter.template.loader import LoadResult
from drafter.template.tags import Tag
from drafter.template.typecheck import type_faults

pytest_plugins = ["desk_fixtures"]
ROWS = "类别：项目.名称；金额：项目.金额|万元"
PIE = Chart(chart_xml("pieChart"))


def loaded(desk: Desk, alternative: str, chart: Chart | None = None) -> LoadResult:
    charts = (chart or Chart(),)
    return desk.load_bytes(with_charts("前", p(drawing(alternative)), "{{ 名称 }}", charts=charts))


def told(desk: Desk, alternative: str, chart: Chart | None = None) -> list[tuple[str, str]]:
    """Return id and words of the errors, all of which stand at the chart."""
    result = loaded(desk, alternative, chart)
    errors = [f for f in result.findings if f.is_error]
    assert (result.template is None) == bool(errors)
    assert {f.where.place for f in errors} <= {f"正文 › 第2段，“{alternative}”"}
    return [(f.id, said(f)) for f in errors]


NAMED = [
    ("类别：项目.名程；金额：项目.金额|万元", "“每行”下没有字段“名程”（是不是“名称”？）"),
    ("类别：项日.名称；金额：项日.金额|万元", "数据里没有“项日”（是不是“项目”？）"),
    ("类别：甲；数：收人|万元", "数据里没有“收人”（是不是“"),
    ("类别：部门.全称；数：部门.全称|万元", "“部门”是一组字段，不是列表，不能循环"),
    ("类别：甲；数：部门.全称", "图表里的数应是金额、比率、个数等，并写过滤器（可用：万元、"),
    ("类别：甲；数：部门.全称|万元", "过滤器“万元”只能用于金额，“部门.全称”是文字"),
    ("类别：甲；数：收入", "“收入”是金额，要经过过滤器才能印出（如 |万元）"),
    ("类别：甲；数：人数|万元", "过滤器“万元”只能用于金额，“人数”是个数（用 |整数）"),
    ("类别：甲；数：收入|万远", "没有过滤器“万远”（是不是“万元”？）"),
    ("类别：甲；数：收入|变动", "图表里的数应是金额、比率、个数等，并写过滤器"),
    ("类别：甲，乙；收入：收入|万元", "类别有 2 个，系列“收入”有 1 个数（类别和"),
    ("类别：甲；收入：收入，收入.上年|万元", "类别有 1 个，系列“收入”有 2 个数"),
    ("类别：项目.名称；收入：收入|万元", "系列“收入”的数应取自类别的列表“项目”，却是“收入”"),
    ("类别：项目.名称；金额：项目.金额，项目.金额|万元", "系列“金额”写了 2 个数，类别是列表"),
    ("分类：甲；收入：收入|万元", "图表的数据里没有“类别”"),
    ("类别：甲", "图表的数据里只有“类别”，没有数"),
    ("类别：甲；类别：乙；收入：收入|万元", "“类别”写了两次（一个图表只有一组类别）"),
    ("类别：甲；收入|万元", "“收入|万元”里没有冒号，应写“名称：数”"),
    ("类别：甲，；收入：收入|万元", "“类别”里多了一个逗号"),
    ("类别：；收入：收入|万元", "“类别”后面没有写"),
    ("类别：甲；：收入|万元", "有一个系列没有名称"),
    ("类别：{年度|整数年；收入：收入|万元", "“{年度|整数年”里的花括号不成对"),
    ("类别：｛年度｝年；收入：收入|万元", "“｛年度｝年”里的花括号不成对"),
    ("类别：{人数}人；收入：收入|万元", "“人数”是个数，要经过过滤器才能印出（如 |整数）"),
    ("类别：甲；金额（元）：收入|万元", "图表的数用“|万元”，名称“金额（元）”里却写着“元”（"),
    ("类别：甲；金额(万元)：收入|元", "图表的数用“|元”，名称“金额(万元)”里却写着“万元”"),
    ("类别：甲；金额/亿元：收入|万元", "图表的数用“|万元”，名称“金额/亿元”里却写着“亿元”"),
    ("类别：甲；收入万元：收入|元", "图表的数用“|元”，名称“收入万元”里却写着“万元”"),
    ("类别：甲；{年度|整数}年（单位 元）：收入|万元", "图表的数用“|万元”，名称“{年度|整数}年（"),
    ("类别：项目.名称；占比（%）：项目.金额|万元", "图表的数用“|万元”，名称“占比（%）”里却写着“%”"),
    ("类别：甲；占比（万元）：占比|百分比", "图表的数用“|百分比”，名称“占比（万元）”里"),
    ("类别：收入（元），上年；数：收入，收入.上年|万元", "图表的数用“|万元”，名称“收入（元）”里"),
    ("类别：甲，乙；数：收入|元，收入.上年|万元", "系列“数”的数单位不一（一个系列用同一个过滤器）"),
    ("类别：甲；收入：收入+1|万元", "模板里不做运算，派生的数由程序给出"),
]  # fmt: skip


@pytest.mark.parametrize(("alternative", "says"), NAMED)
def test_data_named_wrongly_are_told_at_the_chart(desk: Desk, alternative: str, says: str) -> None:
    found = told(desk, alternative)
    assert all(id_ == "MB-010" for id_, _ in found)
    assert any(message.startswith(says) for _, message in found), found


def test_everything_wrong_is_told_at_once(desk: Desk) -> None:
    found = told(desk, "类别：甲，乙，丙；收入：收人，收入.上年|万元；人数：人数|万元", PIE)
    assert [id_ for id_, _ in found] == ["MB-010"] * 4 + ["MB-011"]
    assert "".join(message for _, message in found).count("类别有 3 个") == 2


@pytest.mark.parametrize(
    "named", ["金额（万元）", "金额（单位 万元）", "教学单元", "收入（美元）", "元旦前", "各分"]
)
def test_a_name_with_the_unit_of_its_numbers_or_with_none_is_right(desk: Desk, named: str) -> None:
    assert told(desk, f"类别：甲；{named}：收入|万元") == []
    assert told(desk, "类别：甲；占比（%）：占比|百分比") == []
    assert told(desk, "类别：甲；人数（人）：人数|整数") == []


def titled(words: str) -> str:
    return (
        f"<c:title><c:tx><c:rich><a:p><a:r><a:t>{words}</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    )


def test_a_title_with_another_unit_is_told(desk: Desk) -> None:
    assert told(desk, ROWS, Chart(chart_xml(title=titled("单位：元")))) == [
        ("MB-011", "图表的标题“单位：元”里写着“元”，数的单位却是“万元”（改标题，或换过滤器）")
    ]
    assert told(desk, ROWS, Chart(chart_xml(title=titled("单位：万元")))) == []
    assert (
        told(desk, "类别：甲；占比：占比|百分比", Chart(chart_xml(title=titled("单位：元")))) == []
    )


STALE = "图表的标题、误差线或数据标签里有固定的数或单元格引用，填数以后会对不上"
TITLE = "<c:title><c:tx><c:strRef><c:f>Sheet1!$A$9</c:f></c:strRef></c:tx></c:title>"
BARS = "<c:errBars><c:plus><c:numRef><c:f>Sheet1!$C$2</c:f></c:numRef></c:plus></c:errBars>"
LABEL = '<c:dLbls><c:dLbl><c:idx val="0"/><c:tx/></c:dLbl></c:dLbls>'
LITERAL = "<c:errBars><c:plus><c:numLit/></c:plus></c:errBars>"
RANGE = (
    '<c:extLst><c:ext uri="x" xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart">'
    "<c15:datalabelsRange><c15:f>Sheet1!$D$2</c15:f><c15:dlblRangeCache/></c15:datalabelsRange>"
    "</c:ext></c:extLst>"
)
DIVIDED = '<c:dispUnits><c:builtInUnit val="tenThousands"/></c:dispUnits>'
PIVOT = "<c:pivotSource><c:name>a</c:name></c:pivotSource>"
KINDS = [
    (chart_xml("scatterChart"), "散点图不能填数（可用：柱形图、折线图、面积图、雷达图、"),
    (chart_xml("mapChart"), "这种图表不能填数"),
    (chart_xml("barChart", " "), "图表里一个系列也没有"),
    (chart_xml(end=PIVOT), "图表连着数据透视表"),
    (chart_xml(title=TITLE), STALE),
    (chart_xml("barChart", series_xml(0, 0, BARS)), STALE),
    (chart_xml("barChart", series_xml(0, 0, LABEL)), STALE),
    (chart_xml("barChart", series_xml(0, 0, LITERAL)), STALE),
    (chart_xml("barChart", series_xml(0).replace("</c:ser>", f"{RANGE}</c:ser>")), STALE),
    (with_axis("barChart", more=DIVIDED), "图表的坐标轴设了显示单位，图上的数会再除一次（"),
    (with_axis("lineChart", '<c:logBase val="10"/>'), "图表的坐标轴是对数刻度，0 和负数画不出来"),
    (with_axis("areaChart", '<c:min val="1000.5"/>'), "图表的坐标轴从 1000.5 画起，柱子、面积的"),
    (with_axis("barChart").replace(b"valAx", b"dateAx"), "图表的横轴是日期坐标轴，类别会印成日期"),
]  # fmt: skip


@pytest.mark.parametrize(("xml", "says"), KINDS)
def test_a_chart_that_cannot_be_filled_is_told(desk: Desk, xml: bytes, says: str) -> None:
    chart = Chart(xml)
    ((id_, message),) = told(desk, ROWS, chart)
    assert id_ == "MB-011"
    assert message.startswith(says)
    # Without data it may be what it likes.
    assert told(desk, "示意图", chart) == []


def test_a_chart_without_a_workbook_is_told(desk: Desk) -> None:
    ((id_, message),) = told(desk, ROWS, Chart(book=b""))
    assert (id_, message[:16]) == ("MB-011", "图表没有带数据表（嵌入的工作簿）")


def test_a_pie_has_one_series(desk: Desk) -> None:
    two = "类别：甲；收入：收入|万元；上年：收入.上年|万元"
    assert told(desk, two, PIE) == [
        ("MB-011", "饼图只能有一个系列，数据里写了 2 个（改用圆环图或柱形图，或画几个饼图）")
    ]
    assert told(desk, two, Chart(chart_xml("doughnutChart"))) == []


def test_shares_reckoned_by_word_are_a_hint(desk: Desk) -> None:
    labels = '<c:dLbls><c:showPercent val="1"/></c:dLbls>'
    chart = Chart(chart_xml("pieChart", series_xml(0, 0, labels)))
    (finding,) = loaded(desk, ROWS, chart).findings
    assert (finding.id, finding.severity) == ("MB-011", "提示")
    assert "末位可能与正文不一致" in finding.message


def test_digits_typed_in_a_title_are_a_hint(desk: Desk) -> None:
    for typed in ("2019年收入3536.25万元", "二〇一九年收入", "１９年"):
        (finding,) = loaded(desk, ROWS, Chart(chart_xml(title=titled(typed)))).findings
        assert (finding.id, finding.severity) == ("MB-011", "提示")
        assert finding.message == f"图表的标题“{typed}”里打了数字，填数以后不会跟着变"
    trend = "<c:trendline><c:name>趋势2019</c:name></c:trendline>"
    (finding,) = loaded(desk, ROWS, Chart(chart_xml("lineChart", series_xml(0, 0, trend)))).findings
    assert "“趋势2019”" in finding.message


def test_axes_that_do_not_falsify_are_no_fault(desk: Desk) -> None:
    for axis in (
        with_axis("barChart", '<c:min val="0"/><c:max val="9"/>'),
        with_axis("barChart", '<c:min val="-5"/>'),
        with_axis("lineChart", '<c:min val="50"/>'),
    ):
        assert loaded(desk, ROWS, Chart(axis)).findings == ()


def test_data_beside_a_picture_or_in_a_text_box_are_told(desk: Desk) -> None:
    picture = drawing(ROWS).replace("<c:chart ", "<c:picture ")
    result = desk.load_bytes(with_charts(p(picture), "{{ 名称 }}", charts=(Chart(),)))
    assert said(result.findings[0]).startswith("替代文字里写了图表的数据，这里却不是")
    boxed = f"<w:r><w:pict><w:txbxContent>{p(drawing(ROWS))}</w:txbxContent></w:pict></w:r>"
    result = desk.load_bytes(with_charts(p(boxed), "{{ 名称 }}", charts=(Chart(),)))
    assert [said(f) for f in result.findings] == ["文本框里的图表不能填数（把图表移到正文段落里）"]


def test_what_names_data_and_what_describes_a_picture() -> None:
    assert names_data("类别：甲")
    assert names_data("分类:项目.名称\n金额:项目.金额 | 万元")
    assert not names_data("收入结构：一般公共预算占八成")
    assert not names_data("")
    assert read("类别：甲；收入：收入|万元；")[1] == []


# What a chart may bring along


def book_with(**files: bytes) -> bytes:
    out = io.BytesIO(drawn_book())
    with zipfile.ZipFile(out, "a") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


EXTERNAL = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r" Type="http://a/b/oleObject" TargetMode="External" Target="file:///x"/>'
    b"</Relationships>"
)
BAD = "打不开或不合规"
REACHING = "里有宏、外部链接、嵌入对象一类"
SHAPES = f'<Relationship Id="rId2" Type="{R}/chartUserShapes" Target="../styles.xml"/>'
LINKED = f'<Relationship Id="rId2" Type="{R}/oleObject" TargetMode="External" Target="b.xlsx"/>'
SUSPICIOUS = [
    (Chart(book=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9), BAD),
    (Chart(book=b"text"), BAD),
    (Chart(book=book_with(**{"xl/vbaProject.bin": b"x"})), BAD),
    (Chart(book=book_with(**{"xl/externalLinks/e1.xml": b"<a/>"})), REACHING),
    (Chart(book=book_with(**{"xl/embeddings/o.docx": b"x"})), REACHING),
    (Chart(book=book_with(**{"xl/connections.xml": b"<a/>"})), REACHING),
    (Chart(book=book_with(**{"xl/worksheets/_rels/sheet1.xml.rels": EXTERNAL})), "不能用："),
    (Chart(book=book_with(**{"xl/a.xml": b"<a"})), "有部件不是合格的 XML"),
    (Chart(book_name="chart{}.xlsb"), "不是 .xlsx 工作簿"),
    (Chart(more=SHAPES), "图表里有../styles.xml（chartUserShapes）"),
    (Chart(more=LINKED), "嵌入的 OLE 对象"),
]  # fmt: skip


@pytest.mark.parametrize("alternative", [ROWS, "示意图"])
@pytest.mark.parametrize(("chart", "says"), SUSPICIOUS)
def test_a_chart_brings_along_cells_and_nothing_else(
    desk: Desk, chart: Chart, says: str, alternative: str
) -> None:
    result = loaded(desk, alternative, chart)
    assert result.template is None
    errors = [f for f in result.findings if f.is_error]
    assert {f.id for f in errors} <= {"MB-006", "MB-011"}
    assert any(says in f.message for f in errors), [f.message for f in errors]


def test_two_charts_do_not_share_a_workbook(desk: Desk) -> None:
    second = Chart(relation="rIdC2", number=2, book_name="chart1.xlsx")
    body = (p(drawing(ROWS)), p(drawing(ROWS, "rIdC2", 2)), "{{ 名称 }}")
    result = desk.load_bytes(with_charts(*body, charts=(Chart(), second)))
    assert [f.message for f in result.findings if f.id == "MB-006"] == [
        "图表的数据表（../embeddings/chart1.xlsx）和别的图表共用，请在 Word 里重新插入其中一个"
    ] * 2
    assert {f.where.place for f in result.findings} == {"正文 › 第1段", "正文 › 第2段"}


def test_a_workbook_that_belongs_to_no_chart_is_refused(desk: Desk) -> None:
    blob = with_charts("{{ 名称 }}", files={"word/embeddings/a.xlsx": drawn_book()})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blob)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/_rels/document.xml.rels":
                own = f'<Relationship Id="b" Type="{R}/package" Target="embeddings/a.xlsx"/>'
                content = content.replace(b"</Rel", f"{own}</Rel".encode())
            new.writestr(name, content)
    (finding,) = desk.load_bytes(out.getvalue()).findings
    assert (finding.id, finding.message) == (
        "MB-006",
        "文件里有嵌入的文档（embeddings/a.xlsx），请删去后再存",
    )


def test_the_sound_chart_behind_these_is_no_fault(desk: Desk) -> None:
    assert loaded(desk, ROWS).findings == ()


def test_the_examples_of_the_manual_are_right(root: Path) -> None:
    manual = (root / "docs" / "模板手册.md").read_text(encoding="utf-8")
    examples = re.findall(r"```\n(类别：.*?)\n```", manual, re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        data, problems = read(example)
        assert problems == []
        pieces = [piece for piece in pieces_of(data) if "{" in piece.text]
        tags = [Tag(piece.text, "", Place(), 0, plots=piece.kind == "number") for piece in pieces]
        sources = ((number, standalone(tag)) for number, tag in enumerate(tags))
        trees = {n: FencedEnvironment().parse(source) for n, source in sources if source}
        assert list(type_faults(tags, trees, field_contract(), None)) == []
