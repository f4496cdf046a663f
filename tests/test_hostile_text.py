"""Hostile text in every field of words: refused at its line, or whole on the page.

The fields are read off the model, so a new one is in these tests on the day it is made. Two
templates print them: that of Sichuan, and one made here that prints every text there is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from indicator_systems import BOTH
from word_files import MANIFEST, p, parts_of, zipped

from drafter.diagnostics import DataPath, path_text
from drafter.figures.nodes import Text
from drafter.model.shape import shapes
from drafter.model.values import Words
from drafter.model.year import DepartmentYear
from drafter.pipeline import Outcome, field_contract, make, read_input
from drafter.starter.probe import Filled, probes
from drafter.template.contract import STATEMENT_LIST, STATEMENTS, Type
from drafter.template.kinds import Kind
from drafter.template.package import is_xml, parse, qn, read_package
from drafter.template.sites import text_of

pytestmark = pytest.mark.exhaustive
SICHUAN = "sichuan-final-accounts"
SELF_REPORT = {"整体评价形式": "自评报告", "机构写法": "机构设置", "评价项目": "名称"}
SETTINGS = settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # nothing smaller than a whole file is looked for
)

AS_TYPED = [
    "同比<5%", "研发<生产>部 & 其他", "&amp;&lt;&#38;", "]]>", "<![CDATA[x]]>", "<!-- 注 -->",
    "</w:t></w:r></w:p>", "<w:t>假</w:t>", "<?xml version='1.0'?>", "\"双\"'单'", "“弯”‘引’",
    "\u200e左\u200f右\u202e反\u202c", "\u2066隔\u2069离", "\u061c阿",
    "\U00020000\U0002a700\U0002b740\U0002b820\U0002ceb0\U00030000\U00031350",
    "\ue000\uf8ff\U000f0000\U0010fffd", "\ufffc", "👩‍👩‍👧🇨🇳", "e\u0301\u0327", "葛\U000e0100",
    "}}", "%}", "#}", "{", "}", "{ {", "{_{ 名称 }_}", "${全称}", "{0}", "%s%n", "\\n\\ud800",
    "None", "nan", "NaN", "null", "~", "True", "Undefined", "inf", "【待补：假】",
    "a\tb", "　全角　", "\u00a0不换行\u00a0", "- 短横", "? 问", "# 井", "键: 值", "@&*!|>",
    "0x1F", "1e3", "=1+1", "一、\n二、\n\n三、", "\n首行空", "长" * 5_000,
]  # fmt: skip
REFUSED = [
    "甲\x00乙", "甲\x01", "\x0b", "甲\x0c乙", "甲\x1b[0m", "甲\x7f", "甲\x85乙", "甲\x9f",
    "甲\u2028乙", "甲\u2029乙", "甲\ufeff乙", "甲\ufffe", "甲\uffff", "甲\ufdd0乙", "甲\ufdefb",
    "甲\ud800乙", "甲\udfff", "\udc00\ud800", "{{ 名称 }}", "{% if 甲 %}", "{# 注 #}", "甲{{乙",
    "甲\u200b乙", "甲\xad乙", "甲\u2060乙",
]  # fmt: skip
BLANK = ["", " ", "\n", "　", " \t \n ", "\u00a0", "\u200e", "\u200d \u202e"]
ANY = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc", "Cn", "Cf", "Nd"], exclude_characters="\u2028\u2029{"
    ),
    min_size=1,
    max_size=20,
)


# --- the fields --------------------------------------------------------------------------------


def filled() -> dict[str, Any]:
    """Return a made-up department-year in which every field is filled, the header's too."""
    data = next(iter(probes(2020, Filled.ALL)))
    return {
        **data,
        "报告": [{"模板": "词", "选项": {"附表": "词"}, "项目": ["词"]}],
        "名词解释": [{"词": "词", "释义": "词"}],
        "已公布": {"收入.合计": "词"},
        "豁免": [{"规则": "词", "位置": "词", "理由": "词"}],
    }


def leaves(node: object, section: type | None, path: DataPath = ()) -> Iterator[DataPath]:
    """Yield the paths of all words in the data, by the shape of the model."""
    known = {s.alias: s for s in shapes(section)} if section is not None else {}
    for name, value in node.items() if isinstance(node, dict) else ():
        shape, own = known.get(name), (*path, name)
        items = list(enumerate(value)) if isinstance(value, list) else []
        for place, one in [((*own, i), v) for i, v in items] or [(own, value)]:
            if shape is not None and shape.kind is Words:
                yield place
            elif shape is not None and shape.section is not None:
                yield from leaves(one, shape.section, place)


def words_of_the_model(section: type = DepartmentYear, path: tuple[str, ...] = ()) -> set[Any]:
    """Return the paths of all words that the model has, list positions left out."""
    found: set[Any] = set()
    for shape in shapes(section):
        own = (*path, shape.alias)
        if shape.kind is Words:
            found.add(own)
        elif shape.section is not None:
            found |= words_of_the_model(shape.section, own)
    return found


