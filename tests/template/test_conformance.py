"""The fence, weakness by weakness: what docxtpl 0.20.2 does to a template or a value, and drafter.

Each section is one of the known weaknesses W1 to W28 of docxtpl. Where it is practical, plain
docxtpl runs on the same file first and shows that the weakness is real; should an upgrade change
that, the test says so, and what drafter does about it can be looked at anew. The constructs
themselves are tested in full in the other files of this folder.
"""

from __future__ import annotations

import ast
import copy
import io
import pickle
import re
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import docx
import pytest
from docxtpl import DocxTemplate, RichText
from jinja2 import Environment, TemplateSyntaxError, UndefinedError
from lxml import etree
from word_files import (
    DATA,
    Desk,
    Document,
    Others,
    document_of,
    line,
    p,
    parts_of,
    raw_document,
    rows,
    tbl,
    tc,
    text,
    tr,
    with_text,
    words,
    zipped,
)

from drafter.diagnostics import Severity
from drafter.template import loader, survey
from drafter.template.contract import contract_of
from drafter.template.engine import FencedTemplate
from drafter.template.environment import FencedEnvironment
from drafter.template.loader import load_template
from drafter.template.package import qn, read_package
from drafter.template.properties import About
from drafter.template.render import render

pytest_plugins = ["desk_fixtures"]

ROOT = Path(__file__).resolve().parents[2]
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def plain(
    *body: str, others: Others | None = None, autoescape: bool = False, **values: object
) -> Document:
    """Return what plain docxtpl makes of a file and values."""
    blocks = "".join(b if b.startswith("<") else p(b) for b in body)
    return plain_file(zipped(parts_of(blocks, others)), autoescape=autoescape, **values)


def plain_file(blob: bytes, *, autoescape: bool = False, **values: object) -> Document:
    template = DocxTemplate(io.BytesIO(blob))
    template.render(values, autoescape=autoescape)
    buffer = io.BytesIO()
    template.save(buffer)
    return Document(buffer.getvalue())


def grid(document: Document) -> list[str | None]:
    return [column.get(qn("w")) for column in document.root().iter(qn("gridCol"))]


# --- W1: a recovering parser swallows what the values spoil ------------------------------------


@pytest.mark.parametrize(
    ("value", "swallowed"),
    [("同比<5%", "同比5%次段"), ("研发<生产>部 & 其他", "研发次段"), ("a&b", "a次段")],
)
def test_w1_values_with_xml_signs_print_as_typed(desk: Desk, value: str, swallowed: str) -> None:
    assert words(plain("{{ 值 }}", "次段", 值=value).root()) == swallowed
    others = {"header1": ("header", p("{{ 值 }}")), "footnotes": ("footnotes", note("{{ 值 }}"))}
    with pytest.raises(etree.XMLSyntaxError):
        plain("文", others=others, 值="a<b")
    template = desk.template("{{ 值 }}", "次段", others=others, data=with_text(value))
    made = document_of(render(template, with_text(value), 2020))
    assert made.paragraphs == [value, "次段"]
    assert words(made.root("word/header1.xml")) == value
    assert words(made.root("word/footnotes.xml")) == value


def note(words_: str) -> str:
    return f'<w:footnote w:id="2">{p(words_)}</w:footnote>'


# --- W2: what is missing prints nothing, what is no value prints as Python shows it ------------


def test_w2_missing_values_show_and_numbers_print_in_their_style(desk: Desk) -> None:
    assert plain("[{{ 缺 }}|{{ 空 }}|{{ 数 }}]", 空=None, 数=0.1 + 0.2).text == (
        "[|None|0.30000000000000004]"
    )
    made = desk.made(
        "[{{ 缺字 }}|{{ 缺数|万元 }}|{{ 收入|万元 }}|{{ 无数|万元 }}|{{ 无率|百分比 }}]"
    )
    assert made.text == "[【待补：缺字】|【待补：缺数】|12.00|0|—]"
    assert desk.faults("{{ 缺 }}", "{{ 收入 }}") == [
        ("正文 › 第1段，“{{ 缺 }}”", "数据里没有“缺”（是不是“缺表”？）"),
        ("正文 › 第2段，“{{ 收入 }}”", "“收入”是金额，要经过过滤器才能印出（如 |万元）"),
    ]


