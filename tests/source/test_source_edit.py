from pathlib import Path

import pytest

from drafter.source import read_text
from drafter.source.edit import Change, EditResult, edited
from drafter.source.places import YamlNode, composed
from drafter.source.plain import Plain
from drafter.source.write import yaml_text

PLACE = "决算.xlsx（公开01表!C12）"
MIYI = Path(__file__).resolve().parents[2] / "example_inputs" / "miyi-2020.yaml"

ONE: dict[str, tuple[str, str, Plain, str]] = {
    # kind: text, path with list positions from 0, value, new text
    "plain": ("甲: 1\n乙: 2\n", "甲", "3", "甲: 3\n乙: 2\n"),
    "comment": ("甲:   1   # 注\n", "甲", "3", "甲:   3   # 注\n"),
    "quoted": ("甲: '1' # 注\n乙: \"2\"\n", "甲", "a: b", "甲: 'a: b' # 注\n乙: \"2\"\n"),
    "no last line end": ("甲: 1", "甲", "3", "甲: 3"),
    "same": ("甲: '1'  # 取自 x：1\n", "甲", "1", "甲: '1'  # 取自 x：1\n"),
    "below its key": ("甲:\n  1  # 注\n", "甲", "3", "甲:\n  3  # 注\n"),
    "item": ("甲:\n  - 1\n  - 2  # 注\n", "甲.1", "3", "甲:\n  - 1\n  - 3  # 注\n"),
    "in braces": ("甲: {乙: 1, 丙: 2}\n", "甲.乙", "3,5", "甲: {乙: '3,5', 丙: 2}\n"),
    "in brackets": ("甲: [1, 2]\n", "甲.1", "一，二", "甲: [1, '一，二']\n"),
    "plain of lines": ("甲: 一\n  二\n\n  三 # 注\n乙: 2\n", "甲", "3", "甲: 3 # 注\n乙: 2\n"),
    "quoted of lines": ("甲: '一\n  二'\n乙: 2\n", "甲", "3", "甲: 3\n乙: 2\n"),
    "block": ("甲: |\n  一\n\n  二\n\n乙: 2\n", "甲", "3", "甲: 3\n\n乙: 2\n"),
    "block with comment": ("甲: |-  # 注\n  一\n乙: 2\n", "甲", "3", "甲: 3  # 注\n乙: 2\n"),
    "folded": ("甲: >-\n  一\n  二\n# 注\n乙: 2\n", "甲", "3", "甲: 3\n# 注\n乙: 2\n"),
    "kept lines": ("甲: |+\n  一\n\n\n乙: 2\n", "甲", "3", "甲: 3\n乙: 2\n"),
    "block anew": (
        "甲: |  # 注\n    一\n\n# 二\n乙: 2\n",
        "甲",
        " 三\n四",
        "甲: |2-  # 注\n   三\n  四\n\n# 二\n乙: 2\n",
    ),
    "block for plain": (
        "甲:\n  乙: 1  # 注\n",
        "甲.乙",
        "一\n二\n",
        "甲:\n  乙: |  # 注\n    一\n    二\n",
    ),
    "block at the end": ("甲: 1", "甲", "一\n二\n", "甲: |\n  一\n  二\n"),
    "lines at its end": ("甲: 1\n\n乙: 2\n", "甲", "一\n\n", '甲: "一\\n\\n"\n\n乙: 2\n'),
    "blanks behind": ("甲: 1\n      \n乙: 2\n", "甲", "一\n二\n", "甲: |\n  一\n  二\n\n乙: 2\n"),
    "block in braces": ("甲: {乙: 1}\n", "甲.乙", "一\n二", '甲: {乙: "一\\n二"}\n'),
    "blank": ("甲:\n乙: 2\n", "甲", "3", "甲: 3\n乙: 2\n"),
    "blank word": ("甲: ~  # 注\n", "甲", "3", "甲: 3  # 注\n"),
    "asked": ("甲:  # 待填：四位\n", "甲", "2020", "甲: 2020  # 待填：四位\n"),
    "asked item": ("甲:\n  -  # 待填\n", "甲.0", "3", "甲:\n  - 3  # 待填\n"),
    "blank at the end": ("甲:", "甲", "3", "甲: 3"),
    "blank in braces": ("甲: {乙: , 丙: }\n", "甲.丙", "3", "甲: {乙: , 丙: 3}\n"),
    "emptied": ("甲: '1'  # 注\n乙: 2\n", "甲", None, "甲:  # 注\n乙: 2\n"),
    "emptied item": ("甲:\n  - 1\n  - 2\n", "甲.0", None, "甲:\n  -\n  - 2\n"),
    "emptied in braces": ("甲: {乙: 1, 丙: 2}\n", "甲.乙", None, "甲: {乙: , 丙: 2}\n"),
    "emptied block": ("甲: |\n  一\n乙: 2\n", "甲", None, "甲:\n乙: 2\n"),
    "added": (
        "甲:\n  乙: 1  # 注\n\n# ── 丁 ──\n丁: 2\n",
        "甲.丙",
        "3",
        "甲:\n  乙: 1  # 注\n  丙: 3\n\n# ── 丁 ──\n丁: 2\n",
    ),
    "added behind a block": (
        "甲:\n  乙: |\n    一\n\n丁: 2\n",
        "甲.丙",
        "3",
        "甲:\n  乙: |\n    一\n  丙: 3\n\n丁: 2\n",
    ),
    "added behind an open block": ("甲: |\n  一", "乙", "3", "甲: |-\n  一\n乙: 3"),
    "added behind comments of the last": (
        "甲:\n  乙:\n    # - 丙: 1\n丁: 2\n",
        "甲.戊",
        "3",
        "甲:\n  乙:\n    # - 丙: 1\n  戊: 3\n丁: 2\n",
    ),
    "added to an item": (
        "甲:\n  - 乙: 1\n  - 乙: 2\n",
        "甲.0.丙",
        "3",
        "甲:\n  - 乙: 1\n    丙: 3\n  - 乙: 2\n",
    ),
    "placeholder": (
        "甲:\n  # 合计:  # 可不填：求和\n  乙: 1\n",
        "甲.合计",
        "3",
        "甲:\n  合计: 3  # 可不填：求和\n  乙: 1\n",
    ),
    "placeholder at the end": (
        "甲:\n  乙: 1\n  # 丙: 例  # 可取：例、不例\n\n# 丙: 0\n丁: 2\n",
        "甲.丙",
        "3",
        "甲:\n  乙: 1\n  丙: 3  # 可取：例、不例\n\n# 丙: 0\n丁: 2\n",
    ),
    "placeholder of a section": (
        "甲: 1\n# 乙:  # 没有不填\n#   丙:  # 可不填\n#   # 丁:\n",
        "乙.丙",
        "3",
        "甲: 1\n乙:  # 没有不填\n  丙: 3  # 可不填\n#   # 丁:\n",
    ),
    "placeholder in a blank": (
        "甲:\n  - 乙: 1\n    选项:  # 去掉“# ”\n      # 丙: 例  # 可取\n      # 丁: 例  # 可取\n",
        "甲.0.选项.丁",
        "3",
        "甲:\n  - 乙: 1\n    选项:  # 去掉“# ”\n      # 丙: 例  # 可取\n      丁: 3  # 可取\n",
    ),
    "placeholder elsewhere": (
        "甲:\n  乙: |\n    # 丙: 1\n  丁: '1\n\n  # 丙: 2'\n",
        "甲.丙",
        "3",
        "甲:\n  乙: |\n    # 丙: 1\n  丁: '1\n\n  # 丙: 2'\n  丙: 3\n",
    ),
    "placeholder that would part": (
        "甲:\n# 乙:\n  丙: 1\n",
        "乙",
        "3",
        "甲:\n# 乙:\n  丙: 1\n乙: 3\n",
    ),
    "into braces": ("甲: {乙: 1}  # 注\n", "甲.丙", "3", "甲: {乙: 1, 丙: 3}  # 注\n"),
    "into braces, old origin": ("甲: {乙: 1}  # 取自 x：1\n", "甲.丙", "3", "甲: {乙: 1, 丙: 3}\n"),
    "into braces, more": ("甲: {乙: }\n", "甲.丙", {"丁": ["3"]}, "甲: {乙: , 丙: {丁: [3]}}\n"),
    "into empty braces": ("甲: {}  # 注\n", "甲.丙", "3", "甲: {丙: 3}  # 注\n"),
    "section into empty braces": (
        "甲: {}  # 注\n",
        "甲.丙",
        {"丁": "3"},
        "甲:  # 注\n  丙:\n    丁: 3\n",
    ),
    "shorthand": (
        "收入:\n  其他: 31  # 注\n  利息: 2\n",
        "收入.其他",
        {"决算": "31", "上年": "3"},
        "收入:\n  其他:  # 注\n    决算: 31\n    上年: 3\n  利息: 2\n",
    ),
    "none": ("车辆: 无\n", "车辆", {"编制": "1"}, "车辆:\n  编制: 1\n"),
    "none as an item": (
        "甲:\n  - 无  # 注\n",
        "甲.0",
        {"乙": "1", "丙": "2"},
        "甲:\n  - 乙: 1  # 注\n    丙: 2\n",
    ),
    "section for section": (
        "甲:  # 一\n  乙: 1  # 二\n  # 三\n  丙: 2  # 取自 x：2\n\n# 四\n丁: 3\n",
        "甲",
        {"戊": "5"},
        "甲:  # 一\n  # 二\n  # 三\n  戊: 5\n\n# 四\n丁: 3\n",
    ),
    "list for list": (
        "甲:\n  - 名称:  # 待填：如“轿车”\n    辆数:  # 待填\n乙: 1\n",
        "甲",
        [{"名称": "轿车", "辆数": "2"}, {"名称": "客车", "辆数": "1"}],
        "甲:\n  - 名称: 轿车\n    辆数: 2\n  - 名称: 客车\n    辆数: 1\n乙: 1\n",
    ),
    "list for brackets": ("甲: [1, 2]  # 注\n", "甲", ["3"], "甲:  # 注\n  - 3\n"),
    "none for section": (
        "甲:\n  乙: 1\n  # 注\n  丙: 2\n丁: 3\n",
        "甲",
        "无",
        "# 注\n甲: 无\n丁: 3\n",
    ),
    "none for list": ("甲:\n  - 1\n\n丁: 3\n", "甲", [], "甲: []\n\n丁: 3\n"),
    "row": (
        "甲:\n  - 乙: 1\n  # 中\n\n# 下\n丁: 3\n",
        "甲.1",
        {"乙": "2", "丙": "3"},
        "甲:\n  - 乙: 1\n  - 乙: 2\n    丙: 3\n  # 中\n\n# 下\n丁: 3\n",
    ),
    "row at the key's indent": ("甲:\n- 1\n丁: 3\n", "甲.1", "2", "甲:\n- 1\n- 2\n丁: 3\n"),
    "into brackets": ("甲: [1]\n", "甲.1", "2", "甲: [1, 2]\n"),
    "row into brackets": ("甲: [{乙: 1}]\n", "甲.1", {"乙": "2"}, "甲: [{乙: 1}, {乙: 2}]\n"),
    "first into brackets": ("甲: []\n", "甲.0", "2", "甲: [2]\n"),
    "first row into brackets": ("甲: []\n", "甲.0", {"乙": "2"}, "甲:\n  - 乙: 2\n"),
    "row into a blank": ("甲:  # 注\n", "甲.0", {"乙": "2"}, "甲:  # 注\n  - 乙: 2\n"),
    "all the way": ("年度: 1\n", "收入.合计.上年", "3", "年度: 1\n\n收入:\n  合计:\n    上年: 3\n"),
    "row of lists": ("甲:\n  - - 1\n    - 2\n", "甲.0.2", "3", "甲:\n  - - 1\n    - 2\n    - 3\n"),
    "root in braces": ("{甲: 1}\n", "乙", "2", "{甲: 1, 乙: 2}\n"),
    "explicit": ("? 甲\n: 1\n", "甲", "2", "? 甲\n: 2\n"),
}