CHOOSING = ("报告", 0, "项目", 0)
"""What chooses projects by their names: a report on none of them is not made."""
FIELDS = sorted(set(leaves(filled(), DepartmentYear)) - {CHOOSING}, key=path_text)


def test_every_field_of_words_is_tried() -> None:
    tried = {tuple(step for step in path if isinstance(step, str)) for path in FIELDS}
    assert tried == words_of_the_model() - {("报告", "项目")}
    assert len(FIELDS) > 100


# --- the file ----------------------------------------------------------------------------------


@dataclass
class Typed:
    """The data as a file: the text, and the line of every value."""

    lines: list[str]
    places: dict[DataPath, int]

    @classmethod
    def of(cls, data: dict[str, Any]) -> Typed:
        typed = cls([], {})
        typed._mapping(data, (), "")
        return typed

    def _mapping(self, data: dict[str, Any], path: DataPath, indent: str) -> None:
        for name, value in data.items():
            key = name if re.fullmatch(r"\w+", name) else quoted(name)
            self._value(f"{indent}{key}:", value, (*path, name), indent + "  ")

    def _value(self, head: str, value: Any, path: DataPath, indent: str) -> None:
        own = f"{head} {quoted(value)}" if isinstance(value, str) else head
        self.lines.append(own)
        self.places[path] = len(self.lines)
        if isinstance(value, dict):
            self._mapping(value, path, indent)
        for number, item in enumerate(value if isinstance(value, list) else ()):
            self._value(f"{indent}-", item, (*path, number), indent + "  ")


def quoted(text: str) -> str:
    """Return the text in double quotes, what is not plainly seen as an escape."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    code = ord(character)
    if character in '"\\':
        return f"\\{character}"
    if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp", "Cn"} or code == 0xFEFF:
        return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return character


def typed_with(texts: Mapping[DataPath, str], options: Mapping[str, str]) -> Typed:
    """Return the file in which the fields hold the texts."""
    data = filled()
    data["报告"] = [{"模板": SICHUAN, "选项": dict(options)}]
    for path, text in texts.items():
        here: Any = data
        for step in path[:-1]:
            here = here[step]
        here[path[-1]] = text
    return Typed.of(data)


def outcome(folder: Path, typed: Typed, template: str = SICHUAN) -> Outcome:
    path = folder / "a.yaml"
    path.write_text("\n".join(typed.lines), encoding="utf-8")
    return make(read_input(path), template)


def refused_lines(made: Outcome) -> set[int]:
    """Return the lines at which reading or the types of the model refused something."""
    return {f.where.line for f in made.findings if f.is_error and f.id < "JS-100"}


# --- the page ----------------------------------------------------------------------------------


def paragraphs(made: Outcome) -> list[str]:
    """Return the words of every paragraph; every part must be XML, and every proof passed."""
    assert made.rendered is not None
    assert made.rendered.findings == ()
    assert made.rendered.document is not None
    for printed in made.rendered.printed:
        if not isinstance(printed.node, Text):
            assert not re.search(r"None|nan|NaN|Undefined|inf|object at", printed.text)
    parts = read_package(made.rendered.document).parts
    roots = [parse(blob) for name, blob in parts.items() if is_xml(name)]
    page = [text_of(paragraph) for root in roots for paragraph in root.iter(qn("p"))]
    assert not re.search(r"\{[{%#]", "\n".join(page))  # no tag, and no input has any
    return page


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the folder of a template that prints every text, each in a paragraph of its own."""
    folder = tmp_path_factory.mktemp("everything")
    fields = field_contract()
    # Statements print what other fields hold; a template has those that it lists.
    own = {n: t for n, t in fields.children.items() if n not in {STATEMENTS, STATEMENT_LIST}}
    body = "".join(map(p, printing(replace(fields, children=own), "", 0)))
    (folder / "report.docx").write_bytes(zipped(parts_of(body)))
    (folder / "template.yaml").write_text(MANIFEST, encoding="utf-8")
    (folder / "indicators.yaml").write_text(BOTH, encoding="utf-8")
    return str(folder)


def printing(type_: Type, name: str, depth: int) -> Iterator[str]:
    """Yield the tags that print all texts of a type, each for a paragraph."""
    if type_.kind is Kind.TEXT:
        yield f"{{{{ {name} }}}}"
    for child, inner in type_.children.items():
        yield from printing(inner, f"{name}.{child}".lstrip("."), depth)
    if type_.row is not None:
        yield f"{{%p for 行{depth} in {name} %}}"
        yield from printing(type_.row, f"行{depth}", depth + 1)
        yield "{%p endfor %}"


def marked(texts: list[str], random: Random) -> dict[DataPath, str]:
    """Return a text for each field, with a mark that no other field has, before or behind it."""
    chosen = {}
    for number, path in enumerate(FIELDS):
        text, mark = random.choice(texts), f"⟦{number}⟧"
        chosen[path] = f"{mark}{text}" if random.random() < 0.5 else f"{text}{mark}"
    return chosen


