"""The three public expenses (“三公”经费): overseas travel, vehicles, receptions."""

from typing import ClassVar

from drafter.model.base import Listing, Measure, Section, key
from drafter.model.values import Count, Words


class OverseasTravel(Measure, title="因公出国（境）费"):
    """Official overseas travel (因公出国（境）费)."""

    delegations: Count | None = key("团组", "团组数（次）")
    person_trips: Count | None = key("人次", "出国（境）人次")


class VehiclePurchase(Measure, title="更新购置的车辆"):
    """Vehicles bought in the year, of one type; a bare word is its name."""

    shorthand: ClassVar[str | None] = "名称"

    name: Words | None = key("名称", "车型")
    number: Count | None = key("辆数", "购置的辆数")


class OfficialVehicles(Section, title="公务用车费"):
    """Purchase, operation and maintenance of official vehicles."""

    total: Measure | None = key("合计", "公务用车购置及运行维护费；决算由程序求和", sums=("决算",))
    purchase: Measure | None = key("购置", "公务用车购置费")
    operation: Measure | None = key("运行维护", "公务用车运行维护费")
    purchased: Listing[VehiclePurchase] | None = key("更新购置", "按车型：名称、辆数、决算（金额）")
    purpose: Words | None = key(
        "用途", "运行维护费主要用于什么工作，末尾不写“等”；“等所需的燃料费……”由模板写；没有写“无”"
    )


class ReceptionMatter(Measure, title="接待事项"):
    """One matter of domestic receptions with its amount; a bare word is its name."""

    shorthand: ClassVar[str | None] = "名称"

    name: Words | None = key("名称", "接待的事项")


class DomesticReception(Measure, title="国内公务接待"):
    """Domestic receptions: visits, people and what they were for."""

    visits: Count | None = key("批次", "国内公务接待批次")
    people: Count | None = key("人次", "不包括陪同人员")
    purpose: Words | None = key("用途", "主要用于什么")
    matters: Listing[ReceptionMatter] | None = key("具体内容", "逐项列明；没有写“无”")


class ForeignReception(Measure, title="外事接待"):
    """Receptions of foreign guests."""

    visits: Count | None = key("批次", "外事接待批次")
    people: Count | None = key("人次", "外事接待人次")
    purpose: Words | None = key("用途", "主要用于什么；没有写“无”")


class OfficialReception(Section, title="公务接待费"):
    """Official receptions (公务接待费)."""

    total: Measure | None = key(
        "合计", "决算由程序求和；预算、上年、变动原因填在这里", sums=("决算",)
    )
    domestic: DomesticReception | None = key("国内", "国内公务接待")
    foreign: ForeignReception | None = key("外事", "外事接待；没有写“无”")


class ThreePublic(Section, title="“三公”经费"):
    """The three public expenses paid from fiscal appropriations."""

    total: Measure | None = key(
        "合计", "决算、预算由程序求和；差异原因填在这里", sums=("决算", "预算")
    )
    overseas_travel: OverseasTravel | None = key(
        "因公出国境费", "因公出国（境）费", found="“三公”经费表 因公出国（境）费栏"
    )
    vehicles: OfficialVehicles | None = key(
        "公务用车费", "公务用车购置及运行维护费", found="“三公”经费表 公务用车各栏"
    )
    reception: OfficialReception | None = key(
        "公务接待费", "公务接待费，分国内和外事", found="“三公”经费表 公务接待费栏"
    )
