"""Reads `indicators.yaml` into indicator systems; every fault at its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from drafter.diagnostics import DataPath, Diagnostic, Severity
from drafter.model.values import Amount, Count, Points, Words
from drafter.scoring.expression import Expression, ExpressionError, is_condition, parse
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
from drafter.scoring.static import static_problems
from drafter.scoring.system import (
    Branch,
    Case,
    Demand,
    Grade,
    Group,
    IndicatorSystem,
    Leaf,
    Metric,
    OwnRows,
    Policy,
    Systems,
)
from drafter.source import SourceTree
from drafter.template.contract import Type
from drafter.template.indicator_paths import path_problems
from drafter.template.indicators_file import (
    BandSection,
    BranchSection,
    CaseSection,
    GroupSection,
    IndicatorsFile,
    LeafSection,
    MetricSection,
    RuleSection,
    SystemSection,
)
from drafter.template.yaml_faults import problem, read_model

RULE = "MB-007"
"""Id of findings on indicator systems."""
_ZERO = Decimal(0)
_DEFAULT_DECIMALS = 2
_MAX_DECIMALS = 6

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


@dataclass(frozen=True, slots=True)
class IndicatorsResult:
    """The indicator systems of a template, or none, with every finding on their file."""

    systems: Systems
    findings: tuple[Diagnostic, ...]


def load_indicators(path: Path, shown_as: str, contract: Type | None) -> IndicatorsResult:
    """Return the checked indicator systems of a file.

    `contract` gives the fields that metrics may name; without it paths are not held against it.
    """
    tree, typed, faults = read_model(IndicatorsFile, path, shown_as, RULE)
    if tree is None or typed is None:
        return IndicatorsResult(Systems(), faults)
    reader = _Reader(tree)
    found = {
        name: reader.system(section, (name,))
        for name, section in (("部门", typed.department), ("项目", typed.project))
        if section is not None
    }
    if not found and not faults:
        reader.say((), "应有“部门”或“项目”，下面写指标体系")
    findings = [*faults, *reader.findings]
    if not any(finding.is_error for finding in findings):
        for name, system in found.items():
            findings += [
                problem(
                    RULE,
                    tree,
                    (name, *p.path),
                    p.message,
                    severity=Severity.WARNING if p.is_mild else Severity.ERROR,
                    hint=p.hint,
                )
                for p in (
                    *static_problems(system, answers=name == "部门"),
                    *(path_problems(system, contract, name) if contract is not None else ()),
                )
            ]
    systems = Systems(found.get("部门"), found.get("项目"))
    return IndicatorsResult(systems, tuple(findings))


@dataclass(slots=True)
class _Reader:
    """Builds systems out of typed sections; what is missing is said and stood in for."""

    tree: SourceTree
    findings: list[Diagnostic] = field(default_factory=list)

    def say(self, path: DataPath, message: str) -> None:
        """Note a fault."""
        self.findings.append(problem(RULE, self.tree, path, message))

    def need(self, path: DataPath, section: object, *fields: tuple[str, object]) -> None:
        """Note each field that is missing."""
        del section
        for name, value in fields:
            blank = isinstance(value, Words) and not value.text
            if value is None or value == () or blank:
                self.say(path, f"缺少“{name}”")

    def system(self, section: SystemSection, path: DataPath) -> IndicatorSystem:
        """Return the system of a section; its paths are counted from there."""
        self.need(path, section, ("名称", section.name), ("指标", section.branches))
        grades = []
        for number, grade in enumerate(section.grades or ()):
            own = (*path, "等级", number)
            self.need(own, grade, ("名称", grade.name), ("起", grade.least))
            grades.append(Grade(_text(grade.name), _number(grade.least)))
        branches = [
            self.branch(branch, (*path, "指标", number), len(path))
            for number, branch in enumerate(section.branches or ())
        ]
        full = Decimal(100) if section.full is None else section.full.value
        decimals = self.decimals(section.decimals, (*path, "得分小数"))
        return IndicatorSystem(_text(section.name), full, decimals, tuple(grades), tuple(branches))

    def decimals(self, count: Count | None, path: DataPath) -> int:
        """Return a number of decimals within reason."""
        if count is None:
            return _DEFAULT_DECIMALS
        if count.value > _MAX_DECIMALS:
            self.say(path, f"最多 {_MAX_DECIMALS} 位小数")
            return _MAX_DECIMALS
        return count.value

    def branch(self, section: BranchSection, path: DataPath, cut: int) -> Branch | OwnRows:
        """Return a branch of the tree, or the part that takes the department's own rows."""
        if section.source is not None:
            return self.own_rows(section, path, cut)
        self.need(path, section, ("名称", section.name), ("二级", section.groups))
        for name, value in (
            ("分值", section.weight), ("一级分值", section.weights),
            ("定量", section.quantitative), ("定性", section.qualitative),
        ):  # fmt: skip
            if value is not None:
                self.say((*path, name), f"没有“取自”的用不到“{name}”")
        groups = [
            self.group(group, (*path, "二级", number), cut)
            for number, group in enumerate(section.groups or ())
        ]
        return Branch(_text(section.name), tuple(groups), _text(section.kind))

    def own_rows(self, section: BranchSection, path: DataPath, cut: int) -> OwnRows:
        """Return the part of the tree whose rows are the department's own indicators."""
        self.need(
            path, section,
            ("分值", section.weight), ("定量", section.quantitative), ("定性", section.qualitative),
        )  # fmt: skip
        if section.groups is not None:
            self.say((*path, "二级"), "取自数据的用不到“二级”")
        weights: dict[str, Decimal] = {}
        for name, typed in (section.weights or {}).items():
            points = Points.spelled(typed)
            if points is None:
                self.say((*path, "一级分值", name), f"“{typed}”不是分数")
            else:
                weights[name] = points.value
        counted: Rule = TargetRatio()
        if section.quantitative is not None:
            counted = self.rule(section.quantitative, (*path, "定量"))
        stated: Rule = Levels((), in_percent=True)
        if section.qualitative is not None:
            stated = self.rule(section.qualitative, (*path, "定性"))
        if not isinstance(counted, TargetRatio):
            self.say((*path, "定量"), "定量指标的规则应是 target_ratio")
            counted = TargetRatio()
        if not isinstance(stated, Levels):
            self.say((*path, "定性"), "定性指标的规则应是 levels")
            stated = Levels((), in_percent=True)
        source = tuple(_text(section.source).split("."))
        return OwnRows(source, _number(section.weight), weights, counted, stated, path[cut:])

    def group(self, section: GroupSection, path: DataPath, cut: int) -> Group:
        """Return a group of indicators."""
        self.need(path, section, ("名称", section.name), ("三级", section.leaves))
        leaves = [
            self.leaf(leaf, (*path, "三级", number), cut)
            for number, leaf in enumerate(section.leaves or ())
        ]
        return Group(_text(section.name), tuple(leaves))

    def leaf(self, section: LeafSection, path: DataPath, cut: int) -> Leaf:
        """Return an indicator."""
        self.need(
            path, section,
            ("名称", section.names), ("分值", section.weight), ("规则", section.rule),
        )  # fmt: skip
        for number, name in enumerate(section.names or ()):
            self.need((*path, "名称", number), section, ("名称", name))
        rule: Rule = Manual()
        if section.rule is not None:
            rule = self.rule(section.rule, (*path, "规则"))
        demand = section.demand
        return Leaf(
            names=tuple(name.text for name in section.names or ()),
            weight=_number(section.weight),
            rule=rule,
            standard=_text(section.standard),
            explanation=_text(section.explanation),
            formula=_text(section.formula),
            target=_text(section.target),
            metric=self.metric(section.metric, (*path, "度量")),
            cases=tuple(
                self.case(case, (*path, "不适用", number))
                for number, case in enumerate(section.cases or ())
            ),
            undefined=None if section.undefined is None else Policy(section.undefined),
            demand=Demand()
            if demand is None
            else Demand(_text(demand.source), _optional(demand.below)),
            apart=section.apart == "是",
            data=tuple(name.text for name in section.data or ()),
            path=path[cut:],
        )

    def metric(self, section: MetricSection | None, path: DataPath) -> Metric | None:
        """Return a metric, or None where there is none or it cannot be read."""
        if section is None:
            return None
        self.need(path, section, ("式", section.expression))
        expression = self.expression(_text(section.expression), (*path, "式"))
        if expression is None:
            return None
        if is_condition(expression):
            self.say((*path, "式"), "度量应是一个数，不是条件")
        unit = _text(section.unit)
        decimals = self.decimals(section.decimals, (*path, "小数"))
        rounding = None
        if section.rounding is not None:
            rounding = self.decimals(section.rounding, (*path, "取整"))
        is_percent = unit in {"%", "％"}
        return Metric(expression, is_percent, decimals, rounding, "" if is_percent else unit)

    def expression(self, text: str, path: DataPath) -> Expression | None:
        """Return the parsed expression, or None with its fault noted."""
        if not text:
            return None
        try:
            return parse(text)
        except ExpressionError as error:
            self.say(path, str(error))
            return None

    def case(self, section: CaseSection, path: DataPath) -> Case:
        """Return a case in which the rule does not apply."""
        self.need(
            path, section,
            ("当", section.when), ("计", section.policy), ("说明", section.words),
        )  # fmt: skip
        when = self.expression(_text(section.when), (*path, "当"))
        if when is not None and not is_condition(when):
            self.say((*path, "当"), "这里应是条件，如 政府采购.合计.预算 == 0")
            when = None
        policy = Policy(section.policy or "人工")
        return Case(when or parse("0 == 1"), policy, _text(section.words))

    def rule(self, section: RuleSection, path: DataPath) -> Rule:
        """Return the rule; keys that its type does not use, or that it lacks, are faults."""
        if section.type is None:
            self.say(path, f"缺少“类型”，可选：{'、'.join(_USED)}")
            return Manual()
        aliases = {str(f.alias): name for name, f in RuleSection.model_fields.items()}
        for alias, name in aliases.items():
            given = getattr(section, name) not in (None, ())
            if given and alias != "类型" and alias not in _USED[section.type]:
                used = "、".join(_USED[section.type])
                self.say((*path, alias), f"{section.type} 用不到“{alias}”，用的是：{used}")
            if not given and alias in _NEEDED[section.type]:
                self.say(path, f"{section.type} 缺少“{alias}”")
        return _BUILDERS[section.type](self, section, path)

    def checklist_deduct(self, section: RuleSection, path: DataPath) -> Rule:
        """Points off for each item that is not met."""
        items = tuple(_text(item.text) for item in section.items or ())
        for number, item in enumerate(section.items or ()):
            self.need((*path, "条目", number), item, ("文字", item.text))
            if item.points is not None:
                self.say((*path, "条目", number, "分"), "checklist_deduct 的条目不写“分”")
        return ChecklistDeduct(items, _number(section.per_item), _number(section.least))

    def checklist_award(self, section: RuleSection, path: DataPath) -> Rule:
        """Points for each item that is met."""
        for number, item in enumerate(section.items or ()):
            self.need((*path, "条目", number), item, ("文字", item.text), ("分", item.points))
        items = section.items or ()
        return ChecklistAward(
            tuple(_text(item.text) for item in items), tuple(_number(i.points) for i in items)
        )

    def step_deduct(self, section: RuleSection, path: DataPath) -> Rule:
        """Points off for each step away from a base."""
        if section.step is not None and section.step.value <= 0:
            self.say((*path, "每"), "每一档应大于 0")
        step = _number(section.step)
        return StepDeduct(
            section.direction or "超过",
            _number(section.base),
            step if step > 0 else Decimal(1),
            _number(section.per_step),
            section.count or "舍尾",
            _number(section.least),
        )

    def bands(self, section: RuleSection, path: DataPath) -> Rule:
        """Points by range."""
        bands = []
        for number, band in enumerate(section.bands or ()):
            self.need((*path, "档", number), band, ("分", band.points))
            bands.append(_band(band))
        return Bands(tuple(bands))

    def levels(self, section: RuleSection, path: DataPath) -> Rule:
        """Points by stated level."""
        levels = []
        for number, band in enumerate(section.bands or ()):
            own = (*path, "档", number)
            self.need(own, band, ("名称", band.name))
            low, high = _optional(band.low), _optional(band.high)
            for name, value in (("含从", band.low_included), ("含到", band.high_included)):
                if value is not None:
                    self.say((*own, name), f"levels 用不到“{name}”")
            ends = low is not None or high is not None
            if ends == (band.points is not None) or (ends and (low is None or high is None)):
                self.say(own, "每一档写“分”，或写“从”和“到”")
            if band.points is not None:
                low = high = band.points.value
            levels.append(Level(_text(band.name), low or _ZERO, high or _ZERO))
        return Levels(tuple(levels), in_percent=section.by == "比例")

    def scale(self, section: RuleSection, path: DataPath) -> Rule:
        """Points in proportion."""
        full = _number(section.full)
        if section.full is not None and full <= 0:
            self.say((*path, "满值"), "满值应大于 0")
        return Scale(full if full > 0 else Decimal(1), _optional(section.zero_below))

    def target_ratio(self, section: RuleSection, path: DataPath) -> Rule:
        """Points by how far a target was reached."""
        return TargetRatio(
            section.nature or "≥",
            _optional(section.target),
            section.unmet or "按比例",
            _optional(section.excess_limit),
            section.excess or "满分",
        )

    def manual(self, section: RuleSection, path: DataPath) -> Rule:
        """Points that people give."""
        return Manual(_number(section.least), _optional(section.most), section.needs_reason != "否")


_BUILDERS: dict[str, Callable[[_Reader, RuleSection, DataPath], Rule]] = {
    "checklist_deduct": _Reader.checklist_deduct,
    "checklist_award": _Reader.checklist_award,
    "step_deduct": _Reader.step_deduct,
    "bands": _Reader.bands,
    "levels": _Reader.levels,
    "scale": _Reader.scale,
    "target_ratio": _Reader.target_ratio,
    "manual": _Reader.manual,
}


def _band(section: BandSection) -> Band:
    return Band(
        _optional(section.low),
        section.low_included != "否",
        _optional(section.high),
        section.high_included != "否",
        _number(section.points),
    )


def _text(words: Words | None) -> str:
    return "" if words is None else words.text


def _number(number: Amount | Count | None) -> Decimal:
    return _ZERO if number is None else Decimal(number.value)


def _optional(number: Amount | None) -> Decimal | None:
    return None if number is None else number.value
