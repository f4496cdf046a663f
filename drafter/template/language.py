"""The frozen language of the templates: what a single tag may say, judged before it ever runs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from drafter.template.operators import FILTER, FILTERS, TEST, TESTS
from drafter.template.run import nearest

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name,
    nodes.Getattr, nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Filter, nodes.Test, nodes.List, nodes.Tuple,
)  # fmt: skip
_REFUSED_WORDS: dict[type[nodes.Node], str] = {
    nodes.Getitem: "方括号",
    nodes.Call: "函数调用",
    nodes.Assign: "赋值",
    nodes.Macro: "宏",
    nodes.CondExpr: "行内 if，请用 {% if %}",
    nodes.Concat: "文字拼接",
}
_SOURCES = (nodes.Name, nodes.Getattr)
_NOT_PRINTED = (
    nodes.Compare, nodes.And, nodes.Or, nodes.Not, nodes.Test, nodes.List, nodes.Tuple,
)  # fmt: skip
_CONDITION_FILTERS = {"个数", "绝对值"}
"""Filters whose result can be asked about; what the others give is already text."""


Problem = tuple[str, str]
"""Message and hint; an empty message is no problem."""


def construct_problem(tree: nodes.Template) -> Problem:
    """Return what in the parsed tag lies outside the frozen language, with a hint."""
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.BinExpr) and not isinstance(node, nodes.And | nodes.Or):
            return "模板里不做运算，派生的数由程序给出", _DERIVED
        if isinstance(node, nodes.UnaryExpr) and not isinstance(node, nodes.Not):
            return "模板里不做运算，派生的数由程序给出", _DERIVED
        if type(node) not in _ALLOWED:
            return f"不支持{_REFUSED_WORDS.get(type(node), '这种写法')}", ""
        if isinstance(node, nodes.Filter | nodes.Test):
            problem, hint = _arguments_problem(node)
        else:
            problem, hint = _node_problem(node), ""
        if problem:
            return problem, hint
    return "", ""


_DERIVED = "用 drafter template fields 查有哪些数，如 增减额、占比、完成率"


def _node_problem(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return _name_problem(node.name)
    if isinstance(node, nodes.Getattr):
        return _name_problem(node.attr)
    if isinstance(node, nodes.Const):
        return _constant_problem(node.value)
    if isinstance(node, nodes.For):
        return _loop_problem(node)
    if isinstance(node, nodes.If):
        return _condition_problem(node.test)
    if isinstance(node, nodes.Output):
        return _output_problem(node)
    if isinstance(node, nodes.Compare):
        return _compare_problem(node)
    return ""


def option_problem(tree: nodes.Template, options: Mapping[str, Sequence[str]]) -> Problem:
    """Return which option or choice the tag names that `template.yaml` does not have."""
    for node in tree.find_all(nodes.Getattr):
        if _is_option(node) and node.attr not in options:
            return f"template.yaml 没有选项“{node.attr}”", f"现有：{'、'.join(options) or '无'}"
    for compare in tree.find_all(nodes.Compare):
        sides = [compare.expr, *(operand.expr for operand in compare.ops)]
        for option in (s for s in sides if isinstance(s, nodes.Getattr) and _is_option(s)):
            for value in _words_of(sides):
                if value not in options.get(option.attr, ()):
                    known = "、".join(options.get(option.attr, ()))
                    return f"选项“{option.attr}”没有取值“{value}”", f"可取：{known}"
    return "", ""


def _is_option(node: nodes.Getattr) -> bool:
    return isinstance(node.node, nodes.Name) and node.node.name == "选项"


def _words_of(sides: Iterable[nodes.Node]) -> Iterator[object]:
    for side in sides:
        if isinstance(side, nodes.Const):
            yield side.value
        elif isinstance(side, nodes.List | nodes.Tuple):
            yield from _words_of(side.items)


def _name_problem(name: str) -> str:
    """Names are compared as Python does, which reads full-width letters as plain ones."""
    if unicodedata.normalize("NFKC", name) != name:
        return f"名称“{name}”里有全角字母、数字或变体字符，请改为半角"
    if name.startswith("_"):
        return f"名称“{name}”不能以下划线开头"
    return ""


def _constant_problem(value: object) -> str:
    if value is None:
        return "不支持 none，请用 is 无 或 is 已填"
    if isinstance(value, float):
        return "不支持小数，只能与整数或文字比较"
    return ""


def _loop_problem(node: nodes.For) -> str:
    if node.recursive or node.else_ or node.test:
        return "循环不支持 recursive、else 和 if"
    if not isinstance(node.target, nodes.Name):
        return "循环一次只能给出一个名字"
    if node.target.name == "loop":
        return "“loop”是循环自己的名字，请换一个名字"
    if not isinstance(node.iter, _SOURCES) or _root_of(node.iter) == "loop":
        return "循环只能用于数据里的列表"
    return ""


def _root_of(node: nodes.Node) -> str:
    while isinstance(node, nodes.Getattr):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


def _output_problem(node: nodes.Output) -> str:
    for part in node.nodes:
        if isinstance(part, nodes.TemplateData):
            continue
        inner: nodes.Node | None = part
        while isinstance(inner, nodes.Filter):
            inner = inner.node
        if isinstance(inner, nodes.Const):
            return "引号里的文字不能印出，请直接写在模板里"
        if isinstance(inner, _NOT_PRINTED):
            return "{{ }} 里只能写一个字段，后面可接过滤器"
    return ""


def _condition_problem(test: nodes.Node) -> str:
    for node in (test, *test.find_all(nodes.Filter)):
        known = isinstance(node, nodes.Filter) and node.name in FILTERS  # others are reported
        if isinstance(node, nodes.Filter) and known and node.name not in _CONDITION_FILTERS:
            return f"过滤器“{node.name}”的结果是文字，不能用在条件里"
    if isinstance(test, nodes.List | nodes.Tuple | nodes.Const):
        return "条件里只有文字或数字，没有字段"
    return ""


def _compare_problem(node: nodes.Compare) -> str:
    for left, operand in zip((node.expr, *(o.expr for o in node.ops)), node.ops, strict=False):
        right = operand.expr
        listed = isinstance(right, nodes.List | nodes.Tuple)
        if isinstance(left, nodes.List | nodes.Tuple) or (
            listed and operand.op not in {"in", "notin"}
        ):
            return "几个文字或数字的列表只能写在 in 后面"
        if isinstance(right, nodes.List | nodes.Tuple) and not all(
            isinstance(item, nodes.Const) for item in right.items
        ):
            return "in 后面的列表里只能是文字或数字"
    return ""


def _arguments_problem(node: nodes.Filter | nodes.Test) -> Problem:
    known = FILTERS if isinstance(node, nodes.Filter) else TESTS
    word = FILTER if isinstance(node, nodes.Filter) else TEST
    if node.name not in known:
        hint = nearest(node.name, known) or f"可用：{'、'.join(known)}"
        return f"没有{word}“{node.name}”", hint
    if node.kwargs or node.dyn_args or node.dyn_kwargs:
        return f"{word}“{node.name}”的参数不能带名字", ""
    if not all(isinstance(a, nodes.Const | nodes.Name | nodes.Getattr) for a in node.args):
        return f"{word}“{node.name}”的参数只能是文字、数字或字段", ""
    least, most = known[node.name].arity
    if not least <= len(node.args) <= most:
        if not most:
            return f"{word}“{node.name}”没有参数", ""
        return f"{word}“{node.name}”的参数{'应为' if least == most else '至多'} {most} 个", ""
    return "", ""


_FULL_WIDTH = {
    "（": "(", "）": ")", "，": ",", "：": ":", "“": '"', "”": '"', "‘": "'", "’": "'",
    "｜": "|", "．": ".", "。": ".", "＝": "=", "！": "!", "＞": ">", "＜": "<", "［": "[",
    "］": "]", "【": "[", "】": "]", "｛": "{", "｝": "}", "％": "%", "、": ",", "；": ";",
    "＂": '"', "＇": "'", "「": '"', "」": '"', "－": "-", "＋": "+",
}  # fmt: skip


_UNEXPECTED = re.compile(r"unexpected char '(.+)' at")
_EXPECTED = re.compile(r"expected token '(.+)', got '(.*)'$")
_OTHER_SIGNS = {
    "=": "相等用 ==", "!": "否定用 not", "&": "并且用 and", "||": "或者用 or", "<>": "不等用 !=",
}  # fmt: skip
_TOKENS = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "name": "名称",
    "integer": "数字",
    "string": "文字",
    "begin of statement block": "{%",
    "end of template": "结尾",
}


def syntax_problem(error: TemplateSyntaxError, tag: str) -> Problem:
    """Return in Chinese what is wrong with a tag that cannot be read, with a hint."""
    for sign in _outside_literals(tag):
        if sign in _FULL_WIDTH:
            right = _FULL_WIDTH[sign]
            return f"标签里有全角符号“{sign}”，应为半角“{right}”", _QUOTE_HINT.get(right, "")
    if _open_quote(tag):
        return "标签里的引号不成对", "少了一个引号，或者一边是全角的"
    message = error.message or ""
    unexpected, expected = _UNEXPECTED.search(message), _EXPECTED.search(message)
    if unexpected:
        sign = unexpected[1]
        return f"标签里有不能用的符号“{sign}”", _OTHER_SIGNS.get(sign, "")
    if expected and expected[2] in _OTHER_SIGNS:
        return f"标签里不能用“{expected[2]}”", _OTHER_SIGNS[expected[2]]
    if expected and expected[1] in {"end of print statement", "end of statement block"}:
        return f"标签里多写了“{_TOKENS.get(expected[2], expected[2])}”", ""
    if expected:
        wanted, found = (_TOKENS.get(word, word) for word in expected.groups())
        return f"标签写法有误：应为“{wanted}”，却是“{found}”", ""
    if "unexpected end" in message or "Expected an expression" in message:
        return "标签里的内容不完整", ""
    return "标签写法有误", "对照模板手册第 2 节改写"


_AUTOCORRECT = "Word 会自动改引号，可在“自动更正选项”里关掉"
_QUOTE_HINT = {'"': _AUTOCORRECT, "'": _AUTOCORRECT}


def odd_letters(tag: str) -> str:
    """Return the first letters or digits of a tag that are variants of plain ones: ２０２０."""
    words = (found.group() for found in re.finditer(r"\w+", "".join(_outside_literals(tag))))
    return next((word for word in words if unicodedata.normalize("NFKC", word) != word), "")


def _open_quote(tag: str) -> str:
    """Return the straight quote that has no other; empty where all are paired."""
    quote = ""
    for character in tag:
        if character in "\"'":
            quote = "" if character == quote else (quote or character)
    return quote


def _outside_literals(tag: str) -> Iterator[str]:
    """Yield the characters of a tag that do not stand between straight quotes."""
    quote = ""
    for character in tag:
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        else:
            yield character
