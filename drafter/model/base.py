"""What all sections of the input share: optional fields, `无`, shorthand, strictness.

Modules with sections do without `from __future__ import annotations`: pydantic would have to
compile the annotation of each field anew from its text, a fifth of the time these modules take.
"""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from drafter.model.values import NONE_WORD, Amount, Words


@dataclass(frozen=True, slots=True)
class Guide:
    """What a starter says of a field besides its description."""

    found: str = ""
    """Where the figure stands: statement, row or column of the final-accounts workbook."""
    optional: bool = False
    """Whether the field may stay out: no report asks for it where it was not given."""
    summed: bool = False
    """Whether the field is a sum (or a difference) that may be typed but need not be."""
    sums: tuple[str, ...] = ()
    """Parts of a measure that are such sums: 决算, 预算."""
    kept: bool = False
    """Whether starters keep the field though no tag names it: rules or the assembly need it."""
    beside: str = ""
    """A field beside this one: where it is used, starters keep this one, too."""


def key(
    name: str,
    description: str = "",
    *,
    found: str = "",
    optional: bool = False,
    summed: bool = False,
    sums: tuple[str, ...] = (),
    kept: bool = False,
    beside: str = "",
) -> Any:
    """Declare a field under its Chinese key; what else is given makes its `Guide`.

    Every field may be absent for the model: which ones a report needs follows from the report.
    """
    source = f"取数：{found}" if found else ""
    field: FieldInfo = Field(  # type: ignore[assignment]  # pydantic calls it the default
        default=None,
        alias=name,
        title=name,
        description="。".join(part for part in (description, source) if part) or None,
    )
    field.metadata.append(Guide(found, optional, summed, sums, kept, beside))
    return field


def guide_of(field: FieldInfo) -> Guide:
    """Return what starters say of a field."""
    return next((m for m in field.metadata if isinstance(m, Guide)), Guide())


class Section(BaseModel):
    """A group of fields, all optional: the model checks shape and type, never completeness.

    A whole section may be given as `无`: the department has nothing of the kind.
    """

    model_config = ConfigDict(
        # The root builds the sections below it along with itself; none is validated alone.
        defer_build=True,
        extra="forbid",
        frozen=True,
        validate_by_alias=True,
        validate_by_name=False,
        serialize_by_alias=True,
    )

    shorthand: ClassVar[str | None] = None
    """The key that a bare scalar stands for, where a section may be written as one."""

    _applicable: bool = PrivateAttr(default=True)

    @property
    def applicable(self) -> bool:
        """Return whether the department has this section at all (`无` was not given)."""
        return self._applicable

    @model_validator(mode="wrap")
    @classmethod
    def _none_or_shorthand(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(data, str):
            if _is_none(data):
                section = handler({})
                section._applicable = False
                return section
            if cls.shorthand is None:
                raise PydanticCustomError(
                    "section_expected", f"这里应是一组字段（没有此项写“无”），却是“{data[:30]}”"
                )
            return handler({cls.shorthand: data})
        if isinstance(data, list | tuple):
            short = "金额" if cls.shorthand == "决算" else cls.shorthand
            wanted = f"应填{short}或一组字段" if short else "应是一组字段"
            raise PydanticCustomError("section_expected", f"这里{wanted}，却是列表")
        return handler({} if data is None else data)  # a blank item of a list is None

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe the section, `无` and, where there is one, its shorthand.

        The title is the class's own (`class Revenue(Section, title="收入")`); without one editors
        show that of the key. Docstrings are for programmers and stay out.
        """
        group = handler.resolve_ref_schema(handler(core))
        group.pop("description", None)
        group.pop("title")
        if title := cls.model_config.get("title"):
            group["title"] = title
        if cls.shorthand is None:
            return {**group, "type": ["object", "string", "null"], "pattern": f"^{NONE_WORD}$"}
        short = group["properties"][cls.shorthand]
        leaf = next(option for option in short["anyOf"] if option["type"] != "null")
        pattern = {"pattern": leaf["pattern"]} if "pattern" in leaf else {}
        return {**group, **pattern, "type": ["object", *leaf["type"]]}


def _none_is_empty(value: Any) -> Any:
    if isinstance(value, str | dict):
        if _is_none(value):
            return ()
        raise PydanticCustomError(
            "list_expected", "这里应是列表：每项另起一行，以“- ”开头（没有此项写“无”）"
        )
    if isinstance(value, list) and any(_is_none(item) for item in value):
        if len(value) == 1:
            return ()
        raise PydanticCustomError(
            "list_expected", "列表的一项不能是“无”：删去这一项，全都没有就在冒号后写“无”"
        )
    return value


def _is_none(value: Any) -> bool:
    return isinstance(value, str) and value.strip() == NONE_WORD


class _OrNone:
    """Makes a list field accept `无` for the empty list, in validation and in the schema."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_none_is_empty, handler(source))

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(core), "type": ["array", "string", "null"], "pattern": f"^{NONE_WORD}$"}


Item = TypeVar("Item")
Listing = Annotated[tuple[Item, ...], _OrNone()]
"""A list of sections or words; `无` is the empty list, an absent one is still to be filled."""


def _one_is_a_list(value: Any) -> Any:
    return [value] if isinstance(value, str) and not _is_none(value) else value


class OrOne:
    """Makes a list field accept a single word for the list of it."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_one_is_a_list, handler(source))

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        inner = {name: value for name, value in handler(core).items() if name != "pattern"}
        return {**inner, "type": ["array", "string", "number", "boolean", "null"]}


OneOrMore = Annotated[tuple[Item, ...], _OrNone(), OrOne()]
"""A list of words that may be written as one word; `无` is the empty list."""


class Measure(Section, title="金额及其比较"):
    """An amount with what it is compared with: budget, last year, and the reasons.

    A bare amount is shorthand for its actual amount (决算).
    """

    shorthand: ClassVar[str | None] = "决算"

    actual: Amount | None = key("决算", "决算数")
    budget: Amount | None = key("预算", "全年预算数，完成预算的比例按它算")
    initial_budget: Amount | None = key("年初预算", "年初预算数")
    prior_year: Amount | None = key("上年", "上年决算数；上年没有此项写“无”")
    prior_budget: Amount | None = key("上年预算", "上年预算数")
    change_reason: Words | None = key("变动原因", "与上年相比变动的主要原因；持平的可以不填")
    deviation_reason: Words | None = key("差异原因", "决算数与预算数不同的主要原因；相同的不填")
