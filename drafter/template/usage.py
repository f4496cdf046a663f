"""What a template asks of the data: what it prints for given data, and what its tags name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from drafter.diagnostics import DataPath, Diagnostic
from drafter.figures.nodes import Figure, Flag, Formula, Group, Node, Rows, Text, find
from drafter.template.loader import ReportTemplate
from drafter.template.render import new_run, render_part

_NAMES = re.compile(r"(?<![\w.|])[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_IF = re.compile(r"(if|elif)\s+(.*)$")
_CHOICE = re.compile(r"选项\.(\w+)\s*(==|!=)\s*['\"](.*?)['\"]")
_LOOP = re.compile(r"for\s+(\w+)\s+in\s+([\w.]+)$")


@dataclass(frozen=True, slots=True)
class UsedPaths:
    """The input paths that a template asks for, those that it found missing, and its faults."""

    used: frozenset[DataPath]
    missing: frozenset[DataPath]
    faults: tuple[Diagnostic, ...]


def used_paths(template: ReportTemplate, data: Group, year: int) -> UsedPaths:
    """Return the input paths that the template prints, reckons with, names or finds missing."""
    run, context = new_run(template, data, year, lambda: None)
    ends = [render_part(part, context, template)[1] for part in template.parts]
    faults = tuple(fault for fault in ends if fault is not None)
    nodes: list[Figure | Group | Rows | Text | Formula] = list(_named(template, data))
    nodes += [entry.node for entry in run.log.entries if entry.node is not None]
    formulas = [node for node in nodes if isinstance(node, Formula)]
    nodes += [p for formula in formulas for p in formula.pieces if not isinstance(p, str)]
    made_of = {path for node in nodes if isinstance(node, Figure | Text) for path in node.inputs}
    used = frozenset({node.path for node in nodes} | made_of)
    return UsedPaths(used, frozenset(run.gaps), faults)


def sections_named(template: ReportTemplate, data: Group) -> set[str | int]:
    """Return the sections of the input that the template's tags speak of, in any branch."""
    heads = frozenset[str]().union(*(part.names for part in template.parts))
    nodes = (node for name, node in data.items.items() if name in heads)
    return {node.path[0] for node in nodes if not isinstance(node, Flag) and node.path}


def _named(
    template: ReportTemplate, data: Group
) -> Iterator[Figure | Group | Rows | Text | Formula]:
    """Yield the nodes that the tags name, also where a condition keeps them from running.

    Only what the chosen options rule out is left out, and what does not lead to a node. A loop's
    name stands for the first row of its list.
    """
    for part in template.parts:
        rows: dict[str, Node] = {}
        branches = _Branches(data)
        for inner, words in part.inners:
            if not branches.reach(inner):
                continue
            loop = _LOOP.search(words)
            if loop is not None:
                listed = _node(loop[2], data, rows)
                if isinstance(listed, Rows) and listed.entries:
                    rows[loop[1]] = listed.entries[0]
            for name in _NAMES.findall(words):
                node = _node(name, data, rows)
                if node is not None and not isinstance(node, Flag):
                    yield node


class _Branches:
    """Follows the conditions around a tag, as far as the chosen options decide them."""

    def __init__(self, data: Group) -> None:
        self.options = find(data, ("选项",))
        self.open: list[tuple[bool, bool]] = []
        """Of each open condition: whether this branch may run, and whether one surely did."""

    def reach(self, tag: str) -> bool:
        """Take the next tag and return whether it may run."""
        opening = _IF.match(tag)
        if opening is not None and opening[1] == "if":
            answer = self._answer(opening[2])
            self.open.append((answer is not False, answer is True))
        elif self.open and (opening is not None or tag == "else"):
            answer = True if opening is None else self._answer(opening[2])
            _, done = self.open[-1]
            self.open[-1] = (not done and answer is not False, done or answer is True)
        elif self.open and tag == "endif":
            self.open.pop()
        return all(may for may, _ in self.open)

    def _answer(self, condition: str) -> bool | None:
        """Return what the options make of a condition; None where they do not decide it."""
        if " or " in condition:
            return None
        answers = [self._choice(part.strip()) for part in condition.split(" and ")]
        if False in answers:
            return False
        return None if None in answers else True

    def _choice(self, part: str) -> bool | None:
        choice = _CHOICE.fullmatch(part)
        chosen = choice and self.options and find(self.options, (choice[1],))
        if choice is None or not isinstance(chosen, Flag):
            return None
        return (chosen.value == choice[3]) == (choice[2] == "==")


def _node(name: str, data: Group, rows: dict[str, Node]) -> Node | None:
    """Return the node that a dotted name leads to, as far as there is one."""
    first, *steps = name.split(".")
    start = rows.get(first) or data.items.get(first)
    if start is None:
        return None
    for length in range(len(steps), -1, -1):
        found = find(start, steps[:length])
        if found is not None:
            return found
    return None
