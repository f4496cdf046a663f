"""How much of the input the rule book watches: every number altered in turn, and who notices.

    python benchmarks/alterations.py [FILE…] [--bare] [--list] [--render] [--jobs N]

Each number of an input (amount, count, score, percentage, what was announced) is altered in up to
five ways, one at a time and in memory: its last digit by one (末位), by a tenth upwards and
downwards (加一成, 减一成), two digits transposed (换位), the decimal point by one place (错位). The
input is then validated, derived, scored and checked as the pipeline does it, without rendering.
An alteration counts as noticed where a finding comes that the unaltered input does not have: one
of another rule, place or gravity, or in other words, and not waived. That the amounts of a finding
change is not enough.

`--bare` leaves out what was announced (已公布), as in the first report of a year. `--list` prints
the leaves, each with the ways that nobody notices. `--render` renders each altered input, too: a
reason or a use that the report then asks for, or no longer prints, is a finding like any other.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from drafter.checks import RULES, Facts, run_rules
from drafter.checks.request import chosen_options
from drafter.checks.waivers import apply_waivers
from drafter.diagnostics import DataPath, Diagnostic, Severity, in_order, path_text
from drafter.lists import classification
from drafter.model.base import Section
from drafter.model.precision import quantum_of
from drafter.model.shape import shapes
from drafter.model.values import Amount, Count, Words
from drafter.model.year import DepartmentYear
from drafter.pipeline import (
    Input,
    chosen_templates,
    field_contract,
    make,
    make_report,
    read_tree,
    template_folder,
)
from drafter.report.evaluation import Wanted
from drafter.source import Entry, Node, Scalar, SourceTree, read_source
from drafter.source import Mapping as TreeMapping
from drafter.source import Sequence as TreeSequence
from drafter.template.loader import ReportTemplate, load_template

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = (
    *sorted((ROOT / "example_inputs").glob("*.yaml")),
    ROOT / "tests" / "inputs" / "附表.yaml",
    ROOT / "tests" / "inputs" / "绩效自评.yaml",
)
ANNOUNCED = "已公布"
_NUMBER = re.compile(r"([≥≤＞＜><=]?)([+-]?)(\d[\d,]*(?:\.\d+)?)([%％]?\D{0,4})", re.ASCII)
_WORDS_AS_NUMBERS = re.compile(r"[≥≤＞＜><=]?\d+(\.\d+)?[%％]?", re.ASCII)

_FIGURES = re.compile(r"[-+]?\d[\d,.]*", re.ASCII)

Key = tuple[str, DataPath, Severity, str]
"""What makes a finding another one: rule, place, gravity, and its words without the figures."""


@dataclass(frozen=True)
class Leaf:
    """One number of the input: where it stands and its text."""

    path: DataPath
    text: str

    @property
    def section(self) -> str:
        """Return the section that the leaf belongs to in the table."""
        return str(self.path[0])


@dataclass(frozen=True)
class Trial:
    """One alteration of a leaf, and the gravest new finding that it brings."""

    leaf: Leaf
    way: str
    text: str
    noticed: Severity | None = None
    by: str = ""


def leaves_of(year: DepartmentYear, tree: SourceTree) -> list[Leaf]:
    """Return the numbers of an input in the order of the model, what was announced at the end."""
    found = [
        Leaf(_typed(path, tree), text) for path, value in _values(year) if (text := _text(value))
    ]
    spoken = (year.announced or {}).items()
    found += [Leaf((ANNOUNCED, key), text) for key, text in spoken if _NUMBER.fullmatch(text)]
    return [f for f in found if isinstance(tree.node(f.path), Scalar) and f.path[-1] != "编码"]


def _values(value: Any, path: DataPath = ()) -> Iterator[tuple[DataPath, Any]]:
    if isinstance(value, Section):
        for shape in shapes(type(value)):
            yield from _values(getattr(value, shape.attribute), (*path, shape.alias))
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _values(item, (*path, place))
    elif isinstance(value, Amount | Count | Words):
        yield path, value


def _text(value: Amount | Count | Words) -> str:
    """Return the number as text; nothing for 无 and for words that are no number alone."""
    if not value.applicable:
        return ""
    if isinstance(value, Words):
        return value.text if _WORDS_AS_NUMBERS.fullmatch(value.text) else ""
    if isinstance(value, Amount):
        return f"{value.value:.{value.decimals}f}"
    return str(value.value)


def _typed(path: DataPath, tree: SourceTree) -> DataPath:
    """Return the path without steps that only the model has: 收入.其他 for 收入.其他.决算."""
    while len(path) > 1 and tree.node(path) is None:
        path = path[:-1]
    return path


def ways_of(text: str) -> dict[str, str]:
    """Return the altered texts by the way of altering; ways that change nothing are left out."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return {}
    sign, minus, digits, unit = match.groups()
    digits = digits.replace(",", "")
    number, step = Decimal(digits), Decimal(1).scaleb(-len(digits.partition(".")[2]))
    found = {"末位": number - step if digits[-1] == "9" else number + step}
    if number:
        found |= {"加一成": _tenth(number, step, 1), "减一成": _tenth(number, step, -1)}
        found["错位"] = number * 10
    if (swapped := _transposed(digits)) is not None:
        found["换位"] = swapped
    places = -int(step.as_tuple().exponent)
    texts = {way: f"{sign}{minus}{value:.{places}f}{unit}" for way, value in found.items()}
    return {way: altered for way, altered in texts.items() if altered != text}


