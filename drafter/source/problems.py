"""Says in Chinese what a syntax error is about, by the kind of problem.

The parser names what it did not find; the user needs to hear what to change. A translation of
the parser's text comes last: first the line itself is looked at for the mistakes people make.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from drafter.source import messages, scan
from drafter.source.build import TOO_DEEP, LastScalar
from drafter.source.findings import Code, Findings, SourceText


@dataclass(frozen=True, slots=True)
class Failure:
    """A syntax error: the parser's words and places, and what stood before it."""

    problem: str
    context: str
    at: int
    context_at: int
    last: LastScalar | None
    open_flow: int | None
    """Where the innermost `{` or `[` without its end stands."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of problem: by what words it is known, and what to say at which place."""

    context: str
    problem: str
    code: Code
    message: str
    hint: str = ""
    at_context: bool = False
    back_to: str = ""
    """The last such character is the place, where the parser's own is behind it."""

    def fits(self, failure: Failure) -> bool:
        return (
            self.context in failure.context and re.search(self.problem, failure.problem) is not None
        )


_WRONG_DASH = re.compile(r" *(?P<sign>-(?=[^\s-])|[－–—·•●])")
_WIDE_BRACKET = re.compile(r"(?<=[\s:])[｛［]")

# Both libyaml's words and those of PyYAML's own scanner; the first that fits is taken. `{char}`
# is the character at the place of the finding.
_KINDS = (
    _Kind("anchor", "", Code.ALIAS, *messages.ALIAS, at_context=True),
    _Kind("alias", "", Code.ALIAS, *messages.ALIAS, at_context=True),
    _Kind(" tag", "", Code.TAG, *messages.TAG, at_context=True),
    _Kind("", "tag handle", Code.TAG, *messages.TAG),
    _Kind(
        "quoted scalar", "unexpected (end of stream|document indicator)", Code.SYNTAX,
        "引号没有闭合", "请补上与之成对的引号", at_context=True,
    ),
    _Kind(
        "quoted scalar", "", Code.SYNTAX,
        "双引号里的“\\”是转义符，这个转义不成立", "请改用单引号，或写成“\\\\”", back_to="\\",
    ),
    _Kind(
        "double-quoted", "", Code.SYNTAX,
        "双引号里的“\\”是转义符，这个转义不成立", "请改用单引号，或写成“\\\\”", back_to="\\",
    ),
    _Kind(
        "block scalar", "", Code.SYNTAX,
        "“{char}”在值的开头表示多行文字，同一行后面不能再写内容",
        "如果是文字，请加引号，例如 \">95%\"；如果是多行文字，请从下一行缩进写起", at_context=True,
    ),
    _Kind(
        "directive", "", Code.SYNTAX,
        "行首的“%”有特殊含义", messages.QUOTE_IT, at_context=True,
    ),
    # Newer libyaml counts the levels before it gives the first of them away.
    _Kind("", "maximum nesting depth", Code.DEPTH, TOO_DEEP),
    _Kind(
        "", "YAML (document|directive)|TAG directive", Code.SYNTAX,
        "不支持行首的“%”指令", "请删去这一行",
    ),
    _Kind(
        "", "unexpected ':'", Code.COLON, messages.GLUED_COLON, messages.COLON_HINT,
    ),
    _Kind("", "cannot start any token", Code.SYNTAX, "值不能以“{char}”开头", "请给整个值加引号"),
    _Kind(
        "", "sequence entries are not allowed", Code.SYNTAX,
        "列表项“- ”要另起一行写", "如果“-”是文字，请给整个值加引号",
    ),
    _Kind(
        "", "mapping keys are not allowed", Code.SYNTAX,
        "“?”在这里有特殊含义", "如果是文字，请给整个值加引号",
    ),
    _Kind(
        "", "document start", Code.SYNTAX,
        "数据到上一行已经结束，这里又出现了内容", "请检查引号、括号是否过早闭合，或多了“...”一行",
    ),
    _Kind(
        "block collection", "", Code.SYNTAX,
        "这里应是以“- ”开头的列表项", "请检查缩进：同一项的各行要与“- ”后面的第一个字对齐",
    ),
)  # fmt: skip


