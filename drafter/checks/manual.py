"""The manual of the rule book as one document: every page, every other finding, what is covered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drafter.checks import RULES
from drafter.checks.catalogue import CATALOGUE
from drafter.checks.coverage import REQUIREMENTS, rules_for
from drafter.checks.engine import Rule

_FAMILIES: Mapping[str, str] = {
    "JS-2": "收入、支出、结转",
    "JS-3": "“三公”经费和机关运行经费",
    "JS-4": "政府采购和国有资产",
    "JS-5": "绩效",
    "JS-6": "机构、人员、科目",
    "JS-7": "文字与数的关系",
    "JS-8": "已公布的数、文字、与上年文件的比较",
}
_OTHERS: Mapping[str, str] = {
    "JS-0": "文件和填法",
    "JS-1": "工作簿和填报表",
    "JS-9": "待补、豁免、报告",
    "MB-0": "模板",
}
_OPENING = """\
# 规则手册

由 `drafter rules --manual` 写出，不要手改。填报的办法见《[使用手册](使用手册.md)》。

每条检查结果有编号。轻重有三种：错误（不改、也不豁免就不生成报告）、警告、提示。括号里写明怎么办。
**尾差**是四舍五入能造成的差：文件里金额的最小单位（不粗于 0.01 万元）的一半，乘以各项个数加 1；
是 0 或“无”的项不算个数。尾差以内只警告。
一个数错了，用到它的比较都会不平。**先改好**所列的规则，是说那条规则在同一个数上有错误、又没有豁免时，
这一条不判断，只用提示 JS-910 说明；改好以后再检查一次。
"""
_COVERAGE = """\
## 关系与规则对照

R 是部门决算报告里的关系，G 是公开表之间和公开的规则，E 是绩效报告的审核事项。
“怎样保证”一栏空着的，只由规则核对。
"""


def manual() -> str:
    """Return the manual as Markdown."""
    return "\n".join([_OPENING, *_rules(), *_others(), *_coverage()])


def page_text(rule: Rule) -> Iterator[str]:
    """Yield the manual page of a rule, section by section."""
    page = rule.page
    yield page.summary
    for name, text in (
        ("依据", page.basis),
        ("容差", page.tolerance),
        ("通过", page.passes),
        ("不通过", page.fails),
        ("怎么办", f"{page.remedy}。" if page.remedy else ""),
        ("先改好", "、".join(rule.needs)),
    ):
        if text:
            yield f"{name}：{text}"


def _rules() -> Iterator[str]:
    for family, title in _FAMILIES.items():
        yield f"## {title}\n"
        for rule in RULES:
            if rule.id.startswith(family):
                yield f"### {rule.id} {rule.title}\n"
                summary, *sections = page_text(rule)
                yield f"{rule.severity}。{summary}\n"
                yield from (f"- {section}" for section in sections)
                yield ""


def _others() -> Iterator[str]:
    for family, title in _OTHERS.items():
        yield f"## {title}\n\n| 编号 | 说的是 |\n|---|---|"
        yield from (f"| {i} | {text} |" for i, text in CATALOGUE.items() if i.startswith(family))
        yield ""


def _coverage() -> Iterator[str]:
    yield _COVERAGE
    yield "| 编号 | 关系 | 检查 | 怎样保证 |\n|---|---|---|---|"
    for one in REQUIREMENTS:
        ids = "、".join(rules_for(one, RULES))
        yield f"| {one.id} | {one.title} | {ids} | {one.elsewhere} |"
    yield ""
