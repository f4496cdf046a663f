"""Edits of a rendered report as people make them, each with what must be said of it."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from lxml import etree

from drafter.diagnostics import Diagnostic
from drafter.pipeline import chosen_templates, make, read_input
from drafter.verifying import Verified, read_edited, report_for, verify

EXAMPLES = Path(__file__).resolve().parents[2] / "example_inputs"
Edit = Callable[[WordDocument], None]


@cache
def rendered(name: str = "minimal") -> bytes:
    """Return the report of an example."""
    source = read_input(EXAMPLES / f"{name}.yaml")
    outcome = make(source, chosen_templates(source)[0])
    assert outcome.rendered is not None
    assert outcome.rendered.document is not None
    return outcome.rendered.document


def edited(edit: Edit, name: str = "minimal") -> bytes:
    """Return the report after somebody edited it and saved it with python-docx."""
    document = docx.Document(io.BytesIO(rendered(name)))
    edit(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def verified(blob: bytes, folder: Path, source: Path | str = "minimal") -> Verified:
    """Return what is said of an edited report."""
    path = folder / "改过.docx"
    path.write_bytes(blob)
    file = read_edited(path)
    input_path = EXAMPLES / f"{source}.yaml" if isinstance(source, str) else source
    return verify(file, report_for(file, input_path))


def said(findings: tuple[Diagnostic, ...]) -> list[str]:
    """Return gravity, id and message of each finding."""
    return [f"{f.severity} {f.id} {f.message}" for f in findings]


def paragraph_with(document: WordDocument, words: str) -> Paragraph:
    """Return the paragraph of the body that holds the words; those of the 目录 are not meant."""
    texts = (p for p in document.paragraphs if not str(p.style and p.style.name).startswith("toc"))
    return next(p for p in texts if words in p.text)


def remove(element: etree._Element | None) -> None:
    """Take an element out of the document."""
    assert element is not None
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def _leave_one_run(paragraph: Paragraph) -> None:
    for run in paragraph.runs[1:]:
        remove(run._r)


def replaced(document: WordDocument, old: str, new: str) -> None:
    """Replace words in the paragraph that has them, as typing over them does."""
    paragraph = paragraph_with(document, old)
    words = paragraph.text.replace(old, new)
    _leave_one_run(paragraph)
    paragraph.runs[0].text = words


def _figure(document: WordDocument) -> None:
    replaced(document, "收、支总计均为86.40", "收、支总计均为86.50")


def _figure_in_table(document: WordDocument) -> None:
    document.tables[0].rows[3].cells[5].paragraphs[0].runs[0].text = "5.00"


def _prose(document: WordDocument) -> None:
    replaced(document, "完成了库房温湿度设备的检修", "检测了库房温湿度，更换了设备")


def _sentence_added(document: WordDocument) -> None:
    paragraph = paragraph_with(document, "收、支总计均为")
    paragraph.runs[-1].text = paragraph.runs[-1].text + "另有两人退休。"


def _fixed(document: WordDocument) -> None:
    replaced(document, "收、支总计均为", "收入和支出总计都是")


def _number_added(document: WordDocument) -> None:
    replaced(document, "收、支总计均为", "收、支（含结转1.20万元）总计均为")


def _rewritten(document: WordDocument) -> None:
    paragraph = paragraph_with(document, "本年支出合计86.40")
    paragraph.runs[0].text = "全年支出都用在档案保管上，一共86.40万元。"
    _leave_one_run(paragraph)


def _all_rewritten(document: WordDocument) -> None:
    paragraph = paragraph_with(document, "设办公室、保管利用股")
    _leave_one_run(paragraph)
    paragraph.runs[0].text = "内部没有分设科室。"


def _row_added(document: WordDocument) -> None:
    table = document.tables[0]
    row = copy.deepcopy(table.rows[9]._tr)
    table.rows[9]._tr.addnext(row)
    new = _Row(row, table)
    for cell, words in zip(new.cells[3:], ["数字化档案", "≥20卷", "25卷"], strict=True):
        cell.paragraphs[0].runs[0].text = words


def _row_removed(document: WordDocument) -> None:
    table: Table = document.tables[0]
    table._tbl.remove(table.rows[4]._tr)


def _paragraph_added(document: WordDocument) -> None:
    paragraph = paragraph_with(document, "车辆编制数")
    new = copy.deepcopy(paragraph._p)
    paragraph._p.addnext(new)
    Paragraph(new, paragraph._parent).runs[0].text = "办公用房300平方米。"


def _section_removed(document: WordDocument) -> None:
    heading = paragraph_with(document, "财政拨款收入支出决算总体情况说明")
    body = heading._p.getnext()
    for element in (heading._p, body):
        remove(element)


def _moved(document: WordDocument) -> None:
    paragraph = paragraph_with(document, "提供档案查阅服务")
    paragraph_with(document, "车辆编制数")._p.addnext(paragraph._p)


def _renumbered(document: WordDocument) -> None:
    heading = paragraph_with(document, "收入决算情况说明")
    heading.runs[0].text = f"七、{heading.runs[0].text}"


def _restyled(document: WordDocument) -> None:
    paragraph_with(document, "全年接收档案").runs[0].bold = True


def _commented(document: WordDocument) -> None:
    runs = paragraph_with(document, "收、支总计均为").runs
    document.add_comment(runs, text="请核对决算报表", author="财政局")
    others = paragraph_with(document, "车辆编制数").runs
    document.add_comment(others, text="这一处由程序标出", author="drafter")


def _split(document: WordDocument) -> None:
    paragraph = paragraph_with(document, "全年接收档案")
    new = copy.deepcopy(paragraph._p)
    paragraph._p.addnext(new)
    paragraph.runs[0].text = "全年接收档案1200卷。"
    Paragraph(new, paragraph._parent).runs[0].text = "接待查阅300人次。"


def _revision(kind: str, author: str, words: str) -> etree._Element:
    mark = etree.Element(
        qn(f"w:{kind}"),
        {qn("w:id"): "9", qn("w:author"): author, qn("w:date"): "2021-03-01T08:00:00Z"},
    )
    run = etree.SubElement(mark, qn("w:r"))
    text = etree.SubElement(run, qn("w:delText" if kind == "del" else "w:t"))
    text.text = words
    return mark


def tracked(document: WordDocument, old: str, new: str, author: str = "李四") -> None:
    """Replace words with changes tracked."""
    paragraph = next(p for p in document.paragraphs if old in p.text)
    before, _, behind = paragraph.text.partition(old)
    _leave_one_run(paragraph)
    run = paragraph.runs[0]
    rest = copy.deepcopy(run._r)
    run.text = before
    marks = [_revision("del", author, old), _revision("ins", author, new)]
    for element in (rest, *reversed(marks)):
        run._r.addnext(element)
    Paragraph(paragraph._p, paragraph._parent).runs[1].text = behind


def _tracked_figure(document: WordDocument) -> None:
    tracked(document, "86.40", "86.90")


def _tracked_prose(document: WordDocument) -> None:
    tracked(document, "温湿度设备", "恒温设备", author="王五")


@dataclass(frozen=True)
class EditCase:
    """An edit, and what is said of it: gravity, id and the beginning of the message."""

    edit: Edit
    told: tuple[str, ...]


CASES = {
    "nothing": EditCase(lambda _: None, ()),
    "figure": EditCase(
        _figure,
        (
            ("错误 JS-951 “收支总计”的数改了：按输入为“86.40”，文件里为“86.50”，"
            "相差 0.10 万元"),
        ),
    ),
    "figure in a table": EditCase(
        _figure_in_table,
        ("错误 JS-951 “项目.1.执行.合计”的数改了：按输入为“6.00”，文件里为“5.00”，相差 1.00 万元",),
    ),
    "prose": EditCase(
        _prose,
        (
            ("警告 JS-952 “重点工作”的文字改了：原为“全年接收档案1200卷，接待查阅300人次，"
            "完成了库房温湿度设备的检修。”，现为“全年接收档案1200卷，接待查阅300人次，"
            "检测了库房温湿度，更换了设备。”"),
        ),
    ),
    "sentence added": EditCase(
        _sentence_added,
        (
            ("警告 JS-952 “收支总计.变动原因”的文字改了：原为“人员工资调整”，"
            "现为“人员工资调整。另有两人退休”"),
        ),
    ),
    "fixed words": EditCase(_fixed, ("警告 JS-953 模板的文字改了：",)),
    "number added": EditCase(
        _number_added,
        (
            "错误 JS-951 文字里多出一个数“1.20”，输入里没有",
            "警告 JS-953 模板的文字改了：加进“（含结转1.20万元）”",
        ),
    ),
    "all rewritten": EditCase(
        _all_rewritten,
        (
            "错误 JS-951 “机构.内设机构数”的数“2”没有了",
            "警告 JS-952 整段改写了，里面有输入的 3 处文字：原为“机构设置：示例县档案馆设办公室",
        ),
    ),
    "row added": EditCase(
        _row_added,
        ("错误 JS-954 多了一行“ | 项目完成指标 | 数量指标 | 数字化档案",),
    ),
    "row removed": EditCase(_row_removed, ("错误 JS-955 少了一行",)),
    "paragraph added": EditCase(
        _paragraph_added,
        ("错误 JS-954 多了一段“办公用房300平方米。”，其中有数：300",),
    ),
    "section removed": EditCase(
        _section_removed,
        (
            "提示 JS-957 有 6 段只改了样子，没有改字：编号 6 段；",
            "错误 JS-955 少了一节“财政拨款收入支出决算总体情况说明”，共 2 段，其中有数：",
        ),
    ),
    "moved": EditCase(
        _moved,
        ("提示 JS-956 只是挪了位置：一段“（2）提供档案查阅服务，指导档案的安全保护。”，原在 ",),
    ),
    "renumbered": EditCase(_renumbered, ("提示 JS-957 有 1 段只改了样子，没有改字：编号 1 段；",)),
    "restyled": EditCase(_restyled, ("提示 JS-957 有 1 段只改了样子，没有改字：加粗 1 段；",)),
    "commented": EditCase(
        _commented,
        ("提示 JS-958 意见（财政局）：“请核对决算报表”，针对“2020年度收、支总计均为86.40万元",),
    ),
    "split": EditCase(
        _split,
        (
            "警告 JS-952 “重点工作”的文字改了：",
            "警告 JS-954 多了一段“接待查阅300人次。”",
        ),
    ),
    "tracked figure": EditCase(
        _tracked_figure,
        (
            "提示 JS-959 有 2 处修订还没有接受或拒绝：李四 2 处（删去“86.40”、插入“86.90”）",
            ("错误 JS-951 “收支总计”的数改了：按输入为“86.40”，文件里为“86.90”，"
            "相差 0.50 万元（李四的修订）"),
        ),
    ),
    "tracked prose": EditCase(
        _tracked_prose,
        (
            "提示 JS-959 有 2 处修订还没有接受或拒绝：王五 2 处（删去“温湿度设备”、",
            "警告 JS-952 “重点工作”的文字改了：",
        ),
    ),
}  # fmt: skip


def check(case: EditCase, findings: tuple[Diagnostic, ...]) -> None:
    """Hold the findings against those of the case: as many, in order, each as it begins."""
    told = said(findings)
    assert len(told) == len(case.told), told
    for wanted, found in zip(case.told, told, strict=True):
        assert found.startswith(wanted), told
