"""Statements go out as a workbook and come back as the same figures, at whatever depth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from department_years import department_years
from hypothesis import HealthCheck, Phase, given, settings
from plain_inputs import EXAMPLES, plain, typed
from sampling import sampled

from drafter.diagnostics import Severity
from drafter.exchange.tables.book import statement_book
from drafter.figures.nodes import Figure, Group, Missing, Text, rows_at
from drafter.importing import Imported, import_books
from drafter.lists import classification
from drafter.model.year import MoneyUnit
from drafter.pipeline import Input, make_report, read_input
from drafter.report.statements import statement_view
from drafter.template.statements import all_printable

ROOT = Path(__file__).resolve().parents[2]
INPUTS = [ROOT / "tests/inputs/附表.yaml", *sorted(EXAMPLES.glob("*.yaml"))]
FEW = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # a smaller case would take minutes to find
)
MANY = settings(FEW, max_examples=60)


def exported(source: Input, folder: Path, unit: MoneyUnit | None = None) -> Path:
    assert source.tree is not None
    data = make_report(source, {}).data
    done = statement_book(
        all_printable(), data, source.year, source.tree, classification(), unit=unit
    )
    assert done.blob is not None
    path = folder / "附表.xlsx"
    path.write_bytes(done.blob)
    return path


def imported(book: Path, folder: Path, existing: str | None = None) -> tuple[Imported, Input]:
    target = folder / "导入.yaml"
    done = import_books([book], target, existing)
    assert done.text is not None
    target.write_text(done.text, encoding="utf-8")
    return done, read_input(target)


def statements(source: Input) -> dict[str, list[list[Any]]]:
    """Return the cells of each statement that the figures are deep enough for."""
    data = make_report(source, {}).data
    found = {}
    for listed in all_printable():
        assert listed.statement is not None
        view = statement_view(listed.statement, data, classification(), source.year.year)
        rows = rows_at(view, "行").value
        if not isinstance(rows, Missing):
            found[listed.title] = [cells(row) for row in rows if isinstance(row, Group)]
    return found


def cells(row: Group) -> list[Any]:
    return [
        node.plain if isinstance(node, Text) else node.number
        for node in row.items.values()
        if isinstance(node, Text | Figure)
    ]


def written(data: dict[str, Any], folder: Path) -> Input:
    path = folder / "原.yaml"
    path.write_text(typed(data), encoding="utf-8")
    source = read_input(path)
    assert [f for f in source.findings if f.is_error] == []
    return source


@pytest.mark.parametrize("path", sampled(INPUTS, 6, [path.stem for path in INPUTS]))
def test_what_an_example_states_comes_back(path: Path, tmp_path: Path) -> None:
    source = read_input(path)
    before = statements(source)
    assert len(before) >= 3
    _, after = imported(exported(source, tmp_path), tmp_path)
    found = statements(after)
    for title, rows in before.items():
        assert found[title] == rows, title


def round_trip(data: dict[str, Any], folder: Path, unit: MoneyUnit | None) -> None:
    source = written(data, folder)
    before = statements(source)
    done, after = imported(exported(source, folder, unit), folder)
    assert [f for f in done.findings if f.id in {"JS-109", "JS-110", "JS-112", "JS-115"}] == []
    assert statements(after) == before
    assert [f for f in after.findings if f.severity is Severity.ERROR] == []


@FEW
@given(data=department_years())
def test_a_made_up_year_comes_back(
    data: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    round_trip(data, tmp_path_factory.mktemp("a"), None)


@pytest.mark.exhaustive
@MANY
@given(data=department_years())
def test_many_made_up_years_come_back(
    data: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    round_trip(data, tmp_path_factory.mktemp("a"), None)


@pytest.mark.exhaustive
@pytest.mark.parametrize("unit", ["元", "万元"])
@settings(FEW, max_examples=20)
@given(data=department_years())
def test_years_come_back_from_a_book_in_another_unit(
    unit: MoneyUnit, data: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    round_trip(data, tmp_path_factory.mktemp("a"), unit)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", sampled(["附表", "miyi-2020"], 2))
def test_importing_a_second_time_changes_nothing(name: str, tmp_path: Path) -> None:
    path = next(p for p in INPUTS if p.stem == name)
    book = exported(read_input(path), tmp_path)
    first, _ = imported(book, tmp_path)
    assert first.text is not None
    again = import_books([book], tmp_path / "导入.yaml", first.text)
    assert again.text == first.text


@pytest.mark.exhaustive
def test_books_of_one_input_are_the_same_bytes(tmp_path: Path) -> None:
    source = read_input(INPUTS[0])
    one = exported(source, tmp_path).read_bytes()
    assert exported(source, tmp_path).read_bytes() == one


def test_what_was_typed_in_an_input_stays_where_it_is(tmp_path: Path) -> None:
    """An import into the input that a workbook was made of has nothing to write."""
    path = INPUTS[0]
    text = path.read_text(encoding="utf-8")
    done = import_books([exported(read_input(path), tmp_path)], path, text)
    assert done.text is not None
    kept = [line for line in text.splitlines() if line not in done.text]
    assert kept == []
    assert plain(path)["部门"] == {"全称": "云岭县文化体育和旅游局", "级次": "县"}