def _tenth(number: Decimal, step: Decimal, sign: int) -> Decimal:
    moved = (number * (10 + sign) / 10).quantize(step, ROUND_HALF_UP)
    return number + sign * step if moved == number else moved


def _transposed(digits: str) -> Decimal | None:
    """Return the number with its first two unequal neighbours swapped; no zero comes to lead."""
    places = [i for i, char in enumerate(digits) if char.isdigit()]
    for one, other in pairwise(places):
        if digits[one] == digits[other]:
            continue
        chars = list(digits)
        chars[one], chars[other] = chars[other], chars[one]
        if chars[0] != "0" or (len(chars) > 1 and chars[1] == "."):
            return Decimal("".join(chars))
    return None


def altered(tree: SourceTree, path: DataPath, text: str) -> SourceTree:
    """Return the tree with another text at the path."""
    root = _replaced(tree.root, path, text)
    if not isinstance(root, TreeMapping):
        raise TypeError("the root stays a mapping")
    return replace(tree, root=root)


def _replaced(node: Node, path: DataPath, text: str) -> Node:
    if isinstance(node, Scalar):
        return replace(node, text=text)
    step, rest = path[0], path[1:]
    if isinstance(node, TreeMapping) and isinstance(step, str):
        entry = node.entries[step]
        changed = Entry(entry.key_mark, _replaced(entry.value, rest, text))
        return replace(node, entries={**node.entries, step: changed})
    if isinstance(node, TreeSequence) and isinstance(step, int):
        items = list(node.items)
        items[step] = _replaced(items[step], rest, text)
        return replace(node, items=tuple(items))
    raise TypeError(f"no {step} here")


class Watched:
    """An input whose findings are known, to hold altered ones against."""

    def __init__(self, path: Path, *, bare: bool = False, rendered: bool = False) -> None:
        tree = read_source(path).tree
        if tree is None:
            raise SystemExit(f"{path} cannot be read")
        if bare:
            kept = {k: entry for k, entry in tree.root.entries.items() if k != ANNOUNCED}
            tree = replace(tree, root=replace(tree.root, entries=kept))
        self.path, self.tree = path, tree
        source = read_tree(path, tree, ())
        self.leaves = leaves_of(source.year, tree)
        self._names = chosen_templates(source)
        self._rendered = rendered
        self.known = frozenset(self._keys(source))

    def trials(self) -> list[Trial]:
        """Return every alteration, not yet tried."""
        return [
            Trial(leaf, way, t) for leaf in self.leaves for way, t in ways_of(leaf.text).items()
        ]

    def tried(self, trial: Trial) -> Trial:
        """Return the trial with what notices it."""
        new = self.new_in(trial)
        if not new:
            return trial
        order = list(Severity)
        rule, _, severity, _ = min(new, key=lambda key: order.index(key[2]))
        return replace(trial, noticed=severity, by=rule)

    def new_in(self, trial: Trial) -> list[Key]:
        """Return the findings on the altered input that are not on the unaltered one."""
        tree = altered(self.tree, trial.leaf.path, trial.text)
        return [key for key in self._keys(read_tree(self.path, tree, ())) if key not in self.known]

    def _keys(self, source: Input) -> Iterator[Key]:
        for finding in self.findings(source):
            if finding.waived is None:
                words = _FIGURES.sub("", finding.message)
                yield finding.id, finding.path, finding.severity, words

    def findings(self, source: Input) -> list[Diagnostic]:
        """Return what is said of the input and by the rule book, for all its reports."""
        tree, year = source.tree, source.year
        if tree is None:
            raise TypeError("the tree is known")
        if self._rendered:
            return [finding for name in self._names for finding in make(source, name).findings]
        found = list(source.findings)
        for name in self._names:
            manifest, systems = _template(name).manifest, _template(name).systems
            options, _ = chosen_options(tree, year, {name}, manifest.options, manifest.defaults)
            report = make_report(source, options, Wanted(systems, year.announced or {}))
            unit, told = year.money_unit or "万元", year.announced or {}
            quantum = quantum_of(year)
            facts = Facts(report.data, unit, quantum, told, report.problems, classification())
            found += run_rules(RULES, facts, tree)
        return apply_waivers(in_order(found), year.waivers or (), tree)


