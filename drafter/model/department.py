"""Who the department is: names, functions, organization, staff, vehicles."""

from typing import ClassVar, Literal

from drafter.model.base import Listing, Section, key
from drafter.model.values import Count, Words


class NamesByPlace(Section, title="各处称呼"):
    """How the report calls the department at the places where it may be called otherwise."""

    in_operating: Words | None = key("机关运行经费", "十（一）里的称呼，如“我局”")
    in_procurement: Words | None = key("政府采购", "十（二）里的称呼")
    in_assets: Words | None = key("国有资产", "十（三）里的称呼")
    in_performance: Words | None = key("绩效管理", "十（四）里的称呼")


class Department(Section, title="部门"):
    """Names of the department or unit that publishes the report."""

    full_name: Words | None = key("全称", "单位全称，与公章一致")
    short_name: Words | None = key("简称", "文中简称，没有写“无”", optional=True)
    self_reference: Words | None = key("自称", "文中自称，如“我局”", optional=True)
    collective_name: Words | None = key(
        "统称", "文中对本部门及下属单位的统称，如“市经信局及下属单位”；不填即不用", optional=True
    )
    names_by_place: NamesByPlace | None = key(
        "各处称呼", "个别地方的称呼与“统称”不同时填写", optional=True
    )
    level: Literal["省", "市", "州", "县", "区", "旗", "乡镇", "街道"] | None = key(
        "级次", "行政级次，不带“级”字：省、市、州、县、区、旗、乡镇、街道", optional=True
    )
    published_on: Words | None = key(
        "公开时间", "印在封面上，如“2021年9月10日”；封面不写就不填", optional=True
    )


class SharedDuty(Section, title="职责分工"):
    """How a duty is shared with other departments."""

    title: Words | None = key("标题", "与哪些部门、关于什么的分工，不写序号")
    text: Words | None = key("内容", "每行一段，序号照写")


class MainFunctions(Section, title="职能"):
    """What the department is for; printed in part one and again in the first annex."""

    overview: Words | None = key("概述", "条目之前的一段话，没有写“无”")
    entries: Listing[Words] | None = key("条目", "逐条职能，不写序号")
    shared: Listing[SharedDuty] | None = key(
        "职责分工", "与其他部门的职责分工；没有不填", optional=True
    )


class InternalOffice(Section, title="内设机构"):
    """An internal office (内设机构), with its duties where they are published."""

    shorthand: ClassVar[str | None] = "名称"

    name: Words | None = key("名称", "内设机构的名称")
    duties: Words | None = key("职责", "没有写“无”或不填", optional=True)


class SubordinateUnit(Section, title="下属单位"):
    """A subordinate unit (下属单位) with its kind and its authorized posts."""

    name: Words | None = key("名称", "下属单位的全称")
    kind: Literal["行政单位", "参公事业单位", "其他事业单位"] | None = key(
        "类型", "行政单位、参公事业单位（参照公务员法管理）或其他事业单位"
    )
    funding: Words | None = key("经费", "经费形式，如“全额拨款”；不印写“无”")
    authorized_posts: Count | None = key("编制", "核定编制人数", found="编制批复")
    since: Literal["保留", "新设"] | None = key(
        "设立", "“三定”规定里是保留的还是新设立的机构", optional=True
    )
    standing: Words | None = key(
        "性质", "如“公益一类事业机构”“副科级公益一类事业机构”", optional=True
    )
    leaders: Words | None = key("领导职数", "如“设主任1名”；没有不填", optional=True)
    duties: Words | None = key("职责", "主要职责；没有不填", optional=True)


class Organization(Section, title="机构"):
    """Internal offices and subordinate units."""

    offices: Listing[InternalOffice] | None = key("内设机构", "名单；个数由程序点数")
    units: Listing[SubordinateUnit] | None = key("下属单位", "纳入决算编制范围的下属单位")


class Posts(Section, title="职务及人数"):
    """A number of posts under a title: 局长 1."""

    name: Words | None = key("名称", "职务或类别，如“局长”")
    number: Count | None = key("人数", "核定的人数")


class AuthorizedPosts(Section, title="核定编制"):
    """Authorized posts of one kind: the parts and, optionally, the approved total."""

    parts: Listing[Posts] | None = key("构成", "如“局长 1、副局长 3”，逐项列出；不细分写“无”")
    total: Count | None = key("合计", "填了构成的由程序求和", summed=True)
    leaders: Listing[Posts] | None = key(
        "领导职数", "编制里的领导职数：局长、副局长 ……；已列在构成里的不填", optional=True
    )


class OffEstablishment(Section, title="不占编人员"):
    """Civil servants who do not take up an authorized post."""

    number: Count | None = key("人数", "不占编的人数")
    note: Words | None = key("说明", "如“驻县某局纪检监察组人员”")


class StaffInPost(Section, title="实有人数"):
    """People at the end of the year, by kind."""

    civil_servants: Count | None = key("公务员", "本机关的（不含下属单位），含不占编的；没有写“无”")
    off_establishment: OffEstablishment | None = key("不占编", "公务员中不占编制的人员；没有写“无”")
    workers: Count | None = key("机关工勤", "机关工勤人员；没有写“无”")
    retired_with_honours: Count | None = key("离休", "离休人员；没有写“无”")
    retired: Count | None = key("退休", "退休人员；没有写“无”")
    institution_staff: Count | None = key(
        "事业", "事业人员：部门填下属事业单位的，单位填本单位的；没有写“无”"
    )
    total: Count | None = key(
        "在职", "在编在职人员总数：公务员、机关工勤、事业三项之和，由程序求和", summed=True
    )
    ranks: Listing[Posts] | None = key(
        "职级", "在职人员按职级或类别，如“一级主任科员 3”；没有不填", optional=True
    )
    men: Count | None = key("男", "在职人员中的男性", optional=True)
    women: Count | None = key("女", "在职人员中的女性", optional=True)
    temporary: Count | None = key("临时工", "临时用工人数", optional=True)
    dependants: Count | None = key("遗属", "遗属人员", optional=True)


class Staff(Section, title="人员"):
    """Authorized posts and the people in post."""

    authorized: AuthorizedPosts | None = key("行政编制", "核定的行政编制；事业单位写“无”")
    institution_posts: AuthorizedPosts | None = key(
        "事业编制", "本单位自己的事业编制，下属单位的填在“机构”里；没有不填", optional=True
    )
    in_post: StaffInPost | None = key("实有", "年末实有人数")


class VehicleGroup(Section, title="一种车辆"):
    """Vehicles of one type or one use."""

    name: Words | None = key("名称", "如“轿车”“其他用车”")
    number: Count | None = key("辆数", "年末实有的辆数")


class Vehicles(Section, title="车辆"):
    """Vehicles held at the end of the year: one fact, printed in three places."""

    authorized: Count | None = key("编制", "车辆编制数")
    held: Count | None = key("实有", "年末实有车辆数")
    by_type: Listing[VehicleGroup] | None = key("车型", "轿车、越野车、载客汽车 ……；不分车型写“无”")
    by_use: Listing[VehicleGroup] | None = key(
        "用途", "主要领导干部用车、机要通信用车、应急保障用车、其他用车 ……；不分用途写“无”"
    )
    other_use: Words | None = key("其他用车用途", "其他用车主要用于什么；没有不填", optional=True)
