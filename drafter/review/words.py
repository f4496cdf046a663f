"""What the comments say: of a finding, of a figure, of the report as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from drafter.diagnostics import GAP, Diagnostic, Severity, path_text
from drafter.review.places import Found
from drafter.trace.explain import Explanation
from drafter.trace.show import reckoning


def of_finding(finding: Diagnostic, found: Found | None) -> str:
    """Return the comment on a finding; where it stands at a neighbour, it says so."""
    gravity = f"已豁免（{finding.severity}）" if finding.waived is not None else finding.severity
    lines = [f"{gravity} {finding.id}：{finding.message}"]
    if finding.waived is not None:
        lines.append(f"豁免理由：{finding.waived}")
    elif finding.hint:
        lines.append(f"说明：{finding.hint}")
    if finding.section:
        lines.append(f"用于：{finding.section}")
    lines.append(f"{'要填在' if finding.id == GAP else '输入'}：{finding.where}")
    if finding.where.origin:
        lines.append(f"取自：{finding.where.origin}")
    if found is not None and not found.is_exact and finding.path:
        about = path_text(finding.about or finding.path)
        lines.append(f"“{about}”没有单独印出，批注标在与它有关的地方。")
    if found is not None and found.times > 1:
        lines.append(f"报告里共印了 {found.times} 处，批注在第一处。")
    return "\n".join(lines)


def of_figure(told: Explanation) -> str:
    """Return the comment on a figure: formula, numbers put in, rounding, and what was typed."""
    lines = list(reckoning(told))
    lines += (f"取自 {source}" for source in told.sources)
    if len(told.sources) < told.source_count:
        lines.append(f"…… 共 {told.source_count} 处，用 drafter trace --find 看全部")
    return "\n".join(lines)


def of_charted(label: str, printed: str, told: Explanation) -> str:
    """Return what the comment on a chart says of a figure that it shows and no sentence has."""
    return f"{label}{printed}\n{of_figure(told)}"


def of_bound(explained: int, derived: int) -> str:
    """Return that not every figure has a comment, and where to read of the others."""
    return (
        f"算出的数有 {derived} 个，批注加在其中 {explained} 个上，先文字后表格；"
        "其余的用 drafter trace 查。"
    )


def of_report(
    findings: Sequence[Diagnostic], elsewhere: Sequence[str], bound: str, *, draft: bool
) -> str:
    """Return the comment on the report: how it stands, and what is said of no place in it."""
    lines = ["草稿，不能对外。" if draft else "审阅稿，由 drafter 加批注；正式稿是另一份文件。"]
    lines.append(f"检查结果：{_counted(findings)}。")
    lines += [bound] if bound else []
    if elsewhere:
        lines.append("下面这些，报告里没有对应的地方：")
        lines += elsewhere
    return "\n".join(lines)


def _counted(findings: Sequence[Diagnostic]) -> str:
    standing = [finding for finding in findings if finding.waived is None]
    gaps = sum(finding.id == GAP for finding in standing)
    counts = Counter(finding.severity for finding in standing if finding.id != GAP)
    words = [f"待补 {gaps} 处"] if gaps else []
    words += [f"{severity} {counts[severity]} 项" for severity in Severity if counts[severity]]
    waived = len(findings) - len(standing)
    words += [f"已豁免 {waived} 项"] if waived else []
    return "，".join(words) or "没有问题"
