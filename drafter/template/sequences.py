"""Numbers captions anew in rendered text: the results of Word's SEQ fields, as Word will count.

Word counts them when its fields are updated, which nobody does before a report is printed; with
conditions and loops the results that were drawn would be wrong until then.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

_CODE = re.compile(r"\s*SEQ\s+(\S+)((?:\s+\\\*\s*(?:ARABIC|MERGEFORMAT))*)\s*", re.IGNORECASE)
"""A sequence that is counted in plain digits; what else it can do is left to Word."""
_COMPLEX = re.compile(
    r'(<w:fldChar\b[^>]*\bw:fldCharType="begin"[^>]*/>'
    r"(?:(?!<w:fldChar\b).)*?<w:instrText\b[^>]*>([^<]*)</w:instrText>(?:(?!<w:fldChar\b).)*?"
    r'<w:fldChar\b[^>]*\bw:fldCharType="separate"[^>]*/>(?:(?!<w:fldChar\b).)*?'
    r"<w:t(?: [^>]*)?>)(\d+)(</w:t>)",
    re.DOTALL,
)
_SIMPLE = re.compile(
    r'(<w:fldSimple\b[^>]*\bw:instr="([^"]*)"[^>]*>(?:(?!</w:fldSimple>).)*?<w:t(?: [^>]*)?>)'
    r"(\d+)(</w:t>)",
    re.DOTALL,
)


def numbered(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the rendered texts of the parts, each sequence counted over all of them."""
    counts: Counter[str] = Counter()

    def count(field: re.Match[str]) -> str:
        code = _CODE.fullmatch(field[2])
        if code is None:
            return field.group()
        counts[code[1]] += 1
        return f"{field[1]}{counts[code[1]]}{field[4]}"

    return {
        name: _SIMPLE.sub(count, _COMPLEX.sub(count, text)) if "SEQ " in text else text
        for name, text in texts.items()
    }
