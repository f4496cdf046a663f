"""The workbook of a chart, which Word opens when its data are edited: one sheet, written anew.

That of the template is not patched: whatever else was in it would go into a published report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from drafter.diagnostics import column_letters
from drafter.template.charts.names import SHEET
from drafter.template.charts.settle import Plot
from drafter.template.package import CONTENT_TYPES, RELS, Package, R, write_package

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET_PART, STYLES_PART = "xl/worksheets/sheet1.xml", "xl/styles.xml"
_ESCAPE = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
"""Words that spreadsheets would read as the number of a character."""
_OWN_FORMS = 164
"""Number of the first number format that is not built in."""


def workbook(plot: Plot) -> bytes:
    """Return the workbook: categories in column A, a column for each series, names in row 1."""
    numbers = (number.form for number in plot.numbers)
    forms = {form: number for number, form in enumerate(dict.fromkeys(numbers), start=1)}
    parts = {
        CONTENT_TYPES: (
            f'<Types xmlns="{_TYPES}"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}sheet.main+xml"/>'
            f'<Override PartName="/{SHEET_PART}" ContentType="{_KIND}worksheet+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}styles+xml"/></Types>'
        ),
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{R}"><sheets>'
            f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")
        ),
        SHEET_PART: _sheet(plot, forms),
        STYLES_PART: _styles(forms),
    }
    package = Package({name: (_HEAD + xml).encode() for name, xml in parts.items()})
    return write_package(package, packed=False)


def _relations(*targets: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{turn}" Type="{R}/{kind}" Target="{target}"/>'
        for turn, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{RELS}">{inner}</Relationships>'


def _sheet(plot: Plot, forms: dict[str, int]) -> str:
    last = f"{column_letters(len(plot.series) + 1)}{len(plot.categories) + 1}"
    rows = "".join(
        f'<row r="{row}">{"".join(cells)}</row>'
        for row, cells in enumerate(_rows(plot, forms), start=1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:{last}"/>'
        f'<cols><col min="1" max="1" width="30" customWidth="1"/></cols>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def _rows(plot: Plot, forms: dict[str, int]) -> Iterator[list[str]]:
    yield [_text(f"{column_letters(c)}1", s.name.words) for c, s in enumerate(plot.series, 2)]
    for turn, category in enumerate(plot.categories):
        cells = [_text(f"A{turn + 2}", category.words)]
        for column, series in enumerate(plot.series, start=2):
            number = series.values[turn].number
            if number is not None:
                place = f"{column_letters(column)}{turn + 2}"
                style = forms[number.form]
                cells.append(f'<c r="{place}" s="{style}"><v>{number.digits}</v></c>')
        yield cells


def _text(place: str, words: str) -> str:
    words = escape(_ESCAPE.sub(r"_x005F_\1", words))
    inner = f'<t xml:space="preserve">{words}</t>'
    return f'<c r="{place}" t="inlineStr"><is>{inner}</is></c>'


def _styles(forms: dict[str, int]) -> str:
    own = {form: _OWN_FORMS + number for form, number in forms.items()}
    listed = "".join(f'<numFmt numFmtId="{n}" formatCode="{escape(f)}"/>' for f, n in own.items())
    cells = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' + "".join(
        f'<xf numFmtId="{n}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for n in own.values()
    )
    known = f'<numFmts count="{len(own)}">{listed}</numFmts>' if own else ""
    return (
        f'<styleSheet xmlns="{_MAIN}">{known}'
        '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(own) + 1}">{cells}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )
