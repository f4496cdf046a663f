"""State assets held at the end of the year (国有资产占有使用情况)."""

from __future__ import annotations

from drafter.model.base import Section, key
from drafter.model.values import Amount, Count


class StateAssets(Section, title="国有资产"):
    """Large equipment and the three lines of the balance sheet."""

    general_equipment: Count | None = key("通用设备", "单价 50 万元以上通用设备（台、套）")
    special_equipment: Count | None = key("专用设备", "单价 100 万元以上专用设备（台、套）")
    assets: Amount | None = key("资产", "资产合计；不公开写“无”")
    liabilities: Amount | None = key("负债", "负债合计；不公开写“无”")
    net_assets: Amount | None = key("净资产", "净资产合计，可以不填")
