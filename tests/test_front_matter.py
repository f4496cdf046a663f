"""What a report says before its first page: cover, contents, and the properties of the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from word_files import DATA, Desk, document_of, p, parts_of, words, zipped

from drafter.pipeline import make, read_input
from drafter.template.package import Package, parse, qn, read_package, relations_of
from drafter.template.properties import CORE, About, without_traces
from drafter.template.render import render

pytest_plugins = ["desk_fixtures"]

ROOT = Path(__file__).resolve().parent.parent
MINIMAL = ROOT / "example_inputs" / "minimal.yaml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SAVED = "<c:lastModifiedBy>张三</c:lastModifiedBy></c:coreProperties>"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def made(path: Path) -> Package:
    rendered = make(read_input(path), "sichuan-final-accounts").rendered
    assert rendered is not None
    assert rendered.document is not None
    return read_package(rendered.document)


def properties(package: Package) -> dict[str, str]:
    return {
        str(node.tag).rpartition("}")[2]: node.text or "" for node in parse(package.parts[CORE])
    }


def test_the_cover_says_when_it_was_published_where_that_is_known(tmp_path: Path) -> None:
    text = MINIMAL.read_text(encoding="utf-8")
    assert "公开时间" not in words(parse(made(MINIMAL).parts["word/document.xml"]))
    dated = tmp_path / "a.yaml"
    section = text.replace("\n部门:\n", "\n部门:\n  公开时间: 2021年9月10日\n", 1)
    assert section != text
    dated.write_text(section, encoding="utf-8")
    paragraphs = [words(one) for one in parse(made(dated).parts["word/document.xml"]).iter(qn("p"))]
    assert paragraphs[2:4] == ["公开时间：2021年9月10日", "目　录"]


def test_the_properties_say_what_the_report_is() -> None:
    assert properties(made(MINIMAL)) == {
        "title": "示例县档案馆2020年度单位决算",
        "subject": "四川省部门决算公开报告（2020年度格式）",
        "creator": "示例县档案馆",
        "keywords": "示例县档案馆；2020年度",
        "language": "zh-CN",
    }


def told() -> bytes:
    """Return a template that tells of its making, as Word and WPS store it."""
    parts: dict[str, str | bytes] = {**parts_of(p("{{ 名称 }}"))}
    kinds = {
        "docProps/core.xml": (
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "application/vnd.openxmlformats-package.core-properties+xml",
            f'<c:coreProperties xmlns:c="{_PACKAGE}/metadata/core-properties">{_SAVED}',
        ),
        "docProps/app.xml": (
            f"{_RELATION}/extended-properties",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml",
            "<Properties><Company>某公司</Company></Properties>",
        ),
        "docProps/custom.xml": (
            f"{_RELATION}/custom-properties",
            "application/vnd.openxmlformats-officedocument.custom-properties+xml",
            "<Properties><x>KSOProductBuildVer</x></Properties>",
        ),
    }
    overrides, relations = "", ""
    for number, (name, (kind, content_type, content)) in enumerate(kinds.items(), start=7):
        parts[name] = content
        overrides += f'<Override PartName="/{name}" ContentType="{content_type}"/>'
        relations += f'<Relationship Id="rId{number}" Type="{kind}" Target="{name}"/>'
    types, rels = str(parts["[Content_Types].xml"]), str(parts["_rels/.rels"])
    filed = (
        f'<Relationship Id="rId9" Type="{_RELATION}/customXml" Target="../customXml/item1.xml"/>'
    )
    inner = f'<Relationship Id="r" Type="{_RELATION}/customXmlProps" Target="itemProps1.xml"/>'
    of_body = str(parts["word/_rels/document.xml.rels"])
    parts["word/_rels/document.xml.rels"] = of_body.replace("</Rel", f"{filed}</Rel")
    parts["customXml/item1.xml"] = "<a>文件服务器</a>"
    parts["customXml/_rels/item1.xml.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'
    )
    parts["customXml/itemProps1.xml"] = "<a/>"
    overrides += '<Override PartName="/customXml/itemProps1.xml" ContentType="a/b+xml"/>'
    parts["[Content_Types].xml"] = types.replace("</Types>", f"{overrides}</Types>")
    parts["_rels/.rels"] = rels.replace("</Relationships>", f"{relations}</Relationships>")
    return zipped(parts)


def test_nobody_who_drew_the_template_is_named_in_the_report(desk: Desk) -> None:
    loaded = desk.load_bytes(told())
    assert loaded.template is not None
    about = About("甲局报告", "一种报告", "甲局", 2020)
    package = read_package(document_of(render(loaded.template, DATA, 2020, about)).blob)
    everything = b"".join(package.parts.values()).decode()
    for trace in (
        "张三",
        "某公司",
        "KSOProductBuildVer",
        "docProps/app.xml",
        "文件服务器",
        "customXml",
    ):
        assert trace not in everything
    assert [one.kind for one in relations_of(package, "")] == [
        "officeDocument",
        "core-properties",
        "custom-properties",  # the receipt
    ]
    assert properties(package)["creator"] == "甲局"
    assert not any(name.startswith("customXml") for name in package.parts)


@pytest.mark.parametrize("times", [1, 2])
def test_taking_traces_out_leaves_a_whole_file(times: int) -> None:
    package = read_package(told())
    for _ in range(times):
        package = without_traces(package)
    assert properties(package) == {"language": "zh-CN"}
    ids = [one.id for one in relations_of(package, "")]
    assert len(ids) == len(set(ids)) == 3
    assert package.parts["[Content_Types].xml"].count(b"core-properties") == 1