@cache
def _template(name: str) -> ReportTemplate:
    found = template_folder(name)
    loaded = None if found is None else load_template(*found, field_contract)
    if loaded is None or loaded.template is None:
        raise SystemExit(f"no template {name}")
    return loaded.template


_watched: Watched
"""Of a worker process: it is forked, so that the input is read and derived once."""


def _set_up() -> None:
    """Leave cycles alone: figures have none, and looking for some takes a fifth of the time."""
    gc.freeze()
    gc.disable()


def _try_some(trials: Sequence[Trial]) -> list[Trial]:
    return [_watched.tried(trial) for trial in trials]


def try_all(watched: Watched, jobs: int) -> list[Trial]:
    """Return every alteration tried, in the order of the input."""
    global _watched  # noqa: PLW0603  # what forked workers find
    _watched = watched
    trials = watched.trials()
    if jobs <= 1:
        return _try_some(trials)
    parts = [trials[start : start + 20] for start in range(0, len(trials), 20)]
    with ProcessPoolExecutor(jobs, get_context("fork"), _set_up) as pool:
        return [trial for part in pool.map(_try_some, parts) for trial in part]


def share(part: int, whole: int) -> str:
    """Return the share in percent with one decimal."""
    if not whole:
        return "—"
    tenths = int(Fraction(1000 * part, whole) + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}%"


def table(trials: Sequence[Trial]) -> Iterator[str]:
    """Yield the table by section, with a total, and the shares by the way of altering."""
    yield f"{'':<2}leaves trials  error   warn   hint  unseen   share  section"
    by_section: dict[str, list[Trial]] = defaultdict(list)
    for trial in trials:
        by_section[trial.leaf.section].append(trial)
    for section, some in by_section.items():
        yield _row(section, some)
    own = [trial for trial in trials if trial.leaf.section != ANNOUNCED]
    if len(own) < len(trials):
        yield _row(f"all but {ANNOUNCED}", own)
    yield _row("all", trials)
    by_way: dict[str, list[Trial]] = defaultdict(list)
    for trial in own:
        by_way[trial.way].append(trial)
    shares = (f"{way} {share(_seen(some), len(some))}" for way, some in by_way.items())
    yield f"  by way, without {ANNOUNCED}: {'，'.join(shares)}"


def _row(name: str, trials: Sequence[Trial]) -> str:
    count: Mapping[Severity | None, int] = Counter(trial.noticed for trial in trials)
    leaves = len({trial.leaf.path for trial in trials})
    cells = [count[s] for s in Severity]
    numbers = "".join(f"{cell:>7}" for cell in (*cells, count[None]))
    return f"{leaves:>8}{len(trials):>7}{numbers}{share(_seen(trials), len(trials)):>9}  {name}"


def _seen(trials: Sequence[Trial]) -> int:
    return sum(trial.noticed is not None for trial in trials)


def unseen(trials: Sequence[Trial]) -> Iterator[str]:
    """Yield each leaf that some alteration of is not noticed, with these ways."""
    ways: dict[Leaf, list[str]] = defaultdict(list)
    for trial in trials:
        if trial.noticed is None:
            ways[trial.leaf].append(f"{trial.way} {trial.text}")
    for leaf, texts in ways.items():
        yield f"  {path_text(leaf.path)}: {leaf.text}  ({'，'.join(texts)})"


def main() -> None:
    """Alter, and print who notices."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=EXAMPLES)
    parser.add_argument("--bare", action="store_true", help=f"leave out {ANNOUNCED}")
    parser.add_argument("--list", action="store_true", help="list what nobody notices")
    parser.add_argument("--render", action="store_true", help="render each altered input, too")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    for path in options.files:
        start = time.perf_counter()
        watched = Watched(path, bare=options.bare, rendered=options.render)
        trials = try_all(watched, options.jobs)
        print(f"{path.name}  {time.perf_counter() - start:.0f} s")
        print("\n".join(table(trials)))
        if options.list:
            print("\n".join(unseen(trials)))
        print(flush=True)


if __name__ == "__main__":
    main()
