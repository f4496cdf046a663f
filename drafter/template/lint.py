"""Static checks of a template's tags: all faults of all parts in one go, each at its tag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2.exceptions import TemplateError, TemplateSyntaxError

from drafter.template.environment import FencedEnvironment, construct_problem, syntax_problem
from drafter.template.lift import LiftedPart, Tag

_WORD = re.compile(r"^(\w+)")
_OPEN = {"if": "endif", "for": "endfor"}
_MIDDLE = {"elif", "else"}
_DASH = re.compile(r"^\{[{%][-+]|[-+][%}]\}$")

_LEVEL_PROBLEM = (
    "与“{}”不在同一层：成对的标签应同为段内、{{%p %}}、{{%tr %}} 或 {{%tc %}}，"
    "并在同一段落、表格或正文里"
)

TagFault = tuple[str, Tag]


def tag_faults(part: LiftedPart, environment: FencedEnvironment) -> Iterator[TagFault]:
    """Yield each fault of the part's tags with the tag it concerns."""
    for tag in part.tags:
        problem = _tag_problem(tag, environment)
        if problem:
            yield problem, tag
    yield from _block_faults(part.tags)


def _tag_problem(tag: Tag, environment: FencedEnvironment) -> str:
    if _DASH.search(tag.text):
        return "不支持 {%- 和 -%}，请去掉短横"
    if any(c in tag.text for c in "\u200b\u200c\u200d\ufeff\u2060"):
        return "标签里有看不见的字符，请删去后重新输入"
    if "　" in tag.text:
        return "标签里有全角空格，请改为半角空格"
    if re.match(r"\{\{[rp]\s", tag.text) or re.match(r"\{%[ \t]*r\s", tag.text):
        return "不支持 {{r }}、{{p }} 和 {%r %}"
    source = _standalone(tag)
    if source is None:
        return _word_problem(tag)
    try:
        return construct_problem(environment.parse(source))
    except TemplateSyntaxError as error:
        return syntax_problem(error)
    except TemplateError as error:
        return f"标签写法有误（{error}）"


def _word(tag: Tag) -> str:
    found = _WORD.match(tag.inner)
    return "" if tag.is_print or not found else found[1]


def _standalone(tag: Tag) -> str | None:
    """Return the tag as a template of its own, closed where it opens a block."""
    word = _word(tag)
    if tag.is_print:
        return tag.text
    if word in _OPEN:
        return f"{{% {tag.inner} %}}{{% {_OPEN[word]} %}}"
    if word == "elif":
        return f"{{% if{tag.inner[4:]} %}}{{% endif %}}"
    return None


def _word_problem(tag: Tag) -> str:
    word = _word(tag)
    if word in {"else", "endif", "endfor"}:
        rest = tag.inner[len(word) :].strip()
        return f"“{word}”后面不应再有内容" if rest else ""
    if word in {"p", "tr", "tc"}:
        return f"“%”与“{word}”之间不能有空格，应写 {{%{word} … %}}"
    if re.match(r"(p|tr|tc)(if|for|else|elif|endif|endfor)", word):
        return f"“{word}”中间少了空格"
    return f"不支持的标签“{word or tag.inner}”，只能用 if、elif、else、endif、for、endfor"


def _block_faults(tags: list[Tag]) -> Iterator[TagFault]:
    """Check that blocks pair up, and that each pair stands in one paragraph, table or body."""
    stack: list[tuple[str, Tag]] = []
    for tag in tags:
        word = _word(tag)
        if word in _OPEN:
            stack.append((word, tag))
        elif word in _MIDDLE or word in _OPEN.values():
            if not stack:
                yield f"多出的“{word}”，前面没有对应的 if 或 for", tag
                continue
            opened, opening = stack[-1]
            if word in _MIDDLE and opened != "if":
                yield f"“{word}”不在 if 之内", tag
            elif word in _OPEN.values() and word != _OPEN[opened]:
                yield f"“{word}”与前面的“{opening.text}”不配对", tag
                stack.pop()
                continue
            if (opening.kind, opening.scope) != (tag.kind, tag.scope):
                yield _LEVEL_PROBLEM.format(opening.text), tag
            if word in _OPEN.values():
                stack.pop()
    for _, opening in stack:
        yield f"“{opening.text}”没有对应的结束标签", opening
