"""Part three: exactly the terms and 科目 that the report uses, each with one definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from drafter.figures.derive import FUNDS
from drafter.figures.nodes import (
    Figure,
    Group,
    Missing,
    Node,
    Rows,
    Text,
    find,
    group_at,
    rows_at,
    text_at,
)


@dataclass(frozen=True, slots=True)
class Term:
    """A term with the figures that make it appear; no figures mark the place of the 科目."""

    word: str
    definition: str
    figures: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """The project's own definitions: terms in printing order, 科目 by full and by item name."""

    terms: tuple[Term, ...] = ()
    items: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    common: Mapping[str, str] = field(default_factory=dict)


def read_definitions(plain: Mapping[str, Any]) -> Definitions:
    """Return the definitions held in the data file `terms.yaml`."""
    terms = tuple(
        Term(
            row.get("词", ""),
            row.get("释义", ""),
            tuple(tuple(path.split(".")) for path in row.get("出现", ())),
        )
        for row in plain["名词"]
    )
    items = {
        (functional_class, section, item): definition
        for functional_class, sections in plain["科目"].items()
        for section, definitions in sections.items()
        for item, definition in definitions.items()
    }
    return Definitions(terms, items, plain["通用"])


@dataclass(frozen=True, slots=True)
class FunctionalName:
    """An item of the functional classification by its three names."""

    functional_class: str
    section: str
    item: str

    @property
    def label(self) -> str:
        """Return the name as reports print it."""
        return f"{self.functional_class}（类）{self.section}（款）{self.item}（项）"


def used_items(root: Group) -> list[FunctionalName]:
    """Return the items with expenditure, in the order of the input, each once.

    An item whose name is still to be filled is left out: its gap shows where it is printed.
    """
    names: dict[FunctionalName, None] = {}
    for fund in FUNDS:
        for row in _spent(group_at(root, fund), "科目"):
            for section in _spent(row, "款"):
                for item in _spent(section, "项"):
                    name = FunctionalName(_name(row), _name(section), _name(item))
                    if all((name.functional_class, name.section, name.item)):
                        names[name] = None
    return list(names)


def _spent(row: Node, below: str) -> Iterator[Node]:
    """Yield the rows below that are not plainly zero: names without amounts count as used."""
    inner = find(row, (below,))
    for part in inner.entries if isinstance(inner, Rows) else ():
        if isinstance(part, Figure) and part.number != 0:
            yield part


def _name(row: Node) -> str:
    return text_at(row, "名称").plain


def term_rows(root: Group, definitions: Definitions, words: str) -> Rows:
    """Return the terms of part three with their definitions, the input's own wording first.

    `words` is the text of the report without part three: a term is explained when its word
    stands there and one of its figures is not zero. The 科目 are those with expenditure.
    """
    own = _own_wording(rows_at(root, "名词解释"))
    rows: list[Node] = []
    for term in definitions.terms:
        if not term.figures:
            rows += [_item_row(name, own, definitions) for name in used_items(root)]
        elif term.word in words and any(_appears(root, path) for path in term.figures):
            rows.append(_row(term.word, own.get(term.word, term.definition)))
    printed = {text_at(row, "词").plain for row in rows}
    items = {name.item for name in used_items(root)}
    rows += [
        _row(word, definition)
        for word, definition in own.items()
        if word not in printed and word not in items and word in words
    ]
    return Rows(("名词",), tuple(rows))


def _own_wording(typed: Rows) -> dict[str, str]:
    return {
        text_at(row, "词").plain: text_at(row, "释义").plain
        for row in typed.entries
        if text_at(row, "词").plain and text_at(row, "释义").plain
    }


def _appears(root: Group, path: Sequence[str]) -> bool:
    """Return whether the figure at the path is known and not zero."""
    figure = find(root, path)
    return isinstance(figure, Figure) and bool(figure.number)


def _item_row(name: FunctionalName, own: Mapping[str, str], definitions: Definitions) -> Group:
    definition = (
        own.get(name.label)
        or own.get(name.item)
        or definitions.items.get((name.functional_class, name.section, name.item))
        or definitions.common.get(name.item)
    )
    return _row(name.label, definition)


def _row(word: str, definition: str | None) -> Group:
    path = ("名词解释", word)
    value = Missing((path,)) if definition is None else tuple(definition.split("\n"))
    return Group(path, {"词": Text(path, (word,)), "释义": Text((*path, "释义"), value)})
