"""Reads `indicators.yaml` into indicator systems; every fault at its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from drafter.diagnostics import DataPath, Diagnostic, Severity
from drafter.model.values import Count, Points, Words
from drafter.scoring.expression import Expression, ExpressionError, is_condition, parse
from drafter.scoring.rules import Levels, Manual, Rule, TargetRatio
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
from drafter.template.indicator_rules import number_of, optional_of, rule_of, text_of
from drafter.template.indicators_file import (
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
_DEFAULT_DECIMALS = 2
_MAX_DECIMALS = 6
_SCORE_DECIMALS = 2
"""Scores are printed with two decimals at most."""


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

    def need(self, path: DataPath, *fields: tuple[str, object]) -> None:
        """Note each field that is missing."""
        for name, value in fields:
            blank = isinstance(value, Words) and not value.text
            if value is None or value == () or blank:
                self.say(path, f"缺少“{name}”")

    def system(self, section: SystemSection, path: DataPath) -> IndicatorSystem:
        """Return the system of a section; its paths are counted from there."""
        self.need(path, ("名称", section.name), ("指标", section.branches))
        grades = []
        for number, grade in enumerate(section.grades or ()):
            own = (*path, "等级", number)
            self.need(own, ("名称", grade.name), ("起", grade.least))
            grades.append(Grade(text_of(grade.name), number_of(grade.least)))
        branches = [
            self.branch(branch, (*path, "指标", number), len(path))
            for number, branch in enumerate(section.branches or ())
        ]
        full = Decimal(100) if section.full is None else section.full.value
        decimals = self.decimals(section.decimals, (*path, "得分小数"), _SCORE_DECIMALS)
        return IndicatorSystem(
            text_of(section.name), full, decimals, tuple(grades), tuple(branches)
        )

    def decimals(self, count: Count | None, path: DataPath, most: int = _MAX_DECIMALS) -> int:
        """Return a number of decimals within reason."""
        if count is None:
            return _DEFAULT_DECIMALS
        if count.value > most:
            self.say(path, f"最多 {most} 位小数")
            return most
        return count.value

    def branch(self, section: BranchSection, path: DataPath, cut: int) -> Branch | OwnRows:
        """Return a branch of the tree, or the part that takes the department's own rows."""
        if section.source is not None:
            return self.own_rows(section, path, cut)
        self.need(path, ("名称", section.name), ("二级", section.groups))
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
        return Branch(text_of(section.name), tuple(groups), text_of(section.kind))

    def own_rows(self, section: BranchSection, path: DataPath, cut: int) -> OwnRows:
        """Return the part of the tree whose rows are the department's own indicators."""
        self.need(path,
            ("分值", section.weight), ("定量", section.quantitative), ("定性", section.qualitative),
        )  # fmt: skip
        if section.groups is not None:
            self.say((*path, "二级"), "取自数据的用不到“二级”")
        weights: list[tuple[str, Decimal]] = []
        for name, typed in (section.weights or {}).items():
            points = Points.spelled(typed)
            if points is None:
                self.say((*path, "一级分值", name), f"“{typed}”不是分数")
            else:
                weights.append((name, points.value))
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
        source = tuple(text_of(section.source).split("."))
        return OwnRows(
            source, number_of(section.weight), tuple(weights), counted, stated, path[cut:]
        )

    def group(self, section: GroupSection, path: DataPath, cut: int) -> Group:
        """Return a group of indicators."""
        self.need(path, ("名称", section.name), ("三级", section.leaves))
        leaves = [
            self.leaf(leaf, (*path, "三级", number), cut)
            for number, leaf in enumerate(section.leaves or ())
        ]
        return Group(text_of(section.name), tuple(leaves))

    def leaf(self, section: LeafSection, path: DataPath, cut: int) -> Leaf:
        """Return an indicator."""
        self.need(path,
            ("名称", section.names), ("分值", section.weight), ("规则", section.rule),
        )  # fmt: skip
        for number, name in enumerate(section.names or ()):
            self.need((*path, "名称", number), ("名称", name))
        rule: Rule = Manual()
        if section.rule is not None:
            rule = self.rule(section.rule, (*path, "规则"))
        demand = section.demand
        return Leaf(
            names=tuple(name.text for name in section.names or ()),
            weight=number_of(section.weight),
            rule=rule,
            standard=text_of(section.standard),
            explanation=text_of(section.explanation),
            formula=text_of(section.formula),
            target=text_of(section.target),
            metric=self.metric(section.metric, (*path, "度量")),
            cases=tuple(
                self.case(case, (*path, "不适用", number))
                for number, case in enumerate(section.cases or ())
            ),
            undefined=None if section.undefined is None else Policy(section.undefined),
            demand=Demand()
            if demand is None
            else Demand(text_of(demand.source), optional_of(demand.below)),
            apart=section.apart == "是",
            data=tuple(name.text for name in section.data or ()),
            path=path[cut:],
        )

    def metric(self, section: MetricSection | None, path: DataPath) -> Metric | None:
        """Return a metric, or None where there is none or it cannot be read."""
        if section is None:
            return None
        self.need(path, ("式", section.expression))
        expression = self.expression(text_of(section.expression), (*path, "式"))
        if expression is None:
            return None
        if is_condition(expression):
            self.say((*path, "式"), "度量应是一个数，不是条件")
        unit = text_of(section.unit)
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
        self.need(path,
            ("当", section.when), ("计", section.policy), ("说明", section.words),
        )  # fmt: skip
        when = self.expression(text_of(section.when), (*path, "当"))
        if when is not None and not is_condition(when):
            self.say((*path, "当"), "这里应是条件，如 政府采购.合计.预算 == 0")
            when = None
        policy = Policy(section.policy or "人工")
        return Case(when or parse("0 == 1"), policy, text_of(section.words))

    def rule(self, section: RuleSection, path: DataPath) -> Rule:
        """Return the rule; keys that its type does not use, or that it lacks, are faults."""
        return rule_of(section, path, self)