def explain(source: SourceText, failure: Failure, findings: Findings) -> None:
    """Add what the syntax error is about; nothing when a finding of its line already says so."""
    for look in (_template, _indent, _dash, _colon, _bracket, _stray):
        if look(source, failure, findings):
            return
    kind = next((kind for kind in _KINDS if kind.fits(failure)), None)
    if kind is None:
        findings.add(Code.SYNTAX, failure.at, f"YAML 语法错误（{failure.problem}）")
        return
    at = failure.context_at if kind.at_context else failure.at
    if kind.back_to:
        at = max(failure.context_at, source.text.rfind(kind.back_to, 0, at + 1))
    char = source.text[at : at + 1]
    findings.add(kind.code, at, kind.message.replace("{char}", char), kind.hint)


def _template(source: SourceText, failure: Failure, findings: Findings) -> bool:
    """See template syntax outside quotes, which YAML takes for its own braces."""
    text, opened = source.text, failure.open_flow
    if "quoted" in failure.context:
        return False
    if opened is not None and scan.template_marks(text, opened, opened + 2):
        findings.add(Code.TEMPLATE, opened, *messages.TEMPLATE)
        return True
    start, end = source.line_start(failure.at), source.line_end(failure.at)
    marks = scan.template_marks(text, start, end)
    if not marks or re.search(r"(?:^|\s)#", text[start : marks[0]]):
        return False
    findings.add(Code.TEMPLATE, marks[0], *messages.TEMPLATE)
    return True


def _indent(source: SourceText, failure: Failure, findings: Findings) -> bool:
    """See tabs and full-width spaces where indentation should be."""
    reported, last = findings.lines(Code.INDENT), failure.last
    # A line that is out of its place makes the next one look wrong, too.
    if source.mark(failure.at).line in reported:
        return True
    if last is not None and source.mark(last.start).line in reported:
        return True
    if "tab" in failure.problem.split() or source.text.startswith("\t", failure.at):
        findings.add(Code.INDENT, failure.at, *messages.TAB)
        return True
    for at in (failure.context_at, failure.at):
        line = source.line(at)
        blanks = len(line) - len(line.lstrip())
        if any(space in line[:blanks] for space in scan.WIDE_SPACES):
            findings.add(Code.INDENT, source.line_start(at), *messages.WIDE_INDENT)
            return True
    return False


def _dash(source: SourceText, failure: Failure, findings: Findings) -> bool:
    """See a dash that stands for nothing, and a list item that does not begin with `- `."""
    text, at = source.text, failure.at
    if "sequence entries are not allowed" in failure.problem:
        if text[at : source.line_end(at)].strip() != "-":
            return False
        findings.add(Code.SYNTAX, at, *messages.LONE_DASH)
        return True
    if not re.search("expected (':'|'-' indicator)|mapping values", failure.problem):
        return False
    last = failure.context_at if failure.last is None else failure.last.start
    for place in (failure.context_at, last, at):
        hit = _WRONG_DASH.match(text, source.line_start(place))
        if hit is not None:
            sign = hit["sign"]
            what = "的“-”后面要加一个空格" if sign == "-" else f"应以半角的“- ”开头，现在是“{sign}”"
            findings.add(Code.SYNTAX, hit.start("sign"), f"列表项{what}")
            return True
    return False


def _colon(source: SourceText, failure: Failure, findings: Findings) -> bool:
    """See a missing, full-width or glued colon, or one too many."""
    if "could not find expected ':'" in failure.problem:
        first = failure.context_at
        if not _colons_from(source, first, first, findings):
            findings.add(Code.SYNTAX, first, *messages.NO_COLON)
        return True
    if "mapping values are not allowed" not in failure.problem:
        return False
    last, line = failure.last, source.line_start(failure.at)
    if last is None or last.style or not last.start < line <= last.end:
        _second_colon(source, failure, findings)
    elif _colons_from(source, last.start, failure.at, findings):
        pass
    elif source.text[source.line_start(last.start) : last.start].strip("- ") == "":
        findings.add(Code.SYNTAX, last.start, *messages.NO_COLON)
    else:
        number = source.mark(last.start).line
        at = line + len(source.line(failure.at)) - len(source.line(failure.at).lstrip())
        message = f"缩进有误：这一行比第 {number} 行深，但第 {number} 行的键已经有值"
        findings.add(Code.SYNTAX, at, message, "同一级的各行缩进必须相同")
    return True


