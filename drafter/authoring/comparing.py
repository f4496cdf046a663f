"""What differs between two templates, or between two texts: as lines that people can read."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from drafter.pipeline import field_contract
from drafter.resources import DESCRIPTIONS
from drafter.template.layout_projection import project_layout
from drafter.template.loader import LoadResult, ReportTemplate, load_template
from drafter.template.package import Package, PackageError, malformed_parts, read_package
from drafter.template.projection import project
from drafter.template.survey import fields_named


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing in which templates may differ, and the lines that say how."""

    title: str
    lines: tuple[str, ...]


class IncomparableError(Exception):
    """A Word file cannot be read; the message is for the user."""


def differences(one: tuple[Path, str], other: tuple[Path, str]) -> list[Aspect]:
    """Return in what two template folders, each with its name, differ; each aspect once.

    What data they ask for is compared where both are sound. Raises `IncomparableError` where a Word
    file cannot be read at all.
    """
    names = (one[1], other[1])
    packages = _package(*one), _package(*other)
    texts = [project(package).splitlines() for package in packages]
    aspects = [Aspect("文字、标签和表格", tuple(changed_lines(texts[0], texts[1], names)))]
    layouts = [project_layout(package).splitlines() for package in packages]
    aspects.append(Aspect("样式和版面", tuple(changed_lines(layouts[0], layouts[1], names))))
    loaded = load_template(*one, field_contract), load_template(*other, field_contract)
    first, second = loaded[0].template, loaded[1].template
    if first is not None and second is not None:
        aspects.append(Aspect("标签的个数", tuple(_counted(_tags(first), _tags(second), names))))
        needs = Counter(_fields(first)), Counter(_fields(second))
        aspects.append(Aspect("用到的字段", tuple(_counted(*needs, names))))
    else:
        faulty = [name for name, found in zip(names, loaded, strict=True) if _is_faulty(found)]
        told = f"{'、'.join(faulty)} 有错误，用到的字段没有比；先用 drafter template check 检查"
        aspects.append(Aspect("用到的字段", (told,)))
    for file in DESCRIPTIONS:
        lines = [_lines(folder / file) for folder, _ in (one, other)]
        aspects.append(Aspect(file, tuple(changed_lines(lines[0], lines[1], names))))
    return [aspect for aspect in aspects if aspect.lines]


def changed_lines(old: Sequence[str], new: Sequence[str], names: tuple[str, str]) -> Iterator[str]:
    """Yield the lines to take out and to put in, each change with a line around it."""
    yield from difflib.unified_diff(old, new, *names, n=1, lineterm="")


def _package(folder: Path, shown_as: str) -> Package:
    path = folder / "report.docx"
    try:
        package = read_package(path.read_bytes())
    except OSError as error:
        raise IncomparableError(f"{shown_as}/report.docx 读不了：{error.strerror}") from error
    except PackageError as error:
        raise IncomparableError(f"{shown_as}/report.docx：{error}") from error
    if malformed_parts(package) or "word/styles.xml" not in package.parts:
        raise IncomparableError(f"{shown_as}/report.docx 里有的部分读不出来")
    return package


def _is_faulty(found: LoadResult) -> bool:
    return found.template is None


def _tags(template: ReportTemplate) -> Counter[str]:
    return Counter(tag.text for part in template.parts for tag in part.tags)


def _fields(template: ReportTemplate) -> Iterator[str]:
    for path in fields_named(template, field_contract()):
        yield ".".join(path)


def _counted(old: Counter[str], new: Counter[str], names: tuple[str, str]) -> Iterator[str]:
    """Yield what one has more often than the other."""
    for name, more in ((names[0], old - new), (names[1], new - old)):
        if more:
            yield f"只在 {name}（或更多）："
            yield from (f"  {word}{f' ×{n}' if n > 1 else ''}" for word, n in more.items())


def _lines(path: Path) -> list[str]:
    try:
        return path.read_bytes().decode("utf-8-sig", errors="replace").splitlines()
    except OSError:  # it has none
        return []