@pytest.mark.parametrize("value", [None, 0.1 + 0.2, float("nan"), 3, True, "文", object(), [1], {}])
def test_w2_only_what_a_filter_or_the_input_gave_is_printed(desk: Desk, value: object) -> None:
    """Should anything else reach a tag, it is refused: nothing prints as Python shows it."""
    template = desk.template("{{ 名称 }}", typed=False)
    (part,) = template.parts
    environment = part.template.environment
    with pytest.raises(Exception, match=r"不能印出|没有可以印出|要经过过滤器"):
        environment.from_string("{{ 值 }}").render(值=value)


# --- W3: an error has no part, no paragraph, mostly not even a line ----------------------------


def test_w3_an_error_stands_at_its_tag_in_its_part(desk: Desk) -> None:
    """Every kind of exception is followed to its tag in `test_template_locating.py`."""
    for typed, kind in (("{{ 缺.字段 }}", UndefinedError), ("{{ 1 / 0 }}", ZeroDivisionError)):
        with pytest.raises(kind) as raised:
            plain("甲", typed)
        assert getattr(raised.value, "lineno", None) is None
        assert not hasattr(raised.value, "docx_context")
    table = tbl(tr("a", "{{ 缺.字段 }}"), columns=2)
    header = {"header1": ("header", p("页") + p("{{ 缺.字段 }}"))}
    found = desk.faults(p("一章", style="H1"), table, "{{ 1 / 0 }}", others=header)
    assert [place for place, _ in found] == [
        "正文 › 一章 › 第2段，“{{ 1 / 0 }}”",
        "正文 › 一章 › 第1个表第1行第2格，“{{ 缺.字段 }}”",
        "页眉 › 第2段，“{{ 缺.字段 }}”",
    ]


# --- W4: only the first error is told ----------------------------------------------------------


def test_w4_all_errors_come_in_one_run(desk: Desk) -> None:
    body = ("{% if 是 %}", "{{ 收入|万 }}", "{{ 名称", "{% endfor %}")
    with pytest.raises(TemplateSyntaxError):
        plain(*body)
    assert [place for place, _ in desk.faults(*body)] == [
        "正文 › 第3段，“{{ 名称”",
        "正文 › 第2段，“{{ 收入|万 }}”",
        "正文 › 第4段，“{% endfor %}”",
    ]


# --- W5: an open tag eats the paragraphs behind it ---------------------------------------------


def test_w5_an_open_tag_is_refused_where_it_is_open(desk: Desk) -> None:
    comment = ("甲{# 注", "中间", "乙 #}尾")
    assert plain(*comment).text == "甲尾"
    assert desk.faults(*comment) == [
        ("正文 › 第1段，“{# 注”", "不支持 {# #} 注释，请改用 Word 批注（审阅 › 新建批注）"),
        ("正文 › 第3段，“乙 #}”", "不支持 {# #} 注释，请改用 Word 批注（审阅 › 新建批注）"),
    ]
    with pytest.raises(TemplateSyntaxError, match="got '元中间乙'"):
        plain("{{ 名称 元", "中间", "乙{{ 名称 }}")
    assert desk.fault("{{ 名称 元", "中间", "乙{{ 名称 }}") == (
        "正文 › 第1段，“{{ 名称 元”",
        "标签没有闭合，缺少 }}，或跨了段落（一个标签要写在同一段里，中间不按回车）",
    )


# --- W6: {%p %} and its like take their neighbours along, or are not understood ----------------


ALONE = "{%p %} 所在的段落里还有别的文字，会随标签一起消失，请另起一段（只管段内几个字的，去掉 p）"