def _second_colon(source: SourceText, failure: Failure, findings: Findings) -> None:
    bracket = _WIDE_BRACKET.search(source.text, source.line_start(failure.at), failure.at)
    if bracket is not None:
        message = f"括号应为半角，这里是全角“{bracket.group()}”"
        hint = "{ }、[ ] 和里面的逗号、冒号都要用半角"
        findings.add(Code.SYNTAX, bracket.start(), message, hint)
        return
    findings.add(Code.SYNTAX, failure.at, "值里又出现了一个冒号“: ”", messages.QUOTE_IT)


def _colons_from(source: SourceText, start: int, end: int, findings: Findings) -> bool:
    """Report wrong colons on the lines at fault and, if there are any, those further down."""
    if not scan.wrong_colons(source.text, start, end, findings):
        return False
    for trap in scan.colon_traps(source.text, source.line_end(end)):
        findings.add(Code.COLON, *trap, messages.COLON_HINT)
    return True


def _bracket(source: SourceText, failure: Failure, findings: Findings) -> bool:
    """See a bracket without its end and what is wrong between brackets."""
    wanted = re.search(r"expected ',' or '([}\]])'", failure.problem)
    content = "node content" in failure.problem
    if not (wanted or content):
        return False
    opened = failure.open_flow
    if opened is not None and source.line_start(failure.at) > opened:
        char, number = source.text[opened], source.mark(failure.at).line
        message = f"从这里开始的“{char}”没有正确闭合，到第 {number} 行读不下去了"
        findings.add(Code.SYNTAX, opened, message, "请检查括号是否成对、各项之间是否都有半角逗号")
    elif wanted and (comma := _wide_comma(source, failure)) is not None:
        findings.add(Code.WIDE_COMMA, comma, *messages.WIDE_COMMA)
    elif wanted:
        message = f"这里应有“,”或“{wanted.group(1)}”"
        hint = "各项之间要用半角逗号“,”隔开；值里有冒号、括号时请加引号"
        findings.add(Code.SYNTAX, failure.at, message, hint)
    elif source.text.startswith(":", failure.at):
        findings.add(Code.KEY, failure.at, *messages.NO_KEY)
    else:
        char = source.text[failure.at : failure.at + 1]
        message = f"值不能以“{char}”开头" if char.strip() else "这里缺少一个值"
        findings.add(Code.SYNTAX, failure.at, message, messages.QUOTE_IT)
    return True


def _wide_comma(source: SourceText, failure: Failure) -> int | None:
    """Return where a full-width comma made one value of two: `{预算: 1，决算: 2}`."""
    if failure.last is None or failure.last.style:
        return None
    hits = list(scan.WIDE_COMMA.finditer(source.text, failure.last.start, failure.at))
    return hits[-1].start() if hits else None


def _stray(source: SourceText, failure: Failure, findings: Findings) -> bool:
    """See what stands where the next key should."""
    if not re.search("expected key|<block end>", failure.problem):
        return False
    text, at, last = source.text, failure.at, failure.last
    start = source.line_start(at)
    before = text[start:at].strip()
    if last is not None and last.style in ("|", ">") and last.end == start and not before[:1]:
        message = f"缩进有误：这一行与第 {source.mark(last.start).line} 行开始的多行文字不对齐"
        findings.add(Code.SYNTAX, at, message, "多行文字的各行缩进必须相同，且比键多")
    elif last is not None and last.style and last.start < start <= last.end <= at:
        number = source.mark(last.end).line
        message = f"从这里开始的引号到第 {number} 行才闭合，多半漏了一个引号"
        findings.add(Code.SYNTAX, last.start, message, "请补上与之成对的引号")
    elif text.startswith(":", at):
        findings.add(Code.KEY, at, *messages.NO_KEY)
    elif before:
        message = "引号或括号后面又有内容" if before[-1] in "\"'}]" else "这里多出了内容"
        hint = f"{messages.QUOTE_IT}；值里有引号时，外层换用另一种引号"
        findings.add(Code.SYNTAX, at, message, hint)
    elif re.match(r"-\s", text[at : at + 2]):
        hint = "列表要写在键的下一行，各项“- ”对齐；键后面不能同时有值"
        findings.add(Code.SYNTAX, at, "这里不能出现列表项“- ”", hint)
    else:
        message = "缩进有误：这一行与上文任何一级都不对齐"
        findings.add(Code.SYNTAX, at, message, "同一级的各行缩进必须相同")
    return True
