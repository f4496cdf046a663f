"""文字里的单位名称：是不是本单位的，写得对不对。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from drafter.checks.engine import Facts, Problem
from drafter.checks.prose.telling import at_hit, at_place, starting
from drafter.checks.texts import Prose
from drafter.diagnostics import Severity

_HAN = "[\u4e00-\u9fff]"
_REGION = re.compile(
    rf"(?:{_HAN}{{2,5}}?(?:省|市|自治州|州)(?={_HAN}{{1,4}}?[县区旗]))?"
    rf"{_HAN}{{1,8}}?(?:自治[州县旗]|[省市县区州旗])"
)
_SUFFIXES = (
    "委员会", "办公室", "中心", "检察院", "法院", "医院", "学校", "小学", "中学", "幼儿园",
    "联合会", "支队", "大队", "总队", "局", "厅", "院", "馆", "所", "站", "委", "政府", "协会",
)  # fmt: skip
_KIND = "|".join(_SUFFIXES)
_SUBJECT = re.compile(
    rf"(?!根据|按照|依据|依照|经|为|贯彻)(?P<name>(?:{_HAN}|（[^（）]{{1,10}}）){{3,40}}?(?:{_KIND}))"
    r"(?=（(?:以下)?简称|是|主管|主要|负责|承担|统筹|综合|贯彻|的(?:主要)?(?:职能|职责))"
)
_OF_REPORT = starting(
    "12", r"(?:19|20)\d{2}年度?(?:部门|单位)?(?:决算|整体支出|绩效|收入|支出|预算执行|重点工作)"
)
_NAME_BEFORE = re.compile(rf"{_HAN}{{2,6}}?[省市县区州旗]{_HAN}{{2,20}}?(?:{_KIND})$")
_LONGEST = 30
_OTHERS = re.compile(
    "接待|考察|调研|学习|交流|会同|联合|协助|移交|配合|合作|对接|帮扶|支援|借鉴|协作"
)
_ISSUERS = ("政府", "财政局", "财政厅", "审计局")
"""Whose documents bear the year, too."""
_COPIED = "核对是不是照抄留下的"
_LEVELS = "省市县区州旗"
_PLACE = re.compile(
    r"(?:^|(?<=[，。；：、（(“《\s由对和与在向从及的是为把将被于到至以]))"
    r"(?P<region>(?!报送|提交|上报|提请|商请|要求|协调|督促|组织|支持|隶属|归口|所属|直属|下属|通过|根据)"
    rf"(?:(?![由对和与在向从及的是为把将被于到至以])[\u4e00-\u9fff]){{2,5}}[{_LEVELS}])$"
)
"""The name of a place that begins a clause or follows a particle."""
_NEAR = 9
"""How far back a place is looked for."""
_CLOSE, _ALIKE, _SHORT = 75, 60, 4
"""Likeness in percent of a slip, and of a name that may be meant; how long abbreviations are."""


@dataclass(frozen=True)
class _Own:
    """The names that the department has."""

    prose: Prose

    @cached_property
    def full(self) -> str:
        return self.prose.plain("部门", "全称")

    @cached_property
    def region(self) -> str:
        """Return the place that the full name begins with; nothing where it has none."""
        found = _REGION.match(self.full)
        return found.group() if found and len(self.full) - found.end() >= 2 else ""

    @property
    def core(self) -> str:
        return self.full[len(self.region) :]

    @cached_property
    def known(self) -> frozenset[str]:
        """Return all names that the input declares."""
        named = {
            passage.plain
            for passage in self.prose.passages
            if passage.path[0] in ("部门", "机构")
            and passage.path[-1] in ("全称", "简称", "自称", "统称", "名称", *_PLACES)
        }
        return frozenset({*named, *(f"{self.region[:-1]}{name}" for name in named)})

    def has(self, name: str) -> bool:
        """Return whether a name is one of the department's, in full or without its place."""
        bare = name.strip("（）")
        return any(known.endswith(bare) for known in self.known)


_PLACES = ("机关运行经费", "政府采购", "国有资产", "绩效管理")