def parts(path: str) -> tuple[str | int, ...]:
    return tuple(int(step) if step.isdigit() else step for step in path.split("."))


def changed(text: str, *changes: Change, order: tuple[str, ...] = ()) -> str:
    result = edited(text, "f.yaml", changes, order)
    assert not any(item.is_error for item in result.findings)
    assert result.text is not None
    return result.text


@pytest.mark.parametrize("kind", ONE)
def test_one_change(kind: str) -> None:
    text, path, value, wanted = ONE[kind]
    assert changed(text, Change(parts(path), value)) == wanted


@pytest.mark.parametrize("kind", ONE)
def test_line_ends_and_marks_stay(kind: str) -> None:
    text, path, value, wanted = ONE[kind]
    text, wanted = (f"\ufeff名: 1\n{each}".replace("\n", "\r\n") for each in (text, wanted))
    if not text.startswith("\ufeff名: 1\r\n{"):
        assert changed(text, Change(parts(path), value)) == wanted


def test_mixed_line_ends_stay_where_they_were() -> None:
    text = "甲: 1\r\n乙: |\n  一\n  二\r丙: 3\n丁: 4\r"
    new = changed(text, Change(("乙",), "二"), Change(("丙",), {"戊": "5"}))
    assert new == "甲: 1\r\n乙: 二\r丙:\r\n  戊: 5\n丁: 4\r"


