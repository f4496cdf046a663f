"""文字里重复的词。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.checks.engine import Facts, Problem
from drafter.checks.prose.telling import at_hit, either, quoted, starting
from drafter.diagnostics import Severity

_HAN = "\u4e00-\u9fff"
_VERBS = frozenset({
    "进行", "提供", "开展", "实施", "完成", "加强", "推进", "落实", "促进", "提高",
    "确保", "通过", "根据", "按照", "以及", "并且", "由于", "对于", "其中", "主要",
    "我局", "我县", "我市", "本局", "同时", "继续", "不断", "积极",
})  # fmt: skip
"""Words that are never the end of one phrase and the beginning of another."""
# One syllable, but for words that end or begin with it: 目的的, 不了了之, 为了了解, 是是非非.
_ONE = starting(
    "的了是和与被",
    r"(?<![目标打有中无众])的的(?!确)",
    r"(?<![不为明])了了(?![解之])",
    r"是是(?![非否])",
    r"(?<![总饱共温调缓柔])和和(?![谐平睦解气风煦])",
    r"(?<![参给赠赋授])与与(?!会)",
    r"(?<![棉羽毛单])被被(?![子褥套单])",
)
_REPEATED = either(
    rf"(?P<run>(?![一逐])[{_HAN}]{{2}}|[{_HAN}][{_HAN}A-Za-z“”（）、]{{2,8}}?)(?P=run)",
)
_SENTENCE = re.compile(
    r"(?:^|(?<=[。；]))(?P<first>[^。；\n]{9,})[。；]\n?(?P=first)(?=[。；\n]|$)", re.MULTILINE
)


def repeated_words(facts: Facts) -> Iterator[Problem]:
    """文字里没有重复打上的词。

    依据：R24，复制、改写时容易留下重复的词。
    容差：没有。
    通过：“目的的”“为了了解”“人人”“一项一项”一类本来就有的说法；隔开的重复。
    不通过：“的的”“了了”“提供提供”，三个字以上紧接着重复一遍，或者一句话接连写了两遍。
    其余两个字的重复也许是两个词相连（如“财务管理管理办法”），只提示。
    怎么办：删去多的一个。
    """
    for finder in (_ONE, _REPEATED):
        for hit in facts.prose.hits(finder):
            words = hit.words
            if len(set(words)) == 1 and len(words) > 2:
                continue  # an exclamation, or a sound
            more = words[: len(words) // 2]
            severity = None if len(more) != 2 or more in _VERBS else Severity.HINT
            yield at_hit(hit, f"重复的词{quoted(words)}", severity, f"删去一个{quoted(more)}")
    for hit in facts.prose.hits(_SENTENCE):
        yield at_hit(hit, f"一句话写了两遍{quoted(hit.match['first'])}", hint="删去一遍")