def test_w6_a_tag_with_neighbours_is_refused(desk: Desk) -> None:
    body = ("头", "话{%p if 是 %}", "体", "{%p endif %}")
    assert plain(*body, 是=True).paragraphs == ["头", "体"]
    assert desk.fault(*body) == (
        "正文 › 第2段，“{%p if 是 %}”",
        ALONE,
    )


def test_w6_two_tags_in_a_paragraph_are_refused(desk: Desk) -> None:
    with pytest.raises(TemplateSyntaxError, match="unknown tag 'endif'"):
        plain("{%p if 是 %}{%p endif %}", 是=True)
    assert {place for place, _ in desk.faults("{%p if 是 %}{%p endif %}")} == {
        "正文 › 第1段，“{%p if 是 %}”", "正文 › 第1段，“{%p endif %}”",
    }  # fmt: skip


def test_w6_a_percent_sign_in_a_literal_is_its_own(desk: Desk) -> None:
    body = ("{%p if 值 == '50%' %}", "体", "{%p endif %}")
    with pytest.raises(TemplateSyntaxError, match="unknown tag 'p'"):
        plain(*body, 值="50%")
    assert desk.made(*body, data=with_text("50%")).paragraphs == ["体"]
    assert desk.made(*body, data=with_text("51%")).paragraphs == []


def test_w6_a_row_with_a_table_in_it_takes_nothing_along(desk: Desk) -> None:
    """docxtpl ends the row at the first row of the inner table: the rest of the body is gone."""
    inner = tc(tbl(tr("内"), columns=1) + p(""))
    body = (tbl(tr("{%tr if 是 %}", inner), tr("b", "c"), tr("{%tr endif %}", ""), columns=2), "末")
    assert "末" not in plain(*body, 是=True).text
    assert desk.fault(*body) == (
        "正文 › 第1个表第1行第1格，“{%tr if 是 %}”",
        "{%tr %} 所在的表格行里还有别的文字，会随标签一起消失，请另起一行",
    )
    around = tbl(tr("{%tr if 是 %}", ""), tr("b", inner), tr("{%tr endif %}", ""), columns=2)
    assert desk.made(around, "末").text == "b内末"


# --- W7: quotes are turned straight within literals, full-width signs are text -----------------


def test_w7_a_literal_keeps_its_curly_quotes(desk: Desk) -> None:
    body = "{% if 名称 == '“三公”经费' %}对{% else %}错{% endif %}"
    data = DATA.with_items(名称=text("“三公”经费"))
    assert plain(body, 名称="“三公”经费").text == "错"
    assert desk.load(body).findings == ()
    assert desk.made(body, data=data).text == "对"
    assert desk.made(body).text == "错"


def test_w7_full_width_signs_of_a_tag_are_refused(desk: Desk) -> None:
    assert plain("｛｛ 名称 }}", 名称="甲").text == "｛｛ 名称 }}"
    place, message = desk.faults("｛｛ 名称 }}")[0]
    assert (place, message) == (
        "正文 › 第1段，“｛｛ 名称 }}”",
        "标签用了全角符号，应为半角 {{ }} 或 {% %}（应写 {{ 名称 }}）",
    )
    assert desk.fault("{{ 收入|变动（‘默认’） }}")[0] == (
        "正文 › 第1段，“{{ 收入|变动（‘默认’） }}”"
    )


# --- W8: tags split by Word; tracked deletions are rendered ------------------------------------


def test_w8_a_tag_split_between_its_sign_and_letter_is_one_tag(desk: Desk) -> None:
    body = (p("{%", "p if 是 %}"), "体", p("{", "%p endif %", "}"))
    assert desk.made(*body).paragraphs == ["体"]


