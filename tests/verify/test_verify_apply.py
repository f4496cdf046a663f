"""Words that people wrote go back into the input, and come out of it as they wrote them."""

from __future__ import annotations

import copy
import io
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph
from sampling import sampled
from word_edits import CASES, EXAMPLES, Edit, paragraph_with, remove, replaced

from drafter.pipeline import chosen_templates, make, read_input
from drafter.verifying import Applied, apply, read_edited, report_for, verify

MINIMAL = (EXAMPLES / "minimal.yaml").read_text(encoding="utf-8")


class Desk:
    """An input, its report as people edited it, and what goes back."""

    def __init__(self, folder: Path, text: str = MINIMAL) -> None:
        self.input = folder / "输入.yaml"
        self.input.write_text(text, encoding="utf-8")
        self.file = folder / "报告.docx"

    def render(self) -> bytes:
        source = read_input(self.input)
        outcome = make(source, chosen_templates(source)[0])
        assert outcome.rendered is not None
        assert outcome.rendered.document is not None
        return outcome.rendered.document

    def edit(self, change: Edit) -> None:
        document = docx.Document(io.BytesIO(self.render()))
        change(document)
        document.save(str(self.file))

    def apply(self) -> Applied:
        file = read_edited(self.file)
        report = report_for(file, self.input)
        return apply(file, report, verify(file, report))

    def remaining(self) -> list[str]:
        """Return the findings that are left once the text is written."""
        file = read_edited(self.file)
        return [f.id for f in verify(file, report_for(file, self.input)).findings]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def written(desk: Desk, done: Applied) -> str:
    assert done.text is not None, [finding.message for finding in done.findings]
    desk.input.write_text(done.text, encoding="utf-8")
    return done.text


@pytest.mark.parametrize("name", sampled(["sentence added", "prose", "split", "tracked prose"], 2))
def test_what_went_back_comes_out_as_people_wrote_it(name: str, desk: Desk) -> None:
    desk.edit(CASES[name].edit)
    done = desk.apply()
    text = written(desk, done)
    assert {finding.id for finding in done.findings} == {"JS-962"}
    assert set(desk.remaining()) <= {"JS-959"}  # the revisions are still not accepted
    assert [line for line in text.splitlines() if "#" in line] == [
        line for line in MINIMAL.splitlines() if "#" in line
    ]


@pytest.mark.parametrize(
    "name",
    sampled(["nothing", "figure", "fixed words", "row added", "moved", "restyled", "commented"], 3),
)
def test_figures_and_words_of_the_template_do_not_go_back(name: str, desk: Desk) -> None:
    desk.edit(CASES[name].edit)
    assert desk.apply() == Applied(None, (), MINIMAL.encode())


def test_figures_stay_while_words_go_back(desk: Desk) -> None:
    def both(document: WordDocument) -> None:
        replaced(document, "收、支总计均为86.40", "收、支总计均为86.50")
        replaced(document, "人员工资调整", "工资标准提高")

    desk.edit(both)
    text = written(desk, desk.apply())
    assert text == MINIMAL.replace(
        "\n收支总计: {上年: 84.10, 变动原因: 人员工资调整}",
        "\n收支总计: {上年: 84.10, 变动原因: 工资标准提高}",
    )
    assert desk.remaining() == ["JS-951"]


@pytest.mark.exhaustive
def test_lines_of_a_text_may_change_come_and_go(tmp_path: Path) -> None:
    old = next(line for line in MINIMAL.splitlines() if line.startswith("重点工作: "))
    block = "重点工作: |  # 办公室写\n  第一段话说了一。\n\n  第二段话说了二。\n  第三段话说了三。"
    desk = Desk(tmp_path, MINIMAL.replace(old, block))

    def change(document: WordDocument) -> None:
        replaced(document, "第一段话说了一", "第一段话说了壹")
        remove(paragraph_with(document, "第三段话说了三")._p)

    desk.edit(change)
    text = written(desk, desk.apply())
    assert "重点工作: |  # 办公室写\n  第一段话说了壹。\n\n  第二段话说了二。\n" in text
    assert "第三段" not in text
    assert desk.remaining() == []


def test_a_text_of_several_places_needs_all_of_them(desk: Desk) -> None:
    desk.edit(lambda d: replaced(d, "示例县档案馆行政编制5人", "本馆行政编制5人"))
    done = desk.apply()
    assert done.text is None
    (finding,) = done.findings
    assert finding.id == "JS-963"
    assert "只改了其中 1 处" in finding.message


