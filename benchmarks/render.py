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
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.pipeline import make, read_input

if TYPE_CHECKING:
    from drafter.report.assemble import Report
    from drafter.template.loader import ReportTemplate

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


def best(action: Callable[[], object], rounds: int) -> float:
    """Return the median seconds of the action over the rounds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


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


def cold(command: list[str], rounds: int) -> float:
    """Return the median seconds of a fresh process."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def run() -> None:
        subprocess.run(command, check=True, capture_output=True, env=environment)

    run()
    return best(run, rounds)


def main() -> None:
    """Measure and print the table."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=15)
    rounds = arguments.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        script = write_bare(folder)
        rows = [*warm(folder, rounds), *processes(folder, script, rounds)]
    for label, ours, theirs in rows:
        print(f"{label:34} drafter {ours * 1000:8.1f} ms   docxtpl {theirs * 1000:8.1f} ms"
              f"   {theirs / ours:5.2f}×")  # fmt: skip


def warm(folder: Path, rounds: int) -> list[tuple[str, float, float]]:
    """Measure renders within one process, everything prepared that each side can prepare."""
    from docxtpl import DocxTemplate

    from drafter.output import save
    from drafter.resources import template_folders
    from drafter.template.render import plain_words, render

    sys.path.insert(0, str(folder))
    import bare_context  # type: ignore[import-not-found]  # written above

    context, environment = bare_context.context(), bare_context.environment()
    bare = DocxTemplate(template_folders()[TEMPLATE] / "report.docx")

    def with_docxtpl() -> None:
        bare.render(context, environment)
        bare.save(io.BytesIO())

    template, report = prepared()

    def whole() -> None:
        outcome = make(read_input(EXAMPLE), TEMPLATE)
        assert outcome.rendered is not None
        save(outcome.rendered.document or b"", folder / "ours.docx", force=True)

    def document_only() -> None:
        assert render(template, report.data, report.year).document

    theirs = best(with_docxtpl, rounds)
    return [
        ("warm: template step alone",
         best(lambda: plain_words(template, report.data, report.year), rounds), theirs),
        ("warm: render, passes, proofs, zip", best(document_only, rounds), theirs),
        ("warm: file in, file out, all stages", best(whole, rounds), theirs),
    ]  # fmt: skip


def processes(folder: Path, script: Path, rounds: int) -> list[tuple[str, float, float]]:
    """Measure fresh processes, imports and validation included."""
    ours = [sys.executable, "-c", "from drafter.cli import run; run()"]
    target = str(folder / "ours.docx")
    render = [*ours, "render", str(EXAMPLE), "-o", target, "--force"]
    importing = cold([sys.executable, "-c", "import docxtpl"], rounds)
    return [
        ("cold: process", cold(render, rounds), cold([sys.executable, str(script)], rounds)),
        ("cold: drafter --help / import docxtpl", cold([*ours, "--help"], rounds), importing),
    ]


if __name__ == "__main__":
    main()