def test_w8_a_tracked_deletion_is_refused_and_leaks_no_value(desk: Desk) -> None:
    deleted = "<w:del w:id='1' w:author='x'><w:r><w:delText>{{ 名称 }}</w:delText></w:r></w:del>"
    assert "机密" in raw_document(plain(p(deleted, "文"), 名称="机密").blob)
    assert desk.faults(p(deleted, "文"))[0] == (
        "正文 › 第1段，“{{ 名称 }}”",
        "有未接受的修订，请先接受或拒绝全部修订（Word：审阅 › 接受 › 接受所有修订）",
    )


# --- W9: footnotes are rendered once for each section: data run as a template ------------------


def test_w9_footnotes_are_rendered_once_and_endnotes_too(desk: Desk) -> None:
    sections = (p("一", properties="<w:sectPr/>"), p("二"))
    others = {
        "footnotes": ("footnotes", note("{{ 值 }}")),
        "endnotes": ("endnotes", f'<w:endnote w:id="2">{p("{{ 值 }}")}</w:endnote>'),
    }
    ran = plain(*sections, others=others, 值="{{ 7*7 }}")
    assert words(ran.root("word/footnotes.xml")) == "49"
    assert words(ran.root("word/endnotes.xml")) == "{{ 值 }}"
    data = with_text("{{ 7*7 }}")
    template = desk.template(*sections, others=others, data=data)
    made = document_of(render(template, data, 2020))
    assert words(made.root("word/footnotes.xml")) == "{{ 7*7 }}"
    assert words(made.root("word/endnotes.xml")) == "{{ 7*7 }}"


def test_w9_comments_stay_with_the_template(desk: Desk) -> None:
    comment = f'<w:comment w:id="0" w:author="张三">{p("{{ 名称 }}机密")}</w:comment>'
    template = desk.template("文", others={"comments": ("comments", comment)})
    assert len(document_of(render(template, DATA, 2020)).root("word/comments.xml")) == 0


# --- W10: properties are escaped twice, or not rendered ----------------------------------------


def titled(title: str) -> bytes:
    document = docx.Document(io.BytesIO(zipped(parts_of(p("{{ 名称 }}")))))
    document.core_properties.title = title
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def title_of(document: Document) -> str:
    return str(docx.Document(io.BytesIO(document.blob)).core_properties.title)


def test_w10_properties_say_what_the_report_is_and_hold_no_tags(desk: Desk) -> None:
    escaped = plain_file(titled("{{ 名称 }}"), autoescape=True, 名称="A & B")
    assert title_of(escaped) == "A &amp; B"
    loaded = desk.load_bytes(titled("收入 & 支出 < 100"))
    assert loaded.template is not None
    about = About("甲局 & 乙局 < 100", department="甲局")
    made = document_of(render(loaded.template, DATA, 2020, about))
    assert title_of(made) == "甲局 & 乙局 < 100"
    refused = desk.load_bytes(titled("甲{{ 名称 }}"))
    assert [(f.where.place, f.message) for f in refused.findings] == [
        (
            "文档属性，“甲{{ 名称 }}”",
            "标签只能放在正文、页眉、页脚、脚注和尾注里，放在这里会照原样留着",
        )
    ]


# --- W11: the environment of the caller is changed ---------------------------------------------


def test_w11_each_template_has_an_environment_of_its_own(desk: Desk) -> None:
    mine = Environment(autoescape=False)
    DocxTemplate(io.BytesIO(zipped(parts_of(p("文"))))).render({}, mine, autoescape=True)
    assert mine.autoescape
    first, second = desk.template("{{ 名称 }}甲"), desk.template("{{ 名称 }}乙")
    one, other = (t.parts[0].template.environment for t in (first, second))
    assert one is not other
    before = dict(vars(one))
    document_of(render(first, DATA, 2020))
    assert vars(one) == before


# --- W12: no sandbox ---------------------------------------------------------------------------


