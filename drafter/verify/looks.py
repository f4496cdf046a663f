"""What paragraphs look like once all styles are resolved, whichever way a program wrote it.

Word says a thing in a style, LibreOffice the same thing at the run: only what comes out of both
can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from lxml import etree

from drafter.template.package import child_of, qn
from drafter.verify.document import Look

_Properties: TypeAlias = Mapping[str, str]

_SWITCHES = {"b": "加粗", "i": "倾斜", "strike": "删除线"}
_VALUES = {"u": "下划线", "color": "颜色", "highlight": "突出显示", "sz": "字号"}
_PLAIN = {"u": "none", "color": "auto", "highlight": "none", "sz": "20"}
_OFF = frozenset({"0", "false", "off", "none"})
_NOTHING = {
    "color": frozenset({"auto", "000000", ""}),
    "highlight": frozenset({"none", "auto", "ffffff", ""}),
}
_COLOURS = {
    "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF",
    "blue": "0000FF", "red": "FF0000", "darkblue": "000080", "darkcyan": "008080",
    "darkgreen": "008000", "darkmagenta": "800080", "darkred": "800000",
    "darkyellow": "808000", "darkgray": "808080", "lightgray": "C0C0C0", "black": "000000",
}  # fmt: skip
"""The colours of highlights, which have names."""
_LEFT = frozenset({"", "start", "left", "both", "distribute"})
"""Ways to align that look alike in a paragraph of Chinese."""
_MAX_STYLES = 5_000
NAMES = (*_SWITCHES.values(), *_VALUES.values())
"""What is looked at of letters, in the order of what `look_of` gives."""


class Styles:
    """The styles of a file, each resolved once."""

    def __init__(self, root: etree._Element | None) -> None:
        found = [] if root is None else root.findall(qn("style"))[:_MAX_STYLES]
        self._elements = {style.get(qn("styleId"), ""): style for style in found}
        self._default = next(
            (
                style.get(qn("styleId"), "")
                for style in found
                if style.get(qn("type")) == "paragraph"
                and style.get(qn("default")) in ("1", "true")
            ),
            "",
        )
        base = None if root is None else root.find(f"{qn('docDefaults')}/{qn('rPrDefault')}")
        self._base = _own(None if base is None else base.find(qn("rPr")))
        self._known: dict[str, _Properties] = {}

    def look(self, paragraph: etree._Element) -> Look:
        """Return what a paragraph looks like; blanks at the ends of runs look like nothing."""
        properties = child_of(paragraph, qn("pPr"))
        style = _value(properties, "pStyle") or self._default
        below = {**self._base, **self._resolved(style)}
        aligned = _value(properties, "jc") or below.get("jc", "")
        runs: list[tuple[int, tuple[str, ...]]] = []
        for run in paragraph.iter(qn("r")):
            length = sum(len("".join((t.text or "").split())) for t in run.findall(qn("t")))
            if not length:
                continue
            own = child_of(run, qn("rPr"))
            named = _value(own, "rStyle")
            shown = _shown({**below, **(self._resolved(named) if named else {}), **_own(own)})
            if runs and runs[-1][1] == shown:
                length += runs.pop()[0]
            runs.append((length, shown))
        return Look(self._name(style), "" if aligned in _LEFT else aligned, tuple(runs))

    def _resolved(self, style: str) -> _Properties:
        """Return what a style says, with those that it is based on."""
        if style not in self._known:
            chain: list[etree._Element] = []
            seen: set[str] = set()
            name = style
            while name in self._elements and name not in seen:
                seen.add(name)
                chain.append(self._elements[name])
                name = _value(self._elements[name], "basedOn")
            resolved: dict[str, str] = {}
            for element in reversed(chain):
                resolved |= _own(child_of(element, qn("rPr")))
                aligned = _value(child_of(element, qn("pPr")), "jc")
                if aligned:
                    resolved["jc"] = aligned
            self._known[style] = resolved
        return self._known[style]

    def _name(self, style: str) -> str:
        element = self._elements.get(style)
        name = "" if element is None else _value(element, "name")
        return name.replace(" ", "").casefold()


def _value(parent: etree._Element | None, name: str) -> str:
    found = None if parent is None else child_of(parent, qn(name))
    return "" if found is None else found.get(qn("val"), "")


def _own(properties: etree._Element | None) -> dict[str, str]:
    """Return what run properties say themselves."""
    if properties is None:
        return {}
    found = {}
    for element in properties:
        name = etree.QName(element).localname
        value = element.get(qn("val"), "")
        if name in _SWITCHES:
            found[name] = "" if value in _OFF else name
        elif name == "highlight":
            found[name] = _COLOURS.get(value.casefold(), value)
        elif name == "shd":
            # What LibreOffice makes of it; of the two, Word shows the highlight.
            found.setdefault("highlight", element.get(qn("fill"), "auto"))
        elif name in _VALUES:
            found[name] = value
    return found


def _shown(properties: _Properties) -> tuple[str, ...]:
    switches = [properties.get(name, "") for name in _SWITCHES]
    values = []
    for name, plain in _PLAIN.items():
        value = properties.get(name, plain)
        if name in ("color", "highlight") and value.casefold() in _NOTHING[name]:
            value = plain
        values.append(value.casefold())
    return (*switches, *values)


def differences(one: Look, other: Look) -> list[str]:
    """Return in words what of two looks of the same words is different."""
    found = ["样式"] if one.style != other.style else []
    found += ["对齐"] if one.aligned != other.aligned else []
    letters = zip(_letters(one), _letters(other), strict=False)
    changed = {n for a, b in letters for n, name in enumerate(NAMES) if name and a[n] != b[n]}
    return found + [NAMES[n] for n in sorted(changed)]


def _letters(look: Look) -> list[tuple[str, ...]]:
    return [shown for length, shown in look.runs for _ in range(length)]