def unit_names(facts: Facts) -> Iterator[Problem]:
    """文字里没有别的单位的名称、写错的本单位名称。

    依据：R34。照别的局、别的县的报告改写，容易把人家的名称留下来。
    容差：没有。
    通过：全称、简称、自称、下属单位、内设机构，上级的同类部门；接待、合作里的别的单位。
    不通过：职能概述里自述的单位、“某某局2020年度部门决算”里的单位不是本单位；
    本单位的全称换了县名，或者错了字、多了字（“保靖县市财政局”）。只是相近的名称，提示核对。
    怎么办：改成本单位的名称；简称写在“部门.简称”里就不再提示。
    """
    own = _Own(facts.prose)
    if not own.full:
        return
    found = list(_as_subject(facts.prose, own))
    if own.region:
        found += _elsewhere(facts.prose, own)
        found += _misspelt(facts.prose, own)
    told = set()
    for problem in found:
        place = (problem.path, problem.excerpt)
        if place not in told:  # of what is wrong in several ways the first is told
            yield problem
        told.add(place)


def _as_subject(prose: Prose, own: _Own) -> Iterator[Problem]:
    overview = prose.by_path.get(("职能", "概述"))
    found = _SUBJECT.match(overview.plain) if overview is not None else None
    if overview is not None and found is not None and not own.has(found["name"]):
        yield at_place(overview, found.start(), _other(found["name"], own), hint=_COPIED)
    for hit in prose.hits(_OF_REPORT):
        before = hit.passage.plain[max(0, hit.at - _LONGEST) : hit.at]
        found = _NAME_BEFORE.search(before)
        if (
            found is None
            or found.group().endswith(_ISSUERS)
            or any(found.group().endswith(known) for known in own.known if known)
        ):
            continue
        if not own.has(found.group()):
            at = hit.at - len(found.group())
            yield at_place(hit.passage, at, _other(found.group(), own), hint=_COPIED)


def _other(name: str, own: _Own) -> str:
    return f"这里的单位是“{name}”，本单位是“{own.full}”"


def _elsewhere(prose: Prose, own: _Own) -> Iterator[Problem]:
    """Tell of the own name with another place in front."""
    for hit in prose.hits(re.compile(re.escape(own.core))):
        found = _PLACE.search(hit.passage.plain[max(0, hit.at - _NEAR) : hit.at])
        region = "" if found is None else found["region"]
        if not region or own.region.endswith(region) or region.endswith(own.region):
            continue
        upper = region[-1] != own.region[-1] and {region[-1], own.region[-1]} - set("县区旗")
        if upper or hit.passage.path[0] == "三公经费":
            continue
        if _OTHERS.search(prose.around(hit.match.start())):
            continue
        # One city may stand above another.
        mild = Severity.HINT if region[-1] == "市" else None
        message = f"“{region}{own.core}”不是本单位，本单位是“{own.full}”"
        yield at_place(hit.passage, hit.at - len(region), message, mild, _COPIED)


def _misspelt(prose: Prose, own: _Own) -> Iterator[Problem]:
    kind = next((suffix for suffix in _SUFFIXES if own.core.endswith(suffix)), own.core[-1])
    region = re.escape(own.region)
    for hit in prose.hits(re.compile(rf"{region}(?P<core>{_HAN}{{2,20}}?{kind})")):
        core = hit.match["core"]
        if own.has(hit.words) or _abbreviates(core, own.core):
            continue
        alike = _likeness(core, own.core)
        if alike >= _ALIKE:
            mild = None if alike >= _CLOSE else Severity.HINT
            message = f"“{hit.words}”与本单位的全称“{own.full}”不同"
            yield at_hit(hit, message, mild, "核对是不是写错了")
    glued = (
        rf"{region}(?P<level>[{_LEVELS}])(?![级两直域城属场政容民])"
        rf"{_HAN}{{2,8}}?(?:局|委员会|办公室)"
    )
    for hit in prose.hits(re.compile(glued)):
        if hit.match["level"] != own.region[-1] and not own.has(hit.words):
            message = f"“{hit.words}”里多了“{hit.match['level']}”字"
            yield at_hit(hit, message, hint="核对单位名称")


def _abbreviates(short: str, full: str) -> bool:
    """Return whether a short name takes its characters from the full one, in their order."""
    rest = iter(full)
    return len(short) <= _SHORT and all(char in rest for char in short)


def _likeness(first: str, second: str) -> int:
    """Return in percent how many characters two names share, in their order."""
    same = sum(b.size for b in SequenceMatcher(None, first, second, False).get_matching_blocks())
    return 200 * same // (len(first) + len(second))
