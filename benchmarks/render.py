"""Speed as ratios in one run: drafter beside bare docxtpl on the same template and context.

    python benchmarks/render.py [--rounds N]

Bare docxtpl gets the same Word template and the same values, already formatted as text, and
neither validates, nor checks, nor proves, nor saves atomically. Its template is a copy with the
tags that only drafter has (Chinese filters and tests) replaced by plain names.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.pipeline import make, read_input

if TYPE_CHECKING:
    from drafter.report.assemble import Report
    from drafter.template.loader import ReportTemplate
    from drafter.template.render import Rendered

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "example_inputs" / "miyi-2020.yaml"
TEMPLATE = "sichuan-final-accounts"

BARE_SCRIPT = """
import sys
from docxtpl import DocxTemplate
sys.path.insert(0, {folder!r})
from bare_context import context, environment
template = DocxTemplate({document!r})
template.render(context(), environment())
template.save({output!r})
"""

CONTEXT_MODULE = '''
"""The assembled data of the example as plain text, for bare docxtpl."""
import json
from pathlib import Path
import jinja2

class Value(dict):
    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self.get(name)
    def __str__(self):
        return self.get("_text", "")
    def __bool__(self):
        return bool(self.get("_text", "x"))
    def __lt__(self, other):
        return False
    def __gt__(self, other):
        return True

def build(data):
    if isinstance(data, dict):
        return Value((name, build(inner)) for name, inner in data.items())
    if isinstance(data, list):
        return [build(inner) for inner in data]
    return data

def context():
    text = Path(__file__).with_name("context.json").read_text(encoding="utf-8")
    return build(json.loads(text))

def environment():
    env = jinja2.Environment(autoescape=True)
    plain = lambda value, *rest: value
    for name in {filters!r}:
        env.filters[name] = plain
    for name in {tests!r}:
        env.tests[name] = lambda value, name=name: bool(value) if name in ("有", "非零") else False
    env.filters["个数"] = len
    env.filters["顿号"] = lambda rows: "、".join(str(getattr(r, "名称", None) or r) for r in rows)
    return env
'''


@dataclass(frozen=True)
class Row:
    """One comparison: seconds of drafter and of docxtpl, and the ratio that is aimed at."""

    label: str
    ours: float
    theirs: float
    target: str


def medians(rounds: int, *actions: Callable[[], object]) -> list[float]:
    """Return the median seconds of each action; they take turns, so that drift hits all alike."""
    times: list[list[float]] = [[] for _ in actions]
    for action in actions:
        action()
    for _ in range(rounds):
        for taken, action in zip(times, actions, strict=True):
            start = time.perf_counter()
            action()
            taken.append(time.perf_counter() - start)
    return [statistics.median(taken) for taken in times]


def plain(node: object, manifest: object) -> object:
    """Return a node as nested dicts, lists and texts that bare docxtpl can print."""
    from drafter.figures.nodes import Figure, Flag, Group, Rows, Text, Unit
    from drafter.template.manifest import Manifest
    from drafter.wording.numbers import format_number

    assert isinstance(manifest, Manifest)
    if isinstance(node, Flag):
        return node.value
    if isinstance(node, Text):
        return node.plain
    if isinstance(node, Rows):
        return [plain(row, manifest) for row in node.entries]
    if isinstance(node, Group):
        return {name: plain(inner, manifest) for name, inner in node.items.items()}
    assert isinstance(node, Figure)
    style = {Unit.YUAN: manifest.wan_yuan, Unit.RATIO: manifest.percent}.get(node.unit)
    number = node.number
    text = "" if number is None else format_number(number, style) if style else f"{number:f}"
    children = {name: plain(inner, manifest) for name, inner in node.children.items()}
    return {"_text": text, "变动": text, **children}


def prepared() -> tuple[ReportTemplate, Report]:
    """Return the template and the example's assembled data, as the pipeline has them."""
    from drafter.report.assemble import assemble, explain
    from drafter.report.terms import read_definitions
    from drafter.resources import data_file, template_folders
    from drafter.source import read_source
    from drafter.template.loader import load_template
    from drafter.template.render import plain_words

    source = read_input(EXAMPLE)
    template = load_template(template_folders()[TEMPLATE], TEMPLATE).template
    definitions = read_source(data_file("terms.yaml")).tree
    assert template is not None
    assert definitions is not None
    report = assemble(source.figures, source.year.year, "部门", template.manifest.defaults)
    words = plain_words(template, report.data, report.year)
    return template, explain(report, read_definitions(definitions.plain()), words)


