"""`drafter go`: what a folder comes to, as an accountant sees it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from comments import comments_of
from docx import Document
from openpyxl import load_workbook
from openpyxl.cell import Cell
from typer.testing import CliRunner, Result

from drafter.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = ROOT / "example_inputs" / "minimal.yaml"
STATEMENTS = ROOT / "tests" / "inputs" / "附表.yaml"
REPORT = "示例县档案馆2020年度单位决算.docx"
DRAFT = "示例县档案馆2020年度单位决算（草稿）.docx"


def drafter(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the statements of a department and a form that leaves 三公经费 open."""
    folder = tmp_path_factory.mktemp("books")
    form = folder / "填报.xlsx"
    assert drafter("export", MINIMAL, "-o", folder / "决算.xlsx").exit_code == 0
    assert drafter("form", "-o", form, "--from", MINIMAL).exit_code == 0
    book = load_workbook(form)
    (cell,) = [row[1] for row in book["三公经费"].iter_rows() if row[0].value == "三公经费"][1:]
    assert cell.value == "无"
    cell.value = None
    book.save(form)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "我 局（决算）"
    made.mkdir()
    return made


def put(folder: Path, *paths: Path) -> None:
    for path in paths:
        shutil.copy(path, folder)


def input_in(folder: Path, old: str = "", new: str = "") -> Path:
    path = folder / "档案馆.yaml"
    text = MINIMAL.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def documents(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.docx"))


def edit(document: Path) -> None:
    opened = Document(str(document))
    opened.add_paragraph("局长加的一段话")
    opened.save(str(document))


def alter_a_total(path: Path) -> None:
    """Type another amount over the totals of the first statement."""
    book = load_workbook(path)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and str(cell.value).replace(" ", "").startswith("总计"):
                amount = cell.offset(column=2)
                assert amount.value is not None
                amount.value = "9999.99"
    book.save(path)


class TestWorkbooks:
    def test_statements_and_form_become_an_input_and_a_draft_with_what_is_missing(
        self, folder: Path, books: Path
    ) -> None:
        put(folder, *books.iterdir())
        result = drafter("go", folder)
        assert result.exit_code == 1, result.output
        assert documents(folder) == [DRAFT]
        made = folder / f"{folder.name}.yaml"
        assert "取自" in made.read_text(encoding="utf-8")
        assert f"决算.xlsx、填报.xlsx 已读成 {made}" in result.stderr
        assert "还要填写 18 处：" in result.stderr
        assert f'…… 还有 13 处，看全部：drafter check "{made}" --missing' in result.stderr
        assert f"已生成草稿：{folder / DRAFT}" in result.stderr
        assert "Traceback" not in result.output

    def test_again_nothing_is_changed_in_the_input_and_the_draft_is_replaced(
        self, folder: Path, books: Path
    ) -> None:
        put(folder, *books.iterdir())
        drafter("go", folder)
        made = folder / f"{folder.name}.yaml"
        before = made.read_bytes()
        again = drafter("go", folder)
        assert again.exit_code == 1
        assert "里都有了，没有改动" in again.stderr
        assert f"已生成草稿：{folder / DRAFT}" in again.stderr
        assert made.read_bytes() == before

    def test_they_go_into_the_input_that_is_there_whose_comments_stay(
        self, folder: Path, books: Path
    ) -> None:
        path = input_in(folder)
        path.write_text(f"# 我的说明\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
        put(folder, *books.iterdir())
        result = drafter("go", folder)
        assert result.exit_code == 0, result.output
        assert documents(folder) == [REPORT]
        assert path.read_text(encoding="utf-8").startswith("# 我的说明\n")
        assert list(folder.glob("*.yaml")) == [path]

    def test_a_cell_that_differs_from_its_statement_makes_a_draft(
        self, folder: Path, books: Path
    ) -> None:
        input_in(folder)
        put(folder, *books.iterdir())
        alter_a_total(folder / "决算.xlsx")
        result = drafter("go", folder)
        assert result.exit_code == 1
        assert "JS-115" in result.stderr
        assert documents(folder) == [DRAFT]

    def test_what_is_wrong_with_a_workbook_stands_among_the_comments_of_the_draft(
        self, folder: Path, books: Path
    ) -> None:
        input_in(folder)
        put(folder, *books.iterdir())
        alter_a_total(folder / "决算.xlsx")
        drafter("go", folder)
        assert "JS-115" in " ".join(map(str, comments_of((folder / DRAFT).read_bytes())))

    def test_statements_alone_need_the_name_of_a_template(self, folder: Path, books: Path) -> None:
        put(folder, books / "决算.xlsx")
        result = drafter("go", folder)
        assert result.exit_code == 1
        assert "请加 -t 模板，现有模板：" in result.stderr
        assert "sichuan-final-accounts" in result.stderr
        assert documents(folder) == []
        named = drafter("go", folder, "-t", "sichuan-final-accounts")
        assert named.exit_code == 1
        assert "还要填写" in named.stderr
        assert len(documents(folder)) == 1
        made = (folder / f"{folder.name}.yaml").read_text(encoding="utf-8")
        assert "模板: sichuan-final-accounts" in made

    def test_a_book_that_cannot_be_read_is_named_and_nothing_written(self, folder: Path) -> None:
        (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 torn")
        result = drafter("go", folder)
        assert result.exit_code == 1
        assert "坏.xlsx" in result.stderr
        assert "什么也没有写" in result.stderr
        assert [path.name for path in folder.iterdir()] == ["坏.xlsx"]

    def test_a_bad_book_beside_good_ones_is_told_and_keeps_the_report_a_draft(
        self, folder: Path, books: Path
    ) -> None:
        input_in(folder)
        put(folder, *books.iterdir())
        (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 torn")
        result = drafter("go", folder)
        assert result.exit_code == 1
        assert "坏.xlsx" in result.stderr
        assert documents(folder) == [DRAFT]


class TestInputs:
    def test_a_right_input_gives_the_report(self, folder: Path) -> None:
        input_in(folder)
        result = drafter("go", folder)
        assert result.exit_code == 0, result.output
        assert f"已生成报告：{folder / REPORT}" in result.stderr
        assert documents(folder) == [REPORT]

    def test_a_wrong_one_gives_a_draft_beside_the_report_of_before(self, folder: Path) -> None:
        path = input_in(folder)
        drafter("go", folder)
        before = (folder / REPORT).read_bytes()
        input_in(folder, "支出:", "支出:\n  不认识的: 1")
        result = drafter("go", folder)
        assert result.exit_code == 1
        assert "JS-032" in result.stderr
        assert f'（看全部：drafter check "{path}"）' in result.stderr
        assert documents(folder) == sorted([REPORT, DRAFT])
        assert (folder / REPORT).read_bytes() == before
        assert f"{folder / REPORT} 是以前生成的，没有动" in result.stderr
        input_in(folder)
        assert f"以前的草稿 {folder / DRAFT} 没有动" in drafter("go", folder).stderr

    def test_a_report_follows_its_input_unless_people_changed_it(self, folder: Path) -> None:
        input_in(folder)
        drafter("go", folder)
        first = (folder / REPORT).read_bytes()
        input_in(folder, "接待查阅300人次", "接待查阅301人次")
        assert drafter("go", folder).exit_code == 0
        assert (folder / REPORT).read_bytes() != first
        input_in(folder)
        edit(folder / REPORT)
        edited = (folder / REPORT).read_bytes()
        assert edited != first
        refused = drafter("go", folder)
        assert refused.exit_code == 4
        assert f"没有覆盖 {folder / REPORT}；要覆盖请加 --force" in refused.stderr
        assert f'先看全部：drafter verify "{folder / REPORT}" "{folder}' in refused.stderr
        assert "局长加的一段话" in refused.stderr
        assert (folder / REPORT).read_bytes() == edited
        assert drafter("go", folder, "--force").exit_code == 0
        assert (folder / REPORT).read_bytes() == first

    def test_a_workbook_of_statements_is_no_input_and_not_replaced_where_it_differs(
        self, folder: Path
    ) -> None:
        path = folder / "附表.yaml"
        text = STATEMENTS.read_text(encoding="utf-8").replace("附表: 印表", "附表: 另附工作簿")
        path.write_text(text, encoding="utf-8")
        assert drafter("go", folder).exit_code == 0
        (book,) = folder.glob("*.xlsx")
        assert book.name.endswith("（附表）.xlsx")
        again = drafter("go", folder)
        assert again.exit_code == 0, again.output
        book.write_bytes(b"mine")
        refused = drafter("go", folder)
        assert refused.exit_code == 4
        assert f"没有覆盖 {book}：它与现在要写的不同" in refused.stderr
        assert book.read_bytes() == b"mine"
        assert drafter("go", folder, "--force").exit_code == 0
        assert book.read_bytes() != b"mine"

    def test_a_draft_that_people_changed_is_kept_too(self, folder: Path) -> None:
        input_in(folder, "支出:", "支出:\n  不认识的: 1")
        drafter("go", folder)
        edit(folder / DRAFT)
        edited = (folder / DRAFT).read_bytes()
        assert drafter("go", folder).exit_code == 4
        assert (folder / DRAFT).read_bytes() == edited

    def test_of_several_none_is_guessed_but_last_years_may_be_named(self, folder: Path) -> None:
        path = input_in(folder)
        shutil.copy(path, folder / "去年.yaml")
        result = drafter("go", folder)
        assert result.exit_code == 2
        assert "有 2 个输入文件（去年.yaml、档案馆.yaml）" in result.stderr
        text = path.read_text(encoding="utf-8").replace("2020", "2019")
        (folder / "去年.yaml").write_text(text, encoding="utf-8")
        result = drafter("go", folder, "--last", folder / "去年.yaml")
        assert result.exit_code in {0, 1}, result.output
        assert len(documents(folder)) == 1

    @pytest.mark.parametrize("books_too", [False, True])
    def test_one_that_cannot_be_read_stays_as_it_is(
        self, folder: Path, books: Path, books_too: bool
    ) -> None:
        path = folder / "坏.yaml"
        path.write_text("年度: 2020\n  错: [", encoding="utf-8")
        if books_too:
            put(folder, *books.iterdir())
        result = drafter("go", folder)
        assert result.exit_code == 1
        assert f"{path}:" in result.stderr
        assert path.read_text(encoding="utf-8") == "年度: 2020\n  错: ["
        assert documents(folder) == []

    def test_byte_order_mark_and_line_ends_of_windows_stay(self, folder: Path, books: Path) -> None:
        path = folder / "档案馆.yaml"
        text = MINIMAL.read_text(encoding="utf-8").replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
        put(folder, *books.iterdir())
        assert drafter("go", folder).exit_code == 0
        after = path.read_bytes()
        assert after.startswith(b"\xef\xbb\xbf")
        assert after.count(b"\n") == after.count(b"\r\n") > 0

    def test_a_faulty_template_is_exit_3(self, folder: Path) -> None:
        input_in(folder)
        shutil.copytree(ROOT / "templates" / "sichuan-final-accounts", folder / "模板甲")
        (folder / "模板甲" / "template.yaml").write_text("名称: [", encoding="utf-8")
        result = drafter("go", folder, "-t", folder / "模板甲")
        assert result.exit_code == 3
        assert documents(folder) == []


class TestUsage:
    def test_no_folder_and_nothing_in_it_are_told(self, folder: Path) -> None:
        missing = drafter("go", folder / "没有")
        assert missing.exit_code == 2
        assert "不是文件夹" in missing.stderr
        (folder / "~$决算.xlsx").write_bytes(b"")
        (folder / "报告（附表）.xlsx").write_bytes(b"")
        empty = drafter("go", folder)
        assert empty.exit_code == 2
        assert "没有可读的文件；请放进决算报表或填报表" in empty.stderr

    def test_an_unknown_template_is_told_with_those_there_are(self, folder: Path) -> None:
        input_in(folder)
        result = drafter("go", folder, "-t", "没有的")
        assert result.exit_code == 2
        assert "没有模板“没有的”" in result.stderr
        input_in(folder, "sichuan-final-accounts", "sichuan-final-acounts")
        result = drafter("go", folder)
        assert result.exit_code == 1
        assert "现有：" in result.stderr
