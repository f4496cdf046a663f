"""What in a template keeps its table of contents (目录) from being written right, told at load.

The label of a heading stands nowhere in the text: an entry with a wrong one looks like any other,
and the proof, which counts in the same way, could not tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from drafter.diagnostics import Place
from drafter.template.contents_field import Switches, contents_fields, crowded_breaks, switches_of
from drafter.template.faults import Fault
from drafter.template.outline import Heading, Outline, headings_of, symbol_letter
from drafter.template.package import qn
from drafter.template.sites import TAG, paragraphs_with_places, place_near

_SHOWN = 20


def contents_faults(root: etree._Element, outline: Outline, title: str) -> Iterator[Fault]:
    """Yield what is wrong with the contents of a body, before their results are taken out."""
    fields = [(one.begin, switches_of(one.code)) for one in contents_fields(root)]
    fields += [
        (node, switches_of(node.get(qn("instr"), ""))) for node in root.iter(qn("fldSimple"))
    ]
    if not any(switches for _, switches in fields):
        return
    places = dict(paragraphs_with_places(root, title, outline.levels))
    paragraphs = list(root.iter(qn("p")))
    for node in crowded_breaks(root):
        yield Fault(
            "目录的结果里有几个分节符，重写目录时只留得住一个",
            place_near(node, places) or Place(part=title),
            "把多余的分节符移到目录后面",
        )
    told: set[int] = set()
    for begin, switches in fields:
        if switches is None:
            continue
        listed = {one.number: one for one in _listed(root, outline, switches)}
        own = next(begin.iterancestors(qn("p")), None)
        for number, heading in listed.items():
            paragraph = paragraphs[number]
            place = places[paragraph]
            if paragraph is own:
                yield Fault(
                    f"目录域放在标题段里（样式“{heading.style}”），目录会列出自己",
                    place,
                    "给这一段换上正文或目录的样式",
                )
            elif number not in told:
                told.add(number)
                yield from _label_faults(heading, outline, place)
                yield from _symbol_faults(paragraph, place)


def _listed(root: etree._Element, outline: Outline, switches: Switches) -> Iterator[Heading]:
    return headings_of(root, outline, switches.level_of, with_empty=True)


def _label_faults(heading: Heading, outline: Outline, place: Place) -> Iterator[Fault]:
    forms = [] if heading.place is None else outline.numbering.unknown_forms(heading.place)
    if forms:
        yield Fault(
            f"标题（样式“{heading.style}”）的编号格式 {'、'.join(forms)} 程序不会写，"
            "目录会写错编号",
            place.about(TAG.sub("", heading.words)[:_SHOWN]),
            "在“定义新编号格式”里换成“一，二，三”“1, 2, 3”等常用的格式",
        )


def _symbol_faults(paragraph: etree._Element, place: Place) -> Iterator[Fault]:
    if any(not symbol_letter(symbol) for symbol in paragraph.iter(qn("sym"))):
        yield Fault(
            "标题里有符号字体（如 Wingdings）的符号，目录里写不出来",
            place,
            "换成普通字符，如 ★、√",
        )