@pytest.mark.exhaustive
def test_places_that_disagree_are_a_conflict(desk: Desk) -> None:
    def change(document: WordDocument) -> None:
        replaced(document, "示例县档案馆行政编制5人", "甲馆行政编制5人")
        replaced(document, "示例县档案馆实有公务员", "乙馆实有公务员")

    desk.edit(change)
    done = desk.apply()
    assert done.text is None
    assert {f.id for f in done.findings} == {"JS-963"}
    assert all("各处改得不一样" in f.message for f in done.findings)


def test_words_of_a_file_do_not_go_back(tmp_path: Path) -> None:
    (tmp_path / "重点.txt").write_text("全年接收档案很多卷。", encoding="utf-8")
    old = next(line for line in MINIMAL.splitlines() if line.startswith("重点工作: "))
    desk = Desk(tmp_path, MINIMAL.replace(old, "重点工作: {文件: 重点.txt}"))
    desk.edit(lambda d: replaced(d, "很多卷", "不少卷"))
    done = desk.apply()
    assert done.text is None
    assert ["请改那个文件" in finding.message for finding in done.findings] == [True]


def test_words_deleted_whole_do_not_go_back(desk: Desk) -> None:
    desk.edit(lambda d: replaced(d, "主要变动原因是人员工资调整", "主要变动原因是"))
    done = desk.apply()
    assert done.text is None
    assert any("写“无”" in finding.message for finding in done.findings)


def test_words_whose_ends_are_not_clear_do_not_go_back(desk: Desk) -> None:
    desk.edit(
        lambda d: replaced(d, "增长2.73%。主要变动原因是人员工资调整", "增长2.73%，因为调了工资")
    )
    done = desk.apply()
    assert done.text is None
    assert any("分不清" in finding.message for finding in done.findings)


def test_what_the_input_may_not_hold_does_not_go_back(desk: Desk) -> None:
    desk.edit(lambda d: replaced(d, "完成了库房温湿度设备的检修", "完成了 {{ 检修 }}"))
    done = desk.apply()
    assert done.text is None
    assert [finding.id for finding in done.findings] == ["JS-963"]
    assert "{{" in done.findings[0].message


def test_an_input_that_changed_meanwhile_stands(desk: Desk) -> None:
    desk.edit(lambda d: replaced(d, "温湿度设备", "恒温设备"))
    text = MINIMAL.replace("温湿度设备", "除湿设备")
    assert text != MINIMAL
    desk.input.write_text(text, encoding="utf-8")
    done = desk.apply()
    assert done.text is None
    assert any("在生成之后也改过" in finding.message for finding in done.findings)


@pytest.mark.exhaustive
def test_a_gap_that_was_filled_in_word_goes_back(tmp_path: Path) -> None:
    old = "变动原因: 人员工资调整}"
    desk = Desk(
        tmp_path, MINIMAL.replace(f"收支总计: {{上年: 84.10, {old}", "收支总计: {上年: 84.10}")
    )

    def fill(document: WordDocument) -> None:
        for paragraph in document.paragraphs:
            for run in paragraph.runs:
                if run.text.startswith("【待补：收支总计.变动原因"):
                    run.text = "工资标准提高"

    desk.edit(fill)
    text = written(desk, desk.apply())
    assert "收支总计: {上年: 84.10, 变动原因: 工资标准提高}" in text


# ── filters ──

YONGCHANG = (EXAMPLES / "yongchang-2021.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "typed"),
    sampled([
        # 书名号: the input has no marks.
        (
            "《中华人民共和国预算法》",
            "《中华人民共和国预算法实施条例》",
            "- 中华人民共和国预算法实施条例\n",
        ),
        # 补句号: the input has no full stop.
        (
            "牛、羊反刍饲料的生产有了资金保障。",
            "牛、羊饲料的生产有了资金保障。",
            "牛、羊饲料的生产有了资金保障\n",
        ),
    ], 2),
)  # fmt: skip
def test_filters_are_undone(old: str, new: str, typed: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path, YONGCHANG)
    desk.edit(lambda d: replaced(d, old, new))
    text = written(desk, desk.apply())
    assert typed in text
    assert desk.remaining() == []