def test_w12_python_is_not_reached_from_a_template(desk: Desk) -> None:
    """The ways out that are known are tried one by one in `test_template_sandbox.py`."""
    way_out = "{{ cycler.__init__.__globals__.os.name }}"
    assert plain(way_out).text in {"posix", "nt"}
    assert desk.fault(way_out) == (
        f"正文 › 第1段，“{way_out}”", "名称“__globals__”不能以下划线开头",
    )  # fmt: skip
    with pytest.raises(UndefinedError):
        FencedEnvironment().from_string(way_out).render()


# --- W13: control characters vanish ------------------------------------------------------------


def test_w13_control_characters_are_refused_not_dropped(desk: Desk) -> None:
    """Reading refuses them at their line (`tests/test_hostile_text.py`); this is the last door."""
    assert plain("{{ 值 }}", 值="甲\x0b乙").text == "甲乙"
    assert desk.run_fault("{{ 值 }}", data=with_text("甲\x0b乙")) == (
        "正文 › 第1段，“{{ 值 }}”", "数据里有不能印出的字符 U+000B",
    )  # fmt: skip


# --- W14: ids that loops repeat ----------------------------------------------------------------

THING = (
    '<w:bookmarkStart w:id="3" w:name="甲"/><w:bookmarkEnd w:id="3"/>'
    '<w:r><w:drawing><wp:docPr id="7"/></w:drawing></w:r>'
    '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office">'
    '<v:shapetype id="_x0000_t75"/><v:shape id="图1" o:spid="_x0000_s1026" type="#_x0000_t75"/>'
    "</w:pict></w:r>"
    '<w:sdt><w:sdtPr><w:id w:val="9"/></w:sdtPr><w:sdtContent/></w:sdt>'
)


def test_w14_repeated_ids_become_unique_over_all_parts(desk: Desk) -> None:
    def body(list_: str, name: str) -> list[str]:
        thing = p(THING, f"{{{{ {name} }}}}")
        thing = thing.replace("<w:p>", '<w:p w14:paraId="0000000A" w14:textId="1">')
        return [f"{{%p for 项 in {list_} %}}", thing, "{%p endfor %}"]

    header = {"header1": ("header", p(THING, "页"))}
    raw = raw_document(plain(*body("项目", "项"), others=header, 项目=["修路", "架桥"]).blob)
    for repeated in ('bookmarkStart w:id="3"', 'paraId="0000000A"', 'id="图1"'):
        assert raw.count(repeated) == 2
    template = desk.template(*body("项目", "项.名称"), others=header)
    made = document_of(render(template, DATA, 2020))
    roots = [made.root(), made.root("word/header1.xml")]

    def seen(tag: str, attribute: str) -> list[str | None]:
        return [node.get(attribute) for root in roots for node in root.iter(tag)]

    starts = seen(qn("bookmarkStart"), qn("id"))
    assert len(set(starts)) == 3
    assert starts == seen(qn("bookmarkEnd"), qn("id"))
    assert seen(qn("bookmarkStart"), qn("name")) == ["甲", "甲_2", "甲_3"]
    assert seen(WP, "id") == ["1", "2", "3"]
    vml, office = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}"
    assert seen(f"{vml}shape", "id") == ["图1", "图1_2", "图1_3"]
    assert seen(f"{vml}shape", f"{office}spid") == ["_x0000_s1026", None, None]
    assert set(seen(f"{vml}shapetype", "id")) == {"_x0000_t75"}
    assert [node.get(qn("val")) for root in roots for node in root.iter(qn("id"))] == ["9"]
    w14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
    assert [x for x in seen(qn("p"), f"{w14}paraId") if x] == ["0000000A"]


# --- W15: {% vm %} merges whatever the values; {% cellbg %} is dropped without properties ------