ORIGINS: dict[str, tuple[str, str, str]] = {
    "none before": ("甲:\n  乙: 1\n", "甲.乙", f"甲:\n  乙: 31  # 取自 {PLACE}：31\n"),
    "blanks behind": ("甲:\n  乙: 1  \n", "甲.乙", f"甲:\n  乙: 31  # 取自 {PLACE}：31\n"),
    "another": ("甲: 1   # 取自 x：1\n", "甲", f"甲: 31   # 取自 {PLACE}：31\n"),
    "note": ("甲:\n  乙: 1  # 注\n", "甲.乙", f"甲:\n  # 注\n  乙: 31  # 取自 {PLACE}：31\n"),
    "asked": (
        "甲:\n  乙:  # 待填：数\n",
        "甲.乙",
        f"甲:\n  # 待填：数\n  乙: 31  # 取自 {PLACE}：31\n",
    ),
    "block": ("甲: |  # 注\n  一\n乙: 1\n", "甲", f"# 注\n甲: 31  # 取自 {PLACE}：31\n乙: 1\n"),
    "placeholder": (
        "甲:\n  乙: 1\n  # 丙:  # 可不填\n",
        "甲.丙",
        f"甲:\n  乙: 1\n  # 可不填\n  丙: 31  # 取自 {PLACE}：31\n",
    ),
    "added": (
        "甲:\n  乙: 1\n",
        "甲.丙.丁",
        f"甲:\n  乙: 1\n  丙:\n    丁: 31  # 取自 {PLACE}：31\n",
    ),
    "last in braces": (
        "甲: {乙: 1, 丙: 2}\n",
        "甲.丙",
        f"甲: {{乙: 1, 丙: 31}}  # 取自 {PLACE}：31\n",
    ),
    "not last in braces": (
        "甲: {乙: 1, 丙: 2}  # 取自 x：2\n",
        "甲.乙",
        "甲: {乙: 31, 丙: 2}  # 取自 x：2\n",
    ),
    "into braces": (
        "甲: {乙: 1}  # 取自 x：1\n",
        "甲.丙",
        f"甲: {{乙: 1, 丙: 31}}  # 取自 {PLACE}：31\n",
    ),
    "item": ("甲:\n  - 1  # 注\n", "甲.0", f"甲:\n  # 注\n  - 31  # 取自 {PLACE}：31\n"),
    "same value": ("甲: 31\n", "甲", f"甲: 31  # 取自 {PLACE}：31\n"),
}


