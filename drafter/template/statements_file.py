"""What a file of statement definitions may hold; built in and beside a template alike."""

from typing import Literal

from drafter.model.base import Listing, OneOrMore, Section, key
from drafter.model.values import Count, Words
from drafter.model.year import TextMap


class ColumnSection(Section, title="栏"):
    """A column of a statement."""

    column_key: Words | None = key("键", "模板里的名字，如 {{ 行.支出 }}")
    heading: OneOrMore[Words] | None = key("表头", "从上到下的表头；相邻的同名表头合并")
    holds: Literal["名称", "编码", "行次", "金额"] | None = key("种类", "不填即金额")
    also: OneOrMore[Words] | None = key("又名", "别处的表里最下一层表头的其他写法")
    field: Words | None = key("取", "科目行里的哪一栏；不填即决算")


class PartSection(Section, title="行"):
    """A row, or rows of one kind."""

    words: Words | None = key("项目", "固定的一行：项目的文字；空行写 无")
    also: OneOrMore[Words] | None = key("又名", "别处的表里这一行的其他写法")
    paths: TextMap | None = key("数", "各栏印哪个数：栏的键: 数据位置")
    classes: TextMap | None = key("每类", "每个功能分类的类一行；栏的键: 科目列表的位置")
    subjects: Words | None = key("每科目", "类、款、项逐行；科目列表的位置")
    economic: OneOrMore[Words] | None = key("每款", "这些经济分类的类及其款逐行；类的编码")
    rows: Words | None = key("取自", "每款：在哪个列表里找")
    stored: TextMap | None = key("存入", "导入时放到哪里，与印的位置不同时填；栏的键: 数据位置")


class BlockSection(Section, title="分块"):
    """Columns side by side with other columns."""

    columns: Listing[ColumnSection] | None = key("栏", "从左到右")
    head: Listing[PartSection] | None = key("行", "从上到下")
    tail: Listing[PartSection] | None = key("末行", "与其他分块的末行对齐的行")


class StatementSection(Section, title="附表"):
    """A statement."""

    id: Words | None = key("标识", "模板里的名字：附表.标识")
    title: Words | None = key("名称", "印出的表名")
    also: OneOrMore[Words] | None = key("又名", "别处或早年的表名")
    page: Literal["纵向", "横向"] | None = key("页面", "不填即纵向")
    numbered: Literal["有", "无"] | None = key("栏次", "表头下有没有一行栏次，不填即有")
    note: Words | None = key("注", "印在表下")
    empty_note: Words | None = key("空表说明", "全表没有数时印的话，可用 {全称} {年度}")
    public: Literal["是", "否"] | None = key("公开", "否：只用来导入，不填即是")
    blocks: Listing[BlockSection] | None = key("分块", "左右并排的部分，多数表只有一块")


class GenerationSection(Section, title="清单"):
    """The statements of some years in their order, where no template says otherwise."""

    first: Count | None = key("起", "从哪一年度起；不填即更早")
    last: Count | None = key("止", "到哪一年度；不填即至今")
    statements: Listing[Words] | None = key("表", "附表的标识，编号依次为公开01表、公开02表……")


class StatementsFile(Section, title="附表定义"):
    """The whole of a file of definitions."""

    about: Words | None = key("说明", "给维护人看的话")
    statements: Listing[StatementSection] | None = key("附表", "各表的定义")
    generations: Listing[GenerationSection] | None = key("清单", "各年度公开的表及其次序")
