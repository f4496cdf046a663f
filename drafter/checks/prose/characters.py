"""文字里看着一样、其实不对的字符。"""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import normalize

from drafter.checks.engine import Facts, Problem
from drafter.checks.prose.telling import at_hit, quoted, starting
from drafter.diagnostics import Severity

# Traditional characters that simplified text has no use for, not even in names.
_TRADITIONAL = (
    "國會經濟務費報類項級與縣區學發關際個們這時產業員資財預實對為機構單績評價計劃設備購買車輛標準質"
    "數據統籌領導監測協調組織開辦處理財產責執線鐵電話網絡農鄉鎮鄰條規範約節減護環術專門賬戶額"
)
_SIMPLIFIED_TOO = set("理算准据处划价机于后里面干斗谷几卜丑仆才")
_CHOSEN = "".join(sorted(set(_TRADITIONAL) - _SIMPLIFIED_TOO))
_ODD = starting(
    "０-９Ａ-Ｚａ-ｚ\u061c\u200c-\u200f\u202a-\u202e\u2061-\u2069\ue000-\uf8ff\U000f0000-\U0010fffd"
    f"\u2e80-\u2fdf\uf900-\ufaff锟烫屯\ufffc{_CHOSEN}",
    "(?P<wide>[０-９Ａ-Ｚａ-ｚ]+)",
    "(?P<unseen>[\u061c\u200c-\u200f\u202a-\u202e\u2061-\u2069]+)",
    "(?P<private>[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]+)",
    "(?P<lookalike>[\u2e80-\u2fdf\uf900-\ufaff]+)",
    "(?P<garbage>锟斤拷|(?:烫烫){2,}|(?:屯屯){2,}|\ufffc)",
    f"(?P<traditional>[{_CHOSEN}]+)",
)
_JOINED = "\u200d"


def odd_characters(facts: Facts) -> Iterator[Problem]:
    """文字里没有全角数字、看不见的字符、乱码一类的字符。

    依据：R23。全角的数字不能与表里的数核对；从 PDF、网页复制来的字形相近的字符，
    查找和排版会出错。
    容差：没有。
    通过：半角的数字和字母、通常的汉字；表情符号里的连接符。
    不通过：全角数字和字母、零宽字符、符号字体的私用字符、部首和兼容汉字、“锟斤拷”一类乱码。
    夹在简体里的繁体字可能是书名、字号，只提示。
    怎么办：删去后用键盘重新输入。
    """
    for hit in facts.prose.hits(_ODD):
        kind, words = hit.match.lastgroup, hit.words
        codes = "、".join(dict.fromkeys(f"U+{ord(char):04X}" for char in words))
        if kind == "wide":
            yield at_hit(
                hit, f"全角字符{quoted(words)}", hint=f"改为半角 {normalize('NFKC', words)}"
            )
        elif kind == "unseen":
            if words.strip(_JOINED) or not _in_emoji(facts.prose.words, hit.match.start()):
                yield at_hit(hit, f"看不见的字符 {codes}", hint="删去，再重新输入前后的字")
        elif kind == "private":
            yield at_hit(
                hit, f"字库里没有的字符 {codes}", hint="别人的电脑上会显示成方框，请重新输入"
            )
        elif kind == "lookalike":
            plain = normalize("NFKC", words)
            hint = f"应是通常的汉字{quoted(plain)}" if plain != words else "请重新输入"
            yield at_hit(hit, f"{quoted(words)}是字形相近的另一个字符 {codes}", hint=hint)
        elif kind == "garbage":
            yield at_hit(hit, f"乱码{quoted(words)}", hint="请对照原文重新输入")
        else:
            yield at_hit(hit, f"繁体字{quoted(words)}", Severity.HINT, "书名、字号里的可以不改")


def _in_emoji(words: str, index: int) -> bool:
    """Return whether a joiner stands between two pictures."""
    return ord(words[index - 1 : index] or " ") > 0x2000 < ord(words[index + 1 : index + 2] or " ")
