"""Page numbers and PDF: measured, verified, refused where LibreOffice is not there."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner
from word_files import DATA, Desk, Document, p, parts_of, zipped
from word_files import run as word_run

from drafter import publishing
from drafter.cli.app import app
from drafter.office.pages import pages_of
from drafter.office.program import OfficeError, find_program, to_pdf
from drafter.pipeline import make, read_input
from drafter.publishing import publish
from drafter.template.annotations import annotated
from drafter.template.package import read_package, write_package
from drafter.template.page_numbers import layout_of, with_page_numbers
from drafter.template.render import Rendered, render

ROOT = Path(__file__).resolve().parent.parent
MINIMAL = ROOT / "example_inputs" / "minimal.yaml"


@pytest.fixture(scope="module")
def rendered() -> Rendered:
    made = make(read_input(MINIMAL), "sichuan-final-accounts").rendered
    assert made is not None
    return made


def numbers_in(document: bytes) -> dict[str, str]:
    """Return the number that stands in each reference to a page."""
    text = read_package(document).parts["word/document.xml"].decode()
    pieces = re.findall(
        r'PAGEREF (\S+) .*?w:fldCharType="separate"/></w:r>(.*?)<w:r><w:fldChar', text
    )
    return {name: re.sub("<[^>]*>", "", result) for name, result in pieces}


# --- without LibreOffice ------------------------------------------------------------------------


class Sheets:
    """Stands in for LibreOffice: lays every document out the same, or otherwise each time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *rounds: dict[int, int] | None) -> None:
        self.documents: list[bytes] = []
        self.rounds: Iterator[dict[int, int] | None] = iter(rounds)
        self.last: dict[int, int] | None = None
        monkeypatch.setattr(publishing, "to_pdf", self.to_pdf)
        monkeypatch.setattr(publishing, "pages_of", self.pages_of)

    def to_pdf(self, document: bytes, program: Path, *, with_blank_pages: bool) -> bytes:
        self.documents.append(document)
        return b"%PDF"

    def pages_of(self, pdf: bytes, bookmarks: set[str]) -> dict[str, int]:
        self.last = next(self.rounds, self.last)
        assert self.last is not None
        headings = sorted(name for name in bookmarks if name.startswith("_Toc9"))
        sheets = {name: self.last.get(i, self.last[-1]) for i, name in enumerate(headings)}
        return {**sheets, **{name: 3 for name in bookmarks if name.startswith("_Toc7")}}


def test_numbers_are_counted_from_where_the_report_starts_anew(
    rendered: Rendered, monkeypatch: pytest.MonkeyPatch
) -> None:
    Sheets(monkeypatch, {0: 3, 1: 3, 2: 5, -1: 12})
    done = publish(rendered.document or b"", rendered.contents, Path("soffice"))
    numbers = list(numbers_in(done.document).values())
    assert numbers[:4] == ["1", "1", "3", "10"]
    assert done.notes == ()


def test_numbers_that_move_when_they_are_filled_in_are_measured_again(
    rendered: Rendered, monkeypatch: pytest.MonkeyPatch
) -> None:
    Sheets(monkeypatch, {-1: 4}, {-1: 5}, {-1: 5})
    assert set(
        numbers_in(
            publish(rendered.document or b"", rendered.contents, Path("soffice")).document
        ).values()
    ) == {"3"}


def test_numbers_that_never_hold_are_left_out(
    rendered: Rendered, monkeypatch: pytest.MonkeyPatch
) -> None:
    Sheets(monkeypatch, {-1: 4}, {-1: 5}, {-1: 6})
    done = publish(rendered.document or b"", rendered.contents, Path("soffice"))
    assert done.document == rendered.document
    assert set(numbers_in(done.document).values()) == {""}
    assert "没有量出页码" in done.notes[0]
    assert "排了 3 次，页码每次都不一样" in done.notes[0]
    assert "7.4" not in done.notes[0]