@pytest.mark.exhaustive
def test_what_a_filter_would_change_again_does_not_go_back(tmp_path: Path) -> None:
    desk = Desk(tmp_path, YONGCHANG)
    desk.edit(
        lambda d: replaced(d, "牛、羊反刍饲料的生产有了资金保障。", "牛、羊饲料的生产有了保障")
    )
    done = desk.apply()
    assert done.text is None
    assert any("再印出来不是这些字" in finding.message for finding in done.findings)


def test_line_ends_and_marks_of_the_file_stay(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.input.write_bytes(b"\xef\xbb\xbf" + MINIMAL.replace("\n", "\r\n").encode())
    desk.edit(CASES["prose"].edit)
    done = desk.apply()
    assert done.text is not None
    assert done.text.startswith("\ufeff")
    assert done.text.count("\r\n") == MINIMAL.count("\n")
    assert done.text.count("\n") == MINIMAL.count("\n")


# ── numbers, lines, items of a list ──


def test_numbers_inside_typed_words_go_back_and_are_named(desk: Desk) -> None:
    desk.edit(lambda d: replaced(d, "接收档案1200卷", "接收档案1300卷"))
    done = desk.apply()
    text = written(desk, done)
    assert "接收档案1300卷" in text
    (one,) = done.findings
    assert one.id == "JS-962"
    assert "；其中的数也随文字改了：原有1200，现有1300" in one.message


def _block(folder: Path) -> Desk:
    old = next(line for line in MINIMAL.splitlines() if line.startswith("重点工作: "))
    block = "重点工作: |\n  第一段话说了一。\n\n  第二段话说了二。\n  第三段话说了三。"
    return Desk(folder, MINIMAL.replace(old, block))


def test_each_paragraph_is_told_at_its_own_line(tmp_path: Path) -> None:
    desk = _block(tmp_path)

    def change(document: WordDocument) -> None:
        replaced(document, "第一段话说了一", "第一段话说了壹")
        added = paragraph_with(document, "第二段话说了二")
        behind(added, "又多了一段话。")
        replaced(document, "第三段话说了三", "第三段话说了叁")

    desk.edit(change)
    file = read_edited(desk.file)
    lines = desk.input.read_text(encoding="utf-8").splitlines()
    found = [f for f in verify(file, report_for(file, desk.input)).findings if f.id == "JS-952"]
    for finding, words in zip(found, ["第一段话", "第三段话"], strict=True):
        line = next(n for n, text in enumerate(lines, start=1) if words in text)
        assert f"输入.yaml:{line}:3" in finding.hint
    done = desk.apply()
    lines = written(desk, done).splitlines()
    assert {f.id for f in done.findings} == {"JS-962"}
    for finding, words in zip(done.findings, ["说了壹", "又多了一段话", "说了叁"], strict=True):
        line = next(n for n, text in enumerate(lines, start=1) if words in text)
        assert f"输入.yaml:{line}:3" in finding.hint
        assert words in finding.message


LAST = "组织财务人员学习《预算法》《行政事业单位会计制度》等，提高业务能力。"
FIRST = "报账支付时对照预算项目和用途审核，防止超支。"
MIYI = (EXAMPLES / "miyi-2020.yaml").read_text(encoding="utf-8")


def behind(paragraph: Paragraph, words: str) -> None:
    """Put a paragraph like another behind it."""
    new = copy.deepcopy(paragraph._p)
    paragraph._p.addnext(new)
    added = Paragraph(new, paragraph._parent)
    for run in added.runs[1:]:
        remove(run._r)
    added.runs[0].text = words


def test_a_paragraph_behind_the_last_item_becomes_an_item(tmp_path: Path) -> None:
    desk = Desk(tmp_path, MIYI)
    desk.edit(lambda d: behind(paragraph_with(d, LAST[:12]), "每季度开展一次自查。"))
    done = desk.apply()
    text = written(desk, done)
    assert f"    - {LAST}\n    - 每季度开展一次自查。\n" in text
    assert [f.id for f in done.findings] == ["JS-962"]
    assert "JS-954" not in desk.remaining()


@pytest.mark.exhaustive
def test_a_paragraph_between_items_is_told_and_not_applied(tmp_path: Path) -> None:
    desk = Desk(tmp_path, MIYI)
    desk.edit(lambda d: behind(paragraph_with(d, FIRST[:12]), "每季度开展一次自查。"))
    done = desk.apply()
    assert done.text is None
    assert [f.id for f in done.findings] == ["JS-963"]
    assert "写在第几项请自己定" in done.findings[0].message
