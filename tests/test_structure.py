"""The lines between the packages: who may import what, and which layer knows which."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "drafter"

# Who may use a library; everybody else must go through these.
LIBRARIES = {
    "docxtpl": {"template"},
    "jinja2": {"template"},
    "lxml": {"template", "exchange", "verify", "authoring"},
    "docx": {"template", "exchange"},
    "yaml": {"source"},
    "typer": {"cli"},
    "rich": {"cli"},
    "pydantic": {"model", "template", "schemas"},
    "pydantic_core": {"model", "template", "schemas"},
    "openpyxl": {"exchange"},
    "xlrd": {"exchange"},
    "pypdf": {"office"},
}

# What each part of the package may know of the others.
LAYERS = {
    "diagnostics": set[str](),
    "output": set[str](),
    "prompt": set[str](),
    "office": set[str](),
    "resources": set[str](),
    "shelves": {"resources"},
    "store": set[str](),
    "source": {"diagnostics"},
    "model": {"diagnostics", "source"},
    "figures": {"diagnostics", "model"},
    "wording": {"figures", "diagnostics"},
    "scoring": {"figures", "model", "diagnostics"},
    "statements": set[str](),
    "report": {"figures", "scoring", "wording", "model", "statements", "diagnostics"},
    "exchange": {
        "diagnostics", "source", "model", "figures", "report", "statements", "wording", "scoring",
        "starter",
    },
    "checks": {"figures", "scoring", "wording", "model", "diagnostics", "source"},
    "template": {
        "figures", "scoring", "wording", "model", "statements", "source", "diagnostics", "store",
        "resources",
    },
    "starter": {
        "diagnostics", "model", "figures", "scoring", "report", "statements", "template", "store",
    },
    "schemas": {"model", "template"},
    "yearly": {"diagnostics", "source", "model", "figures", "checks"},
    "pipeline": {
        "resources", "source", "model", "figures", "report", "checks", "template", "diagnostics",
        "starter", "store", "exchange", "reading", "accounts", "scoring", "naming", "lists",
        "shelves",
    },
    "lists": {"resources", "store", "source", "model", "report"},
    "naming": {"figures", "model", "template"},
    "rolling": {
        "source", "model", "checks", "lists", "pipeline", "yearly", "diagnostics",
    },
    "reading": {
        "aggregating", "exchange", "source", "model", "figures", "diagnostics", "checks", "lists",
        "yearly", "accounts",
    },
    "accounts": {
        "reading", "report", "scoring", "checks", "figures", "model", "source", "lists",
        "diagnostics",
    },
    "trace": {"template", "figures", "wording", "model", "source", "diagnostics"},
    "review": {"trace", "template", "figures", "model", "source", "diagnostics"},
    "maintenance": {
        "lists", "resources", "pipeline", "template", "starter", "report", "figures", "diagnostics",
        "office",
    },
    "authoring": {
        "diagnostics", "source", "schemas", "template", "pipeline", "maintenance", "resources",
        "figures", "model", "review", "office", "publishing", "scoring",
        "wording",
    },
    "verify": {"diagnostics", "source", "figures", "wording", "template"},
    "verifying": {"diagnostics", "source", "pipeline", "template", "verify"},
    "exchanging": {
        "lists", "resources", "statements", "source", "model", "scoring", "checks", "template",
        "starter",
        "pipeline", "exchange", "diagnostics",
    },
    "importing": {
        "lists", "source", "model", "figures", "checks", "statements", "template", "pipeline",
        "exchange",
        "diagnostics",
    },
    "publishing": {"office", "template"},
    "aggregating": {"exchange", "source", "model", "figures", "diagnostics", "prompt"},
    "saving": {"pipeline", "review", "template"},
    "batch": {"importing", "pipeline", "figures", "model", "source", "output", "diagnostics"},
    "batching": {"batch", "pipeline", "saving", "output", "store", "prompt", "diagnostics"},
    "cli": {
        "batch", "batching", "saving", "rolling",
        "pipeline", "maintenance", "exchanging", "importing", "verifying", "trace", "review",
        "exchange", "template", "diagnostics", "output", "checks", "schemas", "source",
        "office", "publishing", "shelves", "resources", "authoring", "prompt",
    },
}  # fmt: skip

IO_FREE = ("figures", "scoring", "wording", "report")
MODULES = sorted(PACKAGE.rglob("*.py"))


def part(module: Path) -> str:
    """Return the top-level part of the package that a module belongs to."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def nodes(module: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(module.read_text(encoding="utf-8"))))


def imports(module: Path) -> Iterator[str]:
    for node in nodes(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "drafter":
            yield from (f"drafter.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 40
    assert {part(m) for m in MODULES} == set(LAYERS) | {"__init__"}


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_imports_keep_to_the_lines(module: Path) -> None:
    own = part(module)
    for name in imports(module):
        top, _, rest = name.partition(".")
        if top in LIBRARIES:
            assert own in LIBRARIES[top], f"{name} in {own}"
        if top == "drafter" and rest and own != "__init__":
            known = rest.split(".")[0]
            if known == "__version__":
                continue
            assert known == own or known in LAYERS[own], f"{own} knows {known}"


@pytest.mark.parametrize(
    "module", [m for m in MODULES if part(m) in IO_FREE], ids=lambda m: str(m.relative_to(PACKAGE))
)
def test_pure_parts_touch_no_files(module: Path) -> None:
    assert not set(imports(module)) & {"pathlib", "os", "io", "sys", "tempfile", "zipfile"}
    assert not re.search(r"\bopen\(", module.read_text(encoding="utf-8"))


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_no_float_and_no_unfinished_work(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    tree = nodes(module)
    # Likeness of two words (difflib) is the one thing here that is no figure.
    likeness = {
        id(n.value)
        for n in tree
        if (isinstance(n, ast.keyword) and n.arg == "cutoff")
        or (isinstance(n, ast.Assign) and getattr(n.targets[0], "id", "") == "_UNLIKE")
    }
    floats = [
        n
        for n in tree
        if isinstance(n, ast.Constant) and isinstance(n.value, float) and id(n) not in likeness
    ]
    calls = [
        n
        for n in tree
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "float"
    ]
    assert not floats, "a float literal"
    assert not calls, "float()"
    assert not re.search(r"TODO|FIXME|XXX\b|raise NotImplementedError", text)


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_modules_stay_small(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 420


def test_no_program_writes_under_templates() -> None:
    writers = re.compile(r"write_bytes|write_text|\.save\(|open\([^)]*[\"']w")
    # The palette is saved in memory.
    allowed = {"output.py", "engine.py", "store.py", "palette.py"}
    for module in MODULES:
        if module.name not in allowed and "cli" not in module.parts:
            assert not writers.search(module.read_text(encoding="utf-8")), module


def test_the_help_loads_nothing_heavy() -> None:
    """Start-up counts at the prompt: libraries load when a command needs them."""
    heavy = ["pydantic", "docxtpl", "docx", "jinja2", "lxml", "yaml"]
    code = f"import sys, drafter.cli.app; print([m for m in {heavy} if m in sys.modules])"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    assert done.stdout.strip() == "[]"