def without_positions(path: DataPath) -> str:
    return ".".join(step for step in path if isinstance(step, str))


NOT_PRINTED = {"单位文件", "报告.模板", "豁免.规则", "豁免.位置", "豁免.理由"}
"""Fields that are no facts: they choose, name or excuse, and what they hold is not printed."""


def test_plain_words_of_every_field_are_printed(everything: str, tmp_path: Path) -> None:
    texts = {path: f"⟦{number}⟧" for number, path in enumerate(FIELDS)}
    page = "\n".join(paragraphs(outcome(tmp_path, typed_with(texts, {}), everything)))
    missing = {without_positions(path) for path, mark in texts.items() if mark not in page}
    assert missing == NOT_PRINTED


@SETTINGS
@given(random=st.randoms(use_true_random=False), drawn=st.lists(ANY, min_size=9, max_size=9))
def test_text_of_any_field_stands_in_paragraphs_as_typed(
    everything: str, tmp_path: Path, random: Random, drawn: list[str]
) -> None:
    texts = marked(AS_TYPED + drawn, random)
    typed = typed_with(texts, {})
    made = outcome(tmp_path, typed, everything)
    assert not refused_lines(made)
    page = paragraphs(made)
    page = [words.strip() for words in page]  # names of 科目 lose their outer blanks
    starts: dict[str, list[int]] = {}
    for at, words in enumerate(page):
        starts.setdefault(words, []).append(at)
    for path, text in texts.items():
        lines = [words.strip() for words in Words.parse(text).paragraphs]
        whole = [at for at in starts.get(lines[0], []) if page[at : at + len(lines)] == lines]
        assert whole or without_positions(path) in NOT_PRINTED, (path_text(path), text)


_END = "。；;，,、 　"


@pytest.mark.parametrize("options", [{}, SELF_REPORT], ids=["default", "other forms"])
@SETTINGS
@given(random=st.randoms(use_true_random=False), drawn=st.lists(ANY, min_size=9, max_size=9))
def test_a_report_prints_the_text_whole_or_not_at_all(
    options: dict[str, str], tmp_path: Path, random: Random, drawn: list[str]
) -> None:
    texts = marked(AS_TYPED + drawn, random)
    texts["报告", 0, "模板"] = SICHUAN
    made = outcome(tmp_path, typed_with(texts, options))
    assert not refused_lines(made)
    page = paragraphs(made)
    printed = 0
    for number, path in enumerate(FIELDS):
        mark = f"⟦{number}⟧"
        near = [words for words in page if mark in words]
        printed += bool(near)
        for line in Words.parse(texts[path]).paragraphs if near else ():
            kept = line.strip().rstrip(_END)
            whole = [kept in words for words in (near if mark in line else page)]
            assert all(whole) if mark in line else any(whole), (path_text(path), line, near[:3])
    assert printed > 60


@SETTINGS
@given(random=st.randoms(use_true_random=False))
def test_characters_that_no_text_may_hold_are_refused_at_their_line(
    everything: str, tmp_path: Path, random: Random
) -> None:
    texts = marked(AS_TYPED, random)
    bad = random.sample(FIELDS, 6)
    texts |= {path: random.choice(REFUSED) for path in bad}
    typed = typed_with(texts, {})
    made = outcome(tmp_path, typed, everything)
    assert refused_lines(made) == {typed.places[path] for path in bad}
    page = "\n".join(paragraphs(made))
    assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", page)


@pytest.fixture(scope="module")
def unfilled(everything: str, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return what is printed where no field of words is filled."""
    nothing = typed_with(dict.fromkeys(FIELDS, ""), {})
    return paragraphs(outcome(tmp_path_factory.mktemp("unfilled"), nothing, everything))


@SETTINGS
@given(random=st.randoms(use_true_random=False))
def test_blanks_of_any_kind_are_nothing(
    everything: str, unfilled: list[str], tmp_path: Path, random: Random
) -> None:
    blank = typed_with({path: random.choice(BLANK) for path in FIELDS}, {})
    assert paragraphs(outcome(tmp_path, blank, everything)) == unfilled
    assert any("【待补：" in words for words in unfilled)


def test_names_that_are_typed_as_keys_are_told_at_their_line(tmp_path: Path) -> None:
    """Paths in 已公布, options of a report: no key may pass unseen, whatever is in it."""
    short = [text for text in AS_TYPED if len(text) < 1000]  # what YAML takes for a key
    few = REFUSED[::5]  # of one kind of finding only some are listed
    keys = dict.fromkeys([*short, *(text for text in few if "\\ud" not in ascii(text))])
    data = filled()
    data["已公布"] = dict.fromkeys(keys, "1")
    data["报告"] = [{"模板": SICHUAN, "选项": dict.fromkeys(keys, "词")}]
    typed = Typed.of(data)
    lines = {f.where.line for f in outcome(tmp_path, typed).findings}
    for section in (("已公布",), ("报告", 0, "选项")):
        silent = [key for key in keys if typed.places[(*section, key)] not in lines]
        assert silent == []
