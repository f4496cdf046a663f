"""The sandbox in which template code runs: registered names only, every output checked.

Nothing of Python is reachable from a template: names lead to views, views lead to fields, and
what a tag prints must have come through a filter or be words of the input.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

from jinja2 import StrictUndefined, Undefined, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from drafter.template.context import TextView, Unknown, View
from drafter.template.kinds import LOOP_FIELDS, Kind, print_problem
from drafter.template.operators import FILTER, FILTERS, TEST, TESTS, Operator, refusal
from drafter.template.printing import Printed, escaped
from drafter.template.run import Run, TemplateUseError
from drafter.template.seam import Seam
from drafter.template.tags import SLOT

RUN_KEY = "\ufdd9run"


class FencedEnvironment(ImmutableSandboxedEnvironment):
    """jinja2 cut down to the frozen language of the templates."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, finalize=_finalize, autoescape=False)
        self.filters = {name: _checked(FILTER, name, known) for name, known in FILTERS.items()}
        self.filters[SLOT] = _slot
        self.tests = {name: _checked(TEST, name, known) for name, known in TESTS.items()}
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
            if attribute in LOOP_FIELDS:
                return getattr(obj, attribute)
            raise TemplateUseError(f"loop 只有 first、last、index，没有“{attribute}”")
        raise TemplateUseError(f"“.{attribute}”前面不是一组字段")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Refuse `obj[…]`: fields are named with a dot."""
        raise TemplateUseError("不支持方括号，请用“.字段”")

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse calls: templates have filters and tests only."""
        raise SecurityError("模板里不能调用函数")


def _checked(word: str, name: str, operator: Operator) -> Callable[..., object]:
    """Return the filter or test, refusing what it does not take before it can answer."""

    @wraps(operator.function)
    def checked(subject: object, *arguments: object) -> object:
        for value in (subject, *arguments):
            if isinstance(value, Undefined):
                _refuse_undefined(value)
        for value in (subject, *arguments) if operator.argument is Kind.CHOICE else (subject,):
            if isinstance(value, Unknown):
                return _of_unknown(value, operator)
        if operator.argument is Kind.CHOICE and not all(isinstance(a, str) for a in arguments):
            raise TemplateUseError(f"{word}“{name}”的括号里应是引号里的文字或选项")
        kind = kind_of(subject)
        needed = not operator.needs or (isinstance(subject, View) and subject.has(operator.needs))
        if kind is None or not operator.fits(kind, needed=needed):
            label = subject.label if isinstance(subject, View) else "它"
            raise TemplateUseError(*refusal(word, name, kind or Kind.GROUP, label))
        return operator.function(subject, *arguments)

    return checked


def _of_unknown(subject: Unknown, operator: Operator) -> object:
    """Return what a filter or test makes of a row in a list that is still to be filled."""
    if operator.gives is Kind.TRUTH:
        return operator.of_unknown
    return subject.printed() if operator.gives in {Kind.PRINTED, Kind.PHRASE} else subject


def kind_of(value: object) -> Kind | None:
    """Return the kind of a value that template code handles; None for what it should not have."""
    if isinstance(value, View):
        return value.kind
    if isinstance(value, bool):
        return Kind.TRUTH
    for kind, types in _PLAIN_KINDS.items():
        if isinstance(value, types):
            return kind
    return None


_PLAIN_KINDS: dict[Kind, type] = {
    Kind.PRINTED: Printed,
    Kind.PHRASE: tuple,
    Kind.ORDINAL: int,
    Kind.CHOICE: str,
    Kind.LOOP: LoopContext,
}


def _refuse_undefined(value: Undefined) -> NoReturn:
    str(value)  # a strict undefined value raises, naming what is missing
    raise TemplateUseError("没有这个名字")


class Marked(str):
    """Markup that came through the slot of its tag: nothing else gets into the document."""

    __slots__ = ()


@pass_context
def _slot(context: Context, value: object, number: int) -> Marked:
    """Return marked markup for the document; refuse anything that is not fit to be printed.

    `number` is that of the tag in its part.
    """
    run: Run | None = context.parent.get(RUN_KEY)
    if run is None:
        raise TemplateUseError("这里没有可以印出的内容")
    seam = run.seams.tags[number]
    if isinstance(value, TextView | Unknown):
        value = value.printed()
    if isinstance(value, Printed):
        return Marked(run.log.mark(value, seam))
    if isinstance(value, tuple):
        return Marked("".join(_piece(piece, run, seam) for piece in value))
    if isinstance(value, Undefined):
        _refuse_undefined(value)
    kind = kind_of(value)
    label = value.label if isinstance(value, View) else str(kind or "它")
    raise TemplateUseError(*print_problem(kind or Kind.CHOICE, label))


def _piece(piece: object, run: Run, seam: Seam) -> str:
    """Return a piece of a phrase: a printed value, or words of the template between values."""
    if isinstance(piece, Printed):
        return run.log.mark(piece, seam)
    if isinstance(piece, str):
        return escaped(piece, seam.paragraph)
    raise TemplateUseError("这里没有可以印出的内容")


def _finalize(value: object) -> object:
    """Let through only what has gone through a slot."""
    if type(value) is not Marked:
        raise TemplateUseError("这里没有可以印出的内容")
    return value