@pytest.mark.parametrize("kind", ORIGINS)
def test_the_origin_is_noted_behind_the_value(kind: str) -> None:
    text, path, wanted = ORIGINS[kind]
    new = changed(text, Change(parts(path), "31", PLACE))
    assert new == wanted
    read = read_text(new, "f.yaml")
    assert read.findings == ()
    assert read.tree is not None
    kept = kind != "not last in braces"
    assert read.tree.locate(parts(path)).origin == (PLACE if kept else "")


def test_an_old_origin_goes_with_its_value() -> None:
    assert changed("甲: 1  # 取自 x：1\n", Change(("甲",), "2")) == "甲: 2\n"
    assert changed("甲: [1]  # 取自 x：1\n", Change(("甲",), "2")) == "甲: 2\n"
    assert changed("甲: {乙: 1}  # 取自 x：1\n", Change(("甲", "乙"), None)) == "甲: {乙: }\n"


def test_origins_inside_a_value_are_named_from_it_on() -> None:
    change = Change(
        ("甲",), {"乙": [{"丙": "1"}, "2"]}, origins={("乙", 0, "丙"): "x", ("乙", 1): "y"}
    )
    assert changed("甲: 无\n", change) == (
        "甲:\n  乙:\n    - 丙: 1  # 取自 x：1\n    - 2  # 取自 y：2\n"
    )
    item = Change(("甲", 0), {"丙": "1"}, origins={("丙",): "x"})
    assert changed("甲:\n  - 无  # 注\n", item) == "甲:\n  # 注\n  - 丙: 1  # 取自 x：1\n"


