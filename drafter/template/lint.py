"""Static checks of a template's tags: all faults of all parts in one go, each at its tag."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from jinja2.exceptions import TemplateError, TemplateSyntaxError

from drafter.template.blocks import OPENINGS, TagFault, block_faults, word_of
from drafter.template.environment import FencedEnvironment
from drafter.template.language import construct_problem, option_problem, syntax_problem
from drafter.template.lift import LiftedPart, Tag

_UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Zs"}
_DASH = re.compile(r"^\{[{%][-+]|[-+][%}]\}$")


Options = Mapping[str, Sequence[str]]


def tag_faults(
    part: LiftedPart, environment: FencedEnvironment, options: Options | None = None
) -> Iterator[TagFault]:
    """Yield each fault of the part's tags with the tag it concerns.

    `options` are the template's options with their choices, where they are known.
    """
    for tag in part.tags:
        problem = _tag_problem(tag, environment, options)
        if problem:
            yield problem, tag
    yield from block_faults(part)


def _tag_problem(tag: Tag, environment: FencedEnvironment, options: Options | None) -> str:
    if _DASH.search(tag.text):
        return "不支持 {%- 和 -%}，请去掉短横"
    if "　" in tag.text:
        return "标签里有全角空格，请改为半角空格"
    if any(unicodedata.category(c) in _UNSEEN and c not in " \t\r\n" for c in tag.text):
        return "标签里有看不见的字符或特殊空格，请删去后重新输入"
    if "\\" in tag.text:
        return "标签里不能有反斜杠"
    if re.match(r"\{\{[rp]\s", tag.text) or re.match(r"\{%[ \t]*r\s", tag.text):
        return "不支持 {{r }}、{{p }} 和 {%r %}"
    source = _standalone(tag)
    if source is None:
        return _word_problem(tag)
    try:
        tree = environment.parse(source)
        problem = construct_problem(tree)
        return problem or ("" if options is None else option_problem(tree, options))
    except TemplateSyntaxError as error:
        return syntax_problem(error, tag.text)
    except (TemplateError, RecursionError, ValueError) as error:
        return f"标签写法有误（{error}）"


def _standalone(tag: Tag) -> str | None:
    """Return the tag as a template of its own, closed where it opens a block."""
    word = word_of(tag)
    if tag.is_print:
        return tag.text
    if word in OPENINGS:
        return f"{{% {tag.inner} %}}{{% {OPENINGS[word]} %}}"
    if word == "elif":
        return f"{{% if{tag.inner[4:]} %}}{{% endif %}}"
    return None


def _word_problem(tag: Tag) -> str:
    word = word_of(tag)
    if word in {"else", "endif", "endfor"}:
        rest = tag.inner[len(word) :].strip()
        return f"“{word}”后面不应再有内容" if rest else ""
    if word in {"p", "tr", "tc"}:
        return f"“%”与“{word}”之间不能有空格，应写 {{%{word} … %}}"
    if re.match(r"(p|tr|tc)(if|for|else|elif|endif|endfor)", word):
        return f"“{word}”中间少了空格"
    return f"不支持的标签“{word or tag.inner}”，只能用 if、elif、else、endif、for、endfor"
