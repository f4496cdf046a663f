"""Tags as people type them: those that are one, and those that were meant to be one.

Chinese input methods make full-width braces, Word and WPS put blanks between signs, and braces get
lost when words beside them are deleted. What was meant is known all the same, so that a mistyped
tag is one finding with its words whole, and takes its part in pairs like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from drafter.diagnostics import Severity
from drafter.template.sites import TAG

STRAY = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{#|#\}|[{｛]\s*[％%]|[％%]\s*[}｝]|[{｛]\s*[{｛]|[}｝]\s*[}｝]"
)
"""What belongs to a tag, as people type it; a tag's own delimiters among them."""
STATEMENTS = frozenset({"if", "elif", "else", "endif", "for", "endfor"})
_MASK = "\0"  # stands for the letters of what has been read
_INNER = rf"([^{{}}｛｝%％{_MASK}]*)"
_OPEN, _CLOSE = r"[{｛]", r"[}｝]"
_MISTYPED = re.compile(
    rf"{_OPEN}\s*{_OPEN}{_INNER}(?:{_CLOSE}\s*{_CLOSE}|[%％]\s*{_CLOSE}|{_CLOSE})"
    rf"|{_OPEN}\s*[%％]{_INNER}(?:[%％]\s*{_CLOSE}|{_CLOSE}(?:\s*{_CLOSE})?)"
    rf"|{_OPEN}{_INNER}(?:{_CLOSE}\s*{_CLOSE}|[%％]\s*{_CLOSE}|{_CLOSE})"
)
_COMMENT = re.compile(rf"{_OPEN}#.*?#{_CLOSE}", re.DOTALL)
_BRACE = re.compile(rf"{_OPEN}[^{{}}｛｝]*{_CLOSE}|[{{}}｛｝]")
FIELD = re.compile(r"\s*[^\W\d]\w*(\s*[.．。]\s*\w+)*\s*([|｜].*)?", re.DOTALL)
_WORD = re.compile(r"(?:(?:p|tr|tc)(?=\s))?\s*(\w+)")


@dataclass(frozen=True, slots=True)
class Written:
    """A tag among the words of a paragraph; with a problem where it is mistyped."""

    start: int
    end: int
    typed: str
    meant: str
    """The tag as it should have been typed; the language is checked on this one."""
    problem: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Stray:
    """Words that look like a tag or a piece of one, and are none."""

    start: int
    typed: str
    problem: str
    hint: str
    severity: Severity = Severity.ERROR


def written_tags(words: str) -> list[Written]:
    """Return the tags of a paragraph in their order, the mistyped ones among them."""
    whole = [_respelt(match) for match in TAG.finditer(words)]
    rest = _COMMENT.sub(_masked, _without(words, whole))
    found = (_meant(match) for match in _MISTYPED.finditer(rest))
    return sorted([*whole, *(tag for tag in found if tag)], key=lambda tag: tag.start)


_STATEMENT = rf"(?:{'|'.join(sorted(STATEMENTS))})\b"
_RESPELT = (
    (
        re.compile(r"(\{[{%])[-+]?(.*?)[-+]?([%}]\})", re.DOTALL),
        r"\1\2\3",
        "不支持 {%- 和 -%}，请去掉短横",
    ),
    (
        re.compile(rf"\{{%\s+(p|tr|tc)\s+({_STATEMENT}.*)", re.DOTALL),
        r"{%\1 \2",
        r"“%”与“\1”之间不能有空格，应写 {%\1 … %}",
    ),
    (
        re.compile(rf"\{{%\s*(p|tr|tc)({_STATEMENT}.*)", re.DOTALL),
        r"{%\1 \2",
        r"“\1”后面少了空格",
    ),
    (
        re.compile(r"\{%((?:p|tr|tc)(?=\s))?\s*end\s+(if|for)\s*%\}"),
        r"{%\1 end\2 %}",
        r"“end\2”是一个词，中间不能有空格",
    ),
    (
        re.compile(r"\{%((?:p|tr|tc)(?=\s))?\s*(else\s+if|elseif|elsif)\s+(.*%\})", re.DOTALL),
        r"{%\1 elif \3",
        r"“\2”应写作 elif",
    ),
    (
        re.compile(rf"\{{\{{(\s*(?:(?:p|tr|tc)\s+)?{_STATEMENT}.*)\}}\}}", re.DOTALL),
        r"{%\1%}",
        "条件和循环要写在 {% %} 里",
    ),
)
"""How tags are misspelt that have all their signs: the form, what was meant, what is wrong."""


def _respelt(match: re.Match[str]) -> Written:
    """Return a tag that has all its signs as it was meant."""
    typed = match.group()
    for form, meant, problem in _RESPELT:
        found = form.fullmatch(typed)
        if found and (right := found.expand(meant)) != typed:
            hint = f"应写 {right}"
            return Written(match.start(), match.end(), typed, right, found.expand(problem), hint)
    return Written(match.start(), match.end(), typed, typed)