def test_a_program_that_keeps_no_bookmarks_is_told(
    rendered: Rendered, monkeypatch: pytest.MonkeyPatch
) -> None:
    Sheets(monkeypatch, {-1: 4})
    monkeypatch.setattr(publishing, "pages_of", lambda pdf, bookmarks: {})
    done = publish(rendered.document or b"", rendered.contents, Path("soffice"))
    assert "PDF 里没有标题的位置，LibreOffice 7.4 以上才能量页码" in done.notes[0]


def test_a_form_of_page_numbers_that_is_not_written_is_named(
    rendered: Rendered, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = read_package(rendered.document or b"")
    text = package.parts["word/document.xml"].decode()
    odd = text.replace("<w:pgNumType ", '<w:pgNumType w:fmt="ordinalText" ')
    document = write_package(package.with_parts({"word/document.xml": odd.encode()}))
    Sheets(monkeypatch, {-1: 4})
    (note, *_) = publish(document, rendered.contents, Path("soffice")).notes
    assert "程序不会写页码格式 ordinalText" in note
    assert "7.4" not in note


def test_comments_are_not_laid_out_and_stay_in_the_report(
    rendered: Rendered, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rendered.document is not None
    noted = annotated(rendered.document, [], "看一看")
    sheets = Sheets(monkeypatch, {-1: 3})
    done = publish(noted, rendered.contents, Path("soffice"))
    laid = [read_package(one).parts["word/comments.xml"] for one in sheets.documents]
    assert laid
    assert all("看一看" not in blob.decode() for blob in laid)
    assert "看一看" in read_package(done.document).parts["word/comments.xml"].decode()
    assert numbers_in(done.document)


def test_filling_in_changes_the_references_and_nothing_else(rendered: Rendered) -> None:
    document = rendered.document or b""
    numbers = {entry.bookmark: str(n) for n, entry in enumerate(rendered.contents, start=1)}
    filled = with_page_numbers(document, numbers)
    assert numbers_in(filled) == numbers
    assert with_page_numbers(filled, {}) == filled
    assert with_page_numbers(filled, dict.fromkeys(numbers, "")) == document
    before, after = read_package(document).parts, read_package(filled).parts
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}


def field(code: str, result: str) -> str:
    """Return a field as Word writes it."""
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    said = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return f"{begin}{said}{separate}{result}{end}"


def test_references_to_pages_that_the_template_has_itself_stay_as_they_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = field(r"PAGEREF _Toc123 \h", "<w:r><w:t>3</w:t></w:r>")
    marked = '<w:bookmarkStart w:id="3" w:name="_Toc123"/><w:bookmarkEnd w:id="3"/>'
    listed = f'<w:hyperlink w:anchor="_Toc123">{word_run("图1")}{own}</w:hyperlink>'
    rendered = Desk(tmp_path).render(
        p(field(r'TOC \o "1-2" \h', "")),
        p("见第", own, "页"),
        p(field(r'TOC \h \c "图"', listed)),
        p(field(r"PAGEREF _Toc900000001 \h", "<w:r><w:t>5</w:t></w:r>")),
        p(marked, "{{ 名称 }}", style="H1"),
    )
    Sheets(monkeypatch, {-1: 4})
    done = publish(rendered.document or b"", rendered.contents, Path("soffice"))
    assert Document(done.document).paragraphs == ["甲局4", "见第3页", "图13", "5", "甲局"]


def test_forms_of_numbers_and_sections_that_go_on(rendered: Rendered) -> None:
    document = rendered.document or b""
    package = read_package(document)
    text = package.parts["word/document.xml"].decode()
    anew = '<w:pgNumType w:start="1"/>'
    assert text.count(anew) == 1
    roman = text.replace(anew, '<w:pgNumType w:fmt="lowerRoman" w:start="4"/>')
    changed = write_package(package.with_parts({"word/document.xml": roman.encode()}))
    first, *_, last = (entry.bookmark for entry in rendered.contents)
    layout = layout_of(changed, [first, last])
    (start,) = layout.bookmarks - {first, last}
    # The first heading stands in the section that starts anew, the last in one that goes on.
    assert layout.printed({start: 3, first: 4, last: 9}) == {first: "v", last: "10"}
    assert layout.printed({first: 4, last: 9}) == {}
    odd = text.replace(anew, '<w:pgNumType w:fmt="ordinalText" w:start="1"/>')
    changed = write_package(package.with_parts({"word/document.xml": odd.encode()}))
    assert layout_of(changed, [first]).printed({start: 3, first: 4}) == {}


def section(kind: str, numbering: str = "") -> str:
    """Return a section of this kind with its number at the foot of each page."""
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rIdX0"/><w:type w:val="{kind}"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" '
        f'w:left="1800" w:header="851" w:footer="992" w:gutter="0"/>{numbering}</w:sectPr>'
    )


