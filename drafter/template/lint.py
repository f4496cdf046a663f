"""Static checks of a template's tags: all faults of all parts in one go, each at its tag."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jinja2 import nodes
from jinja2.exceptions import TemplateError, TemplateSyntaxError

from drafter.template.blocks import OPENINGS, block_faults, word_of
from drafter.template.contract import Type
from drafter.template.environment import FencedEnvironment
from drafter.template.faults import Fault
from drafter.template.language import (
    construct_problem,
    odd_letters,
    option_problem,
    syntax_problem,
)
from drafter.template.lift import LiftedPart
from drafter.template.mistyped import FIELD, STRAY
from drafter.template.tags import Tag
from drafter.template.typecheck import type_faults
from drafter.template.units import unit_faults

_LONGEST, _MOST_OPERATORS = 1_000, 30
_OPERATORS = re.compile(r"\||\b(?:and|or|not)\b|\(")
_UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Zs"}


@dataclass(frozen=True, slots=True)
class Known:
    """What tags can be held against, as far as it is known."""

    options: Mapping[str, Sequence[str]] | None = None
    """The template's options with their choices."""
    wordings: Sequence[str] | None = None
    """The template's wordings of changes."""
    fields: Type | None = None
    """The fields that any department-year has."""


NOTHING_KNOWN = Known()


@dataclass(slots=True)
class Linted:
    """The faults of a part's tags, and the parsed tags that have none."""

    faults: list[Fault] = field(default_factory=list)
    trees: dict[int, nodes.Template] = field(default_factory=dict)


def lint(part: LiftedPart, environment: FencedEnvironment, known: Known = NOTHING_KNOWN) -> Linted:
    """Return every fault of the part's tags: how they are written, paired, and what they name."""
    linted = Linted()
    for number, tag in enumerate(part.tags):
        problem, hint = _typing_problem(tag)
        if not problem:
            try:
                problem, hint = _parsed_problem(tag, number, environment, known, linted)
            except TemplateSyntaxError as error:
                problem, hint = syntax_problem(error, tag.text)
            except (TemplateError, RecursionError, ValueError):
                problem = "标签写法有误，太长或层次太多"
        if problem:
            linted.faults.append(Fault(problem, tag.place, hint))
    linted.faults += block_faults(part)
    if known.fields is not None:
        found = type_faults(part.tags, linted.trees, known.fields, known.wordings)
        linted.faults += found
    if not part.faults:
        told = {fault.place for fault in linted.faults}
        linted.faults += (fault for fault in unit_faults(part) if fault.place not in told)
    return linted


def _typing_problem(tag: Tag) -> tuple[str, str]:
    """Return what is wrong with the characters of a tag, whatever they say."""
    if STRAY.search(tag.text[2:-2]):
        return "标签里面又有标签的符号，前一个标签没有闭合", "补上前一个标签的结尾"
    if len(tag.text) > _LONGEST or len(_OPERATORS.findall(tag.text)) > _MOST_OPERATORS:
        return "标签太长，请拆成几个", ""
    if "　" in tag.text:
        return "标签里有全角空格，请改为半角空格", ""
    if any(unicodedata.category(c) in _UNSEEN and c not in " \t\r\n" for c in tag.text):
        return "标签里有看不见的字符或特殊空格，请删去后重新输入", "整个标签重新打一遍"
    if "\\" in tag.text:
        return "标签里不能有反斜杠", ""
    odd = odd_letters(tag.text)
    if odd:
        return f"标签里有全角字母、数字或变体字符“{odd}”，请改为半角", ""
    if re.match(r"\{\{[rp]\s", tag.text) or re.match(r"\{%[ \t]*r\s", tag.text):
        return "不支持 {{r }}、{{p }} 和 {%r %}", ""
    return "", ""


def _parsed_problem(
    tag: Tag, number: int, environment: FencedEnvironment, known: Known, linted: Linted
) -> tuple[str, str]:
    """Return what is wrong with what a tag says; keep its tree where nothing is."""
    source = standalone(tag)
    if source is None:
        return _word_problem(tag)
    tree, problem, hint = _parsed(environment, source)
    if not problem and known.options is not None:
        problem, hint = option_problem(tree, known.options)
    if not problem:
        linted.trees[number] = tree
    return problem, hint


_PARSED: dict[str, tuple[nodes.Template, str, str]] = {}
_MOST_PARSED = 5_000
"""Who edits a template has it read again and again, and few of its tags are new."""


def _parsed(environment: FencedEnvironment, source: str) -> tuple[nodes.Template, str, str]:
    """Return the tree of a tag by itself, and what is not supported in it; nobody changes trees."""
    if source not in _PARSED:
        tree = environment.parse(source)
        if len(_PARSED) >= _MOST_PARSED:
            _PARSED.clear()
        _PARSED[source] = (tree, *construct_problem(tree))
    return _PARSED[source]


def standalone(tag: Tag) -> str | None:
    """Return the tag as a template of its own, closed where it opens a block."""
    word = word_of(tag)
    if tag.is_print:
        return tag.text
    if word in OPENINGS:
        return f"{{% {tag.inner} %}}{{% {OPENINGS[word]} %}}"
    if word == "elif":
        return f"{{% if{tag.inner[4:]} %}}{{% endif %}}"
    return None


_NEAR_WORDS = {
    "end": "endif 或 endfor", "foreach": "for", "when": "if",
    "endforeach": "endfor",
}  # fmt: skip


def _word_problem(tag: Tag) -> tuple[str, str]:
    word = word_of(tag)
    if word in {"else", "endif", "endfor"}:
        rest = tag.inner[len(word) :].strip()
        hint = "另一个条件用 elif" if word == "else" else "结束标签只写这一个词"
        return (f"“{word}”后面不应再有内容", hint) if rest else ("", "")
    if word in {"p", "tr", "tc"}:
        return f"“{word}”后面应是 if、elif、else、endif、for、endfor", ""
    hint = f"应写 {_NEAR_WORDS[word]}" if word in _NEAR_WORDS else ""
    if not hint and word != tag.inner and FIELD.fullmatch(tag.inner):
        hint = f"印出一个值应写 {{{{ {tag.inner} }}}}"
    named = word or tag.inner
    return f"不支持的标签“{named}”，只能用 if、elif、else、endif、for、endfor", hint
