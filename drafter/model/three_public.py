"""The three public expenses (“三公”经费): overseas travel, vehicles, receptions."""

from __future__ import annotations

from drafter.model.base import Listing, Measure, Section, key
from drafter.model.values import Count, Words


class OverseasTravel(Measure):
    """Official overseas travel (因公出国（境）费)."""

    delegations: Count | None = key("团组", "团组数（次）")
    person_trips: Count | None = key("人次")


class VehiclePurchase(Measure):
    """Vehicles bought in the year, of one type."""

    name: Words | None = key("名称", "车型")
    number: Count | None = key("辆数")


class OfficialVehicles(Section):
    """Purchase, operation and maintenance of official vehicles."""

    total: Measure | None = key("合计", "公务用车购置及运行维护费；决算可以不填")
    purchase: Measure | None = key("购置")
    operation: Measure | None = key("运行维护")
    purchased: Listing[VehiclePurchase] | None = key("更新购置", "按车型：名称、辆数、决算（金额）")
    purpose: Words | None = key("用途", "运行维护费主要用于什么；没有写“无”")


class ReceptionMatter(Measure):
    """One matter of domestic receptions with its amount."""

    name: Words | None = key("名称", "事项")


class DomesticReception(Measure):
    """Domestic receptions: visits, people and what they were for."""

    visits: Count | None = key("批次")
    people: Count | None = key("人次", "不包括陪同人员")
    purpose: Words | None = key("用途", "主要用于什么")
    matters: Listing[ReceptionMatter] | None = key("具体内容", "逐项列明；没有写“无”")


class ForeignReception(Measure):
    """Receptions of foreign guests."""

    visits: Count | None = key("批次")
    people: Count | None = key("人次")
    purpose: Words | None = key("用途", "主要用于什么；没有写“无”")


class OfficialReception(Section):
    """Official receptions (公务接待费)."""

    total: Measure | None = key("合计", "决算可以不填；预算、上年、变动原因填在这里")
    domestic: DomesticReception | None = key("国内")
    foreign: ForeignReception | None = key("外事")


class ThreePublic(Section):
    """The three public expenses paid from fiscal appropriations."""

    total: Measure | None = key("合计", "决算可以不填；预算、上年、差异原因填在这里")
    overseas_travel: OverseasTravel | None = key("因公出国境费")
    vehicles: OfficialVehicles | None = key("公务用车费")
    reception: OfficialReception | None = key("公务接待费")