def in_sections(tmp_path: Path, *blocks: str, last: str) -> Rendered:
    """Return a report with contents and these blocks, the last section of them given."""
    foot = p("@", field("PAGE", word_run("1")), "@")
    body = "".join([p(field(r'TOC \o "1-2" \h', "")), *blocks])
    parts = parts_of(body, {"footer1": ("footer", foot)})
    parts["word/document.xml"] = parts["word/document.xml"].replace("<w:sectPr/>", last)
    template = Desk(tmp_path).load_bytes(zipped(parts)).template
    assert template is not None
    return render(template, DATA, 2020)


def ending(kind: str, numbering: str = "") -> str:
    return p("文", properties=section(kind, numbering))


ODD = (
    p("甲{{ 名称 }}", style="H1"), ending("nextPage"), p("乙", style="H1"), ending("oddPage"),
    p("丙", style="H1"), ending("evenPage"), p("丁", style="H1"), ending("evenPage"),
    p("戊", style="H1"),
)  # fmt: skip
ANEW = '<w:pgNumType w:start="5" w:fmt="{}"/>'


def test_blank_pages_are_laid_out_only_where_sections_ask_for_odd_or_even_ones(
    rendered: Rendered, tmp_path: Path
) -> None:
    odd = in_sections(tmp_path, *ODD, last=section("oddPage"))
    assert layout_of(odd.document or b"", []).has_blank_pages
    assert not layout_of(rendered.document or b"", []).has_blank_pages


