"""The copies of real reports: every derived figure and every finding has its comment."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from comments import Comment, comments_of
from sampling import sampled

from drafter.diagnostics import GAP
from drafter.figures.nodes import Figure, Unit
from drafter.pipeline import Made, make_all
from drafter.review import copies
from drafter.review.copies import Reviewed, draft_copy, review_copy
from drafter.template.package import parse, qn, read_package
from drafter.template.proofs import final_words

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "example_inputs").glob("*.yaml"))


@cache
def made(name: str) -> Made:
    return make_all(ROOT / "example_inputs" / f"{name}.yaml")


def reviewed(name: str, report: int = 0) -> Reviewed:
    one = made(name)
    outcome = one.outcomes[report]
    assert outcome.rendered is not None
    assert one.source.tree is not None
    unit = one.source.year.money_unit or "万元"
    return Reviewed(outcome.rendered, one.told_of(outcome), one.source.tree, unit)


@cache
def comments_in_review(name: str) -> list[Comment]:
    return comments_of(review_copy(reviewed(name), draft=False))


def body_words(blob: bytes) -> str:
    return final_words(parse(read_package(blob).parts["word/document.xml"]))


def found(comments: list[Comment], start: str) -> list[Comment]:
    return [comment for comment in comments if comment.text.startswith(start)]


@pytest.mark.parametrize("example", sampled(EXAMPLES, 4), ids=lambda p: p.stem)
def test_the_words_of_the_report_are_those_of_its_copies(example: Path) -> None:
    report = reviewed(example.stem)
    plain = report.rendered.document or b""
    for copy in (draft_copy(report), review_copy(report, draft=True)):
        assert body_words(copy) == body_words(plain)


class TestReview:
    def test_every_derived_figure_has_its_reckoning_at_its_own_text(self) -> None:
        report = reviewed("miyi-2020")
        comments = comments_in_review("miyi-2020")
        derived = [
            (value.printed.text, node.formula)
            for value in report.rendered.figures
            if isinstance(node := value.printed.node, Figure)
            and node.formula
            and node.unit is not Unit.YEAR
        ]
        told = [c for c in comments if not re.match("审阅稿|错误|警告|提示|已豁免", c.text)]
        assert [c.words for c in told] == [text for text, _ in derived]
        assert all(
            f" ＝ {formula}" in c.text for c, (_, formula) in zip(told, derived, strict=True)
        )
        assert len(told) > 100

    def test_a_comment_has_formula_numbers_rounding_and_sources(self) -> None:
        comments = comments_in_review("miyi-2020")
        (rate,) = found(comments, "收支总计.增减率")
        lines = rate.text.split("\n")
        assert rate.words == "135.97%"
        assert lines[:3] == [
            "收支总计.增减率 ＝ 增减额÷上年×100%",
            "＝ 3,128.56 ÷ 2,300.92 × 100% ＝ 135.96995984…%",
            "四舍五入到小数 2 位",
        ]
        assert lines[3].startswith("取自 miyi-2020.yaml:117:15 收入.一般公共预算财政拨款：4493.88")
        assert lines[-1] == "…… 共 11 处，用 drafter trace --find 看全部"

    def test_what_only_a_chart_shows_is_explained_at_the_chart(self) -> None:
        report = reviewed("panzhihua-2020")
        comments = comments_in_review("panzhihua-2020")
        at_charts = found(comments, "图表“")
        assert [c.text.split("\n")[0] for c in at_charts] == [
            "图表“收、支总计（万元）”里2019年：3536.25",
            "图表“财政拨款收、支总计（万元）”里2019年：3533.11",
            "图表“一般公共预算财政拨款支出（万元）”里2019年：2089.49",
        ]
        assert at_charts[0].text.split("\n")[1:] == [
            "收支总计.上年",
            "取自 panzhihua-2020.yaml:110:7 收支总计.上年：3536.25",
        ]
        copy = review_copy(report, draft=False)
        body = parse(read_package(copy).parts["word/document.xml"])
        around = [
            start.getnext()
            for start in body.iter(qn("commentRangeStart"))
            if (run := start.getnext()) is not None and run.find(qn("drawing")) is not None
        ]
        assert len(around) == len(at_charts)

    def test_findings_of_all_gravities_stand_at_their_words(self) -> None:
        comments = comments_in_review("panzhihua-2020")
        (waived,) = found(comments, "已豁免（错误） JS-205")
        assert waived.words == "4060.3"
        assert "豁免理由：公开稿八印的政府性基金支出743.52万元" in waived.text
        assert "输入：panzhihua-2020.yaml:92:1" in waived.text
        (warning,) = found(comments, "警告 JS-404")
        assert warning.words == "320.86"
        (hint,) = found(comments, "提示 JS-701")
        assert "“结转结余.年末财政拨款”没有单独印出" in hint.text

    def test_what_was_announced_stands_at_the_figure_and_not_at_the_announcement(self) -> None:
        comments = comments_in_review("panzhihua-2020")
        one, other = found(comments, "已豁免（警告） JS-801")
        assert [one.words, other.words] == ["7.97%", "63.00%"]

    def test_a_finding_stands_at_the_amount_and_not_at_the_name_of_its_line(self) -> None:
        comments = comments_of(review_copy(reviewed("yongchang-2021"), draft=True))
        (finding,) = found(comments, "提示 JS-527")
        assert finding.words == "281.00"

    def test_the_first_comment_tells_how_the_report_stands(self) -> None:
        first = comments_in_review("miyi-2020")[0]
        assert first.words == "米易县经济信息化和科学技术局"
        assert first.text.split("\n")[1] == "检查结果：警告 1 项，提示 1 项，已豁免 1 项。"
        clean = comments_in_review("minimal")[0]
        assert clean.text.split("\n")[1:] == ["检查结果：没有问题。"]

    @pytest.mark.exhaustive
    def test_more_figures_than_the_bound_are_told_sentences_before_tables(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        report = reviewed("baojing-2017")
        everything = comments_in_review("baojing-2017")
        monkeypatch.setattr(copies, "MAX_FIGURES", 100)
        comments = comments_of(review_copy(report, draft=False))
        assert len(comments) == len(everything) - 172
        assert comments[0].text.endswith(
            "算出的数有 272 个，批注加在其中 100 个上，先文字后表格；其余的用 drafter trace 查。"
        )
        cells = {(p.part, p.number) for p in report.rendered.paragraphs if p.place.cells}
        derived = [v for v in report.rendered.figures if copies._is_derived(v)]
        chosen = copies._chosen(derived, report.rendered)
        assert sum((v.part, v.paragraph) not in cells for v in chosen) == min(
            100, sum((v.part, v.paragraph) not in cells for v in derived)
        )

    @pytest.mark.exhaustive
    def test_comments_name_files_without_their_folders(self) -> None:
        comments = comments_in_review("panzhihua-2020")
        assert not [c for c in comments if "/" in c.text.replace("km/h", "")]

    def test_the_same_report_gives_the_same_bytes(self) -> None:
        report = reviewed("minimal")
        assert review_copy(report, draft=False) == review_copy(report, draft=False)
        assert draft_copy(report) == draft_copy(report)


class TestDraft:
    def test_each_gap_is_told_at_its_words_with_what_to_do(self) -> None:
        report = reviewed("yongchang-2021")
        comments = comments_of(draft_copy(report))
        gaps = [finding for finding in report.findings if finding.id == GAP]
        told = found(comments, f"错误 {GAP}")
        elsewhere = comments[0].text.count(f"错误 {GAP}")
        assert len(gaps) > 40
        assert len(told) + elsewhere == len(gaps)
        assert elsewhere == 2  # the balance is printed nowhere
        assert all(comment.words.startswith("【待补：") for comment in told)
        (goal,) = found(comments, "错误 JS-901：待补：整体绩效.预期目标")
        assert goal.words == "【待补：整体绩效.预期目标】"
        assert goal.text.split("\n")[1:] == [
            "说明：没有此项写“无”",
            "用于：整体支出绩效自评表",
            "要填在：yongchang-2021.yaml:212:1",
        ]

    def test_it_explains_no_figures(self) -> None:
        comments = comments_of(draft_copy(reviewed("minimal")))
        assert [comment.text for comment in comments] == ["草稿，不能对外。\n检查结果：没有问题。"]

    @pytest.mark.parametrize("example", sampled(EXAMPLES, 4), ids=lambda p: p.stem)
    def test_every_header_says_so(self, example: Path) -> None:
        package = read_package(draft_copy(reviewed(example.stem)))
        headers = [name for name in package.parts if name.startswith("word/header")]
        assert headers
        assert {final_words(parse(package.parts[name]))[:2] for name in headers} == {"草稿"}
        body = parse(package.parts["word/document.xml"])
        first = next(body.iter(qn("sectPr")))
        kinds = {node.get(qn("type")) for node in first.iter(qn("headerReference"))}
        assert "default" in kinds

    def test_what_was_not_rendered_cannot_be_drafted(self) -> None:
        report = reviewed("minimal")
        nothing = replace(report, rendered=replace(report.rendered, document=None))
        with pytest.raises(ValueError, match="not rendered"):
            draft_copy(nothing)


def test_a_report_has_the_findings_that_concern_it(tmp_path: Path) -> None:
    text = (ROOT / "example_inputs" / "minimal.yaml").read_text(encoding="utf-8")
    path = tmp_path / "输入.yaml"
    waiver = "豁免:\n  - {规则: JS-999, 理由: 没有这条}\n"
    path.write_text(f"{text}\n{waiver}", encoding="utf-8")
    one = make_all(path, ["sichuan-final-accounts", "hunan-overall-evaluation"])
    told = [one.told_of(outcome) for outcome in one.outcomes]
    assert [f.id for f in told[0]] == ["JS-902"]
    assert len(told[1]) > 10
    assert told[0][0] in told[1]
    assert set(told[0]) | set(told[1]) == set(one.findings)


def test_a_finding_on_words_stands_at_their_own_paragraph(tmp_path: Path) -> None:
    """Of words of several paragraphs the one with the slip is meant, not the first."""
    source = ROOT / "example_inputs" / "miyi-2020.yaml"
    text = source.read_text(encoding="utf-8")
    assert text.count("组建344人的巡线防火队伍") == 1
    path = tmp_path / "a.yaml"
    slip = text.replace("组建344人的巡线防火队伍", "组建344人的的巡线防火队伍")
    path.write_text(slip, encoding="utf-8")
    one = make_all(path)
    outcome = one.outcomes[0]
    assert outcome.rendered is not None
    assert one.source.tree is not None
    report = Reviewed(outcome.rendered, one.told_of(outcome), one.source.tree, "万元")
    (comment,) = [c for c in comments_of(draft_copy(report)) if "“的的”" in c.text]
    assert comment.words.startswith("3.绿色发展")
    assert "组建344人的的" in comment.words
