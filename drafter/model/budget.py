"""The approved budget of the department: what the year began with and what was added."""

from drafter.model.base import Listing, Section, key
from drafter.model.values import Amount, Words

_APPROVAL = "年初部门预算批复"


class BudgetItem(Section, title="科目及金额"):
    """An item of the functional classification with its budget."""

    code: Words | None = key("编码", "7 位科目编码")
    name: Words | None = key("名称", "项名")
    amount: Amount | None = key("金额", "年初预算数", found=_APPROVAL)


class BasicBudget(Section, title="基本支出预算"):
    """Basic expenditure in the initial budget, by its two kinds and by functional item."""

    total: Amount | None = key("合计", "由程序求和", summed=True)
    personnel: Amount | None = key("人员经费", "年初预算的人员经费", found=_APPROVAL)
    routine: Amount | None = key("公用经费", "年初预算的日常公用经费", found=_APPROVAL)
    items: Listing[BudgetItem] | None = key("科目", "基本支出按功能科目划分；不印写“无”")


class UnitBudget(BasicBudget, title="一个下属单位的基本支出预算"):
    """The part of a subordinate unit in the department's initial budget."""

    name: Words | None = key("名称", "下属单位的名称")


class InitialBudget(BasicBudget, title="年初部门预算的基本支出"):
    """Basic expenditure in the department's initial budget; projects state theirs themselves."""

    units: Listing[UnitBudget] | None = key("单位", "其中单独说明的下属单位；没有写“无”")
    grand_total: Amount | None = key(
        "总计", "基本支出加项目支出，由程序求和；只有总数的填在这里", summed=True
    )


class UnitAddition(Section, title="一个下属单位的追加"):
    """The part of a subordinate unit in what was added."""

    name: Words | None = key("名称", "下属单位的名称")
    amount: Amount | None = key("金额", "追加的基本支出")


class AddedBudget(Section, title="追加预算"):
    """Basic expenditure that was added in the course of the year."""

    amount: Amount | None = key("基本支出", "追加的基本支出；没有写“无”", found="追加预算批复")
    total: Amount | None = key(
        "合计", "本年追加的全部预算（基本支出和项目支出）", found="追加预算批复", optional=True
    )
    kind: Words | None = key("经费", "是什么经费，如“人员经费”")
    units: Listing[UnitAddition] | None = key("单位", "其中单独说明的下属单位；没有写“无”")


class DepartmentBudget(Section, title="部门预算"):
    """The approved budget and its additions, as the self-evaluation report tells them."""

    initial: InitialBudget | None = key("年初", "年初部门预算的基本支出")
    added: AddedBudget | None = key("追加", "年度执行中追加的基本支出；没有写“无”")
    note: Words | None = key("其他说明", "其他需要说明的情况；没有写“无”")