def test_w15_cells_merge_by_group_and_words_and_not_by_a_tag(desk: Desk) -> None:
    def table(first: str, name: str) -> str:
        cell = tc(first, properties='<w:tcW w:w="1"/>')
        loop = tr("{%tr for 行 in 表 %}", ""), tr("{%tr endfor %}", "")
        return tbl(loop[0], tr(cell, f"{{{{ {name} }}}}"), loop[1], columns=2)

    lost = plain(table("{% vm %}{{ 行 }}", "行"), 表=["产出", "效益"])
    assert lost.rows == [["↓产出", "产出"], ["↑", "效益"]]
    entries = [("产出", "1"), ("产出", "1"), ("效益", "2"), ("产出", "3")]
    data = DATA.with_items(
        表=rows(*(line(i, 名=text(a), 组=text(g)) for i, (a, g) in enumerate(entries)))
    )
    made = desk.made(table("{{ 行.名|合并(行.组) }}", "行.名"), data=data)
    assert made.rows == [
        ["↓产出", "产出"], ["↑", "产出"], ["效益", "效益"], ["产出", "产出"],
    ]  # fmt: skip


@pytest.mark.parametrize("tag", ["vm", "hm", "cellbg '00FF00'", "colspan 2"])
def test_w15_tags_on_cells_are_refused(desk: Desk, tag: str) -> None:
    word = tag.split(maxsplit=1)[0]
    assert desk.fault(tbl(tr(f"{{% {tag} %}}甲"), columns=1)) == (
        f"正文 › 第1个表第1行第1格，“{{% {tag} %}}”",
        f"不支持的标签“{word}”，只能用 if、elif、else、endif、for、endfor",
    )


# --- W16: widths of columns are changed in tables that nobody touched --------------------------


def test_w16_grids_stay_as_drawn(desk: Desk) -> None:
    short = '<w:tr><w:trPr><w:gridAfter w:val="1"/></w:trPr>' + tc("a") + tc("b") + "</w:tr>"
    assert grid(plain(tbl(short, columns=3))) == ["1800", "1800"]
    assert grid(desk.made(tbl(short, columns=3))) == ["1200", "1200", "1200"]


def test_w16_a_table_without_a_grid_is_no_crash(desk: Desk) -> None:
    no_grid = f"<w:tbl><w:tblPr/>{tr('{{ 名称 }}', 'b')}</w:tbl>"
    with pytest.raises(AttributeError):
        plain(no_grid, 名称="甲局")
    assert desk.made(no_grid).rows == [["甲局", "b"]]
    columns = tr("头", "{%tc if 否 %}", "x", "{%tc endif %}")
    assert desk.made(f"<w:tbl><w:tblPr/>{columns}</w:tbl>").rows == [["头"]]


# --- W17: charts are copied as they are --------------------------------------------------------

CHART = (
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart>'
    "<c:title>{}</c:title></c:chart></c:chartSpace>"
)


def with_chart(title: str) -> dict[str, str | bytes]:
    link = (
        '<Relationship Id="rIdC" Target="charts/chart1.xml" Type="http://schemas.openxmlformats.org'
        '/officeDocument/2006/relationships/chart"/>'
    )
    parts: dict[str, str | bytes] = dict(parts_of(p("{{ 名称 }}"), extra_rels=link))
    kind = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    override = f'<Override PartName="/word/charts/chart1.xml" ContentType="{kind}"/></Types>'
    types = str(parts["[Content_Types].xml"]).replace("</Types>", override)
    chart = CHART.format(title)
    return {**parts, "[Content_Types].xml": types, "word/charts/chart1.xml": chart}


def test_w17_charts_keep_their_bytes_and_hold_no_tags(desk: Desk) -> None:
    loaded = desk.load_bytes(zipped(with_chart("图1 收入")))
    assert loaded.template is not None
    made = document_of(render(loaded.template, DATA, 2020))
    chart = read_package(made.blob).parts["word/charts/chart1.xml"]
    assert chart.decode() == CHART.format("图1 收入")
    assert (
        b"{{"
        in read_package(plain_file(zipped(with_chart("{{ 名称 }}"))).blob).parts[
            "word/charts/chart1.xml"
        ]
    )
    refused = desk.load_bytes(zipped(with_chart("{{ 名称 }}"))).findings
    assert [f.where.place for f in refused] == ["图表，“{{ 名称 }}”"]