def test_new_keys_of_the_root_go_where_they_belong() -> None:
    order = ("年度", "部门", "收入", "支出")
    text = "年度: 1\n\n# ── 支出 ──\n支出:\n  合计: 1\n\n# 尾\n"
    both = (Change(("收入", "其他"), "3"), Change(("部门", "全称"), "局"), Change(("别的",), "4"))
    assert changed(text, *both, order=order) == (
        "年度: 1\n\n部门:\n  全称: 局\n\n收入:\n  其他: 3\n\n"
        "# ── 支出 ──\n支出:\n  合计: 1\n别的: 4\n\n# 尾\n"
    )


def test_changes_are_made_one_after_the_other() -> None:
    changes = (
        Change(("甲", 0), {"乙": "1"}),
        Change(("甲", 1), {"乙": "2"}),
        Change(("甲", 0, "丙"), "3"),
        Change(("甲", 0, "乙"), "4"),
        Change(("甲", 0, "乙"), "5"),
    )
    assert changed("甲:\n", *changes) == "甲:\n  - 乙: 5\n    丙: 3\n  - 乙: 2\n"


def test_a_refused_text_is_not_edited() -> None:
    text = "甲: 1\n甲: 2\n"
    result = edited(text, "f.yaml", [Change(("甲",), "3")])
    assert result == EditResult(None, read_text(text, "f.yaml").findings)
    assert edited("", "f.yaml", []).text is None


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("甲",), "一\x0b", "JS-014"),
        (("甲",), "\ufdd0", "JS-015"),
        (("甲",), ["{{ x }}"], "JS-025"),
        (("甲",), {" ": "1"}, "JS-021"),
        (("乙" * 2000,), "1", "JS-021"),
        (("乙\u200e",), "1", "JS-014"),
    ],
)
def test_a_value_that_no_file_may_hold_is_a_finding(
    path: tuple[str, ...], value: Plain, code: str
) -> None:
    result = edited("甲: 1\n", "f.yaml", [Change(path, value)])
    assert result.text is None
    assert [item.id for item in result.findings] == [code]


def test_what_is_too_deep_is_a_finding() -> None:
    value: Plain = "1"
    for _ in range(60):
        value = [value]
    result = edited("甲: 1\n", "f.yaml", [Change(("甲",), value)])
    assert result.text is None
    assert [item.id for item in result.findings] == ["JS-028"]


@pytest.mark.parametrize("path", [(), ("甲", "乙"), ("丙", 2), ("丙", "丁"), ("戊", 0), ("己", 1)])
def test_a_path_that_leads_nowhere_is_a_mistake_of_the_caller(path: tuple[str | int, ...]) -> None:
    with pytest.raises(ValueError, match=r"path|place"):
        edited("甲: 1\n丙: [1]\n戊: {}\n己:\n", "f.yaml", [Change(path, "1")])


def test_other_data_than_was_asked_for_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drafter.source.edit.put", lambda *_: [])
    with pytest.raises(RuntimeError, match="other data"):
        edited("甲: 1\n", "f.yaml", [Change(("甲",), "2")])


def test_several_figures_of_an_example_change_their_lines_only() -> None:
    text = MIYI.read_text(encoding="utf-8")
    changes = [
        Change(("收入", "其他"), "31.00", PLACE),
        Change(("支出", "基本支出"), "700.01"),
        Change(("机构", "下属单位", 1, "编制"), "4"),
        Change(("人员", "行政编制", "构成", 0, "人数"), "2"),
        Change(("收支总计", "上年"), "1,000.00"),
    ]
    new = changed(text, *changes)
    before, after = text.split("\n"), new.split("\n")
    assert len(before) == len(after)
    assert [line for old, line in zip(before, after, strict=True) if line != old] == [
        "      编制: 4",
        "      - {名称: 局长, 人数: 2}",
        f"  其他: 31.00  # 取自 {PLACE}：31.00",
        "  基本支出: 700.01",
        "  上年: 1,000.00",
    ]


def test_many_changes_of_a_long_file_take_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def counted(text: str) -> YamlNode:
        seen.append(text)
        return composed(text)

    monkeypatch.setattr("drafter.source.edit.composed", counted)
    text = yaml_text({f"k{number}": {"甲": "1", "乙": "2"} for number in range(300)})
    new = changed(text, *(Change((f"k{n}", "甲"), "3", PLACE) for n in range(300)))
    assert new.count(f"甲: 3  # 取自 {PLACE}：3\n") == 300
    assert len(seen) == 1