def write_bare(folder: Path) -> Path:
    """Write the context and a docxtpl-clean copy of the template; return the script to run."""
    import json

    from drafter.resources import template_folders
    from drafter.template.operators import FILTERS, TESTS

    template, report = prepared()
    text = json.dumps(plain(report.data, template.manifest), ensure_ascii=False)
    (folder / "context.json").write_text(text, encoding="utf-8")
    module = CONTEXT_MODULE.replace("{filters!r}", repr(sorted(FILTERS))).replace(
        "{tests!r}", repr(sorted(TESTS))
    )
    (folder / "bare_context.py").write_text(module, encoding="utf-8")
    document = template_folders()[TEMPLATE] / "report.docx"
    script = folder / "bare.py"
    script.write_text(
        BARE_SCRIPT.format(
            folder=str(folder), document=str(document), output=str(folder / "bare.docx")
        ),
        encoding="utf-8",
    )
    return script


def main() -> None:
    """Measure and print the table."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=15)
    rounds = arguments.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["DRAFTER_CACHE"] = str(folder / "cache")
        script = write_bare(folder)
        told = [charts(rounds), contents(rounds)]
        rows = [*warm(folder, rounds), *tables(folder, rounds), *processes(folder, script, rounds)]
    for row in rows:
        times = f"drafter {row.ours * 1000:8.1f} ms   docxtpl {row.theirs * 1000:8.1f} ms"
        print(f"{row.label:46} {times}   {row.theirs / row.ours:6.2f}×   ({row.target})")
    print(*told, sep="\n")


def warm(folder: Path, rounds: int) -> Iterator[Row]:
    """Measure renders within one process, everything prepared that each side can prepare."""
    from docxtpl import DocxTemplate

    from drafter.output import save
    from drafter.resources import template_folders
    from drafter.template.render import plain_words, render

    sys.path.insert(0, str(folder))
    import bare_context  # type: ignore[import-not-found]  # written above

    context, environment = bare_context.context(), bare_context.environment()
    bare = DocxTemplate(template_folders()[TEMPLATE] / "report.docx")
    template, report = prepared()
    target = folder / "ours.docx"

    def with_docxtpl() -> None:
        bare.render(context, environment)
        bare.save(io.BytesIO())

    def step() -> None:
        assert plain_words(template, report.data, report.year)

    def saved() -> None:
        document = render(template, report.data, report.year).document
        assert document
        save(document, target, force=True)

    def whole() -> None:
        outcome = make(read_input(EXAMPLE), TEMPLATE)
        assert outcome.rendered is not None
        save(outcome.rendered.document or b"", target, force=True)

    theirs, *ours = medians(rounds, with_docxtpl, step, saved, whole)
    yield Row("template step alone", ours[0], theirs, "aim: 15×")
    yield Row("render with passes, proofs, saving", ours[1], theirs, "aim: 5×")
    yield Row("YAML in, file out, all stages", ours[2], theirs, "no aim")


def charts(rounds: int) -> str:
    """Return what a chart adds to a render: filled, with its workbook, proved and packed.

    docxtpl fills none; beside it stands the same report with the captions alone.
    """
    from drafter.report.assemble import assemble
    from drafter.template.render import render

    template, _ = prepared()
    source = read_input(EXAMPLE)

    def made(choice: str) -> Callable[[], Rendered]:
        options = {**template.manifest.defaults, "图": choice}
        report = assemble(source.figures, source.year.year, "部门", options)
        return lambda: render(template, report.data, report.year)

    count = len(made("画图")().charts)
    captions, drawn = medians(rounds, made("图题"), made("画图"))
    each = (drawn - captions) / count * 1000
    return (
        f"{count} charts drawn: {drawn * 1000:.1f} ms, captions alone {captions * 1000:.1f} ms: "
        f"{each:.2f} ms a chart"
    )


def contents(rounds: int) -> str:
    """Return what a table of contents adds to a render: written, and held against the headings."""
    from drafter.template.render import render

    template, report = prepared()
    bare = replace(template, outline=None)
    count = len(render(template, report.data, report.year).contents)
    without, written = medians(
        rounds,
        lambda: render(bare, report.data, report.year),
        lambda: render(template, report.data, report.year),
    )
    return (
        f"contents of {count} entries: {written * 1000:.1f} ms, none: {without * 1000:.1f} ms: "
        f"{(written - without) * 1000:.1f} ms"
    )


SIZES = (500, 1000, 2000, 4000)
ROW_TAGS = (
    ["{%tr for 行 in 表 %}", "", "", "", ""],
    ["{{ 行.一级|合并(行.组) }}", "{{ 行.名称 }}", "{{ 行.甲 }}", "{{ 行.乙 }}", "{{ 行.丙 }}"],
    ["{%tr endfor %}", "", "", "", ""],
)


def tables(folder: Path, rounds: int) -> Iterator[Row]:
    """Measure one table of many rows, its first column merged by group in drafter."""
    import bare_context
    from docxtpl import DocxTemplate

    from drafter.figures.nodes import Group, Rows, Text
    from drafter.resources import template_folders
    from drafter.template.loader import load_template
    from drafter.template.package import read_package, write_package
    from drafter.template.render import render

    package = read_package((template_folders()[TEMPLATE] / "report.docx").read_bytes())
    body = package.parts["word/document.xml"].decode()
    head, sections = body[: body.index("<w:body>") + 8], body[body.rindex("<w:sectPr") :]
    columns = '<w:gridCol w:w="1800"/>' * 5
    table = f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>"
    for cells in ROW_TAGS:
        inner = "".join(f"<w:tc><w:p><w:r><w:t>{c}</w:t></w:r></w:p></w:tc>" for c in cells)
        table += f"<w:tr>{inner}</w:tr>"
    own = folder / "table"
    own.mkdir()
    changed = {"word/document.xml": f"{head}{table}</w:tbl><w:p/>{sections}".encode()}
    (own / "report.docx").write_bytes(write_package(package.with_parts(changed)))
    manifest = (template_folders()[TEMPLATE] / "template.yaml").read_bytes()
    (own / "template.yaml").write_bytes(manifest)
    template = load_template(own, "table").template
    assert template is not None
    environment = bare_context.environment()
    bare = DocxTemplate(own / "report.docx")
    names = ("一级", "组", "名称", "甲", "乙", "丙")
    for size in SIZES:
        lines = [{**{n: f"{n}{i}" for n in names}, "一级": "产出", "组": f"{i // 20}"}
                 for i in range(size)]  # fmt: skip
        nodes = tuple(
            Group(("表", i), {n: Text(("表", i, n), (line[n],)) for n in names})
            for i, line in enumerate(lines)
        )
        data = Group((), {"表": Rows(("表",), nodes)})
        context = {"表": bare_context.build(lines)}

        def with_docxtpl(context: dict[str, object] = context) -> None:
            bare.render(context, environment)
            bare.save(io.BytesIO())

        def ours(data: Group = data) -> None:
            assert render(template, data, 2020).document

        theirs, mine = medians(max(3, rounds // 4), with_docxtpl, ours)
        per_row = f"{mine / size * 1_000_000:.0f} µs a row"
        yield Row(f"table of {size} rows", mine, theirs, f"{per_row}; aim: 5×, linear")


def processes(folder: Path, script: Path, rounds: int) -> Iterator[Row]:
    """Measure fresh processes, imports and validation included."""
    ours = [sys.executable, "-c", "from drafter.cli import run; run()"]
    target = str(folder / "ours.docx")
    render = [*ours, "render", str(EXAMPLE), "-o", target, "--force"]
    bare = [sys.executable, str(script)]
    importing = [sys.executable, "-c", "import docxtpl"]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def runs(command: list[str], **more: str) -> Callable[[], None]:
        def run() -> None:
            own = {**environment, **more}
            subprocess.run(command, check=True, capture_output=True, env=own)

        return run

    first, again, cold, helping, imported = medians(
        rounds, runs(render, DRAFTER_CACHE=""), runs(render), runs(bare),
        runs([*ours, "--help"]), runs(importing),
    )  # fmt: skip
    yield Row("process: render", again, cold, "aim: 0.67×")
    yield Row("process: render, template never seen before", first, cold, "no aim")
    yield Row("process: --help / import docxtpl", helping, imported, "aim: 1.43×")


if __name__ == "__main__":
    main()
