"""Runs the rule book on inputs, the way the pipeline does, without a template."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indicator_systems import BOTH, systems_of

from drafter import resources
from drafter.checks import RULES, Before, Facts, run_rules
from drafter.checks.last_year import PAIR_RULES
from drafter.diagnostics import Diagnostic
from drafter.figures.derive import derive
from drafter.figures.units import UnitFigures
from drafter.lists import moves
from drafter.model.classification import Classification, read_classification
from drafter.model.precision import quantum_of
from drafter.model.successors import Succession
from drafter.model.validate import validate
from drafter.reading import read_input
from drafter.report.assemble import assemble
from drafter.report.evaluation import Wanted
from drafter.scoring.system import Systems
from drafter.source import ReadResult, SourceTree, read_source, read_text

HEADER = "年度: 2023\n金额单位: 万元\n口径: 部门\n"


@dataclass(frozen=True)
class Case:
    """The facts of an input without faults of shape."""

    facts: Facts
    tree: SourceTree

    def findings(self) -> list[Diagnostic]:
        return run_rules(RULES, self.facts, self.tree)


def case_of_file(path: Path) -> Case:
    """Return the case of a file named after a rule; only those on scores are scored."""
    scored = path.stem >= "JS-521"
    systems = both_systems() if scored else Systems()
    last = path.parent / "last" / path.name
    before = read_source(last) if last.exists() else None
    return _case(read_source(path), systems, before, read_input(path).units)


def case_of(text: str, systems: Systems | None = None) -> Case:
    """Return the case of a text, scored by the systems; by those of `BOTH` where none are given."""
    return _case(read_text(HEADER + text, "f.yaml"), both_systems() if systems is None else systems)


def pair_of(last: str, text: str) -> Case:
    """Return the case of a text, compared with that of the year before."""
    header = HEADER.replace("2023", "2022")
    now, then = read_text(HEADER + text, "f.yaml"), read_text(header + last, "去年.yaml")
    return _case(now, Systems(), then)


def found_in_pair(last: str, text: str) -> list[Diagnostic]:
    """Return what rules on pairs find on a text and that of the year before."""
    pairs = {rule.id for rule in PAIR_RULES}
    return [f for f in pair_of(last, text).findings() if f.id in pairs]


def told_of_pair(last: str, text: str) -> list[tuple[str, str]]:
    """Return the id and gravity of what rules on pairs find."""
    return [(f.id, str(f.severity)) for f in found_in_pair(last, text)]


def messages_of_pair(last: str, text: str) -> list[str]:
    return [f.message for f in found_in_pair(last, text)]


def found(text: str, systems: Systems | None = None) -> list[tuple[str, str]]:
    """Return the id and gravity of each finding on the text."""
    return [(f.id, str(f.severity)) for f in case_of(text, systems).findings()]


def messages(text: str, systems: Systems | None = None) -> list[str]:
    return [f.message for f in case_of(text, systems).findings()]


@cache
def both_systems() -> Systems:
    return systems_of(BOTH)


@cache
def shipped_classification() -> Classification:
    """Return the classification that comes with the program."""
    names = ("functional.csv", "economic.csv")
    texts = [resources.data_file(name).read_text(encoding="utf-8") for name in names]
    return read_classification(*texts)


def _before(read: ReadResult, this: int) -> Before:
    assert read.findings == ()
    assert read.tree is not None
    year = validate(read.tree).year
    assert year.year is not None
    succession = Succession(shipped_classification(), moves(), year.year, this)
    return Before(read.tree.file.rpartition("/")[2], derive(year), read.tree, succession)


def _case(
    read: ReadResult,
    systems: Systems,
    last: ReadResult | None = None,
    units: tuple[UnitFigures, ...] = (),
) -> Case:
    assert read.findings == ()
    assert read.tree is not None
    validated = validate(read.tree)
    assert validated.findings == ()
    year = validated.year
    wanted = Wanted(systems, year.announced or {})
    report = assemble(derive(year), year.year, year.scope or "部门", {}, wanted)
    facts = Facts(
        data=report.data,
        money_unit=year.money_unit or "万元",
        quantum=quantum_of(year),
        announced=year.announced or {},
        scoring=report.problems,
        classification=shipped_classification(),
        units=units,
        before=_before(last, year.year or 0) if last is not None else None,
    )
    return Case(facts, read.tree)
