"""Leaf types of the input: amounts, counts and words, each with its own grammar.

Every leaf reaches the model as the text that the user typed. pydantic alone would accept
`１２`, `1e3` or `1_000`; these types accept plain numerals and say in Chinese what is wrong.
Three kinds of nothing are kept apart: an absent or blank leaf is `None` in the model (still to
be filled), `无` is a leaf with `applicable=False` (adds 0), and `0` is zero.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

NONE_WORD = "无"

_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_QUOTES = "“”‘’＂＇"
_MAX_DIGITS = 18
# `[0-9]`, since `\d` means other digits too where a validator of schemas reads the pattern.
_AMOUNT_PATTERN = r"^([+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?|无)$"
_COUNT_PATTERN = r"^([0-9]{1,9}|[0-9]{1,3}(,[0-9]{3}){1,2}|无)$"


TEXT_TYPES = ("string", "number", "boolean", "null")
"""What words are to a JSON Schema; nothing else of the input is just that."""


def _text(value: object, wanted: str) -> str:
    """Return the typed text; lists and mappings are refused in words."""
    if isinstance(value, str):
        if not value.strip():
            raise PydanticCustomError(
                "scalar_expected", f"这里是空白的文字，应填{wanted}；还不知道就什么都不写"
            )
        return value.strip()
    raise _not_scalar(value, wanted)


def _not_scalar(value: object, wanted: str) -> PydanticCustomError:
    found = "列表" if isinstance(value, list | tuple) else "一组字段"
    return PydanticCustomError("scalar_expected", f"这里应填{wanted}，却是{found}")


def _is_wide_number(text: str) -> bool:
    plain = unicodedata.normalize("NFKC", text)
    return text != plain and re.search(r"\d|^[OoIl]+$", plain) is not None


class Leaf:
    """A value that is validated by its own grammar alone: no number types, no coercion."""

    __slots__ = ()

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Return the value that the typed text spells; raise `PydanticCustomError` in Chinese."""
        raise TypeError(f"{cls.__name__} has no grammar")

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Validate by `parse`."""
        return core_schema.no_info_plain_validator_function(cls.parse)


@dataclass(frozen=True, slots=True)
class Amount(Leaf):
    """A sum of money in the money unit of the file (元 or 万元), exactly as typed.

    `decimals` counts the decimals that the user wrote; the finest of a file is its quantum.
    """

    value: Decimal
    decimals: int = 0
    applicable: bool = True

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Return the amount that the text spells; raise `PydanticCustomError` in Chinese."""
        text = _text(raw, "金额")
        if text == NONE_WORD:
            return cls(Decimal(0), 0, applicable=False)
        if not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
            raise PydanticCustomError("amount_grammar", amount_problem(text))
        digits = text.replace(",", "")
        if sum(c.isdigit() for c in digits) > _MAX_DIGITS:
            raise PydanticCustomError(
                "amount_length", f"金额“{shortened(text)}”超过 {_MAX_DIGITS} 位数字，请核对"
            )
        return cls(Decimal(digits), len(digits.partition(".")[2]))

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe what an editor sees: an unquoted numeral, a grouped one, or `无`."""
        return {"title": "金额", "type": ["number", "string", "null"], "pattern": _AMOUNT_PATTERN}


@dataclass(frozen=True, slots=True)
class Points(Amount):
    """A score of an evaluation; never scaled by the money unit."""

    @classmethod
    def spelled(cls, text: str) -> Self | None:
        """Return the score that a text such as `95分` states, or None where it states none."""
        try:
            points = cls.parse(text.strip().removesuffix("分"))
        except PydanticCustomError:
            return None
        return points if points.applicable else None


@dataclass(frozen=True, slots=True)
class Quantity(Amount):
    """A plain number in a unit of its own (㎡, 户, %), exactly as typed; never scaled."""

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Return the number that the text spells; raise `PydanticCustomError` in Chinese."""
        if isinstance(raw, str) and raw.strip().endswith(("%", "％")):
            shown = shortened(raw.strip())
            problem = f"“{shown}”带了百分号，这里只填数字，如 95"
            raise PydanticCustomError("amount_grammar", problem)
        # Slots make the class anew: plain `super()` would look for the first one.
        return super(Quantity, cls).parse(raw)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe what an editor sees: an unquoted numeral, a grouped one, or `无`."""
        return {"title": "数", "type": ["number", "string", "null"], "pattern": _AMOUNT_PATTERN}


def shortened(text: str) -> str:
    """Return the text as messages show it."""
    return text if len(text) <= 30 else text[:30] + "…"


def number_problem(text: str) -> str:
    """Return in Chinese a slip that spoils amounts and counts alike, or nothing."""
    shown = shortened(text)
    if not text.strip("-−–—－/／\\○〇"):
        return f"不能写“{shown}”：没有此项写“无”，数是零写 0"
    if text[0] in _QUOTES and text[-1] in _QUOTES:
        return f"“{shown[1:-1]}”外面有中文引号，请去掉"
    if text[-1] in "。，,；;、" and (_PLAIN.fullmatch(text[:-1]) or text[:-1] == NONE_WORD):
        return f"“{shown}”末尾多了“{text[-1]}”，请删去"
    if _is_wide_number(text):
        return f"“{shown}”含全角字符，请改用半角数字"
    if re.fullmatch(r"[-+]?\d+。\d+", text, re.ASCII):
        return f"“{shown}”的小数点是句号，请改为半角“.”"
    if re.fullmatch(r"[-+]?[\d,.OoIl]+", text, re.ASCII) and re.search(r"[OoIl]", text):
        return f"“{shown}”含字母，请核对是不是数字 0 或 1"
    if text[0] == "=" or re.fullmatch(r"[\d.]+(\s*[+*×÷]\s*[\d.]+)+", text, re.ASCII):
        return f"“{shown}”是一个式子，请填算好的一个数"
    return ""


def amount_problem(text: str) -> str:
    """Return in Chinese why the text is no amount, naming the likeliest slip."""
    shown = shortened(text)
    if problem := number_problem(text):
        return problem
    if re.fullmatch(r"[+-]?[\d.]+[eE][+-]?\d+", text, re.ASCII):
        return f"“{shown}”是科学计数法，请写成普通数字"
    if "_" in text:
        return f"“{shown}”含下划线，请写成普通数字"
    if re.search(r"[元%％¥￥]|万|亿", text):
        return f"“{shown}”带了单位，这里只填数字（单位由“金额单位”统一说明）"
    if "," in text and re.fullmatch(r"[+-]?[\d,]+(\.\d+)?", text, re.ASCII):
        return f"“{shown}”的千分位逗号位置不对，应每三位一个"
    if text[0] in "−–—－":
        return f"“{shown}”的负号请用半角“-”"
    if text.count(".") > 1:
        return f"“{shown}”有多个小数点"
    if re.fullmatch(r"[+-]?(\d+\.|\.\d+)", text, re.ASCII):
        return f"“{shown}”的小数点两边都应有数字"
    if re.search(r"\s", text) and _PLAIN.fullmatch(re.sub(r"[\s,]", "", text)):
        return f"“{shown}”中间有空格，请连写"
    return f"“{shown}”不是金额，应为普通数字（如 4493.88），没有此项写“无”"


@dataclass(frozen=True, slots=True)
class Count(Leaf):
    """A whole number of people, vehicles, visits …; never negative."""

    value: int
    applicable: bool = True

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Return the count that the text spells; raise `PydanticCustomError` in Chinese."""
        text = _text(raw, "个数")
        if text == NONE_WORD:
            return cls(0, applicable=False)
        if re.fullmatch(_COUNT_PATTERN, text):
            return cls(int(text.replace(",", "")))
        raise PydanticCustomError("count_grammar", count_problem(text))

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe what an editor sees: a whole number or `无`."""
        return {
            "title": "个数",
            "type": ["integer", "string", "null"],
            "minimum": 0,
            "pattern": _COUNT_PATTERN,
        }


def count_problem(text: str) -> str:
    """Return in Chinese why the text is no count, naming the likeliest slip."""
    shown = shortened(text)
    if problem := number_problem(text):
        return problem
    if re.fullmatch(r"-\d+", text, re.ASCII):
        return f"“{shown}”是负数，个数不能为负"
    if "." in text and (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        return f"“{shown}”不是整数"
    if re.fullmatch(r"\d+\s?[^\W\d_]{1,2}", text) and text[-1] > "\x7f":
        return f"“{shown}”带了单位，这里只填数字"
    if re.fullmatch(r"[\d,]+", text, re.ASCII):
        wrong = "超过 9 位数字，请核对" if "," not in text else "的千分位逗号位置不对，应每三位一个"
        return f"“{shown}”{wrong}"
    return f"“{shown}”不是个数，应为整数（如 12），没有此项写“无”"


def _is_seen(line: str) -> bool:
    """Return whether a line holds more than blanks and marks of direction."""
    return any(not c.isspace() and unicodedata.category(c) != "Cf" for c in line)


@dataclass(frozen=True, slots=True)
class Words(Leaf):
    """Text: one paragraph for each line that the user typed; `无` has none."""

    paragraphs: tuple[str, ...]
    applicable: bool = True

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Return the paragraphs of the text; lines without anything to see only separate."""
        if raw is None:  # a blank item of a list
            return cls(())
        if not isinstance(raw, str):
            raise _not_scalar(raw, "文字")
        if raw.strip() == NONE_WORD:
            return cls((), applicable=False)
        # Only ASCII blanks are trimmed: an ideographic space may be the writer's indent.
        lines = [line.strip(" \t\r") for line in raw.split("\n")]
        return cls(tuple(line for line in lines if _is_seen(line)))

    @property
    def text(self) -> str:
        """Return the paragraphs joined by line feeds."""
        return "\n".join(self.paragraphs)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe what an editor sees: text, or whatever YAML makes of an unquoted word."""
        return {"title": "文字", "type": list(TEXT_TYPES)}
