"""The sandbox in which template code runs: registered names only, every output checked.

Nothing of Python is reachable from a template: names lead to views, views lead to fields, and
what a tag prints must have come through a filter or be words of the input.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from jinja2 import StrictUndefined, nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from drafter.template.context import (
    FigureView,
    GroupView,
    RowsView,
    Run,
    TemplateUseError,
    TextView,
    Unknown,
    View,
)
from drafter.template.filters import FILTERS, TESTS
from drafter.template.printing import Printed

RUN_KEY = "\ufdd9run"
_LOOP = {"first", "last", "index"}


class FencedEnvironment(ImmutableSandboxedEnvironment):
    """jinja2 cut down to the frozen language of the templates."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, finalize=_finalize, autoescape=False)
        self.filters = dict(FILTERS)
        self.tests = dict(TESTS)
        self.globals = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Resolve `obj.attribute`: a field of a view, or first, last and index of a loop."""
        if isinstance(obj, View):
            return obj.child(attribute)
        if isinstance(obj, Unknown):
            return obj
        if isinstance(obj, LoopContext):
            if attribute in _LOOP:
                return getattr(obj, attribute)
            raise TemplateUseError(f"loop 只有 first、last、index，没有“{attribute}”")
        raise TemplateUseError(f"“.{attribute}”前面不是一组字段")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Refuse `obj[…]`: fields are named with a dot."""
        raise TemplateUseError("不支持方括号，请用“.字段”")

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse calls: templates have filters and tests only."""
        raise SecurityError("模板里不能调用函数")


@pass_context
def _finalize(context: Context, value: object) -> str:
    """Return marked text for the document; refuse anything that is not fit to be printed."""
    run: Run = context[RUN_KEY]
    if isinstance(value, tuple):
        return "".join(run.log.mark(p) if isinstance(p, Printed) else escape(str(p)) for p in value)
    if isinstance(value, Printed):
        return run.log.mark(value)
    if isinstance(value, TextView | Unknown):
        return run.log.mark(value.printed())
    if isinstance(value, FigureView):
        raise TemplateUseError(
            f"“{value.label}”是数，要经过过滤器才能印出，如 |{_filter_for(value)}"
        )
    if isinstance(value, int) and not isinstance(value, bool):
        raise TemplateUseError("序号要经过过滤器才能印出，如 |整数")
    if isinstance(value, GroupView):
        raise TemplateUseError(f"“{value.label}”是一组字段，不能直接印出")
    if isinstance(value, RowsView):
        raise TemplateUseError(f"“{value.label}”是列表，请用循环或“|顿号”印出")
    if isinstance(value, str) and not isinstance(value, bool):
        raise TemplateUseError("选项或引号里的文字不能印出，请直接写在模板里")
    raise TemplateUseError("这里没有可以印出的内容")


def _filter_for(figure: FigureView) -> str:
    return {"元": "万元", "比率": "百分比", "分": "分数"}.get(str(figure.node.unit), "整数")


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


def construct_problem(tree: nodes.Template) -> str:
    """Return what in the parsed tag lies outside the frozen language, or an empty string."""
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.For) and (node.recursive or node.else_ or node.test):
            return "循环不支持 recursive、else 和 if"
        if isinstance(node, nodes.For) and not isinstance(node.target, nodes.Name):
            return "循环一次只能给出一个名字"
        if isinstance(node, nodes.Filter | nodes.Test):
            problem = _arguments_problem(node)
            if problem:
                return problem
        if isinstance(node, nodes.BinExpr) and not isinstance(node, nodes.And | nodes.Or):
            return "模板里不做运算，派生的数由程序给出"
        if isinstance(node, nodes.UnaryExpr) and not isinstance(node, nodes.Not):
            return "模板里不做运算，派生的数由程序给出"
        if type(node) not in _ALLOWED:
            return f"不支持{_REFUSED_WORDS.get(type(node), type(node).__name__)}"
    return ""


def _arguments_problem(node: nodes.Filter | nodes.Test) -> str:
    known = FILTERS if isinstance(node, nodes.Filter) else TESTS
    word = "过滤器" if isinstance(node, nodes.Filter) else "判断"
    if node.name not in known:
        return f"没有{word}“{node.name}”，可用：{'、'.join(known)}"
    if node.kwargs or node.dyn_args or node.dyn_kwargs:
        return f"{word}“{node.name}”的参数不能带名字"
    if not all(isinstance(a, nodes.Const | nodes.Name | nodes.Getattr) for a in node.args):
        return f"{word}“{node.name}”的参数只能是文字、数字或字段"
    return ""


def syntax_problem(error: TemplateSyntaxError) -> str:
    """Return in Chinese what is wrong with a tag."""
    message = error.message or ""
    for sign, better in (
        ("（", "("),
        ("）", ")"),
        ("，", ","),
        ("：", ":"),
        ("“", '"'),
        ("”", '"'),
    ):
        if f"'{sign}'" in message:
            return f"标签里有全角符号“{sign}”，应为半角“{better}”"
    if "unknown tag" in message:
        return f"不认识的标签（{message.split(chr(39))[1] if chr(39) in message else message}）"
    if "end of print statement" in message or "unexpected end" in message:
        return "标签里的内容不完整，或多写了内容"
    return f"标签写法有误（{message}）"
