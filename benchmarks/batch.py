"""A batch of many inputs: reports a minute, memory, processes, and a kill half-way.

    python benchmarks/batch.py [--inputs N] [--keep FOLDER]

The inputs are made from the examples, with other names and other figures where none of the rules
stands against it. Three bad ones are put among them. Beside the batch runs a loop of bare docxtpl
over as many contexts of one example (see `render.py`), which neither checks nor proves nor saves
safely.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from render import EXAMPLE, ROOT, TEMPLATE, write_bare

from drafter.diagnostics import has_errors
from drafter.model.base import Section
from drafter.model.shape import shapes
from drafter.model.values import Amount
from drafter.pipeline import make_all, read_input
from drafter.source import Scalar

DRAFTER = [sys.executable, "-c", "from drafter.cli import run; run()"]
EXAMPLES = tuple(
    ROOT / "example_inputs" / f"{name}.yaml"
    for name in ("minimal", "miyi-2020", "panzhihua-2020", "baojing-2017")
)
_FREE = 4
"""How many amounts of each example are altered."""
_MOST = 40
"""By how many of their last digits at most."""
LOOP = """
import sys
from docxtpl import DocxTemplate
sys.path.insert(0, {folder!r})
from bare_context import context, environment
for number in range({count}):
    template = DocxTemplate({document!r})
    template.render(context(), environment())
    template.save({folder!r} + f"/bare-{{number}}.docx")