# --- W18: sub-documents lose styles, numbering and headers -------------------------------------


@pytest.mark.parametrize(
    ("kind", "says"),
    [("subDocument", "文件里有子文档"), ("aFChunk", "文件里有嵌入的其他文档")],
)
def test_w18_documents_in_documents_are_refused(desk: Desk, kind: str, says: str) -> None:
    link = (
        '<Relationship Id="rIdS" Target="sub.docx" Type="http://schemas.openxmlformats.org/'
        f'officeDocument/2006/relationships/{kind}"/>'
    )
    parts: dict[str, str | bytes] = dict(parts_of(p("文"), extra_rels=link))
    parts["word/sub.docx"] = b"PK"
    found = desk.load_bytes(zipped(parts)).findings
    assert any(f.id == "MB-006" and says in f.message for f in found)
    with pytest.raises(TypeError, match="does not offer"):
        FencedTemplate.opened(zipped(parts_of(p("文")))).new_subdoc()


# --- W19: rich text and plain text in the wrong tag print nothing ------------------------------


def test_w19_tags_for_rich_text_are_refused(desk: Desk) -> None:
    assert plain("[{{r 名称 }}]", 名称="甲局").text == "[]"
    assert plain("[{{ 名称 }}]", "尾", 名称=RichText("甲局")).paragraphs != ["[甲局]", "尾"]
    assert plain("{{p 名称 }}", 名称="甲局").text == ""
    for tag in ("{{r 名称 }}", "{{p 名称 }}"):
        assert desk.fault(f"[{tag}]") == (
            f"正文 › 第1段，“{tag}”", "不支持 {{r }}、{{p }} 和 {%r %}",
        )  # fmt: skip


# --- W20: every rendering reads, patches and compiles anew -------------------------------------


def test_w20_a_template_is_compiled_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[object] = []
    real = FencedEnvironment.compile

    def counting(self: FencedEnvironment, *arguments: Any, **named: Any) -> Any:
        compiled.append(arguments)
        return real(self, *arguments, **named)

    monkeypatch.setattr(FencedEnvironment, "compile", counting)
    monkeypatch.setattr(loader, "_PREPARED", {})
    template = desk.template("第二十条{{ 名称 }}", others={"header1": ("header", p("{{ 名称 }}"))})
    assert len(compiled) == 2
    again = load_template(template.folder, "模板").template
    assert again is not None
    for _ in range(3):
        document_of(render(template, DATA, 2020))
    compiled.clear()
    document_of(render(desk.template("第二十条{{ 名称 }}", others={
        "header1": ("header", p("{{ 名称 }}")),
    }), DATA, 2020))  # fmt: skip
    assert compiled == []  # the same content in another folder


# --- W21: the zip tells the time ---------------------------------------------------------------


def test_w21_the_same_report_has_the_same_bytes(desk: Desk) -> None:
    """Saving it whole or not at all is tested in `tests/test_output.py`."""
    body = ("甲{{ 名称 }}", "{{ 缺字 }}")
    one, other = (document_of(render(desk.template(*body), DATA, 2020)).blob for _ in range(2))
    assert one == other
    assert times(one) == {(1980, 1, 1, 0, 0, 0)}
    assert times(plain("甲").blob) != times(one)


def times(blob: bytes) -> set[tuple[int, ...]]:
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        return {info.date_time for info in archive.infolist()}


# --- W22: the inventory of names is shallow and blind ------------------------------------------


