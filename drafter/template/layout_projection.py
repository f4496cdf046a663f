"""The layout of a Word file as readable text: styles, sections, tables, fields.

Beside the projection of words (`projection`) it is what golden files hold of a template: a change
of page set-up, of a style or of a table's columns shows as a line.
"""

from __future__ import annotations

from collections import Counter

from lxml import etree

from drafter.template.outline import read_outline
from drafter.template.package import Package, parse, qn, templated_parts
from drafter.template.sites import OFF, style_of
from drafter.template.style_sheet import Properties, StyleSheet, bare_attributes, read_styles

_LINE = (("line", "行距"), ("before", "段前"), ("after", "段后"))
_SWITCHES = (("keepNext", "与下段同页"), ("pageBreakBefore", "另页"))


def project_layout(package: Package) -> str:
    """Return the styles in use, the sections, the tables and the fields of a Word file."""
    sheet, levels = read_styles(package), read_outline(package).levels
    lines: list[str] = []
    used: Counter[str] = Counter()
    for name, title in templated_parts(package).items():
        root = parse(package.parts[name])
        used.update(style_of(paragraph) or sheet.normal for paragraph in root.iter(qn("p")))
        lines.append(f"=== {title} {name}")
        lines += [f"节 {_section(one)}" for one in root.iter(qn("sectPr"))]
        lines += [f"表 {_table(one)}" for one in root.iter(qn("tbl"))]
        codes = Counter((code.text or "").strip() for code in root.iter(qn("instrText")))
        lines += [f"域 {code} ×{count}" for code, count in codes.items()]
    styles = sorted(used, key=lambda style: (levels.get(style, 9), sheet.name(style)))
    lines.append("=== 样式")
    lines += [f"{_style(sheet, style, levels.get(style))} ×{used[style]}" for style in styles]
    return "\n".join(lines) + "\n"


def _section(section: etree._Element) -> str:
    size, margin = _attributes(section, "pgSz"), _attributes(section, "pgMar")
    feet = [foot.get(qn("type"), "") for foot in section.findall(qn("footerReference"))]
    numbering, kind = _attributes(section, "pgNumType"), _attributes(section, "type")
    words = [f"纸 {size.get('w')}×{size.get('h')}", size.get("orient", "")]
    words.append(f"边距 {' '.join(margin.get(s, '') for s in ('top', 'right', 'bottom', 'left'))}")
    words.append(f"页脚 {'、'.join(feet) or '无'} {margin.get('footer', '')}")
    words += [f"页码从 {numbering['start']} 起" if "start" in numbering else ""]
    words += [kind.get("val", "")]
    return "，".join(filter(None, words))


def _attributes(holder: etree._Element, tag: str) -> dict[str, str]:
    found = holder.find(qn(tag))
    return {} if found is None else bare_attributes(found)


def _table(table: etree._Element) -> str:
    grid = [c.get(qn("w"), "") for c in table.iterfind(f"{qn('tblGrid')}/{qn('gridCol')}")]
    rows = table.findall(qn("tr"))
    heads = sum(1 for row in rows if row.find(f"{qn('trPr')}/{qn('tblHeader')}") is not None)
    loose = sum(1 for row in rows if _may_split(row))
    style = table.find(f"{qn('tblPr')}/{qn('tblStyle')}")
    named = "无样式" if style is None else style.get(qn("val"), "")
    return f"{named}，列 {' '.join(grid)}，标题行 {heads}，可断开的行 {loose}"


def _may_split(row: etree._Element) -> bool:
    """Return whether a row may go on over two pages; rows of lifting tags are not printed."""
    words = "".join(text.text or "" for text in row.iter(qn("t")))
    return row.find(f"{qn('trPr')}/{qn('cantSplit')}") is None and not words.startswith("{%tr")


def _style(sheet: StyleSheet, style: str, level: int | None) -> str:
    fonts, size = sheet.value(style, "rPr", "rFonts"), sheet.value(style, "rPr", "sz")
    spacing = sheet.value(style, "pPr", "spacing")
    words = [fonts.get("eastAsia", ""), f"{size.get('val', '')} 半磅"]
    words += [f"{name} {spacing[key]}" for key, name in _LINE if spacing.get(key, "0") != "0"]
    words.append(f"对齐 {sheet.value(style, 'pPr', 'jc').get('val', 'left')}")
    words.append("粗体" if _is_on(sheet.value(style, "rPr", "b")) else "")
    words += [name for tag, name in _SWITCHES if _is_on(sheet.value(style, "pPr", tag))]
    words.append("" if level is None else f"大纲 {level + 1} 级")
    return f"[{sheet.name(style)}] {'，'.join(filter(None, words))}"


def _is_on(value: Properties) -> bool:
    return value.get("val", "0") not in OFF