"""


# inputs


def generate(folder: Path, count: int, examples: Sequence[Path] = EXAMPLES) -> None:
    """Write as many sound inputs as that, each department another one with other figures."""
    for number in range(count):
        source = examples[number % len(examples)]
        text = altered(source.read_text(encoding="utf-8"), free_amounts(source), 1 + number % _MOST)
        name = re.search(r"(?m)^  全称: (\S+)$", text)
        assert name is not None, source
        text = text.replace(name[1], f"{name[1]}第{number:04}号")
        (folder / f"{number:04}.yaml").write_text(text, encoding="utf-8")


@cache
def free_amounts(source: Path) -> tuple[tuple[int, str], ...]:
    """Return some amounts, each with its place, that may be others without an error."""
    text = source.read_text(encoding="utf-8")
    found: list[tuple[int, str]] = []
    for amount in _amounts(source):
        with tempfile.TemporaryDirectory() as folder:
            trial = Path(folder) / source.name
            trial.write_text(altered(text, [*found, amount], _MOST), encoding="utf-8")
            if not has_errors(make_all(trial).findings):
                found.append(amount)
        if len(found) == _FREE:
            break
    return tuple(sorted(found))


def altered(text: str, amounts: Iterable[tuple[int, str]], number: int) -> str:
    """Return the text with the amounts raised by so many of their last digits."""
    for start, old in sorted(amounts, reverse=True):
        step = Decimal(old).as_tuple().exponent
        assert isinstance(step, int)
        new = Decimal(old) + Decimal(number).scaleb(step)
        text = f"{text[:start]}{new:f}{text[start + len(old) :]}"
    return text


def _amounts(source: Path) -> Iterator[tuple[int, str]]:
    """Yield the amounts of an input, those that come last in it first: sums stand before them."""
    read = read_input(source)
    assert read.tree is not None
    for path in reversed(list(_paths(read.year))):
        node = read.tree.node(path)
        if isinstance(node, Scalar) and re.fullmatch(r"\d+\.\d+", node.text):
            yield node.start, node.text


def _paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, Section):
        for shape in shapes(type(value)):
            yield from _paths(getattr(value, shape.attribute), (*path, shape.alias))
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _paths(item, (*path, place))
    elif isinstance(value, Amount) and value.applicable:
        yield path


def spoil(folder: Path) -> None:
    """Put three bad inputs among the others: a slip in a sum, broken YAML, and no text at all."""
    text = EXAMPLES[0].read_text(encoding="utf-8")
    slip = text.replace("财政拨款: 86.40", "财政拨款: 87.40", 1)
    (folder / "0010-合计.yaml").write_text(slip, encoding="utf-8")
    (folder / "0020-语法.yaml").write_text("年度: [2020\n部门: {", encoding="utf-8")
    (folder / "0030-文件.yaml").write_bytes(b"PK\x03\x04" + bytes(200))


# runs


@dataclass(frozen=True)
class Run:
    """How a command went: exit code, seconds, of processors too, and megabytes at most."""

    code: int
    seconds: float
    worked: float
    megabytes: float
    says: str


def measured(command: Sequence[str], kill_after: int | None = None) -> Run:
    """Run a command; with `kill_after`, kill it once so many inputs are told."""
    environment = os.environ | {"PYTHONUTF8": "1"}
    peaks: dict[int, int] = {}
    started, worked = time.perf_counter(), _worked()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        child = subprocess.Popen(command, stderr=told, env=environment, start_new_session=True)
        while child.poll() is None:
            for process in _family(child.pid):
                peaks[process] = max(peaks.get(process, 0), _peak(process))
            if kill_after is not None:
                told.seek(0)
                if told.read().count("\n[") >= kill_after:
                    child.kill()
            time.sleep(0.05)
        seconds = time.perf_counter() - started
        while _family(child.pid):  # what was killed leaves its processes to end by themselves
            time.sleep(0.05)
        told.seek(0)
        return Run(
            child.returncode, seconds, _worked() - worked, sum(peaks.values()) / 1024, told.read()
        )


def _worked() -> float:
    """Return the processor seconds of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _family(session: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            if int(stat[3]) == session and stat[0] != "Z":
                found.append(int(folder.name))
    return found


def _peak(process: int) -> int:
    """Return the most memory that a process has had, in kilobytes."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s*(\d+)", status)
    return int(found[1]) if found else 0


def batch(inputs: Path, out: Path, jobs: int, *more: str, kill_after: int | None = None) -> Run:
    """Run `drafter batch` over a folder."""
    command = [*DRAFTER, "batch", str(inputs), "-o", str(out), "-j", str(jobs), *more]
    return measured(command, kill_after)


def loop(folder: Path, count: int) -> Run:
    """Run bare docxtpl over as many contexts, in one process."""
    from drafter.resources import template_folders

    write_bare(folder)
    document = template_folders()[TEMPLATE] / "report.docx"
    script = folder / "loop.py"
    text = LOOP.format(folder=str(folder), count=count, document=str(document))
    script.write_text(text, encoding="utf-8")
    return measured([sys.executable, str(script)])


# what is measured


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--inputs", type=int, default=200)
    arguments.add_argument("--keep", type=Path)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = given.keep or Path(name)
        os.environ["DRAFTER_CACHE"] = str(folder / "cache")
        pace(folder, given.inputs)
        resumed(folder, given.inputs)
        beside_docxtpl(folder, given.inputs // 4)


def pace(folder: Path, count: int) -> None:
    """Measure batches of a quarter and of all inputs, with one process and with two."""
    quarter, whole = (made(folder / f"{n}", n, EXAMPLES) for n in (count // 4, count))
    batch(made(folder / "first", 4, EXAMPLES), folder / "out-first", 1)  # prepares the templates
    for inputs, size in ((quarter, count // 4), (whole, count)):
        runs = [batch(inputs, folder / f"out-{size}-{jobs}", jobs) for jobs in (1, 2)]
        for jobs, run in zip((1, 2), runs, strict=True):
            assert run.code == 0, run.says
            print(
                f"{size} inputs, -j {jobs}: {run.seconds:.1f} s, {size * 60 / run.seconds:.0f} "
                f"a minute, {run.worked / size * 1000:.0f} ms of a processor each, "
                f"{run.megabytes:.0f} MB"
            )
        print(f"  -j 2 is {runs[0].seconds / runs[1].seconds:.2f}× -j 1")


def resumed(folder: Path, count: int) -> None:
    """Measure a batch with three bad inputs, killed half-way and gone on with."""
    inputs, out, summary = made(folder / "bad", count, EXAMPLES), folder / "out", folder / "s.json"
    spoil(inputs)
    killed = batch(inputs, out, 2, kill_after=count // 2)
    there = len(list(out.glob("*.docx")))
    again = batch(inputs, out, 2, "--changed", "--summary", str(summary))
    results = json.loads(summary.read_text(encoding="utf-8"))["inputs"]
    bad = {row["input"].rpartition("/")[2]: row["told"][0] for row in results if row["errors"]}
    print(f"killed (exit {killed.code}) with {there} reports there; then with --changed:")
    print(f"  {again.seconds:.1f} s, exit {again.code}, {Counter(r['result'] for r in results)}")
    for name, told in bad.items():
        print(f"  {name}: {told}")
    third = batch(inputs, out, 2, "--changed", "--summary", str(summary))
    print(f"  once more: {third.seconds:.1f} s, {third.says.splitlines()[-2]}")


def beside_docxtpl(folder: Path, count: int) -> None:
    """Measure reports of one example beside bare docxtpl."""
    inputs = made(folder / "one", count, [EXAMPLE])
    bare = folder / "bare"
    bare.mkdir()
    theirs = loop(bare, count)
    ours = [batch(inputs, folder / f"out-one-{jobs}", jobs) for jobs in (1, 2)]
    assert theirs.code == 0, theirs.says
    for jobs, run in zip((1, 2), ours, strict=True):
        assert run.code == 0, run.says
        print(
            f"{count} reports, -j {jobs}: {run.seconds:.1f} s, of processors {run.worked:.1f} s; "
            f"docxtpl {theirs.seconds:.1f} s, {theirs.worked:.1f} s, {theirs.megabytes:.0f} MB: "
            f"{theirs.seconds / run.seconds:.2f}×, {theirs.worked / run.worked:.2f}×"
        )


def made(folder: Path, count: int, examples: Sequence[Path]) -> Path:
    """Return a folder with as many inputs."""
    folder.mkdir()
    generate(folder, count, examples)
    return folder


if __name__ == "__main__":
    main()
