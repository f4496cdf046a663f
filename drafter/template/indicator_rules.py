"""Reads one scoring rule of `indicators.yaml`: each type with the keys that it uses."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

from drafter.diagnostics import DataPath
from drafter.model.values import Amount, Count, Words
from drafter.scoring.rules import (
    Band,
    Bands,
    ChecklistAward,
    ChecklistDeduct,
    Level,
    Levels,
    Manual,
    Rule,
    Scale,
    StepDeduct,
    TargetRatio,
)
from drafter.template.indicators_file import BandSection, RuleSection

_ZERO = Decimal(0)


class Said(Protocol):
    """Takes the faults that are found."""

    def say(self, path: DataPath, message: str) -> None:
        """Note a fault."""

    def need(self, path: DataPath, *fields: tuple[str, object]) -> None:
        """Note each field that is missing."""


_USED = {
    "checklist_deduct": ("条目", "每项扣", "最低"),
    "checklist_award": ("条目",),
    "step_deduct": ("方向", "基准", "每", "扣", "计档", "最低"),
    "bands": ("档",),
    "levels": ("档", "按"),
    "scale": ("满值", "零分线"),
    "target_ratio": ("性质", "目标", "未达", "超额线", "超额"),
    "manual": ("最低", "最高", "理由"),
}
_NEEDED = {
    "checklist_deduct": ("条目", "每项扣"),
    "checklist_award": ("条目",),
    "step_deduct": ("方向", "基准", "每", "扣", "计档"),
    "bands": ("档",),
    "levels": ("档",),
    "scale": ("满值",),
    "target_ratio": ("未达",),
    "manual": (),
}


def rule_of(section: RuleSection, path: DataPath, said: Said) -> Rule:
    """Return the rule; keys that its type does not use, or that it lacks, are faults."""
    if section.type is None:
        said.say(path, f"缺少“类型”，可选：{'、'.join(_USED)}")
        return Manual()
    aliases = {str(f.alias): name for name, f in RuleSection.model_fields.items()}
    for alias, name in aliases.items():
        given = getattr(section, name) not in (None, ())
        if given and alias != "类型" and alias not in _USED[section.type]:
            used = "、".join(_USED[section.type])
            said.say((*path, alias), f"{section.type} 用不到“{alias}”，用的是：{used}")
        if not given and alias in _NEEDED[section.type]:
            said.say(path, f"{section.type} 缺少“{alias}”")
    return _BUILDERS[section.type](section, path, said)


def _checklist_deduct(section: RuleSection, path: DataPath, said: Said) -> Rule:
    """Points off for each item that is not met."""
    items = tuple(text_of(item.text) for item in section.items or ())
    for number, item in enumerate(section.items or ()):
        said.need((*path, "条目", number), ("文字", item.text))
        if item.points is not None:
            said.say((*path, "条目", number, "分"), "checklist_deduct 的条目不写“分”")
    return ChecklistDeduct(items, number_of(section.per_item), number_of(section.least))


def _checklist_award(section: RuleSection, path: DataPath, said: Said) -> Rule:
    """Points for each item that is met."""
    for number, item in enumerate(section.items or ()):
        said.need((*path, "条目", number), ("文字", item.text), ("分", item.points))
    items = section.items or ()
    return ChecklistAward(
        tuple(text_of(item.text) for item in items), tuple(number_of(i.points) for i in items)
    )


def _step_deduct(section: RuleSection, path: DataPath, said: Said) -> Rule:
    """Points off for each step away from a base."""
    if section.step is not None and section.step.value <= 0:
        said.say((*path, "每"), "每一档应大于 0")
    step = number_of(section.step)
    return StepDeduct(
        section.direction or "超过",
        number_of(section.base),
        step if step > 0 else Decimal(1),
        number_of(section.per_step),
        section.count or "舍尾",
        number_of(section.least),
    )


def _bands(section: RuleSection, path: DataPath, said: Said) -> Rule:
    """Points by range."""
    bands = []
    for number, band in enumerate(section.bands or ()):
        said.need((*path, "档", number), ("分", band.points))
        bands.append(_band(band))
    return Bands(tuple(bands))


def _levels(section: RuleSection, path: DataPath, said: Said) -> Rule:
    """Points by stated level."""
    levels = []
    for number, band in enumerate(section.bands or ()):
        own = (*path, "档", number)
        said.need(own, ("名称", band.name))
        low, high = optional_of(band.low), optional_of(band.high)
        for name, value in (("含从", band.low_included), ("含到", band.high_included)):
            if value is not None:
                said.say((*own, name), f"levels 用不到“{name}”")
        ends = low is not None or high is not None
        if ends == (band.points is not None) or (ends and (low is None or high is None)):
            said.say(own, "每一档写“分”，或写“从”和“到”")
        if band.points is not None:
            low = high = band.points.value
        levels.append(Level(text_of(band.name), low or _ZERO, high or _ZERO))
    return Levels(tuple(levels), in_percent=section.by == "比例")


def _scale(section: RuleSection, path: DataPath, said: Said) -> Rule:
    """Points in proportion."""
    full = number_of(section.full)
    if section.full is not None and full <= 0:
        said.say((*path, "满值"), "满值应大于 0")
    return Scale(full if full > 0 else Decimal(1), optional_of(section.zero_below))


def _target_ratio(section: RuleSection, path: DataPath, said: Said) -> Rule:
    """Points by how far a target was reached."""
    return TargetRatio(
        section.nature or "≥",
        optional_of(section.target),
        section.unmet or "按比例",
        optional_of(section.excess_limit),
        section.excess or "满分",
    )


def _manual(section: RuleSection, path: DataPath, said: Said) -> Rule:
    """Points that people give."""
    return Manual(number_of(section.least), optional_of(section.most), section.needs_reason != "否")


_BUILDERS: dict[str, Callable[[RuleSection, DataPath, Said], Rule]] = {
    "checklist_deduct": _checklist_deduct,
    "checklist_award": _checklist_award,
    "step_deduct": _step_deduct,
    "bands": _bands,
    "levels": _levels,
    "scale": _scale,
    "target_ratio": _target_ratio,
    "manual": _manual,
}


def _band(section: BandSection) -> Band:
    return Band(
        optional_of(section.low),
        section.low_included != "否",
        optional_of(section.high),
        section.high_included != "否",
        number_of(section.points),
    )


def text_of(words: Words | None) -> str:
    """Return the words, none where they were left out."""
    return "" if words is None else words.text


def number_of(number: Amount | Count | None) -> Decimal:
    """Return the number, 0 where it was left out: that has been told."""
    return _ZERO if number is None else Decimal(number.value)


def optional_of(number: Amount | None) -> Decimal | None:
    """Return the number, None where it was left out."""
    return None if number is None else number.value
