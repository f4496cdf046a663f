"""Which rules rest on which: the premises of each, by id.

A premise is a rule about one amount. Where it finds an error, what compares that amount with others
is noise until the amount is put right.
"""

from __future__ import annotations

from collections.abc import Mapping

_CARRY_OVER = ("JS-235", "JS-534")
_FUND = ("JS-206", "JS-207")
_ROW = ("JS-207", "JS-224")

NEEDS: Mapping[str, tuple[str, ...]] = {
    # Totals rest on the totals below them.
    "JS-203": ("JS-201", "JS-202", "JS-534"),
    "JS-205": ("JS-202", *_FUND, "JS-224"),
    "JS-206": _ROW,
    "JS-208": ("JS-201", *_CARRY_OVER),
    "JS-210": ("JS-214",),
    "JS-216": (*_FUND, "JS-235"),
    "JS-231": ("JS-201", "JS-207", "JS-229"),
    "JS-233": _FUND,
    "JS-234": ("JS-225",),
    "JS-301": ("JS-302", "JS-303", "JS-305", "JS-308"),
    "JS-302": ("JS-308",),
    "JS-303": ("JS-305",),
    "JS-513": ("JS-512",),
    # Two statements of one amount rest on how each was summed.
    "JS-211": ("JS-210", "JS-214"),
    "JS-226": ("JS-225",),
    "JS-227": _ROW,
    "JS-236": ("JS-210", "JS-225"),
    "JS-310": ("JS-214",),
    "JS-503": ("JS-501",),
    "JS-514": ("JS-501", "JS-502"),
    "JS-519": ("JS-501",),
    "JS-523": ("JS-534",),
    "JS-524": ("JS-202", "JS-534"),
    "JS-526": ("JS-525",),
    "JS-527": ("JS-501",),
    "JS-528": ("JS-202",),
    "JS-239": (*_CARRY_OVER, "JS-218"),
    # A part within a whole rests on both.
    "JS-209": (*_FUND, "JS-534"),
    "JS-212": _CARRY_OVER,
    "JS-217": (*_FUND, "JS-210"),
    "JS-222": ("JS-218",),
    "JS-223": ("JS-501",),
    "JS-312": ("JS-206", "JS-301", "JS-302", "JS-303"),
    "JS-315": ("JS-303", "JS-308"),
    "JS-402": ("JS-401",),
    "JS-405": ("JS-404",),
    "JS-406": ("JS-202", "JS-401"),
    "JS-502": ("JS-501",),
    "JS-516": ("JS-501",),
    "JS-532": ("JS-202",),
    "JS-602": ("JS-601",),
    "JS-607": ("JS-601",),
    # Published shares, changes and rates are reckoned from totals.
    "JS-801": (
        "JS-201", "JS-202", "JS-206", "JS-207", "JS-210", "JS-214", "JS-218", "JS-301", "JS-302",
        "JS-303", "JS-304", "JS-401", "JS-403", "JS-404", "JS-501", "JS-525", "JS-534",
    ),
}  # fmt: skip
