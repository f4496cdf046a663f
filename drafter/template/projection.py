"""A Word file as readable text: style, label and words of every paragraph, tables with merges.

Golden files in the tests are such projections: a change of a template or of a rendered report
shows as a change of lines that a reviewer can read.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from drafter.template.labels import labelled, read_numbering
from drafter.template.package import Package, parent_of, parse, qn, templated_parts
from drafter.template.sites import style_of

_P, _TBL, _TR, _TC = qn("p"), qn("tbl"), qn("tr"), qn("tc")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def project(package: Package) -> str:
    """Return the projection of the body, headers, footers and notes."""
    styles = _style_names(parse(package.parts["word/styles.xml"]))
    numbering = read_numbering(package)
    lines: list[str] = []
    for name, title in templated_parts(package).items():
        root = parse(package.parts[name])
        labels = dict(labelled(root, numbering))
        lines.append(f"=== {title} {name}")
        container = root.find(qn("body"))
        lines += _blocks(root if container is None else container, labels, styles, "")
    return "\n".join(lines) + "\n"


def _style_names(root: etree._Element) -> dict[str, str]:
    names = {"": "Normal"}
    for style in root.findall(qn("style")):
        name = style.find(qn("name"))
        if name is not None:
            names[style.get(qn("styleId"), "")] = name.get(qn("val"), "")
    return names


def _blocks(
    container: etree._Element,
    labels: dict[etree._Element, str],
    styles: dict[str, str],
    indent: str,
) -> Iterator[str]:
    for node in container:
        if node.tag == _P:
            label = labels.get(node, "")
            yield f"{indent}[{styles.get(style_of(node), '?')}] {label}{paragraph_text(node)}"
            section = node.find(f"{qn('pPr')}/{qn('sectPr')}")
            if section is not None:
                yield f"{indent}{_section(section)}"
        elif node.tag == _TBL:
            yield from _table(node, labels, styles, indent)
        elif node.tag == qn("sectPr"):
            yield f"{indent}{_section(node)}"


def paragraph_text(paragraph: etree._Element) -> str:
    """Return the words of a paragraph; tabs, breaks, fields and drawings as readable signs."""
    pieces = []
    for node in paragraph.iter(qn("t"), qn("tab"), qn("br"), qn("instrText"), _DRAWING):
        if node.tag == _DRAWING:
            pieces.append(f"<图：{node.get('descr') or node.get('name', '')}>")
        elif node.tag == qn("t"):
            pieces.append(node.text or "")
        elif node.tag == qn("instrText"):
            pieces.append(f"<{(node.text or '').strip()}>")
        elif parent_of(node).tag == qn("r"):
            pieces.append("<tab>" if node.tag == qn("tab") else "<br>")
    return "".join(pieces)


def _section(section: etree._Element) -> str:
    size, margin = section.find(qn("pgSz")), section.find(qn("pgMar"))
    words = ["--- 节"]
    if size is not None:
        words.append(f"纸 {size.get(qn('w'))}×{size.get(qn('h'))}")
    if margin is not None:
        words.append(
            "边距 " + " ".join(str(margin.get(qn(s))) for s in ("top", "right", "bottom", "left"))
        )
    return " ".join(words)


def _table(
    table: etree._Element,
    labels: dict[etree._Element, str],
    styles: dict[str, str],
    indent: str,
) -> Iterator[str]:
    columns = [c.get(qn("w"), "") for c in table.iterfind(f"{qn('tblGrid')}/{qn('gridCol')}")]
    yield f"{indent}<表 {' '.join(columns)}>"
    for row in table.findall(_TR):
        cells = []
        for cell in row.findall(_TC):
            vmerge = cell.find(f"{qn('tcPr')}/{qn('vMerge')}")
            mark = ""
            if vmerge is not None:
                mark = "↓" if vmerge.get(qn("val"), "continue") == "restart" else "↑"
            spanned = cell.find(f"{qn('tcPr')}/{qn('gridSpan')}")
            span = 1 if spanned is None else int(spanned.get(qn("val"), "1"))
            words = "⏎".join(labels.get(p, "") + paragraph_text(p) for p in cell.findall(_P))
            cells.append(f"{'→' + str(span) + ' ' if span > 1 else ''}{mark}{words}")
        yield f"{indent}| " + " | ".join(cells) + " |"
    yield f"{indent}</表>"
