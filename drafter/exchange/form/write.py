"""Writes the form as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from drafter.exchange.form.fields import key_of, lists_of, title_of
from drafter.exchange.form.guide import COLOURS, HOW
from drafter.exchange.form.pack import packed
from drafter.exchange.form.parts import (
    FORMAT,
    HELP,
    WHICH,
    Column,
    Entry,
    Form,
    Kind,
    Page,
    Table,
)
from drafter.exchange.form.roles import (
    GUIDE,
    MARK,
    META,
    OPTIONS,
    PAGE_COLUMNS,
    TEMPLATE,
)
from drafter.exchange.form.styles import height_of, lines_of, styles, width_of
from drafter.model.paths import field_at

GUIDE_SHEET, META_SHEET = "填表说明", "_填报表"
BLANK_ROWS = 20
"""Rows ready for more items below those that there are."""
LONGEST = 32_767
"""Characters that a cell can hold."""

_HEAD, _ROLES, _FIRST = 3, 4, 5
"""Rows of a sheet for single values: titles, hidden roles, the first value."""
_NOTES, _FIRST_ITEM = 3, 6
"""Rows of a table: notes above its titles, so that all below them is one lower; the first item."""
_LIST_LIMIT = 250
_BLANKS_MARKED = 3
_WIDTHS = {"项目": 34, "填写": 44, "单位": 10, "怎样填": 46, "示例": 30, "责任股室": 14}
_PAGE_WIDTH = 190
"""Widths of columns that go on one page of A4 across and can still be read."""
_INCH = Fraction(2, 5)
_WHOLE = "填整数，用半角数字，不带单位；没有此项写“无”。"
_DECIMAL = "填数，用半角数字，不带单位；没有此项写“无”。"


def write_form(form: Form) -> bytes:
    """Return the workbook; the same form gives the same bytes."""
    book = Workbook()
    writer = _Writer(book)
    writer.guide(form)
    for sheet in form.sheets:
        if isinstance(sheet, Page):
            writer.page(sheet)
        else:
            writer.table(sheet, form)
    writer.meta(form)
    return packed(book)


def overlong(form: Form) -> Iterable[str]:
    """Yield the titles of what is too long for a cell of a workbook."""
    for sheet in form.sheets:
        if isinstance(sheet, Page):
            yield from (e.title for e in sheet.entries if len(e.text) > LONGEST)
        else:
            for line in sheet.lines:
                yield from (sheet.title for text in line.cells.values() if len(text) > LONGEST)


class _Writer:
    """Puts sheets into a workbook."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.styles = styles()
        for style in self.styles.values():
            book.add_named_style(style)
        self.choices: list[tuple[str, ...]] = []
        """Choices that are too long for a rule; they stand on the hidden sheet."""

    # Cells

    def put(self, sheet: Worksheet, row: int, column: int, text: str, style: str) -> None:
        """Write a text as it is: no formula, no error, no number."""
        cell = sheet.cell(row, column)
        assert isinstance(cell, Cell)
        if text:
            cell.value = text[:LONGEST]
            cell.data_type = "s"
        cell.style = self.styles[style].name

    def offer(self, sheet: Worksheet, choices: Sequence[str], cells: str) -> None:
        """Offer words in a drop-down; another word may be typed all the same."""
        joined = ",".join(choices)
        if len(joined) <= _LIST_LIMIT and not any("," in choice for choice in choices):
            rule = f'"{joined}"'
        else:
            if tuple(choices) not in self.choices:
                self.choices.append(tuple(choices))
            letter = get_column_letter(4 + self.choices.index(tuple(choices)))
            rule = f"'{META_SHEET}'!${letter}$1:${letter}${len(choices)}"
        self.offer_from(sheet, rule, cells)

    def offer_from(self, sheet: Worksheet, rule: str, cells: str) -> None:
        """Offer what the rule gives in a drop-down."""
        validation = DataValidation(type="list", formula1=rule, allow_blank=True)
        validation.showErrorMessage = False
        validation.add(cells)
        sheet.add_data_validation(validation)

    def advise(self, sheet: Worksheet, cells: Sequence[str], words: str) -> None:
        """Show a note beside the cells when they are chosen."""
        if not cells:
            return
        validation = DataValidation(allow_blank=True)
        validation.prompt, validation.promptTitle = words, "怎样填"
        validation.showInputMessage, validation.showErrorMessage = True, False
        for cell in cells:
            validation.add(cell)
        sheet.add_data_validation(validation)

    # Sheets

    def sheet(self, title: str, heading: str, about: str) -> Worksheet:
        """Begin a sheet: a heading, who fills it; the titles and roles are the caller's."""
        sheet = self.book.create_sheet(title)
        self.put(sheet, 1, 1, heading, "题")
        sheet.row_dimensions[1].height = 26
        self.put(sheet, 2, 1, about, "说明")
        return _set_up(sheet)

    def page(self, page: Page) -> None:
        """Write a sheet for single values."""
        columns = list(PAGE_COLUMNS)
        about = f"{page.subject.about}。浅黄色的要填；没有此项写“无”，数是零写 0。"
        sheet = self.sheet(page.title, page.title, about)
        sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=len(columns) - 1)
        for column, title in enumerate(columns, start=1):
            self.put(sheet, _HEAD, column, title, "栏")
            self.put(sheet, _ROLES, column, f"{MARK}{PAGE_COLUMNS[title]}", "释")
            sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(title, 20)
        sheet.column_dimensions[get_column_letter(len(columns))].hidden = True
        for row, entry in enumerate(page.entries, start=_FIRST):
            self._entry(sheet, row, entry, page.subject.office)
        for whole, words in ((True, _WHOLE), (False, _DECIMAL)):
            cells = [
                f"B{row}"
                for row, e in enumerate(page.entries, start=_FIRST)
                if e.number and e.kind is Kind.VALUE and e.whole is whole
            ]
            self.advise(sheet, cells, words)
        _head(sheet, _HEAD)
        sheet.freeze_panes = f"C{_FIRST}"

    def _entry(self, sheet: Worksheet, row: int, entry: Entry, office: str) -> None:
        group = entry.kind is not Kind.VALUE
        style = "组" if entry.kind is Kind.BAND else "待填" if entry.needed else "填"
        told = entry.about or ("下面各项的决算数在附表里" if entry.kind is Kind.BAND else "")
        self.put(sheet, row, 1, entry.title, "组" if group else "项")
        self.put(sheet, row, 2, entry.text.rstrip("\n"), style)
        self.put(sheet, row, 3, entry.unit, "释")
        self.put(sheet, row, 4, told, "释")
        self.put(sheet, row, 5, entry.example, "释")
        self.put(sheet, row, 6, "" if group else entry.office or office, "释")
        self.put(sheet, row, 7, MARK + ".".join(entry.path), "释")
        if entry.choices:
            self.offer(sheet, entry.choices, f"B{row}")
        lines = [
            lines_of(text, width)
            for text, width in zip(
                (entry.title, entry.text, told, entry.example), (34, 44, 50, 32), strict=True
            )
        ]
        if entry.prose:
            lines.append(3)
        sheet.row_dimensions[row].height = height_of(max(lines))

    def table(self, table: Table, form: Form) -> None:
        """Write a sheet with a row for each item."""
        single = table.lists[0] if len(table.lists) == 1 else None
        heading = title_of(single) if single is not None else table.title
        about = (
            f"每行填一项，中间可以插行；行数不够就往下接着填。建议由 {table.office} 填写。"
            "标题是深黄色的栏，每项都要填。"
        )
        sheet = self.sheet(table.title, heading, about)
        sheet.cell(2, 1).alignment = _UNWRAPPED
        widths = [_width(column, table) for column in table.columns]
        notes = 1
        for number, (column, width) in enumerate(zip(table.columns, widths, strict=True), start=1):
            note = _note(column)
            self.put(sheet, _NOTES, number, note, "注")
            notes = max(notes, lines_of(note, width * 6 // 5))
            self.put(sheet, _HEAD + 1, number, column.title, "必填栏" if column.needed else "栏")
            self.put(sheet, _ROLES + 1, number, MARK + column.role, "释")
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.row_dimensions[_NOTES].height = height_of(notes)
        sheet.row_dimensions[_HEAD + 1].height = height_of(
            max(lines_of(c.title, w) for c, w in zip(table.columns, widths, strict=True))
        )
        _head(sheet, _HEAD + 1)
        self._lines(sheet, table, widths)
        self._rules(sheet, table, form)
        keys = sum(c.role == WHICH or c.role.startswith("^") for c in table.columns) + 1
        frozen = min(keys, len(table.columns), 2)
        sheet.freeze_panes = f"{get_column_letter(frozen + 1)}{_FIRST_ITEM}"
        sheet.page_setup.fitToWidth = -(-sum(widths) // _PAGE_WIDTH)
        if sheet.page_setup.fitToWidth > 1:
            sheet.print_title_cols = f"A:{get_column_letter(frozen)}"

    def _lines(self, sheet: Worksheet, table: Table, widths: Sequence[int]) -> None:
        last = len(table.lines)
        long = any(column.prose for column in table.columns)
        for number in range(last + BLANK_ROWS):
            row = _FIRST_ITEM + number
            line = table.lines[number] if number < last else None
            marked = number < max(last, 0) or number < last + _BLANKS_MARKED
            tallest = 1
            for at, column in enumerate(table.columns, start=1):
                text = line.cells.get(column.role, "") if line is not None else ""
                needed = column.needed
                if line is not None and line.needed is not None:
                    needed = needed or column.role in line.needed
                style = "释" if column.role == HELP else "待填" if needed and marked else "填"
                self.put(sheet, row, at, text.rstrip("\n"), style)
                tallest = max(tallest, lines_of(text, widths[at - 1]))
            if long or tallest > 1:
                sheet.row_dimensions[row].height = height_of(max(tallest, 2))

    def _rules(self, sheet: Worksheet, table: Table, form: Form) -> None:
        """Add the drop-downs and notes of the columns."""
        last = _FIRST_ITEM + len(table.lines) + BLANK_ROWS - 1
        above = lists_of(table.lists[0][:-1])
        for number, column in enumerate(table.columns, start=1):
            letter = get_column_letter(number)
            cells = f"{letter}{_FIRST_ITEM}:{letter}{last}"
            if column.role.startswith("^"):
                parent = form.tables.get(above[int(column.role[1:]) - 1])
                if parent is not None and (rule := _names_in(parent)):
                    self.offer_from(sheet, rule, cells)
            elif column.choices:
                self.offer(sheet, column.choices, cells)
            elif column.number:
                self.advise(sheet, [cells], _WHOLE if column.whole else _DECIMAL)

    def guide(self, form: Form) -> None:
        """Write the sheet that explains the form and lists its sheets."""
        sheet = self.book.active
        assert isinstance(sheet, Worksheet)
        sheet.title = GUIDE_SHEET
        _set_up(sheet)
        for letter, width in zip("ABCD", (24, 70, 24, 12), strict=True):
            sheet.column_dimensions[letter].width = width
        self.put(sheet, 1, 1, "部门决算和绩效报告填报表", "题")
        sheet.row_dimensions[1].height = 28
        used = "、".join(f"{r.title}（{r.template}）" for r in form.reports)
        row = 2
        for words in (f"用于：{used}", *HOW):
            self.put(sheet, row, 1, words, "文")
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
            sheet.row_dimensions[row].height = height_of(lines_of(words, 126))
            row += 1
        for style, words in COLOURS:
            self.put(sheet, row, 1, "", style)
            self.put(sheet, row, 2, words, "文")
            sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=4)
            row += 1
        self.put(sheet, row, 1, MARK + GUIDE, "文")
        sheet.row_dimensions[row].hidden = True
        row += 2
        for column, title in enumerate(("表", "填什么", "建议由谁填", "要填几项"), start=1):
            self.put(sheet, row, column, title, "栏")
        for number, of in enumerate(form.sheets, start=row + 1):
            self.put(sheet, number, 1, of.title, "项")
            link = Hyperlink(ref=f"A{number}", location=f"'{of.title}'!A1")
            sheet.cell(number, 1).hyperlink = link
            sheet.cell(number, 1).style = self.styles["项"].name
            office = of.subject.office if isinstance(of, Page) else of.office
            self.put(sheet, number, 2, _about(of), "释")
            self.put(sheet, number, 3, office, "填")
            self.put(sheet, number, 4, _demand(of), "释")
            sheet.row_dimensions[number].height = height_of(lines_of(_about(of), 76))

    def meta(self, form: Form) -> None:
        """Write the hidden sheet that says which form it is."""
        sheet = self.book.create_sheet(META_SHEET)
        sheet.sheet_state = "hidden"
        rows = [(MARK + META, FORMAT)]
        for report in form.reports:
            rows.append((TEMPLATE, report.template))
            rows += [(OPTIONS, f"{name}={value}") for name, value in report.options.items()]
        for row, pair in enumerate(rows, start=1):
            for column, text in enumerate(pair, start=1):
                self.put(sheet, row, column, text, "文")
        for column, choices in enumerate(self.choices, start=4):
            for row, choice in enumerate(choices, start=1):
                self.put(sheet, row, column, choice, "文")


_UNWRAPPED = Alignment(vertical="center", wrap_text=False)


def _set_up(sheet: Worksheet) -> Worksheet:
    """Set how the sheet prints: A4 across, as wide as a page, titles on each."""
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(_INCH, _INCH, _INCH, _INCH * 2, _INCH, _INCH)
    footer = sheet.oddFooter
    if footer is not None and footer.center is not None:
        footer.center.text = "&A　第 &P 页，共 &N 页"
    return sheet


def _head(sheet: Worksheet, row: int) -> None:
    """Repeat the titles on each page; hide the roles below them."""
    sheet.print_title_rows = f"{row}:{row}"
    sheet.row_dimensions[row + 1].hidden = True


def _note(column: Column) -> str:
    """Return what stands above a column: what to write, in what unit, an example."""
    unit = f"单位：{column.unit}" if column.unit else ""
    example = f"如：{column.example}" if column.example else ""
    return "\n".join(filter(None, [column.about, unit, example]))


def _width(column: Column, table: Table) -> int:
    """Return the width of a column: by what it holds, wide enough for its title."""
    if column.role == HELP:
        return 44
    title = max((width_of(part) for part in column.title.split(" ")), default=0) + 2
    if column.prose:
        return max(title, (100, 70, 50)[len(table.columns) - 1] if len(table.columns) <= 3 else 36)
    if column.number:
        return max(title, 12)
    longest = max((width_of(line.cells.get(column.role, "")) for line in table.lines), default=0)
    if column.choices:
        longest = max(longest, *(width_of(choice) for choice in column.choices))
    return max(title, min(longest + 2, 36), 14 if column.path[-1:] != ("名称",) else 26)


def _names_in(table: Table) -> str:
    """Return the rule of a drop-down with the names of the items of a table."""
    if len(table.lists) > 1:
        return ""
    path = table.lists[0]
    role = ".".join((*path, key_of(path)))
    number = next((n for n, c in enumerate(table.columns, start=1) if c.role == role), 0)
    if not number:
        return ""
    letter = get_column_letter(number)
    last = _FIRST_ITEM + len(table.lines) + BLANK_ROWS - 1
    return f"'{table.title}'!${letter}${_FIRST_ITEM}:${letter}${last}"


def _about(sheet: Page | Table) -> str:
    if isinstance(sheet, Page):
        return sheet.subject.about
    if len(sheet.lists) > 1:
        return f"逐项填：{'；'.join(title_of(path) for path in sheet.lists)}"
    shape = field_at(sheet.lists[0])
    about = f"（{shape.description}）" if shape is not None and shape.description else ""
    return f"逐项填：{title_of(sheet.lists[0])}{about}"


def _demand(sheet: Page | Table) -> str:
    """Return how many blanks of the sheet are to be filled."""
    if isinstance(sheet, Page):
        count = sum(entry.needed for entry in sheet.entries)
        return str(count) if count else "—"
    return "逐项"
