"""What a report is called: as a file, and in its own properties."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import category

from drafter.figures.nodes import Group, text_at
from drafter.model.year import DepartmentYear
from drafter.template.loader import ReportTemplate
from drafter.template.properties import About

_NAME = 40
"""How much of a project's name a file name takes: file systems end at some length."""


def about_report(template: ReportTemplate, figures: Group, year: int | None, name: str) -> About:
    """Return what the report says of itself in its properties."""
    return About(
        name.removesuffix(".docx"),
        template.manifest.title,
        text_at(figures, "部门", "全称").plain,
        year or 0,
    )


def file_name_of(
    template: ReportTemplate,
    figures: Group,
    year: DepartmentYear,
    stem: str,
    projects: Sequence[str],
) -> str:
    """Return the file name by the template's pattern, safe on every system."""
    full_name = text_at(figures, "部门", "全称").plain or stem
    name = template.manifest.file_name.replace("{全称}", full_name)
    name = name.replace("{年度}", str(year.year or ""))
    name = name.replace("{口径}", year.scope or "部门")
    name = name.replace("{项目}", f"（{projects[0][:_NAME]}）" if len(projects) == 1 else "")
    return "".join("_" if c in '\\/:*?"<>|' or category(c) in {"Cc", "Cf"} else c for c in name)
