"""Whether the table of contents of an edited file still lists its headings.

Word makes it anew when it is asked to; who adds or renames a heading may forget to ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from drafter.template.contents_field import contents_fields, switches_of
from drafter.template.contents_proofs import entry_lines
from drafter.template.outline import Outline, headings_of, read_outline, words_of
from drafter.template.package import Package, qn
from drafter.verify.document import without_number

_PAGE = re.compile(r"[0-9]+$|[ivxlcdm]+$")


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
        entries = entry_lines(root, field)
        lines = [_bare(words) for words in entries.values()]
        found = headings_of(root, outline, switches.level_of)
        headings = [without_number(heading.words) for heading in found]
        if not lines:
            continue
        for words in headings:
            if not any(_bare(words) in line for line in lines):
                yield f"标题“{words}”不在目录里"
        # A program may take the level off a heading: its words as a paragraph will do.
        said = {_bare(without_number(words_of(p))) for p in root.iter(qn("p")) if p not in entries}
        for line in lines:
            words = _PAGE.sub("", line)
            if not any(words.endswith(one) for one in said if len(one) > 1):
                yield f"目录里的“{words}”不是正文的标题"


def _bare(words: str) -> str:
    return "".join(words.split())
