"""The statements drawn in the Sichuan report, as the finished document has them."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree
from table_grids import Report, Table, read_table

from drafter.template.package import qn
from drafter.template.sites import style_of

PORTRAIT, LANDSCAPE = ("11906", "16838", None), ("16838", "11906", "landscape")
TITLES = [
    ("收入支出决算总表", "公开01表", PORTRAIT),
    ("收入决算表", "公开02表", LANDSCAPE),
    ("支出决算表", "公开03表", LANDSCAPE),
    ("财政拨款收入支出决算总表", "公开04表", LANDSCAPE),
    ("一般公共预算财政拨款支出决算表", "公开06表", PORTRAIT),
    ("一般公共预算财政拨款基本支出决算表", "公开08表", LANDSCAPE),
    ("一般公共预算财政拨款“三公”经费支出决算表", "公开10表", LANDSCAPE),
    ("政府性基金预算财政拨款收入支出决算表", "公开11表", LANDSCAPE),
    ("国有资本经营预算财政拨款收入支出决算表", "公开13表", LANDSCAPE),
    ("国有资本经营预算财政拨款支出决算表", "公开14表", PORTRAIT),
]


@dataclass
class Drawn:
    """A statement as the report prints it."""

    title: str
    before: list[str] = field(default_factory=list)
    """The paragraphs between title and table."""
    after: list[str] = field(default_factory=list)
    node: etree._Element | None = None
    page: tuple[str | None, ...] = ()

    @property
    def element(self) -> etree._Element:
        assert self.node is not None, self.title
        return self.node

    @property
    def table(self) -> Table:
        return read_table(self.element)

    @property
    def body(self) -> list[str]:
        """The rows below the headings."""
        return [row for row in self.table.drawn if row.startswith("|")]


def statements_of(printed: Report) -> list[Drawn]:
    """Return the statements in their order, each with the page that its section has."""
    body = printed.root.find(qn("body"))
    assert body is not None
    found: list[Drawn] = []
    open_: list[Drawn] = []
    for node in body:
        section = node.find(f"{qn('pPr')}/{qn('sectPr')}") if node.tag == qn("p") else None
        if node.tag == qn("p") and style_of(node) == "StatementHeading":
            found.append(Drawn(words(node)))
            open_.append(found[-1])
        elif node.tag == qn("tbl") and open_:
            open_[-1].node = node
        elif node.tag == qn("p") and open_ and words(node):
            (open_[-1].before if open_[-1].node is None else open_[-1].after).append(words(node))
        if section is not None:
            for one in open_:
                one.page = page_of(section)
            open_.clear()
    return found


def words(node: etree._Element) -> str:
    pieces = node.iter(qn("t"), qn("tab"))
    return "".join(
        (t.text or "") if t.tag == qn("t") else "\t" if parent_is_run(t) else "" for t in pieces
    )


def parent_is_run(node: etree._Element) -> bool:
    parent = node.getparent()
    return parent is not None and parent.tag == qn("r")


def page_of(section: etree._Element) -> tuple[str | None, ...]:
    size = section.find(qn("pgSz"))
    assert size is not None
    return size.get(qn("w")), size.get(qn("h")), size.get(qn("orient"))
