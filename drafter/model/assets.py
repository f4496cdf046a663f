"""State assets held at the end of the year (国有资产占有使用情况)."""

from drafter.model.base import Listing, Section, key
from drafter.model.values import Amount, Count, Words

_BALANCE_SHEET = "资产负债表年末数"


class FixedAssetPart(Section, title="其中的一部分"):
    """A part of a class of fixed assets that is stated by itself, such as 房屋."""

    name: Words | None = key("名称", "如“房屋”“车辆”")
    net: Amount | None = key("净值", "年末账面净值；没有写“无”")


class FixedAssetClass(Section, title="一类固定资产"):
    """A class of fixed assets by its net value; `无` says that the department has none."""

    name: Words | None = key("名称", "如“通用设备”“专用设备”")
    net: Amount | None = key("净值", "年末账面净值；没有写“无”，报告写“无某某”")
    parts: Listing[FixedAssetPart] | None = key("其中", "单独说明的部分", optional=True)


class FixedAssets(Section, title="固定资产"):
    """Fixed assets at the end of the year, by class."""

    original: Amount | None = key("原值", "年末账面原值", found="资产负债表、固定资产明细账")
    net: Amount | None = key("净值", "年末账面净值，占比按它计算", found=_BALANCE_SHEET)
    scope: Words | None = key("范围", "如“含无线电监测站”", optional=True)
    classes: Listing[FixedAssetClass] | None = key("类别", "按类别列出净值")


class StateAssets(Section, title="国有资产"):
    """Large equipment, the three lines of the balance sheet, fixed assets."""

    general_equipment: Count | None = key(
        "通用设备", "单价 50 万元以上通用设备（台、套）", found="机构运行信息表"
    )
    special_equipment: Count | None = key(
        "专用设备", "单价 100 万元以上专用设备（台、套）", found="机构运行信息表"
    )
    costly_equipment: Count | None = key(
        "百万元设备",
        "单价 100 万元（含）以上的设备（台、套），不含车辆；2022 年度起代替前两项",
        found="机构运行信息表",
        optional=True,
    )
    assets: Amount | None = key("资产", "资产合计；不公开写“无”", found=_BALANCE_SHEET)
    liabilities: Amount | None = key("负债", "负债合计；不公开写“无”", found=_BALANCE_SHEET)
    net_assets: Amount | None = key(
        "净资产", "净资产合计，由程序求差", found=_BALANCE_SHEET, summed=True
    )
    fixed: FixedAssets | None = key(
        "固定资产", "“自评报告”形式的附件1要印；用不到的不填", optional=True
    )
