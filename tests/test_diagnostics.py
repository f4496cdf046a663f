from __future__ import annotations

import json

from drafter.diagnostics import (
    DataPath,
    Diagnostic,
    Location,
    Place,
    Severity,
    as_github,
    as_json,
    as_text,
    has_errors,
    in_order,
    path_text,
)


def found(
    severity: Severity = Severity.ERROR,
    *,
    id: str = "JS-201",  # noqa: A002 - the name of the field
    message: str = "收入合计不一致",
    line: int = 41,
    hint: str = "",
    place: str = "",
    path: DataPath = (),
) -> Diagnostic:
    where = Location("a/b.yaml", line, 9 if line else 0, Place(part=place))
    return Diagnostic(id, severity, message, where, hint=hint, path=path)


# Text


def test_a_finding_is_one_line_that_editors_can_jump_to() -> None:
    assert as_text(found()) == "a/b.yaml:41:9: 错误 JS-201 收入合计不一致"


def test_a_hint_follows_in_brackets() -> None:
    assert as_text(found(hint="是不是“收入”？")).endswith("收入合计不一致（是不是“收入”？）")


def test_a_finding_on_a_whole_file_has_no_line() -> None:
    assert as_text(found(line=0)) == "a/b.yaml: 错误 JS-201 收入合计不一致"


def test_a_place_in_a_word_file_is_told_in_words() -> None:
    text = as_text(found(line=0, place="第3段"))
    assert text == "a/b.yaml（第3段）: 错误 JS-201 收入合计不一致"


def test_a_waived_finding_shows_its_reason_instead_of_the_hint() -> None:
    text = as_text(found(hint="请核对").waive("按批复填列"))
    assert text == "a/b.yaml:41:9: 已豁免(错误) JS-201 收入合计不一致（豁免理由：按批复填列）"


def test_list_positions_count_from_one() -> None:
    assert path_text(("项目", 1, "预算", "合计")) == "项目.2.预算.合计"
    assert path_text(()) == ""


# JSON


def test_json_has_stable_keys() -> None:
    finding = found(Severity.WARNING, hint="提示", path=("项目", 0, "名称")).waive("理由")
    assert json.loads(as_json([finding])) == [
        {
            "id": "JS-201",
            "severity": "warning",
            "message": "收入合计不一致",
            "file": "a/b.yaml",
            "line": 41,
            "column": 9,
            "place": "",
            "origin": "",
            "at": None,
            "path": "项目.1.名称",
            "hint": "提示",
            "section": "",
            "waived": "理由",
        }
    ]


def test_json_has_the_place_in_a_word_file_in_pieces() -> None:
    place = Place(7, "正文", ("一章", "二节"), 2, ((1, 2, 3), (1, 1, 1)), "{{ 名称 }}")
    finding = Diagnostic("MB-010", Severity.ERROR, "错", Location("a.docx", inside=place))
    (row,) = json.loads(as_json([finding]))
    shown = "正文 › 一章 › 二节 › 第1个表第2行第3格 › 格内第1个表第1行第1格第2段"
    assert row["place"] == f"{shown}，“{{{{ 名称 }}}}”"
    assert row["at"] == {
        "part": "正文",
        "headings": ["一章", "二节"],
        "paragraph": 2,
        "cells": [{"table": 1, "row": 2, "cell": 3}, {"table": 1, "row": 1, "cell": 1}],
        "tag": "{{ 名称 }}",
    }


def test_json_of_nothing_is_an_empty_list_and_chinese_stays_readable() -> None:
    assert json.loads(as_json([])) == []
    assert "收入合计" in as_json([found()])
    assert json.loads(as_json([found()]))[0]["waived"] is None


# GitHub


def test_github_annotates_the_line() -> None:
    assert as_github(found(hint="请核对")) == (
        "::error file=a/b.yaml,line=41,col=9,title=JS-201::错误 JS-201 收入合计不一致（请核对）"
    )


def test_github_levels_follow_the_gravity() -> None:
    levels = [as_github(found(severity)).split(" ")[0] for severity in Severity]
    assert levels == ["::error", "::warning", "::notice"]
    assert as_github(found().waive("理由")).startswith("::notice ")


def test_github_keeps_a_place_in_words() -> None:
    text = as_github(found(line=0, place="第3段，“合计”"))
    assert text == "::error file=a/b.yaml,title=JS-201::第3段，“合计”：错误 JS-201 收入合计不一致"


def test_github_commands_cannot_be_broken_by_what_was_typed() -> None:
    finding = Diagnostic(
        "A:1,2", Severity.ERROR, "100%\r\n::error::x", Location("a,b:c%.yaml", 1, 1)
    )
    text = as_github(finding)
    assert "\n" not in text
    assert "file=a%2Cb%3Ac%25.yaml,line=1,col=1,title=A%3A1%2C2::" in text
    assert text.endswith("100%25%0D%0A::error::x")


# Order and gravity


def test_findings_are_in_the_order_of_the_file_then_by_gravity() -> None:
    findings = [
        found(line=9),
        found(Severity.HINT, line=2, id="JS-001"),
        found(Severity.WARNING, line=2, id="JS-002"),
        found(line=2, id="JS-009"),
        found(line=2, id="JS-003"),
        found(line=0),
        found(line=10),
    ]
    order = [(f.where.line, f.id) for f in in_order(findings)]
    assert order == [
        (0, "JS-201"),
        (2, "JS-003"),
        (2, "JS-009"),
        (2, "JS-002"),
        (2, "JS-001"),
        (9, "JS-201"),
        (10, "JS-201"),
    ]


def test_a_repeated_finding_is_shown_once() -> None:
    assert in_order([found(), found(), found(message="另一个")]) == [
        found(),
        found(message="另一个"),
    ]


def test_findings_of_one_place_keep_the_order_of_the_report() -> None:
    findings = [found(line=n, message=m) for n in (3, 1, 2) for m in ("乙", "甲")]
    assert [(f.where.line, f.message) for f in in_order(findings)] == [
        (n, m) for n in (1, 2, 3) for m in ("乙", "甲")
    ]


def test_only_standing_errors_stop_a_report() -> None:
    assert found().is_error
    assert not found().waive("理由").is_error
    assert not found(Severity.WARNING).is_error
    assert has_errors([found(Severity.HINT), found()])
    assert not has_errors([found().waive("理由"), found(Severity.WARNING)])


def test_strict_counts_warnings_but_no_hints_and_nothing_waived() -> None:
    assert has_errors([found(Severity.WARNING)], strict=True)
    assert not has_errors([found(Severity.HINT)], strict=True)
    assert not has_errors([found(Severity.WARNING).waive("理由")], strict=True)
