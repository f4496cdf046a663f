"""Rules about words: what the department typed as prose, read for slips."""

from drafter.checks.engine import Rule
from drafter.checks.prose.amounts import amounts_in_prose, project_figures_in_prose
from drafter.checks.prose.calculations import calculations
from drafter.checks.prose.characters import odd_characters
from drafter.checks.prose.dates import dates_outside, impossible_dates
from drafter.checks.prose.directions import contrary_directions, reasons_and_changes
from drafter.checks.prose.marks import doubled_marks, unpaired_marks
from drafter.checks.prose.numbering import broken_numbering
from drafter.checks.prose.persons import personal_numbers, private_names
from drafter.checks.prose.placeholders import form_instructions, placeholders
from drafter.checks.prose.repetition import repeated_words
from drafter.checks.prose.shares import rates_over_whole, shares_and_rates
from drafter.checks.prose.sums import parts_in_prose
from drafter.checks.prose.targets import missed_targets
from drafter.checks.prose.unit_names import unit_names
from drafter.checks.prose.years import last_years_year, strange_years, years_of_one_thing
from drafter.diagnostics import Severity

_ERROR, _WARNING, _HINT = Severity.ERROR, Severity.WARNING, Severity.HINT
_PRIVACY = "R34、《中华人民共和国个人信息保护法》"

PROSE_RULES = (
    Rule("JS-811", _ERROR, "文字里没有占位符", "R34", placeholders),
    Rule("JS-812", _ERROR, "文字里没有填写说明", "R34", form_instructions),
    Rule("JS-813", _WARNING, "文字里没有全角数字、乱码一类的字符", "R23", odd_characters),
    Rule("JS-814", _WARNING, "文字里没有重复的词", "R24", repeated_words),
    Rule("JS-815", _WARNING, "标点不重复、不混用", "GB/T 15834", doubled_marks),
    Rule("JS-816", _WARNING, "括号、引号成对", "GB/T 15834", unpaired_marks),
    Rule("JS-817", _WARNING, "序号连续、不重复", "GB/T 9704", broken_numbering),
    Rule("JS-818", _WARNING, "文字里的年份不离谱", "R34", strange_years),
    Rule("JS-819", _WARNING, "报告年度没有写成上一年", "R34", last_years_year),
    Rule("JS-820", _HINT, "同一件事的年份前后一致", "R34、E16", years_of_one_thing),
    Rule("JS-821", _ERROR, "文字里的日期是有的", "R34", impossible_dates),
    Rule("JS-822", _WARNING, "做完的事的日期在报告年度里", "R34", dates_outside),
    Rule("JS-823", _WARNING, "单位名称是本单位的", "R34", unit_names),
    Rule("JS-824", _WARNING, "增减的词与后面的数一致", "R23、G16", contrary_directions),
    Rule("JS-825", _WARNING, "原因与数的增减一致", "G16、R23", reasons_and_changes),
    Rule("JS-826", _WARNING, "文字里的数与填的数一致", "G15、R23、E6", amounts_in_prose),
    Rule("JS-827", _WARNING, "项目文字里的数与项目的数一致", "R18、R24", project_figures_in_prose),
    Rule("JS-828", _WARNING, "文字里的部分与整体对得上", "R21、R28、R29", parts_in_prose),
    Rule("JS-829", _WARNING, "文字里的算式算得对", "E10、G15", calculations),
    Rule("JS-830", _WARNING, "文字里的占比、比率算得对", "R24、G15、G19", shares_and_rates),
    Rule("JS-831", _ERROR, "文字里的满意度不超过 100%", "R33", rates_over_whole),
    Rule("JS-832", _WARNING, "有指标没达到就不说全部完成", "R32、E16", missed_targets),
    Rule("JS-833", _ERROR, "文字里没有证件、手机、银行卡号码", _PRIVACY, personal_numbers),
    Rule("JS-834", _WARNING, "领钱的个人隐去姓名", _PRIVACY, private_names),
)
