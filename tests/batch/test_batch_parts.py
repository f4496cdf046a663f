"""Which inputs are meant, what is remembered of a batch, who owns a name, and the summary."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from drafter.batch.claims import claim
from drafter.batch.inputs import find_inputs
from drafter.batch.ledger import LEDGER, Entry, Ledger, digest_of, is_fresh
from drafter.batch.summary import COLUMNS, Row, as_json, as_rows, seconds

RESULT = "（附表）.xlsx"


def names(folder: Path, *typed: str, own: Sequence[Path] = ()) -> list[str]:
    found = find_inputs([str(folder / one) for one in typed], RESULT, own)
    return [meant.path.relative_to(folder).as_posix() for meant in found.inputs]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.yaml", "a.YML", "附件.docx", "表.xlsx", "~$表.xlsx", ".a.yaml", f"局{RESULT}",
        "甲局/决算.xlsx", "甲局/填报.xlsx", "乙局/x.yaml", "乙局/下级/y.yaml", "空/说明.txt",
        "[方括号].yaml",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(b"")
    return tmp_path


class TestInputs:
    def test_a_folder_means_its_inputs_and_not_what_lies_deeper(self, folder: Path) -> None:
        assert names(folder, "") == ["[方括号].yaml", "a.YML", "b.yaml"]

    def test_a_folder_of_workbooks_is_one_input(self, folder: Path) -> None:
        found = find_inputs([str(folder / "甲局")], RESULT)
        assert [meant.path.name for meant in found.inputs] == ["甲局"]
        assert [book.name for book in found.inputs[0].books] == ["决算.xlsx", "填报.xlsx"]

    def test_a_workbook_that_is_typed_is_meant_even_a_result(self, folder: Path) -> None:
        assert names(folder, "表.xlsx", f"局{RESULT}") == ["表.xlsx", f"局{RESULT}"]

    def test_patterns_are_resolved_here_where_no_shell_does(self, folder: Path) -> None:
        assert names(folder, "*.yaml") == ["[方括号].yaml", "b.yaml"]
        assert names(folder, "**/*.yaml") == [
            "[方括号].yaml", "b.yaml", "乙局/x.yaml", "乙局/下级/y.yaml",
        ]  # fmt: skip
        assert names(folder, "*.xlsx") == ["表.xlsx"]

    def test_a_pattern_of_folders_means_each(self, folder: Path) -> None:
        assert names(folder, "?局/") == ["乙局/x.yaml", "甲局"]

    def test_a_name_with_brackets_is_a_name_first(self, folder: Path) -> None:
        assert names(folder, "[方括号].yaml") == ["[方括号].yaml"]

    def test_what_is_meant_twice_counts_once(self, folder: Path) -> None:
        assert names(folder, "b.yaml", "", "乙局/../b.yaml") == ["b.yaml", "[方括号].yaml", "a.YML"]

    def test_the_summary_of_an_earlier_batch_is_no_input(self, folder: Path) -> None:
        own = [folder / "甲局" / "决算.xlsx"]
        found = find_inputs([str(folder / "甲局")], RESULT, own)
        assert [book.name for book in found.inputs[0].books] == ["填报.xlsx"]

    def test_what_leads_to_no_input_is_told_and_a_missing_file_is_one(self, folder: Path) -> None:
        typed = [str(folder / "空"), str(folder / "?.json"), str(folder / "没有.yaml")]
        found = find_inputs(typed, RESULT)
        assert found.nothing == tuple(typed[:2])
        assert [meant.path.name for meant in found.inputs] == ["没有.yaml"]


def entry(name: str, **more: object) -> Entry:
    kept = {"mark": "m", "needs": {}, "files": {"甲.docx": "1"}, "counts": (0, 1, 2), **more}
    return Entry(name, **kept)  # type: ignore[arg-type]


class TestLedger:
    def test_what_was_added_is_found_next_time_the_last_of_each(self, tmp_path: Path) -> None:
        ledger = Ledger(tmp_path)
        for one in (entry("a"), entry("b"), entry("a", mark="n")):
            ledger.add(one)
        again = Ledger(tmp_path)
        assert again.get("a") == entry("a", mark="n")
        assert again.get("b") == entry("b")
        assert again.get("c") is None

    @pytest.mark.parametrize("left", [1, 20, 60])
    def test_a_line_cut_off_costs_that_line_alone(self, tmp_path: Path, left: int) -> None:
        Ledger(tmp_path).add(entry("a"))
        path = tmp_path / LEDGER
        whole = path.read_bytes()
        Ledger(tmp_path).add(entry("b"))
        path.write_bytes(path.read_bytes()[: len(whole) + left])
        Ledger(tmp_path).add(entry("c"))
        again = Ledger(tmp_path)
        assert again.get("a") == entry("a")
        assert again.get("b") is None
        assert again.get("c") == entry("c")

    def test_any_byte_changed_costs_at_most_its_line(self, tmp_path: Path) -> None:
        Ledger(tmp_path).add(entry("a"))
        Ledger(tmp_path).add(entry("b"))
        path = tmp_path / LEDGER
        whole = path.read_bytes()
        for place in range(0, len(whole), 3):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
            again = Ledger(tmp_path)
            found = [again.get("a"), again.get("b")]
            assert all(one in (None, entry(name)) for one, name in zip(found, "ab", strict=True))
            assert any(found)

    def test_neither_rubbish_nor_a_folder_in_its_place_does_harm(self, tmp_path: Path) -> None:
        (tmp_path / LEDGER).write_bytes(b"\0\xff\n\n{}\n12345678[]\n")
        assert Ledger(tmp_path).get("a") is None
        (tmp_path / LEDGER).unlink()
        (tmp_path / LEDGER).mkdir()
        ledger = Ledger(tmp_path)
        ledger.add(entry("a"))
        assert ledger.get("a") is None

    def test_a_name_that_leads_out_of_the_folder_is_no_entry(self, tmp_path: Path) -> None:
        Ledger(tmp_path).add(entry("a", files={"../甲.docx": "1"}))
        assert Ledger(tmp_path).get("a") is None

    def test_it_does_not_grow_with_every_batch(self, tmp_path: Path) -> None:
        for _ in range(30):
            Ledger(tmp_path).add(entry("a"))
        assert (tmp_path / LEDGER).read_bytes().count(b"\n") < 10
        assert Ledger(tmp_path).get("a") == entry("a")


class TestFresh:
    @pytest.fixture
    def known(self, tmp_path: Path) -> Entry:
        for name in ("a.yaml", "职能.txt", "甲.docx"):
            (tmp_path / name).write_text(name, encoding="utf-8")
        (tmp_path / "模板").mkdir()
        (tmp_path / "模板" / "template.yaml").write_text("1", encoding="utf-8")
        paths = [tmp_path / name for name in ("a.yaml", "职能.txt", "模板", "没有.txt")]
        return entry("a", needs={str(path): digest_of(path) for path in paths})

    def test_as_it_was_nothing_has_to_be_done(self, tmp_path: Path, known: Entry) -> None:
        (tmp_path / "模板" / "~$report.docx").write_bytes(b"open in Word")
        assert is_fresh(known, "m", tmp_path)

    @pytest.mark.parametrize("name", ["a.yaml", "职能.txt", "模板/template.yaml", "没有.txt"])
    def test_whatever_it_follows_from_may_change(
        self, tmp_path: Path, known: Entry, name: str
    ) -> None:
        (tmp_path / name).write_text("另外的", encoding="utf-8")
        assert not is_fresh(known, "m", tmp_path)

    @pytest.mark.parametrize("name", ["甲.docx", "a.yaml", "职能.txt", "模板/template.yaml"])
    def test_what_is_gone_is_made_again(self, tmp_path: Path, known: Entry, name: str) -> None:
        (tmp_path / name).unlink()
        assert not is_fresh(known, "m", tmp_path)

    def test_another_program_or_wish_makes_all_again(self, tmp_path: Path, known: Entry) -> None:
        assert not is_fresh(known, "n", tmp_path)


class TestClaims:
    def test_the_first_has_the_name_and_the_second_hears_of_it(self, tmp_path: Path) -> None:
        target = tmp_path / "甲.docx"
        assert claim(tmp_path, [target], "a") is None
        assert claim(tmp_path, [target], "b") == (target, "a")
        assert claim(tmp_path, [target], "a") is None

    def test_names_that_some_system_takes_for_one_are_one(self, tmp_path: Path) -> None:
        assert claim(tmp_path, [tmp_path / "A\u00e9.docx"], "a") is None
        other = tmp_path / "ae\u0301.docx"
        assert claim(tmp_path, [other], "b") == (other, "a")

    def test_who_does_not_get_all_gets_none(self, tmp_path: Path) -> None:
        one, two = tmp_path / "1", tmp_path / "2"
        assert claim(tmp_path, [two], "a") is None
        assert claim(tmp_path, [one, two], "b") == (two, "a")
        assert claim(tmp_path, [one], "c") is None


def test_the_summary_says_the_same_to_people_and_programs() -> None:
    row = Row("甲.yaml", "有错误", (), 2, 1, 0, 1_234_567_890, ("甲.yaml:1:1: 错误", "还有 1 项"))
    told = json.loads(as_json([row], "1.0"))["inputs"]
    assert told == [
        {
            "input": "甲.yaml", "result": "有错误", "files": [], "errors": 2, "warnings": 1,
            "hints": 0, "milliseconds": 1234, "told": ["甲.yaml:1:1: 错误", "还有 1 项"],
        }
    ]  # fmt: skip
    (words,) = as_rows([row])
    assert len(words) == len(COLUMNS)
    assert list(words[:6]) == ["甲.yaml", "有错误", 2, 1, 0, Decimal("1.23")]
    assert str(seconds(5_000_000)) == "0.01"
