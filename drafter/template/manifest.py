"""What a report template says of itself, checked and ready for use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from drafter.diagnostics import Diagnostic, Location
from drafter.wording.changes import ChangeWording
from drafter.wording.numbers import NumberStyle


@dataclass(frozen=True, slots=True)
class ListedName:
    """A line of the template's list of statements, as typed."""

    statement: str
    """Id of the definition; empty where the report gives only the title."""
    number: str
    title: str
    where: Location


ZEROS_OPTION = "尾零"
"""The option that decides on trailing zeros where a number form says 按选项."""
STRIP_ZEROS = "去掉"
TABLE_STYLE = NumberStyle(decimals=2, shift=-4, grouping=True, bare=((Decimal(0), ""),))
"""How statements print amounts, where the template does not say: 万元, zeros left out."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A template's description, checked and ready for use."""

    id: str
    title: str
    province: str
    file_name: str
    first_year: int
    last_year: int | None
    wan_yuan: NumberStyle
    yuan: NumberStyle
    percent: NumberStyle
    none_text: str
    undefined_text: str
    changes: dict[str, ChangeWording]
    options: dict[str, tuple[str, ...]]
    defaults: dict[str, str]
    explanations: dict[str, str]
    zeros_by_option: bool = False
    table: NumberStyle = TABLE_STYLE
    """Amounts in statements."""
    statements: tuple[ListedName, ...] = ()

    def chosen(self, options: Mapping[str, str]) -> Manifest:
        """Return the manifest with the number styles that the options ask for."""
        if not self.zeros_by_option:
            return self
        keep = options.get(ZEROS_OPTION) != STRIP_ZEROS
        return replace(self, wan_yuan=replace(self.wan_yuan, keep_zeros=keep))


@dataclass(frozen=True, slots=True)
class ManifestResult:
    """A manifest, or the faults that keep it from being used."""

    manifest: Manifest | None
    findings: tuple[Diagnostic, ...]
