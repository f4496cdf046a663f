"""Makes Word templates out of raw XML, and renders them with data made by hand."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from drafter.diagnostics import Diagnostic
from drafter.figures.nodes import Figure, Flag, Group, Missing, Node, Rows, Text, Undefined, Unit
from drafter.template.contract import contract_of
from drafter.template.loader import LoadResult, ReportTemplate, load_template
from drafter.template.package import parse, qn, read_package
from drafter.template.render import Rendered, render

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W_NS}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (
    f"<w:styles {NAMESPACES}>"
    '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
    "</w:docDefaults>"
    '<w:style w:type="paragraph" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>'
)
MANIFEST = """\
标识: t
名称: 试验模板
文件名: "{全称}.docx"
数字:
  万元: {小数: 2, 尾零: 保留, 零: "0"}
  元: {小数: 2, 尾零: 保留, 千分位: 有}
  百分比: {小数: 2, 尾零: 保留, 零: "0%", 百: "100%"}
  无项: "0"
  无意义: "—"
变动:
  默认:
    增加: 增加{额}万元，增长{率}
    减少: 减少{额}万元，下降{率}
    持平: 持平
    增加无率: 增加{额}万元（{原因}）
    减少无率: 减少{额}万元（{原因}）
    无上年数: 无上年数
"""


def run(words: str, properties: str = "") -> str:
    """Return a run with the words in one text."""
    own = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{own}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def p(*runs: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph; what is not XML already becomes a run."""
    own = f'<w:pStyle w:val="{style}"/>' if style else ""
    own += properties
    inner = "".join(r if r.startswith("<") else run(r) for r in runs)
    return f"<w:p>{f'<w:pPr>{own}</w:pPr>' if own else ''}{inner}</w:p>"


def tc(*content: str, properties: str = "") -> str:
    """Return a cell; words become paragraphs."""
    own = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    inner = "".join(c if c.startswith("<") else p(c) for c in content or ("",))
    return f"<w:tc>{own}{inner}</w:tc>"


def tr(*cells: str) -> str:
    """Return a row; words become cells."""
    return f"<w:tr>{''.join(c if c.startswith('<w:tc') else tc(c) for c in cells)}</w:tr>"


def tbl(*rows: str, columns: int) -> str:
    """Return a table with a grid of equal columns."""
    grid = '<w:gridCol w:w="1200"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def parts_of(
    body: str, others: Mapping[str, tuple[str, str]] | None = None, extra_rels: str = ""
) -> dict[str, str]:
    """Return the parts of a Word file; `others` maps a name to kind and content of its root."""
    others = others or {}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}{kind}+xml"/>'
        for name, (kind, _) in others.items()
    )
    rels = "".join(
        f'<Relationship Id="rIdX{i}" Type="{_REL}/{kind}" Target="{name}.xml"/>'
        for i, (name, (kind, _)) in enumerate(others.items())
    )
    package_rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_TYPE}document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}styles+xml"/>'
            f"{overrides}</Types>"
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{package_rels}"><Relationship Id="rId1" '
            f'Type="{_REL}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": (
            f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{package_rels}"><Relationship Id="rId1" '
            f'Type="{_REL}/styles" Target="styles.xml"/>{rels}{extra_rels}</Relationships>'
        ),
        "word/styles.xml": STYLES,
        **{f"word/{name}.xml": _root(kind, content) for name, (kind, content) in others.items()},
    }


_ROOTS = {"header": "hdr", "footer": "ftr"}


def _root(kind: str, content: str) -> str:
    root = _ROOTS.get(kind, kind)
    return f"<w:{root} {NAMESPACES}>{content}</w:{root}>"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return the zip of the parts; the same parts give the same bytes, whatever the time is."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@dataclass
class Desk:
    """A folder for templates, and short ways to load and render them."""

    folder: Path
    count: int = 0

    def load_bytes(
        self,
        blob: bytes,
        manifest: str = MANIFEST,
        *,
        data: Group | None = None,
        typed: bool = True,
    ) -> LoadResult:
        """Load a template; `typed` holds its names against the data, as the program does."""
        self.count += 1
        folder = self.folder / f"t{self.count}"
        folder.mkdir()
        (folder / "report.docx").write_bytes(blob)
        (folder / "template.yaml").write_text(manifest, encoding="utf-8")
        fields = contract_of([data or DATA])
        return load_template(folder, "模板", (lambda: fields) if typed else None)

    def load(
        self,
        *body: str,
        others: Others | None = None,
        manifest: str = MANIFEST,
        data: Group | None = None,
        typed: bool = True,
    ) -> LoadResult:
        blocks = "".join(b if b.startswith("<") else p(b) for b in body)
        return self.load_bytes(zipped(parts_of(blocks, others)), manifest, data=data, typed=typed)

    def template(
        self,
        *body: str,
        others: Others | None = None,
        data: Group | None = None,
        typed: bool = True,
    ) -> ReportTemplate:
        loaded = self.load(*body, others=others, data=data, typed=typed)
        assert loaded.template is not None, [str(f) for f in loaded.findings]
        return loaded.template

    def faults(
        self, *body: str, others: Others | None = None, data: Group | None = None
    ) -> list[tuple[str, str]]:
        """Return place and message of every fault that loading finds."""
        loaded = self.load(*body, others=others, data=data)
        assert loaded.template is None
        assert loaded.findings
        return [(f.where.place, said(f)) for f in loaded.findings if f.is_error]

    def fault(self, *body: str, others: Others | None = None) -> tuple[str, str]:
        """Return place and message of the only fault."""
        found = self.faults(*body, others=others)
        assert len(found) == 1, found
        return found[0]

    def render(self, *body: str, data: Group | None = None, typed: bool = True) -> Rendered:
        return render(self.template(*body, data=data, typed=typed), data or DATA, 2020)

    def made(self, *body: str, data: Group | None = None) -> Document:
        """Return the finished document; every proof must have passed."""
        return document_of(self.render(*body, data=data))

    def run_fault(self, *body: str, data: Group | None = None) -> tuple[str, str]:
        """Return place and message of the only fault at run time, names not checked before."""
        rendered = self.render(*body, data=data, typed=False)
        assert rendered.document is None
        (fault,) = rendered.findings
        assert fault.id == "MB-020"
        return fault.where.place, said(fault)


