"""The sandbox in which template code runs: registered names only, every output checked.

Nothing of Python is reachable from a template: names lead to views, views lead to fields, and
what a tag prints must have come through a filter or be words of the input.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn
from xml.sax.saxutils import escape

from jinja2 import StrictUndefined, Undefined, pass_context
from jinja2.exceptions import SecurityError
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
        self.filters = {name: _named_only(function) for name, function in FILTERS.items()}
        self.tests = {name: _named_only(function) for name, function in TESTS.items()}
        self.globals = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Resolve `obj.attribute`: a field of a view, or first, last and index of a loop."""
        if isinstance(obj, View):
            return obj.child(attribute)
        if isinstance(obj, Unknown):
            return obj
        if isinstance(obj, Undefined):
            _refuse_undefined(obj)
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


def _named_only(function: Callable[..., object]) -> Callable[..., object]:
    """Return the filter or test, refusing names that do not exist before it can answer."""

    @wraps(function)
    def checked(*values: object) -> object:
        for value in values:
            if isinstance(value, Undefined):
                _refuse_undefined(value)
        return function(*values)

    return checked


def _refuse_undefined(value: Undefined) -> NoReturn:
    str(value)  # a strict undefined value raises, naming what is missing
    raise TemplateUseError("没有这个名字")


@pass_context
def _finalize(context: Context, value: object) -> str:
    """Return marked text for the document; refuse anything that is not fit to be printed."""
    run = context.get(RUN_KEY)
    if not isinstance(run, Run):
        raise TemplateUseError("这里没有可以印出的内容")
    if isinstance(value, Undefined):
        _refuse_undefined(value)
    if isinstance(value, tuple):
        return "".join(_piece(piece, run) for piece in value)
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
    if isinstance(value, str):
        raise TemplateUseError("选项或引号里的文字不能印出，请直接写在模板里")
    raise TemplateUseError("这里没有可以印出的内容")


def _piece(piece: object, run: Run) -> str:
    """Return a piece of a phrase: a printed value, or words of the template between values."""
    if isinstance(piece, Printed):
        return run.log.mark(piece)
    if isinstance(piece, str):
        return escape(piece)
    raise TemplateUseError("这里没有可以印出的内容")


def _filter_for(figure: FigureView) -> str:
    return {"元": "万元", "比率": "百分比", "分": "分数"}.get(str(figure.node.unit), "整数")
