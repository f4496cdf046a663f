"""Whether the table of contents of an edited file still lists its headings.

Word makes it anew when it is asked to; who adds or renames a heading may forget to ask.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from drafter.template.contents_field import contents_fields, switches_of
from drafter.template.contents_proofs import entry_lines
from drafter.template.outline import Outline, headings_of, read_outline
from drafter.template.package import Package
from drafter.verify.document import without_number


def outdated_contents(root: etree._Element, package: Package) -> list[str]:
    """Return what is wrong with the tables of contents of a part, as words for a message.

    Programs write labels, tabs and page numbers each in their way: only the words are compared.
    """
    try:
        return list(_outdated(root, read_outline(package)))
    except (ValueError, KeyError):  # numbers that are none
        return []


def _outdated(root: etree._Element, outline: Outline) -> Iterator[str]:
    for field in contents_fields(root):
        switches = switches_of(field.code)
        if switches is None or field.end is None:
            continue
        lines = [_bare(words) for words in entry_lines(root, field).values()]
        found = headings_of(root, outline, switches.level_of)
        headings = [without_number(heading.words) for heading in found]
        if not lines:
            continue
        for words in headings:
            if not any(_bare(words) in line for line in lines):
                yield f"标题“{words}”不在目录里"
        for line in lines:
            if not any(_bare(words) in line for words in headings):
                yield f"目录里的“{line}”不是正文的标题"


def _bare(words: str) -> str:
    return "".join(words.split())
