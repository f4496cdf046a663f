"""What keeps a template from being a document to publish: formatting outside styles, headings.

None of it stops a report. Findings are grouped by what was set directly, so that a file that was
formatted by hand throughout gets a handful of them, each with the first places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from drafter.diagnostics import Diagnostic, Place, Severity
from drafter.template.contents_field import contents_fields, is_contents, switches_of
from drafter.template.faults import Fault, diagnostics
from drafter.template.outline import headings_of, read_outline
from drafter.template.package import Package, parent_of, parse, qn, templated_parts
from drafter.template.sites import TAG, own_texts, paragraphs_with_places, place_near, style_of
from drafter.template.style_sheet import StyleSheet, attributes, read_styles
from drafter.template.typefaces import typefaces

DIRECT, FONTS, HEADINGS, ACCESS, CONTENTS = "MB-040", "MB-041", "MB-042", "MB-043", "MB-044"
_SHOWN = 5
"""How many places a finding names."""
_RUN = {
    "rFonts": "字体", "sz": "字号", "b": "粗体", "i": "斜体", "u": "下划线", "color": "颜色",
    "spacing": "字距", "position": "上下位置", "w": "字宽",
}  # fmt: skip
_PARAGRAPH = {
    "ind": "缩进", "spacing": "行距和段距", "jc": "对齐", "outlineLvl": "大纲级别", "shd": "底纹",
}  # fmt: skip
_HARMLESS = {"hint"}
_OFF = {"0", "false", "off", "none", "auto"}
_CUSTOMARY = re.compile(
    r"(仿宋|楷体|黑体|宋体|新宋体)(_GB\d+)?|(方正|华文|文鼎|汉仪).*(宋|黑|楷|仿).*|"
    r"(FangSong|KaiTi)(_GB2312)?|SimHei|SimSun|NSimSun|Times New Roman|Arial|Calibri|Cambria Math"
)
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])")
_LOOP = re.compile(r"\{%tr\s+for\s")
_DRAWINGS = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
Places = Mapping[etree._Element, Place]


@dataclass(slots=True)
class _Group:
    """What was set directly in one way: the values, how often, and where."""

    values: dict[str, None] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)


def style_findings(package: Package, file: str, lacking: Iterable[str]) -> list[Diagnostic]:
    """Return what the style check says of a Word file; `lacking` are fonts not on this machine."""
    sheet = read_styles(package)
    parts = [_Part(package, name, title, sheet) for name, title in templated_parts(package).items()]
    found: list[Diagnostic] = []
    found += diagnostics(DIRECT, file, _direct(parts))
    found += diagnostics(FONTS, file, _fonts(package, parts, list(lacking)))
    found += diagnostics(HEADINGS, file, _headings(package, parts[:1]))
    found += diagnostics(ACCESS, file, _access(sheet, parts))
    found += diagnostics(CONTENTS, file, _contents(package, parts[:1]))
    return found


class _Part:
    """A part with the places of its paragraphs."""

    def __init__(self, package: Package, name: str, title: str, sheet: StyleSheet) -> None:
        self.root = parse(package.parts[name])
        self.title, self.sheet = title, sheet
        self.places: Places = dict(paragraphs_with_places(self.root, title, _levels(package)))

    def place(self, node: etree._Element) -> Place:
        return place_near(node, self.places) or Place(part=self.title)

    def printed(self) -> Iterator[etree._Element]:
        """Yield the paragraphs that print words: not those of a lifting tag alone."""
        for paragraph in self.root.iter(qn("p")):
            words = "".join(text.text or "" for text in own_texts(paragraph))
            if words.strip() and not _LIFTING.fullmatch(words.strip()):
                yield paragraph


_LIFTING = re.compile(r"\{%(?:p|tr|tc)\s.*%\}", re.DOTALL)


def _levels(package: Package) -> Mapping[str, int]:
    return read_outline(package).levels


def _direct(parts: Iterable[_Part]) -> Iterator[Fault]:
    groups: dict[str, _Group] = {}
    for part in parts:
        for paragraph in part.printed():
            for what, value in _set_directly(paragraph, part.sheet):
                group = groups.setdefault(what, _Group())
                group.values[value] = None
                place = part.place(paragraph)
                if not group.places or group.places[-1] != place:
                    group.places.append(place)
    for what, group in groups.items():
        values = [value for value in group.values if value]
        named = f"（{'、'.join(values[:_SHOWN])}{' 等' if len(values) > _SHOWN else ''}）"
        yield Fault(
            f"{len(group.places)} 段直接设了{what}{named if values else ''}，不在样式里",
            group.places[0],
            f"改样式，或换一个样式，再清除直接设的格式{_also(group.places[1:])}",
            Severity.HINT,
        )


def _also(places: list[Place]) -> str:
    if not places:
        return ""
    shown = "；".join(map(str, places[: _SHOWN - 1]))
    return f"；还有 {shown}{' 等' if len(places) >= _SHOWN else ''}"


def _set_directly(paragraph: etree._Element, sheet: StyleSheet) -> Iterator[tuple[str, str]]:
    """Yield what the paragraph and its runs set otherwise than their style does."""
    style = style_of(paragraph)
    holder = paragraph.find(qn("pPr"))
    for tag, what in _PARAGRAPH.items() if holder is not None else ():
        own = None if holder is None else holder.find(qn(tag))
        if own is not None and _differs(own, sheet.value(style, "pPr", tag)):
            yield what, own.get(qn("val"), "") if tag == "jc" else ""
    for run in dict.fromkeys(map(parent_of, own_texts(paragraph))):
        properties = run.find(qn("rPr"))
        if properties is None or properties.find(qn("rStyle")) is not None:
            continue
        for tag, what in _RUN.items():
            own = properties.find(qn(tag))
            if own is not None and _differs(own, sheet.value(style, "rPr", tag)):
                yield what, _shown(tag, own)


def _differs(own: etree._Element, inherited: Mapping[str, str]) -> bool:
    said = {name: v for name, v in attributes(own).items() if name not in _HARMLESS}
    tag = etree.QName(own).localname
    if tag in {"b", "i", "u", "color"}:
        before = inherited.get("val", "0")
        return (said.get("val", "1") in _OFF) != (before in _OFF) or (
            tag == "color" and said.get("val") != before and said.get("val") not in _OFF
        )
    return any(inherited.get(name) != value for name, value in said.items())


def _shown(tag: str, own: etree._Element) -> str:
    if tag == "rFonts":
        return own.get(qn("eastAsia")) or own.get(qn("ascii")) or ""
    if tag == "sz":
        half = own.get(qn("val"), "")
        return _SIZES.get(half, f"{half} 半磅")
    return ""


_SIZES = {
    "84": "初号", "72": "小初", "52": "一号", "48": "小一", "44": "二号", "36": "小二",
    "32": "三号", "30": "小三", "28": "四号", "24": "小四", "21": "五号", "18": "小五",
    "15": "六号", "13": "小六",
}  # fmt: skip


def _fonts(package: Package, parts: Iterable[_Part], lacking: list[str]) -> Iterator[Fault]:
    printed = {part.title: {_words(paragraph) for paragraph in part.printed()} for part in parts}
    wanted = set().union(*printed.values())
    used: dict[str, etree._Element] = {}
    for paragraph, face in typefaces(package):
        if _words(paragraph) in wanted:
            used.setdefault(face, paragraph)
    odd = [face for face in used if not _CUSTOMARY.fullmatch(face)]
    if odd:
        yield Fault(
            f"用了公文不常用的字体：{'、'.join(odd)}",
            Place(),
            "别人的电脑上多半没有；公文用小标宋、黑体、楷体、仿宋、宋体和 Times New Roman",
            Severity.HINT,
        )
    absent = [face for face in lacking if face in used]
    if absent:
        yield Fault(
            f"本机没有字体：{'、'.join(absent)}",
            Place(),
            "这台电脑上看到的不是真正的版面；生成 PDF 请用装有这些字体的电脑",
            Severity.HINT,
        )


def _words(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in own_texts(paragraph))


def _headings(package: Package, bodies: Iterable[_Part]) -> Iterator[Fault]:
    outline = read_outline(package)
    for body in bodies:
        paragraphs = list(body.root.iter(qn("p")))
        above = -1
        flat: dict[str, list[Place]] = {}
        for one in headings_of(body.root, outline, _is_heading):
            place = body.place(paragraphs[one.number])
            level = one.level
            if level is None:  # a heading by its style's name alone: one fault for all of them
                flat.setdefault(one.style, []).append(place)
                level = int(_number_of(one.style)) - 1
            elif level > above + 1:
                words = TAG.sub("", one.words)[:20]
                upper = f"{above + 1} 级" if above >= 0 else "没有标题"
                yield Fault(
                    f"标题跳级：“{one.label}{words}”是 {level + 1} 级，它上面是{upper}",
                    place,
                    f"改用 {above + 2} 级标题的样式",
                    Severity.WARNING,
                )
            above = level
        for style, places in flat.items():
            hint = f"在样式的“段落”里把大纲级别设为 {_number_of(style)} 级{_also(places[1:])}"
            message = f"样式“{style}”没有大纲级别，{len(places)} 个标题不进目录和导航"
            yield Fault(message, places[0], hint, Severity.WARNING)


def _number_of(style: str) -> str:
    found = _HEADING.fullmatch(style)
    return found[1] if found else "1"


def _is_heading(style: str, level: int | None) -> bool:
    return level is not None or _HEADING.fullmatch(style) is not None


def _access(sheet: StyleSheet, parts: Iterable[_Part]) -> Iterator[Fault]:
    language = sheet.value("", "rPr", "lang").get("eastAsia", "")
    if not language.lower().startswith("zh"):
        message, hint = "没有设中文为文档的语言", "在“审阅 › 语言”里设为中文（中国）并设为默认"
        yield Fault(message, Place(), f"{hint}，朗读和断行才对", Severity.HINT)
    for part in parts:
        for drawing in part.root.iter(_DRAWINGS):
            if not (drawing.get("descr") or drawing.get("title")) and not _is_decorative(drawing):
                yield Fault(
                    "图形没有替代文字",
                    part.place(drawing).about(drawing.get("name", "")),
                    "右键图形，选“编辑替代文字”，写一句话说明图上是什么",
                    Severity.HINT,
                )
        for table in part.root.iter(qn("tbl")):
            if _has_loop(table) and next(table.iter(qn("tblHeader")), None) is None:
                yield Fault(
                    "表格没有设标题行，跨页以后看不到表头",
                    part.place(table),
                    "选中表头各行，在“布局”里点“重复标题行”",
                    Severity.HINT,
                )


def _is_decorative(drawing: etree._Element) -> bool:
    return any(etree.QName(node).localname == "decorative" for node in drawing.iter(etree.Element))


def _has_loop(table: etree._Element) -> bool:
    own = (p for p in table.iter(qn("p")) if next(p.iterancestors(qn("tbl")), None) is table)
    return any(_LOOP.match(_words(paragraph).strip()) for paragraph in own)


def _contents(package: Package, bodies: Iterable[_Part]) -> Iterator[Fault]:
    outline = read_outline(package)
    for body in bodies:
        found = [(one.begin, one.code) for one in contents_fields(body.root)]
        found += [(one, one.get(qn("instr"), "")) for one in body.root.iter(qn("fldSimple"))]
        for begin, code in found:
            if not is_contents(code):
                continue
            place = body.place(begin).about(code.strip()[:30])
            switches = switches_of(code)
            if switches is None:
                yield Fault(
                    "这种目录（图表目录、部分目录等）程序不填，会照原样留着",
                    place,
                    '由标题生成的目录才填，域代码如 TOC \\o "1-3" \\h \\z \\u',
                    Severity.WARNING,
                )
                continue
            headings = headings_of(body.root, outline, switches.level_of)
            levels = {switches.level_of(one.style, one.level) for one in headings}
            lacking = [
                n for n in sorted(filter(None, levels)) if not outline.style_named(f"toc {n}")
            ]
            if lacking:
                named = "、".join(f"toc {n}" for n in lacking)
                message = f"目录用到的样式 {named} 不在文件里，目录会用正文的样式"
                yield Fault(message, place, "在 Word 里更新一次目录再存盘", Severity.HINT)
