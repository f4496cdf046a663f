"""Headings of a classification as tables list them: what is below what, and what is the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from drafter.model.classification import LEVELS, Classification, name_key


@dataclass(frozen=True, slots=True)
class Heading:
    """A row of a classification: its name and, where the table tells it, its code."""

    name: str
    code: str = ""


Step = str | Heading


@dataclass(slots=True)
class Walk:
    """Goes down a list of headings: each row's place follows from its code, or its indent."""

    classification: Classification
    path: tuple[Step, ...] = ()
    _open: dict[str, Heading] = field(default_factory=dict)
    _indents: dict[str, int] = field(default_factory=dict)
    """How far the rows now open are indented, by their level."""

    def step(self, words: str, code: str, indent: int) -> str:
        """Take the next row; return what is wrong with it, or nothing."""
        level = self.classification.level_of(code) if code else self._level(words, indent)
        if level is None:
            return f"“{code or words}”是类、款还是项，看不出来，没有读：应有 3、5 或 7 位编码"
        depth = LEVELS.index(level)
        if not code and not depth:
            code = next(iter(self.classification.codes_of(words, level, None)), "")
        self._open = {name: h for name, h in self._open.items() if LEVELS.index(name) < depth}
        indents = {n: i for n, i in self._indents.items() if LEVELS.index(n) < depth}
        self._indents = {**indents, level: indent}
        for above in LEVELS[:depth]:
            if above not in self._open:
                heading = self._above(code, above)
                if heading is None:
                    return f"“{words}”上面没有它所属的{above}，没有读"
                self._open[above] = heading
        if code:
            for above in LEVELS[:depth]:
                held = self._open[above].code
                if held and not code.startswith(held):
                    heading = self._above(code, above)
                    if heading is None:
                        return f"“{words}”（{code}）不在上面的{above}“{held}”之下，没有读"
                    self._open[above] = heading
        self._open[level] = Heading(_bare(words, code), code)
        steps: list[Step] = []
        for name in LEVELS[: depth + 1]:
            steps += [self._open[name]] if name == LEVELS[0] else [name, self._open[name]]
        self.path = tuple(steps)
        return ""

    def _level(self, words: str, indent: int) -> str | None:
        """Return the level of a row without code: by its indent against those above it."""
        above = [name for name, other in self._indents.items() if other < indent]
        if above:
            depth = max(LEVELS.index(name) for name in above) + 1
            return LEVELS[depth] if depth < len(LEVELS) else None
        # Not indented: a class, unless the lists know it as something else.
        known = [level for level in LEVELS if self.classification.codes_of(words, level, None)]
        return LEVELS[0] if LEVELS[0] in known or not known else None

    def _above(self, code: str, level: str) -> Heading | None:
        """Return the heading that a code lies under, by the list of codes."""
        length = {"类": 3, "款": 5}[level]
        if len(code) <= length:
            return None
        names = self.classification.names_of(code[:length], None)
        return Heading(names[0] if names else "", code[:length]) if names else None


def _bare(words: str, code: str) -> str:
    """Return the name of a row without the code that some tables write before it."""
    text = words.strip()
    return text.removeprefix(code).strip() if code else text


def same_heading(one: Heading, other: Heading) -> bool:
    """Return whether two rows are of one heading: by their codes where both have one."""
    if one.code and other.code:
        return one.code == other.code
    return name_key(one.name, "") == name_key(other.name, "")
