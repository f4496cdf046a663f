"""What paragraphs look like is compared once styles are resolved, however a program wrote it."""

from __future__ import annotations

import pytest
from word_files import NAMESPACES, p, run

from drafter.template.package import parse
from drafter.verify.document import Look
from drafter.verify.looks import Styles, differences

_STYLES = (
    f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="Bold Body"/><w:basedOn w:val="N"/>'
    '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="bold body"/><w:basedOn w:val="C"/>'
    "</w:style>"
    '<w:style w:type="character" w:styleId="R"><w:name w:val="Red"/>'
    '<w:rPr><w:color w:val="FF0000"/></w:rPr></w:style></w:styles>'
)


def look(paragraph: str) -> Look:
    element = parse(paragraph.replace("<w:p>", f"<w:p {NAMESPACES}>", 1).encode())
    return Styles(parse(_STYLES.encode())).look(element)


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (p("甲乙"), p("甲", run("乙")), []),
        (p(run("甲", "<w:b/>")), p(run("甲", '<w:b w:val="1"/>')), []),
        (p(run("甲")), p(run("甲", '<w:b w:val="0"/>')), []),
        (p(run("甲")), p(run("甲", '<w:color w:val="000000"/>')), []),
        (p(run("甲")), p(run("甲", '<w:sz w:val="21"/>')), []),
        (p(run("甲", '<w:highlight w:val="yellow"/>')),
         p(run("甲", '<w:shd w:val="clear" w:fill="FFFF00"/>')), []),
        (p("甲", properties='<w:jc w:val="left"/>'),
         p("甲", properties='<w:jc w:val="both"/>'), []),
        (p(run("甲", '<w:rStyle w:val="R"/>')), p(run("甲", '<w:color w:val="ff0000"/>')), []),
        (p("甲", style="B", properties='<w:jc w:val="center"/>'), p("甲", style="B"), []),
        (p("甲"), p(run("甲", "<w:b/>")), ["加粗"]),
        (p("甲乙"), p("甲", run("乙", "<w:i/>")), ["倾斜"]),
        (p("甲"), p(run("甲", '<w:u w:val="single"/>')), ["下划线"]),
        (p("甲"), p(run("甲", '<w:color w:val="FF0000"/>')), ["颜色"]),
        (p("甲"), p(run("甲", '<w:highlight w:val="yellow"/>')), ["突出显示"]),
        (p("甲"), p(run("甲", '<w:sz w:val="32"/>')), ["字号"]),
        (p("甲"), p(run("甲", "<w:strike/>")), ["删除线"]),
        (p("甲"), p("甲", properties='<w:jc w:val="right"/>'), ["对齐"]),
        (p("甲"), p("甲", style="B"), ["样式", "对齐", "加粗"]),
        (p("甲", style="B"), p(run("甲", '<w:b w:val="0"/>'), style="B"), ["加粗"]),
    ],
)  # fmt: skip
def test_only_what_can_be_seen_is_a_difference(one: str, other: str, wanted: list[str]) -> None:
    assert differences(look(one), look(other)) == wanted


def test_styles_that_lead_back_to_themselves_end() -> None:
    assert look(p("甲", style="C")).style == "boldbody"
    assert look(p("甲", style="none")).style == ""
