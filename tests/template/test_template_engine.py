"""docxtpl's own entry points stay inside the fence, or refuse."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, TemplateSyntaxError
from jinja2.exceptions import UndefinedError
from word_files import DATA, Document, p, parts_of, words, zipped

from drafter.template.context import view
from drafter.template.engine import FencedTemplate
from drafter.template.environment import RUN_KEY
from drafter.template.loader import load_template
from drafter.template.run import Run, TemplateUseError


def opened(body: str, **others: tuple[str, str]) -> FencedTemplate:
    return FencedTemplate.opened(zipped(parts_of(body, others)))


@pytest.fixture
def context(request: pytest.FixtureRequest) -> dict[str, Any]:
    folder = Path(request.config.rootpath) / "templates/sichuan-final-accounts"
    template = load_template(folder, "模板").template
    assert template is not None
    run = Run(template.manifest, 2020, lambda: None)
    return {RUN_KEY: run, **{name: view(node, run) for name, node in DATA.items.items()}}


def saved(template: FencedTemplate) -> bytes:
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def test_rendering_through_docxtpl_keeps_every_word(context: dict[str, Any]) -> None:
    template = opened(
        p("甲{{ 名", "称 }}<&>") + p("{{ 说明 }}尾"), header1=("header", p("页{{ 名称 }}"))
    )
    template.render(context)
    made = Document(saved(template))
    assert made.paragraphs == ["甲甲局<&>", "第一行", "第二行", "第三行尾"]
    assert words(made.root("word/header1.xml")) == "页甲局"


@pytest.mark.parametrize("autoescape", [True, False])
def test_an_environment_from_outside_has_no_say(context: dict[str, Any], autoescape: bool) -> None:
    mine = Environment(autoescape=False)
    mine.filters["万元"] = lambda _: "外来"
    template = opened(p("{{ 收入|万元 }}"))
    template.render(context, mine, autoescape=autoescape)
    assert Document(saved(template)).text == "12.00"


@pytest.mark.parametrize(
    "body",
    ["{{ ''.__class__ }}", "{{ cycler.__init__ }}", "{% set a = 1 %}", "{{ 7 * 7 }}", "{{ 名称"],
)
def test_what_lint_refuses_docxtpl_does_not_run(context: dict[str, Any], body: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        opened(p(body)).render(context)


def test_plain_values_from_outside_are_not_printed() -> None:
    with pytest.raises(TemplateUseError):
        opened(p("{{ 值 }}")).render({"值": "文"})
    with pytest.raises((TemplateUseError, UndefinedError)):
        opened(p("{{ 没有|万元 }}")).render({})


def test_values_in_footnotes_are_not_executed(context: dict[str, Any]) -> None:
    """W9: docxtpl renders footnotes once for each section."""
    note = f'<w:footnote w:id="2">{p("{{ 名称 }}")}</w:footnote>'
    template = opened(p("文"), footnotes=("footnotes", note))
    template.render(context)
    assert "{{ 名称 }}" in words(Document(saved(template)).root("word/footnotes.xml"))


def test_properties_are_no_place_for_tags(context: dict[str, Any]) -> None:
    template = opened(p("文"))
    template.docx.core_properties.title = "A & B {{ 名称 }}"
    template.render(context)
    assert template.docx.core_properties.title == "A & B {{ 名称 }}"


def test_nothing_is_written_to_a_path(tmp_path: Path) -> None:
    template = opened(p("文"))
    for write in (template.save, template.write_xml):
        for target in (tmp_path / "a.docx", str(tmp_path / "a.docx")):
            with pytest.raises(TypeError, match="atomically"):
                write(target)
    assert list(tmp_path.iterdir()) == []


REFUSED: list[Callable[[FencedTemplate], object]] = [
    lambda t: t.new_subdoc(),
    lambda t: t.replace_media("a", "b"),
    lambda t: t.replace_pic("a", "b"),
    lambda t: t.replace_embedded("a", "b"),
    lambda t: t.replace_zipname("a", "b"),
    lambda t: t.post_processing("a"),
    lambda t: t.get_undeclared_template_variables(),
    lambda t: t.build_url_id("http://a"),
]


@pytest.mark.parametrize("entry", REFUSED)
def test_other_entry_points_refuse(entry: Callable[[FencedTemplate], object]) -> None:
    with pytest.raises(TypeError, match="does not offer"):
        entry(opened(p("文")))


def test_saving_to_a_buffer_is_reproducible() -> None:
    assert saved(opened(p("文"))) == saved(opened(p("文")))


def test_broken_xml_is_not_recovered() -> None:
    """W1: a recovering parser drops what it does not understand."""
    with pytest.raises(SyntaxError):
        opened(p("文")).fix_tables("<a><b></a>")
