"""The receipt: what a document was when it was rendered, whatever saves it afterwards."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import DATA, Desk, document_of, p, parts_of, run, tbl, tr

from drafter import __version__
from drafter.template.package import CONTENT_TYPES, Package, parse, read_package, write_package
from drafter.template.properties import without_traces
from drafter.template.receipt import (
    Receipt,
    hash_of,
    normal_words,
    read_receipt,
    receipt_of,
    with_receipt,
)
from drafter.template.render import render
from drafter.verify.reading import read_document

pytest_plugins = ["desk_fixtures"]

_RECEIPT = Receipt("t", "1.0", tuple(range(1, 400)))
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def package_of(*body: str) -> Package:
    raw = {name: text.encode() for name, text in parts_of("".join(body)).items()}
    return Package(raw)


def custom(properties: str) -> dict[str, bytes]:
    """Return a package with custom properties of its own."""
    parts = {name: text.encode() for name, text in parts_of(p("字")).items()}
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    parts[CONTENT_TYPES] = parts[CONTENT_TYPES].replace(
        b"</Types>",
        f'<Override PartName="/docProps/custom.xml" ContentType="{kind}"/></Types>'.encode(),
    )
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rId9" Type="{office}/relationships/custom-properties" '
        'Target="docProps/custom.xml"/></Relationships>'.encode(),
    )
    parts["docProps/custom.xml"] = (
        f'<Properties xmlns="{office}/custom-properties" '
        f'xmlns:vt="{office}/docPropsVTypes">{properties}</Properties>'
    ).encode()
    return parts


def test_a_rendered_document_carries_its_receipt(desk: Desk) -> None:
    made = document_of(desk.render("{{ 名称 }}有{{ 收入|万元 }}万元", "", "{{ 说明 }}"))
    receipt = read_receipt(read_package(made.blob))
    assert receipt is not None
    assert (receipt.template, receipt.version) == ("t", __version__)
    words = ["甲局有12.00万元", "第一行", "第二行", "第三行"]
    assert list(receipt.hashes) == [hash_of(word) for word in words]


@pytest.mark.parametrize(
    "body",
    [
        p("一", run("二")) + p("") + "<w:p/>" + p("三"),
        p('<w:r><w:t>左</w:t><w:tab/><w:t xml:space="preserve"> 右 </w:t><w:br/></w:r>', "下"),
        p('<w:r><w:t>上</w:t><w:br w:type="page"/><w:t>下</w:t></w:r>'),
        tbl(tr("甲", "1.00"), tr("", "2.00"), columns=2) + p("尾"),
        p("a &amp; b &lt;c&gt;") + p("全　角\u00a0空 格\u200b"),
        p("— ", _FIELD, " —"),
        p("前", "<w:r><w:pict><w:txbxContent>" + p("框里") + p("两段") + "</w:txbxContent>"
          "</w:pict></w:r>", "后") + p("尾"),
        p('<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>9</w:t></w:r></w:fldSimple>', "页"),
    ],
    ids=["runs", "tabs", "page break", "table", "escapes", "field", "box", "simple field"],
)  # fmt: skip
def test_it_hashes_the_words_that_are_read_back(body: str) -> None:
    package = package_of(body)
    text = package.parts["word/document.xml"].decode()
    read = read_document(write_package(package))
    words = [paragraph.words for paragraph in read.paragraphs]
    assert words
    assert list(receipt_of("t", "1", [text]).hashes) == [hash_of(word) for word in words]


def test_the_same_words_give_the_same_bytes(desk: Desk) -> None:
    template = desk.template("{{ 名称 }}")

    assert render(template, DATA, 2020).document == render(template, DATA, 2020).document


def test_no_property_is_longer_than_word_takes() -> None:
    package = without_traces(package_of(p("字")))
    made = package.with_parts(with_receipt(_RECEIPT))
    root = parse(made.parts["docProps/custom.xml"])
    assert max(len("".join(map(str, node.itertext()))) for node in root) <= 255
    ids = [node.get("pid") for node in root]
    assert ids == [str(number) for number in range(2, len(ids) + 2)]
    assert read_receipt(made) == _RECEIPT


def test_a_document_without_words_has_one_too() -> None:
    package = without_traces(package_of(p("")))
    made = package.with_parts(with_receipt(Receipt("t", "1", ())))
    assert read_receipt(made) == Receipt("t", "1", ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<vt:lpwstr>1 ", b"<vt:lpwstr>9 "),
        (b'name="drafter-receipt-0002"', b'name="other"'),
        (b'name="drafter-receipt"', b'name="other"'),
        (b"AAAAAQAAAAI", b"!!!!!!!!!!!"),
        (b"AAAAAQAAAAI", b"AAAAAQAAAAIAAA"),
        (b"<Properties", b"<<"),
    ],
    ids=["form", "chunk gone", "head gone", "not base 64", "wrong length", "no XML"],
)
def test_a_damaged_receipt_is_none(old: bytes, new: bytes) -> None:
    package = without_traces(package_of(p("字")))
    made = package.with_parts(with_receipt(_RECEIPT))
    part = made.parts["docProps/custom.xml"]
    assert old in part
    damaged = made.with_parts({"docProps/custom.xml": part.replace(old, new, 1)})
    assert read_receipt(damaged) is None


def test_a_document_of_somebody_else_has_none() -> None:
    assert read_receipt(package_of(p("字"))) is None
    assert read_receipt(without_traces(package_of(p("字")))) is None
    assert read_receipt(Package(custom(""))) is None


def test_it_outlives_python_docx(desk: Desk, tmp_path: Path) -> None:
    made = document_of(desk.render("{{ 名称 }}有{{ 收入|万元 }}万元"))
    document = docx.Document(io.BytesIO(made.blob))
    document.add_paragraph("新的一段")
    target = tmp_path / "改过.docx"
    document.save(str(target))
    before = read_receipt(read_package(made.blob))
    assert before is not None
    assert read_receipt(read_package(target.read_bytes())) == before


@given(st.text(alphabet="甲乙 \t\n\u3000\u00a0\u200b\ufeffab", max_size=20))
def test_normal_words_are_normal(text: str) -> None:
    once = normal_words(text)
    assert normal_words(once) == once
    assert "  " not in once
    assert once == once.strip()