def test_w22_the_fields_of_a_template_are_whole_paths_in_all_its_parts(desk: Desk) -> None:
    others = {"footnotes": ("footnotes", note("{{ 占比|百分比 }}"))}
    body = "{% if 否 %}{{ 部门.全称 }}{% endif %}{% for 项 in 项目 %}{{ 项.名称 }}{% endfor %}"
    blob = zipped(parts_of(p(body), others))
    assert DocxTemplate(io.BytesIO(blob)).get_undeclared_template_variables(Environment()) == {
        "否", "部门", "项目",
    }  # fmt: skip
    named = survey.fields_named(desk.template(body, others=others), contract_of([DATA]))
    found = {".".join(path) for path in named}
    assert {"部门.全称", "项目", "占比"} <= found
    assert any(path.endswith("名称") and path.startswith("项目.") for path in found)


# --- W23: a template cannot be copied ----------------------------------------------------------


def test_w23_a_prepared_template_is_plain_data(desk: Desk) -> None:
    with pytest.raises(RecursionError):
        copy.deepcopy(DocxTemplate(io.BytesIO(zipped(parts_of(p("文"))))))
    template = desk.template("甲{{ 名称 }}")
    for copied in (copy.deepcopy(template), pickle.loads(pickle.dumps(template))):
        assert document_of(render(copied, DATA, 2020)).text == "甲甲局"


# --- W24: {%- and -%} delete XML across paragraphs and cells -----------------------------------


@pytest.mark.parametrize("tag", ["{%- if 是 %}", "{% if 是 -%}", "{%+ if 是 %}", "{{- 名称 }}"])
def test_w24_trimming_is_refused(desk: Desk, tag: str) -> None:
    end = "{% endif %}" if "if" in tag else ""
    table = tbl(tr("甲", f"{tag}乙{end}"), columns=2)
    if tag.startswith("{%-"):
        assert plain(table, 是=True).rows == [["甲乙"]]
    place, message = desk.fault(table)
    assert place == f"正文 › 第1个表第1行第2格，“{tag}”"
    assert message.startswith("不支持 {%- 和 -%}，请去掉短横（应写 {")


# --- W25: braces cannot be escaped safely ------------------------------------------------------


@pytest.mark.parametrize("value", ["{_{ 名称 }_}", "{_% if 是 %_}", "{{ 名称 }}", "\\{\\{"])
def test_w25_braces_in_values_print_as_typed(desk: Desk, value: str) -> None:
    if "_" in value:
        assert plain("{{ 值 }}", 值=value).text == value.replace("_", "")
    assert desk.made("{{ 值 }}", data=with_text(value)).text == value


def test_w25_there_is_no_escape_for_braces_in_a_template(desk: Desk) -> None:
    found = desk.load("甲{_{ 名称 }_}").findings
    assert [(f.severity, f.where.place) for f in found if f.is_error] == [
        (Severity.ERROR, "正文 › 第1段，“{ 名称 }”")
    ]


# --- W26: no template can include another ------------------------------------------------------


@pytest.mark.parametrize("tag", ["include 'a'", "extends 'a'", "import 'a' as b"])
def test_w26_other_templates_are_not_asked_for(desk: Desk, tag: str) -> None:
    with pytest.raises(TypeError, match="no loader"):
        plain(f"{{% {tag} %}}")
    assert desk.fault(f"{{% {tag} %}}")[0] == f"正文 › 第1段，“{{% {tag} %}}”"


# --- W27, W28: the command line of docxtpl hides errors; nothing asserts its behaviour ---------


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_w27_only_the_fence_knows_docxtpl_and_only_the_office_runs_programs() -> None:
    sources = {path: imported(path) for path in (ROOT / "drafter").rglob("*.py")}
    knowing = [p_.name for p_, names in sources.items() if any("docxtpl" in n for n in names)]
    assert knowing == ["engine.py"]
    running = {p_ for p_, names in sources.items() if "subprocess" in names or "runpy" in names}
    assert {p_.parent.name for p_ in running} == {"office"}


def test_w28_docxtpl_is_pinned_to_what_these_tests_have_seen() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (pin,) = (d for d in project["dependencies"] if re.match(r"docxtpl\b", d))
    assert pin == "docxtpl>=0.20.2,<0.21"
    assert version("docxtpl").startswith("0.20.")