Others = Mapping[str, tuple[str, str]]


def said(finding: Diagnostic) -> str:
    """Return what a finding says, its hint included."""
    return f"{finding.message}（{finding.hint}）" if finding.hint else finding.message


@dataclass(frozen=True)
class Document:
    """A finished document, read anew."""

    blob: bytes

    def root(self, name: str = "word/document.xml") -> etree._Element:
        return parse(read_package(self.blob).parts[name])

    @property
    def paragraphs(self) -> list[str]:
        """The words of each paragraph of the body, those in tables included."""
        return [words(paragraph) for paragraph in self.root().iter(qn("p"))]

    @property
    def rows(self) -> list[list[str]]:
        """The words of each cell, ↓ where a merge begins, ↑ where it goes on."""
        return [
            [_merge(cell) + words(cell) for cell in row.findall(qn("tc"))]
            for row in self.root().iter(qn("tr"))
        ]

    @property
    def text(self) -> str:
        return "".join(self.paragraphs)


def document_of(rendered: Rendered) -> Document:
    assert rendered.findings == (), [str(f) for f in rendered.findings]
    assert rendered.document is not None
    return Document(rendered.document)


def words(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(qn("t")))


def _merge(cell: etree._Element) -> str:
    merge = cell.find(f"{qn('tcPr')}/{qn('vMerge')}")
    if merge is None:
        return ""
    return "↓" if merge.get(qn("val")) == "restart" else "↑"


def text(*lines: str, path: str = "文字") -> Text:
    return Text((path,), lines)


def figure(
    value: str | Missing | Undefined, unit: Unit = Unit.YUAN, path: str = "数", **children: Node
) -> Figure:
    amount = Decimal(value) if isinstance(value, str) else value
    return Figure((path,), amount, unit, children=children)


def rows(*entries: Node, path: str = "列表") -> Rows:
    return Rows((path,), entries)


def group(path: str = "组", /, **items: Node) -> Group:
    return Group((path,), items)


def missing(*path: str) -> Missing:
    return Missing((path,))


def line(number: int, **items: Node) -> Group:
    return Group(("列表", number), items)


CHANGED = figure(
    "120000", path="收入",
    上年=figure("100000", path="上年"),
    增减额=figure("20000", path="增减额"),
    增减率=figure("0.2", Unit.RATIO, path="增减率"),
    预算=figure("120000", path="预算"),
)  # fmt: skip
DATA = Group(
    (),
    {
        "名称": text("甲局", path="名称"),
        "说明": text("第一行", "第二行", "第三行", path="说明"),
        "收入": CHANGED,
        "人数": figure("12", Unit.COUNT, path="人数"),
        "占比": figure("0.125", Unit.RATIO, path="占比"),
        "部门": Group(("部门",), {"全称": text("甲局", path="全称")}),
        "项目": rows(
            line(0, 名称=text("修路"), 金额=figure("10000")),
            line(1, 名称=text("架桥"), 金额=figure("25000")),
            path="项目",
        ),
        "空表": rows(path="空表"),
        "写法": Flag("甲"),
        "是": Flag(True),
        "否": Flag(False),
        "缺字": Text(("缺字",), missing("缺字")),
        "缺数": figure(missing("缺数"), path="缺数"),
        "缺人": figure(missing("缺人"), Unit.COUNT, path="缺人"),
        "缺表": Rows(("缺表",), missing("缺表")),
        "无数": Figure(("无数",), Decimal(0), Unit.YUAN, applicable=False),
        "无率": figure(Undefined("分母为零"), Unit.RATIO, path="无率"),
    },
)


def with_text(value: str) -> Group:
    """Return data whose 值 is the text, its lines as paragraphs."""
    return DATA.with_items(值=Text(("值",), tuple(value.split("\n"))))


def findings_text(findings: tuple[Diagnostic, ...]) -> str:
    return "\n".join(f.message for f in findings)


def raw_document(blob: bytes) -> str:
    return read_package(blob).parts["word/document.xml"].decode()


def bare(xml: str) -> str:
    """Return the words of raw XML."""
    return re.sub(r"<[^>]+>", "", xml)


def work(step: Callable[[], object]) -> int:
    """Return how many functions a step calls, those of lxml left out: no clock is as steady."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        step()
    finally:
        sys.setprofile(before)
    return calls
