"""What a sound template holds, for those who maintain it: its sections and the fields it names."""

from __future__ import annotations

from dataclasses import dataclass

from drafter.template.contract import Type, with_options
from drafter.template.environment import FencedEnvironment
from drafter.template.labels import labelled, read_numbering
from drafter.template.lint import standalone
from drafter.template.loader import ReportTemplate
from drafter.template.package import parse
from drafter.template.sites import style_of, text_of
from drafter.template.typecheck import named_fields

FieldPath = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the template: level 0 for the highest, its label, its words with their tags."""

    level: int
    label: str
    words: str


def headings(template: ReportTemplate) -> list[Heading]:
    """Return the headings of the body in their order, labelled as Word counts them."""
    body = parse(template.package.parts[template.parts[0].name])
    numbering = read_numbering(template.package)
    return [
        Heading(template.levels[style_of(paragraph)], label, text_of(paragraph).strip())
        for paragraph, label in labelled(body, numbering)
        if style_of(paragraph) in template.levels
    ]


def fields_named(template: ReportTemplate, contract: Type) -> dict[FieldPath, Type]:
    """Return the fields that the tags name, in any branch, in the order of the tags."""
    environment = FencedEnvironment()
    known = with_options(contract, template.manifest.options)
    found: dict[FieldPath, Type] = {}
    for part in template.parts:
        sources = ((number, standalone(tag)) for number, tag in enumerate(part.tags))
        trees = {number: environment.parse(source) for number, source in sources if source}
        for path, field in named_fields(part.tags, trees, known).items():
            found.setdefault(path, field)
    return found
