"""Headings of a classification as tables list them: what is below what, and what is the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from drafter.model.classification import LENGTHS, LEVELS, Classification, name_key


@dataclass(frozen=True, slots=True)
class Heading:
    """A row of a classification: its name and, where the table tells it, its code."""

    name: str
    code: str = ""


Step = str | Heading
_LENGTH = LENGTHS["功能"]


@dataclass(slots=True)
class Walk:
    """Goes down a list of headings: each row's place follows from its code, or its indent."""

    classification: Classification
    path: tuple[Step, ...] = ()
    _open: dict[str, Heading] = field(default_factory=dict)
    _indents: dict[str, int] = field(default_factory=dict)
    """How far the rows now open are indented, by their level."""
    _levels: dict[int, str] = field(default_factory=dict)
    """What rows without codes are that are indented so far."""
    _lost: int | None = None
    """How far the last row was indented, where it was not understood."""

    def lose(self) -> None:
        """Take a row that does not say what it is: those below it belong nowhere."""
        self._lost = 0

    def step(self, words: str, code: str, indent: int) -> str:
        """Take the next row; return what is wrong with it, or nothing."""
        problem = self._below_lost(words, code, indent) or self._step(words, code, indent)
        if not problem:
            self._lost = None
        elif self._lost is None or code:
            # Rows below a row that was not understood must not fall to one further above.
            self._lost = indent
        return problem

    def _below_lost(self, words: str, code: str, indent: int) -> str:
        if code or self._lost is None or indent <= self._lost:
            return ""
        return f"“{words}”上面的一行没有读，不知道它属于哪里，没有读"

    def _step(self, words: str, code: str, indent: int) -> str:
        level = self.classification.level_of(code) if code else self._level(words, indent)
        if level is None:
            return f"“{code or words}”是类、款还是项，看不出来，没有读：应有 3、5 或 7 位编码"
        depth = LEVELS.index(level)
        if not code:
            problem = self._unlike(words, level, indent)
            if problem:
                return problem
        if not code and not depth:
            code = next(iter(self.classification.codes_of(words, level, None)), "")
        self._open = {name: h for name, h in self._open.items() if LEVELS.index(name) < depth}
        indents = {n: i for n, i in self._indents.items() if LEVELS.index(n) < depth}
        self._indents = {**indents, level: indent}
        problem = self._open_above(words, code, depth)
        problem = problem or self._astray(words, code, level)
        if problem:
            return problem
        self._open[level] = Heading(_bare(words, code), code)
        steps: list[Step] = []
        for name in LEVELS[: depth + 1]:
            steps += [self._open[name]] if name == LEVELS[0] else [name, self._open[name]]
        self.path = tuple(steps)
        return ""

    def _open_above(self, words: str, code: str, depth: int) -> str:
        """Find the rows that a row is below; return what is wrong, or nothing."""
        for above in LEVELS[:depth]:
            held = self._open.get(above)
            if held is not None and (not code or self._is_above(held, code, above)):
                continue
            heading = self._above(code, above)
            if heading is None and held is None:
                return f"“{words or code}”上面没有它所属的{above}，没有读"
            if heading is None and held is not None:
                held_as = held.code or held.name
                return f"“{words or code}”（{code}）不在上面的{above}“{held_as}”之下，没有读"
            if heading is not None:
                self._open[above] = heading
        return ""

    def _is_above(self, held: Heading, code: str, level: str) -> bool:
        """Return whether a row is what a code lies under: by its code, or by its name."""
        if held.code:
            return code.startswith(held.code)
        names = self.classification.names_of(code[: _LENGTH[level]], None)
        return not names or name_key(held.name, level) in {name_key(n, level) for n in names}

    def _astray(self, words: str, code: str, level: str) -> str:
        """Return what is wrong with a name without code that the lists have elsewhere only."""
        if code or level == LEVELS[0]:
            return ""
        known = self.classification.codes_of(words, level, None)
        above = next(h for name in reversed(LEVELS) if (h := self._open.get(name)) is not None)
        # Names such as 行政运行 are everywhere, in sections that the lists do not have as well.
        if len(known) != 1 or not above.code or known[0].startswith(above.code):
            return ""
        return f"“{words}”按名称是 {known[0]}，不在上面的“{above.name}”（{above.code}）之下，没有读"

    def _unlike(self, words: str, level: str, indent: int) -> str:
        """Return what is wrong with a name without code at the level that its indent tells."""
        held = self._levels.get(indent)
        known = [name for name in LEVELS if self.classification.codes_of(words, name, None)]
        # The lists are not complete: an indent that other rows had tells more than a name.
        # An item may bear the name of its section: 其他资源勘探工业信息等支出 is both.
        as_section = level == LEVELS[-1] and known == [LEVELS[1]] and words.startswith("其他")
        if held is None and known and level not in known and not as_section:
            return f"“{words}”按缩进是{level}，按名称是{'或'.join(known)}，没有读"
        if not known and level == LEVELS[0] and not words.endswith("支出"):
            return f"没有认出这一行：“{words}”不是功能分类的类，也没有编码，没有读"
        if self._levels.setdefault(indent, level) != level:
            return f"“{words}”这样缩进的行在前面是{held}，这里成了{level}，没有读"
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
        length = _LENGTH[level]
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
