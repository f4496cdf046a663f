"""What people put into a report that is no words: pictures, objects, lines in our own comments."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from word_edits import edited, rendered, said, verified

from drafter.template.annotations import annotated
from drafter.template.package import read_package
from drafter.template.receipt import read_receipt
from drafter.verify.pictures import Picture, picture_changes


def png(shade: int) -> io.BytesIO:
    """Return a picture of one dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    dot = chunk(b"IDAT", zlib.compress(bytes([0, shade, shade, shade])))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + head + dot + chunk(b"IEND", b""))


def saved(document: WordDocument) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


class TestPictures:
    def test_a_pasted_picture_is_told_where_it_stands(self, tmp_path: Path) -> None:
        def paste(document: WordDocument) -> None:
            place = document.paragraphs[30].insert_paragraph_before("")
            place.add_run().add_picture(png(1))

        (found,) = verified(edited(paste), tmp_path).findings
        assert (found.id, found.message) == ("JS-954", "多了一幅图片")
        assert found.where.inside.paragraph
        assert "重新生成就没有了" in found.hint

    def test_a_picture_in_a_header_is_told_once(self, tmp_path: Path) -> None:
        def paste(document: WordDocument) -> None:
            for section in document.sections:
                section.header.is_linked_to_previous = False
                section.header.paragraphs[0].add_run().add_picture(png(1))

        assert said(verified(edited(paste), tmp_path).findings) == ["警告 JS-954 多了一幅图片"]

    def test_the_same_pictures_are_no_change_and_others_are(self) -> None:
        one, other = Picture("幅图片", "1", "正文"), Picture("幅图片", "2", "正文")
        assert list(picture_changes([one, other], [other, one])) == []
        (came,) = picture_changes([one], [one, one])
        assert came.message == "多了一幅图片"
        came, gone = picture_changes([one], [other])
        assert (came.came, gone.came, gone.message) == (True, False, "少了一幅图片")


class TestOwnComments:
    @pytest.fixture
    def noted(self) -> bytes:
        return annotated(rendered(), [], "看一看\n再看")

    def test_as_they_were_they_are_nobodys(self, noted: bytes, tmp_path: Path) -> None:
        receipt = read_receipt(read_package(noted))
        assert receipt is not None
        assert len(receipt.notes) == 1
        assert verified(noted, tmp_path).findings == ()
        again = saved(docx.Document(io.BytesIO(noted)))
        assert verified(again, tmp_path).findings == ()

    def test_a_line_that_people_wrote_into_one_is_told(self, noted: bytes, tmp_path: Path) -> None:
        document = docx.Document(io.BytesIO(noted))
        next(iter(document.comments)).add_paragraph("已核实")
        (found,) = verified(saved(document), tmp_path).findings
        assert found.id == "JS-958"
        assert found.message.startswith("意见（写在程序的批注里）：“看一看 再看 已核实”")

    def test_notes_of_a_second_round_come_to_those_of_the_first(self, noted: bytes) -> None:
        receipt = read_receipt(read_package(annotated(noted, [], "又一条")))
        assert receipt is not None
        assert receipt.wrote("又一条")
        assert receipt.wrote("看一看 再看")
        assert not receipt.wrote("别人的")