def test_counting_anew_in_the_middle_of_a_page_gives_no_number(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocks = p("甲{{ 名称 }}", style="H1"), ending("nextPage"), p("乙", style="H1")
    made = in_sections(tmp_path, *blocks, last=section("continuous", ANEW.format("decimal")))
    Sheets(monkeypatch, {-1: 4})
    done = publish(made.document or b"", made.contents, Path("soffice"))
    assert list(done.numbers.values()) == ["4"]
    assert "有连续的节重新编页码" in done.notes[0]


@pytest.mark.parametrize(
    ("form", "wanted"),
    [("numberInDash", "6"), ("upperRoman", "VI"), ("chineseCountingThousand", "六")],
)
def test_numbers_of_pages_are_written_in_the_form_of_their_section(
    form: str, wanted: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocks = p("甲{{ 名称 }}", style="H1"), ending("nextPage"), p("乙", style="H1")
    made = in_sections(tmp_path, *blocks, last=section("nextPage", ANEW.format(form)))
    Sheets(monkeypatch, {-1: 4})
    done = publish(made.document or b"", made.contents, Path("soffice"))
    assert list(done.numbers.values()) == ["4", wanted]
    assert list(numbers_in(done.document).values()) == ["4", wanted]


def test_fonts_that_the_machine_lacks_are_named(
    rendered: Rendered, monkeypatch: pytest.MonkeyPatch
) -> None:
    Sheets(monkeypatch, {-1: 4})
    monkeypatch.setattr("drafter.office.fonts.installed_fonts", lambda: frozenset({"宋体", "黑体"}))
    (note,) = publish(rendered.document or b"", rendered.contents, Path("soffice")).notes
    assert note.startswith("本机没有字体“方正小标宋简体”")
    assert "仿宋_GB2312" in note
    assert "“黑体”" not in note


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["render", str(MINIMAL), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stderr


def no_program() -> Path:
    raise OfficeError("没有找到 LibreOffice，请安装")


@pytest.mark.parametrize("option", ["--pdf", "--page-numbers"])
def test_without_the_program_nothing_is_written(
    option: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("drafter.office.program.find_program", no_program)
    code, said = run("-o", str(tmp_path / "甲.docx"), option)
    assert (code, list(tmp_path.iterdir())) == (4, [])
    assert "没有找到 LibreOffice，请安装；没有生成报告" in said


def test_a_plain_rendering_looks_for_no_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("drafter.office.program.find_program", no_program)
    assert run("-o", str(tmp_path / "甲.docx"))[0] == 0
    assert set(numbers_in((tmp_path / "甲.docx").read_bytes()).values()) == {""}


def test_the_pdf_lies_beside_the_report_under_the_same_rules(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("drafter.office.program.find_program", lambda: Path("soffice"))
    sheets = Sheets(monkeypatch, {-1: 4})
    assert run("-o", str(tmp_path / "甲.docx"), "--pdf")[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["甲.docx", "甲.pdf"]
    (tmp_path / "甲.docx").unlink()
    sheets.documents.clear()
    code, said = run("-o", str(tmp_path / "甲.docx"), "--pdf")
    assert (code, "甲.pdf 已存在；要覆盖请加 --force" in said) == (4, True)
    assert sheets.documents == []  # nothing is laid out that cannot be saved
    assert not (tmp_path / "甲.docx").exists()
    assert run("-o", str(tmp_path / "甲.docx"), "--pdf", "--force")[0] == 0
    assert (tmp_path / "甲.pdf").read_bytes() == b"%PDF"


def test_page_numbers_alone_make_no_pdf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("drafter.office.program.find_program", lambda: Path("soffice"))
    Sheets(monkeypatch, {-1: 4})
    assert run("-o", str(tmp_path / "甲.docx"), "--page-numbers")[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["甲.docx"]
    assert set(numbers_in((tmp_path / "甲.docx").read_bytes()).values()) == {"2"}


# --- with LibreOffice ---------------------------------------------------------------------------


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_measured_numbers_are_those_that_the_pages_show(rendered: Rendered) -> None:
    """Each heading is looked for on the page on whose foot its number stands."""
    from pypdf import PdfReader

    done = publish(rendered.document or b"", rendered.contents, find_program())
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(done.pdf)).pages]
    printed: dict[str, str] = {}
    for page in pages:
        number = re.search(r"—\s*([0-9]+)\s*—", page)
        if number:
            printed[number[1]] = re.sub(r"\s", "", page)
    numbers = numbers_in(done.document)
    assert len(numbers) == len(rendered.contents) > 10
    for entry in rendered.contents:
        words = re.sub(r"\s", "", entry.words)
        assert words in printed[numbers[entry.bookmark]], entry


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_blank_pages_before_odd_and_even_sections_are_counted(tmp_path: Path) -> None:
    from pypdf import PdfReader

    made = in_sections(tmp_path, *ODD, last=section("oddPage"))
    done = publish(made.document or b"", made.contents, find_program())
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(done.pdf)).pages]
    shown: dict[str, str] = {}
    for page in pages[1:]:
        number = re.search("@ *([0-9]+) *@", page)
        shown |= {word: number[1] for word in "乙丙丁戊" if word in page and number}
    assert [done.numbers[entry.bookmark] for entry in made.contents] == ["1", *shown.values()]
    assert [int(number) % 2 for number in shown.values()] == [1, 0, 0, 1]


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_headings_that_repeat_are_told_apart(tmp_path: Path) -> None:
    source = read_input(ROOT / "example_inputs" / "miyi-2020.yaml")
    made = make(source, "sichuan-final-accounts").rendered
    assert made is not None
    layout = layout_of(made.document or b"", [entry.bookmark for entry in made.contents])
    sheets = pages_of(to_pdf(layout.document, find_program()), layout.bookmarks)
    assert set(sheets) == layout.bookmarks
    in_order = [sheets[entry.bookmark] for entry in made.contents]
    assert in_order == sorted(in_order)
    assert in_order[-1] > in_order[0] + 20
