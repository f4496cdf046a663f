import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from drafter.diagnostics import DataPath
from drafter.source import ReadResult, Scalar, build, read_source, read_text

TRICKY = st.text(st.sampled_from("甲乙1,.:：#-?!&*%@`|>'\"{}[]\\ \t\n\r　~<\x00\x85\ufeff\ufdd0"))
WORDS = st.text(
    st.characters(exclude_categories=("C", "Zl", "Zp"), exclude_characters="{\ufffd"), max_size=20
)
KEYS = st.from_regex(r"[a-z甲乙丙]{1,8}", fullmatch=True)
DATA = st.dictionaries(
    KEYS,
    st.recursive(
        WORDS,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
        max_leaves=20,
    ),
    max_size=5,
)
LIMITS = settings(max_examples=150, deadline=None)


def check(result: ReadResult, text: str) -> None:
    lines = re.split("\r\n|\r|\n", text.lstrip("\ufeff"))
    for item in result.findings:
        assert 1 <= item.where.line <= len(lines)
        assert 1 <= item.where.column <= len(lines[item.where.line - 1]) + 1
    if result.tree is None:
        assert any(item.is_error for item in result.findings)
    else:
        assert not re.search(r"\{[{%#]|[\x00-\x08\x0b-\x1f\ufdd0-\ufdef]", str(result.tree.plain()))


@LIMITS
@given(st.text() | TRICKY)
@example("{" * 1000)
@example("{甲: " * 1000)
@example("- " * 1000)
@example("a: &a [1]\nb: &b [*a,*a]\nc: [*b,*b]\n")
@example('a: "\\U00110000"')
def test_no_text_raises(text: str) -> None:
    check(read_text(text, "f.yaml"), text)


@settings(LIMITS, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary() | TRICKY.map(lambda text: text.encode("gb18030")))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"a: \xed\xa0\x80")
def test_no_bytes_raise(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(data)
    result = read_source(path)
    assert (result.tree is None) <= bool(result.findings)


@settings(max_examples=100, deadline=None)
@given(st.text() | TRICKY)
def test_pyyamls_own_scanner_raises_nothing_either(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "_LOADER", yaml.BaseLoader)
        check(read_text(text, "f.yaml"), text)


def leaves(data: Any, path: DataPath = ()) -> Iterator[tuple[DataPath, str]]:
    if isinstance(data, str):
        yield path, data
    else:
        for step, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(value, (*path, step))


def cut_out(text: str, line: int, column: int, length: int) -> str:
    """The value that begins at a place of a dump: to the end of its quotes, or of its length."""
    rest = text.split("\n")[line - 1][column - 1 :]
    quoted = re.match(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""", rest)
    return str(yaml.safe_load(quoted.group())) if quoted else rest[:length]


@pytest.mark.exhaustive
@LIMITS
@given(DATA, st.sampled_from([None, "'", '"']), st.sampled_from([None, False, True]))
def test_every_place_cuts_out_its_own_text(
    data: dict[str, Any], style: str | None, flow: bool | None
) -> None:
    text = yaml.safe_dump(
        data, allow_unicode=True, width=10**6, default_style=style, default_flow_style=flow
    )
    result = read_text(text, "f.yaml")
    # A full-width comma in an unquoted flow item is asked about; the value is kept as it is.
    assert not any(item.is_error and item.id != "JS-030" for item in result.findings)
    assert result.tree is not None
    for path, value in leaves(data):
        node = result.tree.node(path)
        assert isinstance(node, Scalar)
        assert node.text == value
        where = result.tree.locate(path)
        assert cut_out(text, where.line, where.column, len(value)) == value
