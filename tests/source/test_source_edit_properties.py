"""Random changes of random files: what was asked for is there, and all else is as it was."""

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from drafter.diagnostics import DataPath
from drafter.source import read_text
from drafter.source.edit import Change, edited
from drafter.source.plain import Plain, refusals, with_value
from drafter.source.write import flow_text, yaml_text

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "example_inputs").glob("*.yaml"))

WORDS = st.sampled_from(
    [
        "1",
        "31.00",
        "无",
        "",
        "~",
        "a: b",
        "3 #楼",
        "一，二",
        "- ",
        "一\n二",
        "一\n二\n",
        " 一\n\n二\n\n",
    ]
) | st.text(st.sampled_from("甲1 \n\t#:-[]{},'\"\\|　"), max_size=8)
KEYS = st.sampled_from("甲乙丙丁戊") | st.text(
    st.sampled_from("甲1 :#-{},'"), min_size=1, max_size=4
)
VALUES: st.SearchStrategy[Plain] = st.recursive(
    st.none() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
ROOTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)
ENDS = st.sampled_from(["\n", "\r\n"])


def plain(text: str) -> Any:
    result = read_text(text, "f.yaml")
    assert not any(item.is_error for item in result.findings)
    assert result.tree is not None
    return result.tree.plain()


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Texts in all ways in which they may be written, with comments between and behind."""
    data = draw(ROOTS)
    assume(not list(refusals(data)))
    kind = draw(st.sampled_from(["lines", "brackets", "dump"]))
    if kind == "dump":
        style = draw(st.sampled_from([None, "'", '"', "|", ">"]))
        text = yaml.safe_dump(data, allow_unicode=True, width=12, default_style=style, indent=3)
    elif kind == "brackets":
        text = "".join(yaml_text({"甲": None}).replace("甲:", f"k{number}: {flow_text(value)}\n")
                       for number, value in enumerate(data.values()))  # fmt: skip
    else:
        text = yaml_text(data)
    result = read_text(text, "f.yaml")
    assume(result.tree is not None and not result.findings)
    lines: list[str] = []
    for number, line in enumerate(text.split("\n")):
        noted = draw(st.sampled_from(["", "", "above", "behind", "origin", "field", "blank"]))
        with_note = {
            "above": f"{' ' * (len(line) - len(line.lstrip(' ')))}# 注{number}\n{line}",
            "behind": f"{line}  # 注{number}",
            "origin": f"{line}  # 取自 x（表!A1）：1",
            "field": f"{' ' * (len(line) - len(line.lstrip(' ')))}# 甲: 1  # 注{number}\n{line}",
            "blank": f"\n{line}",
        }.get(noted, line)
        trial = "\n".join([*lines, with_note, *text.split("\n")[number + 1 :]])
        again = read_text(trial, "f.yaml")
        same = again.tree is not None and again.tree.plain() == plain(text)
        lines.append(with_note if same and {i.id for i in again.findings} <= {"JS-037"} else line)
    return "\n".join(lines)


def changes(draw: st.DrawFn, data: Plain) -> Change:
    path: DataPath = ()
    while True:
        if isinstance(data, dict):
            step: str | int = draw(st.sampled_from([*data]) | KEYS if data else KEYS)
            data = data.get(cast("str", step))
        elif isinstance(data, list):
            step = draw(st.integers(0, len(data)))
            data = data[step] if step < len(data) else None
        else:
            break
        path = (*path, step)
        if draw(st.integers(0, 2)) == 0:
            break
    if data is None and draw(st.booleans()):
        path = (*path, *draw(st.lists(KEYS | st.just(0), max_size=2)))
    value = draw(VALUES)
    assume(not list(refusals(value)) and not list(refusals({str(key): None for key in path})))
    return Change(path, value, draw(st.sampled_from(["", "决算.xlsx（表!C1）"])))


def notes(text: str) -> list[str]:
    return sorted(re.findall(r"# 注\d+", text))


@settings(max_examples=40)
@given(st.data())
def test_random_changes_of_random_files(data: st.DataObject) -> None:
    text = data.draw(documents())
    text = text.removesuffix("\n") if data.draw(st.booleans()) else text
    wanted = plain(text)
    asked = []
    for _ in range(data.draw(st.integers(1, 3))):
        change = changes(cast("st.DrawFn", data.draw), wanted)
        wanted = with_value(wanted, change.path, change.value)
        asked.append(change)
    end, mark = data.draw(ENDS), data.draw(st.sampled_from(["", "\ufeff"]))
    given_text = mark + text.replace("\n", end)
    result = edited(given_text, "f.yaml", asked)
    assert result.text is not None
    assert result.text.startswith(mark)
    assert plain(result.text) == wanted
    assert notes(result.text) == notes(text)
    assert end not in given_text or result.text.count("\n") == result.text.count(end)
    one_by_one = given_text
    for change in asked:
        one_by_one = edited(one_by_one, "f.yaml", [change]).text or ""
    assert one_by_one == result.text


def leaves(data: Plain, path: DataPath = ()) -> Iterator[tuple[DataPath, str]]:
    if isinstance(data, str):
        yield path, data
    elif data is not None:
        for step, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(value, (*path, step))


@pytest.mark.exhaustive
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
@settings(max_examples=8)
@given(st.data())
def test_random_figures_of_the_examples(example: Path, data: st.DataObject) -> None:
    text = example.read_text(encoding="utf-8")
    figures = [path for path, value in leaves(plain(text)) if re.fullmatch(r"[\d.]+", value)]
    chosen = data.draw(st.lists(st.sampled_from(figures), min_size=1, max_size=30, unique=True))
    asked = [Change(path, f"77{number}.01") for number, path in enumerate(chosen)]
    result = edited(text, "f.yaml", asked)
    assert result.text is not None
    before, after = text.split("\n"), result.text.split("\n")
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        assert old == new or "77" in new
    ndiff = [line for line in difflib.ndiff(before, after) if line.startswith("+ ")]
    assert len(ndiff) <= len(chosen)


@pytest.mark.exhaustive
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
@settings(max_examples=8)
@given(st.data())
def test_random_changes_of_the_examples(example: Path, data: st.DataObject) -> None:
    text = example.read_text(encoding="utf-8")
    wanted = plain(text)
    asked = []
    for _ in range(data.draw(st.integers(1, 4))):
        change = changes(cast("st.DrawFn", data.draw), wanted)
        wanted = with_value(wanted, change.path, change.value)
        asked.append(change)
    result = edited(text, "f.yaml", asked)
    assert result.text is not None
    assert plain(result.text) == wanted
    own_lines = re.findall(r"^ *(#.*)$", text, re.MULTILINE)
    assert set(own_lines) <= {line.strip() for line in result.text.split("\n")}