def strays(words: str, tags: list[Written]) -> Iterator[Stray]:
    """Yield what else looks like a tag: halves, comments of jinja, single braces."""
    for tag in tags:
        start, end = tag.start, tag.end
        start -= not tag.problem and words[start - 1 : start] in {"{", "｛"}
        end += not tag.problem and words[end : end + 1] in {"}", "｝"}
        if (start, end) != (tag.start, tag.end):
            problem = "标签旁边多了一个花括号，会照原样印出"
            yield Stray(start, words[start:end], problem, f"应写 {tag.meant}")
            words = words[:start] + _MASK * (end - start) + words[end:]
    rest = _without(words, tags)
    for comment in _COMMENT.finditer(rest):
        typed = words[comment.start() : comment.end()]
        yield Stray(comment.start(), typed[:40], *_NO_COMMENTS)
    rest = _COMMENT.sub(_masked, rest)
    for half in STRAY.finditer(rest):
        yield _half(half, words)
    rest = STRAY.sub(_masked, rest)
    for brace in _BRACE.finditer(rest):
        yield _single(brace, words)


def _without(words: str, tags: list[Written]) -> str:
    for tag in tags:
        words = words[: tag.start] + _MASK * (tag.end - tag.start) + words[tag.end :]
    return words


def _masked(match: re.Match[str]) -> str:
    return _MASK * len(match.group())


def first_word(inner: str) -> str:
    """Return the first word of a tag, the letters of lifting left out."""
    found = _WORD.match(inner.strip())
    return found[1] if found else ""


def _meant(match: re.Match[str]) -> Written | None:
    """Return the tag that was meant; None for braces that may belong to the text."""
    typed, inner = match.group(), next(group for group in match.groups() if group is not None)
    left, right = typed[: match.start(match.lastindex or 1) - match.start()], ""
    right = typed[len(left) + len(inner) :]
    statement = first_word(inner) in STATEMENTS
    if len("".join(left.split())) == 1 and not (statement or _is_field_in(inner, right)):
        return None
    signs = any(c in left + right for c in "%％")
    meant = f"{{%{inner}%}}" if statement or (signs and "{{" not in left) else f"{{{{{inner}}}}}"
    return Written(
        match.start(), match.end(), typed, meant, _problem(left, right, meant), f"应写 {meant}"
    )


def _is_field_in(inner: str, right: str) -> bool:
    """Return whether `{ … }}` holds a field; in single braces words may be of the text."""
    return len("".join(right.split())) == 2 and FIELD.fullmatch(inner) is not None


def _problem(left: str, right: str, meant: str) -> str:
    if any(c in "｛｝％" for c in left + right):
        return "标签用了全角符号，应为半角 {{ }} 或 {% %}"
    begin, end = "".join(left.split()), "".join(right.split())
    if (begin, end) == (meant[:2], meant[-2:]):
        return "标签的两个符号之间不能有空格"
    if begin == meant[:2]:
        return f"标签没有闭合，结尾应为 {meant[-2:]}"
    if len(begin) == 1 and len(end) == 1:
        return "单个花括号不是标签，会照原样印出"
    if end == meant[-2:]:
        return f"标签的开头应为 {meant[:2]}"
    return f"标签的开头和结尾应为 {meant[:2]} 和 {meant[-2:]}"


_NO_COMMENTS = ("不支持 {# #} 注释，请改用 Word 批注", "审阅 › 新建批注")
_CLOSINGS = "}｝#%％"


def _half(found: re.Match[str], words: str) -> Stray:
    """Return what is wrong with a piece of a tag that has no other half."""
    signs = "".join(found.group().split())
    closing = signs[0] in _CLOSINGS
    begin = max(0, found.start() - 12) if closing else found.start()
    typed = words[begin : found.end() if closing else found.start() + 20].replace(_MASK, "")
    if any(c in signs for c in "｛｝％"):
        problem = "标签用了全角符号，应为半角 {{ }} 或 {% %}"
        return Stray(found.start(), typed, problem, "把输入法切换到半角再打")
    if "#" in signs:
        return Stray(found.start(), typed, *_NO_COMMENTS)
    if closing:
        problem = f"只有标签的结尾 {signs}，没有开头"
        hint = "开头少打了花括号，或在别的段落、单元格里"
    else:
        end = "}}" if signs == "{{" else "%}"
        problem = f"标签没有闭合，缺少 {end}，或跨了段落"
        hint = "一个标签要写在同一段里，中间不按回车"
    return Stray(found.start(), typed, problem, hint)


def _single(found: re.Match[str], words: str) -> Stray:
    inner = found.group()[1:-1].strip()
    if inner and FIELD.fullmatch(inner):
        problem = "单个花括号不是标签，会照原样印出"
        return Stray(found.start(), found.group(), problem, f"印出一个值应写 {{{{ {inner} }}}}")
    around = words[max(0, found.start() - 6) : found.start() + 20].replace(_MASK, "")
    problem, hint = "标签以外的花括号会照原样印出", "不是要印的字就删去"
    return Stray(found.start(), around, problem, hint, Severity.WARNING)
