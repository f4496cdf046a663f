"""Tables of evaluation reports cell by cell: words, merges, spans, rows repeated on each page.

How a grid is drawn is told in `table_grids`. What the tables of 保靖 print was taken from the
published report; the scores of 绩效自评 are those worked out by hand in the head of that input.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from plain_inputs import Data, plain, typed
from sampling import sampled
from table_grids import ROOT, Report, drawn, made, read_report, read_table, report
from typer.testing import CliRunner, Result

from drafter.cli.app import app
from drafter.diagnostics import path_text
from drafter.pipeline import make_all

BAOJING, SELF = "example_inputs/baojing-2017.yaml", "tests/inputs/绩效自评.yaml"
YONGCHANG = "example_inputs/yongchang-2021.yaml"
HUNAN, GANSU = "hunan-overall-evaluation", "gansu-overall-self-evaluation"
NATIONAL, SICHUAN = "project-self-evaluation", "sichuan-project-self-evaluation-2023"

# 湖南: four tables in the text

EXPENDITURE = """\
‖ 科目名称 | 本年支出 | 工资福利⏎支出 | 商品和⏎服务支出 | 对个人和⏎家庭的补助 |
| 合计 | 4,241,743.32 | 2,779,683.34 | 466,259.98 | 995,800.00 |
| 一般公共服务支出 | 995,800.00 | 0.00 | 0.00 | 995,800.00 |
| 　政府办公厅（室）及相关机构事务 | 995,800.00 | 0.00 | 0.00 | 995,800.00 |
| 　　行政运行 | 995,800.00 | 0.00 | 0.00 | 995,800.00 |
| 科学技术支出 | 2,829,301.32 | 2,513,041.34 | 316,259.98 | 0.00 |
| 　科学技术管理事务 | 2,629,301.32 | 2,513,041.34 | 116,259.98 | 0.00 |
| 　　行政运行 | 2,629,301.32 | 2,513,041.34 | 116,259.98 | 0.00 |
| 　技术研究与开发 | 200,000.00 | 0.00 | 200,000.00 | 0.00 |
| 　　其他技术研究与开发支出 | 200,000.00 | 0.00 | 200,000.00 | 0.00 |
| 社会保障和就业支出 | 266,642.00 | 266,642.00 | 0.00 | 0.00 |
| 　行政事业单位离退休 | 266,642.00 | 266,642.00 | 0.00 | 0.00 |
| 　　机关事业单位基本养老保险缴费支出 | 266,642.00 | 266,642.00 | 0.00 | 0.00 |
| 资源勘探信息等支出 | 150,000.00 | 0.00 | 150,000.00 | 0.00 |
| 　其他资源勘探电力信息等支出 | 150,000.00 | 0.00 | 150,000.00 | 0.00 |
| 　　其他资源勘探信息等支出 | 150,000.00 | 0.00 | 150,000.00 | 0.00 |
"""

PROJECT_MONEY = """\
‖ ↓项目 | 净资产类⏎（年初） | →2 收入类 | →2 支出类 | 净资产类⏎（期末） |
‖ ↑ | ↓财政拨款结转 | →2 财政拨款收入 | →2 财政拨款支出 | ↓财政拨款结转 |
‖ ↑ | ↑ | 本月数 | 累计数 | 本月数 | 累计数 | ↑ |
| 企业改制办改制经费 |  | 60,000.00 | 120,000.00 | 60,000.00 | 120,000.00 |  |
| 改制企业维稳工作经费 |  |  | 20,000.00 |  | 10,724.00 | 9,276.00 |
| 三区科技人才工作经费 | 40,722.80 |  |  |  | 35,622.10 | 5,100.70 |
| 开展助保贷工作经费 |  |  | 10,000.00 |  | 5,209.00 | 4,791.00 |
| 财银保专项 |  |  | 15,000.00 |  | 11,299.00 | 3,701.00 |
| 项目前期工作经费 | 6,656.00 |  |  |  | 1,118.00 | 5,538.00 |
| 扶贫日活动精准扶贫科技助力行动经费 | 5,797.60 |  |  |  | 3,255.00 | 2,542.60 |
| 安全生产工作经费 | 4,399.00 |  |  |  | 3,912.00 | 487.00 |
| 县化工三厂安全隐患整治工作经费 | 4,381.00 |  |  |  |  | 4,381.00 |
| 财会信息补助金 | 247.00 |  |  |  |  | 247.00 |
| 优势企业培育 | 14,103.00 |  |  |  | 9,860.00 | 4,243.00 |
| 三区支持科技计划科技人员专项经费 | 120,032.00 | 500,000.00 | 500,000.00 |  | 20,000.00
  | 600,032.00 |
| 工业发展资金：园区用电整修 |  |  | 150,000.00 |  | 16,004.00 | 133,996.00 |
| 合计 | 196,338.40 | 560,000.00 | 815,000.00 | 60,000.00 | 237,003.10 | 774,335.30 |
"""

THREE_PUBLIC = """\
‖ 类别 | 实际数 | 预算数 | 超支（+）或节约（-）数 |
| 公务用车购置及运行维护费 | 10,284.76 | 90,000.00 | -79,715.24 |
| 公务接待费 | 24,000.00 | 50,000.00 | -26,000.00 |
| 因公出国（境）费 | 0.00 | 0.00 | 0.00 |
| 合计 | 34,284.76 | 140,000.00 | -105,715.24 |
"""

INDICATORS = """\
‖ 一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值 | 评价标准 | 指标说明 | 得分 |
| ↓投入 | ↓13 | ↓目标设定 | ↓6 | 绩效目标合理性 | 3
  | ①符合国家法律法规、国民经济和社会发展总体规划；②符合部门“三定”方案确定的职责；
  ③符合部门制定的中长期实施规划。以上每有一条不符合扣1分，扣完为止。
  | 部门所设立的整体绩效目标依据是否充分，是否符合客观实际，
  用以反映和考核部门整体绩效目标与部门履职、年度工作任务的相符性情况。 | 3 |
| ↑ | ↑ | ↑ | ↑ | 绩效指标明确性 | 3
  | ①将部门整体的绩效目标细化分解为具体的工作任务；②通过清晰、可衡量的指标值予以体现；
  ③与部门年度的任务数或计划数相对应；④与本年度部门预算资金相匹配。以上每有一条不符合扣1分，
  扣完为止。
  | 部门依据整体绩效目标所设定的绩效指标是否清晰、细化、可衡量，
  用以反映和考核部门整体绩效目标的明细化情况。 | 3 |
| ↑ | ↑ | ↓预算配置 | ↓7 | 在职人员控制率 | 3
  | 以100%为标准。在职人员控制率≤100%，计3分；每超过一个百分点扣0.3分，扣完为止。
  | 在职人员控制率=（在职人员数/编制数）×100%。在职人员数：部门（单位）实际在职人数，
  以财政确定的部门决算编制口径为准。编制数：机构编制部门核定批复的部门（单位）的人员编制数。 | 3 |
| ↑ | ↑ | ↑ | ↑ | “三公经费”变动率 | 4
  | “三公经费”变动率≤0，计4分；“三公经费”变动率＞0，每超过一个百分点扣0.4分，扣完为止。
  | “三公经费”变动率=[（本年度“三公经费”预算数-上年度“三公经费”预算数）
  /上年度“三公经费”预算数]×100% | 4 |
| ↓过程 | ↓61 | ↓预算执行 | ↓20 | 预算完成率 | 5 | 100%计满分，每低于5%扣2分，扣完为止。
  | 预算完成率=（上年结转+年初预算+本年追加预算-年末结余）/（上年结转+年初预算+本年追加预算）×100%
  | 0 |
| ↑ | ↑ | ↑ | ↑ | 预算控制率 | 5
  | 预算控制率0-10%（含），计5分；11%-30%（含），计4分；31%-60%（含），计3分；61%-100%（含），
  计2分；大于100%不得分。 | 预算控制率=（本年追加预算/年初预算）×100% | 4 |
| ↑ | ↑ | ↑ | ↑ | 新建楼堂馆所面积控制率 | 5
  | 100%以下（含）计满分，每超出5%扣2分，扣完为止。没有楼堂馆所项目的部门按满分计算。
  | 楼堂馆所面积控制率=实际建设面积/批准建设面积×100%。
  该指标以本年度完工的新建楼堂馆所为评价内容。 | 5 |
| ↑ | ↑ | ↑ | ↑ | 新建楼堂馆所投资概算控制率 | 5
  | 100%以下（含）计满分，每超出5%扣2分，扣完为止。没有楼堂馆所项目的部门按满分计算。
  | 楼堂馆所投资概算控制率=实际投资金额/批准投资概算×100%。
  该指标以本年度完工的新建楼堂馆所为评价内容。 | 5 |
| ↑ | ↑ | ↓预算管理 | ↓41 | 公用经费控制率 | 8 | 100%以下（含）计满分，每超出1%扣1分，扣完为止。
  | 公用经费控制率=（实际支出公用经费总额/预算安排公用经费总额）×100%。
  公用经费支出是指部门基本支出中的一般商品和服务支出。 | 6 |
| ↑ | ↑ | ↑ | ↑ | “三公经费”控制率 | 8 | 100%以下（含）计满分，每超出1%扣2分，扣完为止。
  | “三公经费”控制率=（“三公经费”实际支出数/“三公经费”预算安排数）×100% | 8 |
| ↑ | ↑ | ↑ | ↑ | 政府采购执行率 | 6
  | 100%计满分，每超出或降低5%扣2分，扣完为止。没有政府采购预算和采购的部门按满分计算。
  | 政府采购执行率=（实际政府采购金额/政府采购预算数）×100% | 6 |
| ↑ | ↑ | ↑ | ↑ | 管理制度健全性 | 8
  | ①有内部财务管理制度、会计核算制度等管理制度，2分；②有本部门厉行节约制度，2分；
  ③相关管理制度合法、合规、完整，2分；④相关管理制度得到有效执行，2分。 |  | 8 |
| ↑ | ↑ | ↑ | ↑ | 资金使用合规性 | 6
  | ①支出符合国家财经法规和财务管理制度规定以及有关专项资金管理办法的规定；
  ②资金拨付有完整的审批程序和手续；③项目支出按规定经过评估论证；④支出符合部门预算批复的用途；
  ⑤资金使用无截留、挤占、挪用、虚列支出等情况。以上每有一条不符合扣1分，最低1分。 |  | 6 |
| ↑ | ↑ | ↑ | ↑ | 预决算信息公开性 | 5
  | ①按规定内容公开预决算信息，1分；②按规定时限公开预决算信息，1分；
  ③基础数据信息和会计信息资料真实，1分；④基础数据信息和会计信息资料完整，1分；
  ⑤基础数据信息和会计信息资料准确，1分。
  | 预决算信息是指与部门预算、执行、决算、监督、绩效等管理相关的信息。 | 5 |
| ↓产出及效率 | ↓26 | 职责履行 | 8 | 重点工作实际完成率 | 8
  | 根据绩效考核部门本年度对各部门重点工作的考核分数折算。该项得分=（考核得分/1000）×8。 |  | 8 |
| ↑ | ↑ | ↓履职效益 | ↓18 | 经济效益 | 3
  | 部门（单位）履行职责对经济发展所带来的直接或间接影响（3分）。 |  | 3 |
| ↑ | ↑ | ↑ | ↑ | 社会效益 | 3 | 部门（单位）履行职责对社会发展所带来的直接或间接影响（3分）。
  |  | 3 |
| ↑ | ↑ | ↑ | ↑ | 行政效能 | 6
  | 促进部门改进文风会风，加强经费及资产管理，推动网上办事，提高行政效率，
  降低行政成本效果较好的计6分；一般3分；无效果或者效果不明显0分。 |  | 6 |
| ↑ | ↑ | ↑ | ↑ | 社会公众或服务对象满意度 | 6
  | 90%（含）以上计6分；80%（含）-90%，计4分；70%（含）-80%，计2分；低于70%计0分。 |  | 6 |
| →5 合计 | 100 | →2 评价等级：优 | 92 |
"""

# 甘肃: 附件1, and 附件2 for each project

GANSU_WHOLE = """\
‖ →2 部门名称 | →8 青禾县文化体育和旅游局 |
| ↓部门整体支出情况（万元） | →2 支出构成 | 年初预算数 | 全年预算数（A） | 全年执行数（B） | 分值
  | →2 执行率（B/A） | 得分 |
| ↑ | →2 年度资金总额 | 1335.40 | 1401.80 | 1354.68 | 10 | →2 96.64% | 9.66 |
| ↑ | →2 其中：基本支出 | 786.20 | 812.60 | 811.48 | — | →2 99.86% | — |
| ↑ | →2 项目支出 | 549.20 | 589.20 | 543.20 | — | →2 92.19% | — |
| ↓年度总体目标 | →4 预期目标 | →5 实际完成情况 |
| ↑
  | →4 两馆免费开放300天以上，送文化下乡120场，公共文化服务惠及28万人次，旅游综合收入2.5亿元，
  修缮红色文化遗址2处，服务对象满意度90%以上。
  | →5 两馆免费开放312天，送文化下乡102场，公共文化服务惠及29.4万人次，旅游综合收入3.4亿元，
  修缮红色文化遗址2处，服务对象满意度93.5%。 |
| ↓绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
  | →2 偏差原因分析⏎及改进措施 |
| ↑ | ↓产出指标（50分） | ↓数量指标 | 两馆免费开放天数 | ≥300天 | 312天 | 7 | 7 | →2 |
| ↑ | ↑ | ↑ | 送文化下乡场次 | ≥120场 | 102场 | 8 | 6.8
  | →2 部分乡镇场地维修，演出推迟到下年；提前落实场地，下年补演18场。 |
| ↑ | ↑ | ↓质量指标 | 文物保护单位巡查覆盖率 | 100% | 100% | 7 | 7 | →2 |
| ↑ | ↑ | ↑ | 遗址修缮质量 | 通过省级文物主管部门验收 | 主体工程通过县级初验，省级验收还没有进行
  | 8 | 6 | →2 竣工资料整理晚；已补齐资料，报请省级验收。 |
| ↑ | ↑ | 时效指标 | 预决算公开 | 批复后20日内公开 | 批复后第12日公开 | 8 | 8 | →2 |
| ↑ | ↑ | ↓成本指标 | “三公”经费支出 | ≤12万元 | 10.22万元 | 6 | 6 | →2 |
| ↑ | ↑ | ↑ | 每场下乡演出成本 | ≤0.60万元 | 0.64万元 | 6 | 5.63
  | →2 场次减少，每场分摊的运输费增加；相邻乡镇的演出合并安排。 |
| ↑ | ↓效益指标（30分） | 经济效益指标 | 旅游综合收入 | ≥2.5亿元 | 3.4亿元 | 8 | 8
  | →2 年中高速公路通车，游客大增，编制目标时没有预计；今后参照三年平均数确定目标。 |
| ↑ | ↑ | 社会效益指标 | 公共文化服务惠及人次 | ≥28万人次 | 29.4万人次 | 8 | 8 | →2 |
| ↑ | ↑ | 生态效益指标 | 景区环境 | 景区垃圾分类全覆盖，没有环境投诉
  | 垃圾分类全覆盖，收到环境投诉1件，当日办结 | 6 | 5.4
  | →2 假日客流集中，清运不及时；节假日增加清运班次。 |
| ↑ | ↑ | 可持续影响指标 | 文物长效管护 | 文物保护单位都落实管护责任人
  | 全部落实，责任人名单已公示 | 8 | 8 | →2 |
| ↑ | 满意度指标（10分） | 服务对象满意度指标 | 服务对象满意度 | ≥90% | 93.5% | 10 | 10 | →2 |
| →6 总分 | 100 | 95.49 | →2 |
"""

GANSU_1 = """\
‖ →2 项目名称 | →8 图书馆和文化馆免费开放 |
| →2 主管部门 | →3 青禾县文化体育和旅游局 | 实施单位 | →4 青禾县文化馆 |
| ↓项目资金（万元） | →2 资金来源 | 年初预算数 | 全年预算数（A） | 全年执行数（B） | 分值
  | →2 执行率（B/A） | 得分 |
| ↑ | →2 年度资金总额 | 119.20 | 129.20 | 129.20 | 10 | →2 100% | 10 |
| ↑ | →2 其中：当年财政拨款 | 110.00 | 120.00 | 120.00 | — | →2 100% | — |
| ↑ | →2 上年结转资金 | — | — | — | — | →2 — | — |
| ↑ | →2 其他资金 | 9.20 | 9.20 | 9.20 | — | →2 100% | — |
| ↓年度总体目标 | →4 预期目标 | →5 实际完成情况 |
| ↑ | →4 县图书馆、文化馆全年免费开放300天以上，举办公益培训24期，到馆18万人次。
  | →5 免费开放312天，举办公益培训34期，到馆17.2万人次。 |
| ↓绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
  | →2 偏差原因分析⏎及改进措施 |
| ↑ | ↓产出指标（50分） | ↓数量指标 | 年免费开放天数 | ≥300天 | 312天 | 10 | 10 | →2 |
| ↑ | ↑ | ↑ | 公益培训期数 | ≥24期 | 34期 | 8 | 8
  | →2 年中与县总工会联合举办职工培训10期，编制目标时没有列入；今后把联合举办的一并测算。 |
| ↑ | ↑ | 质量指标 | 开放时间公示率 | 100% | 100% | 12 | 12 | →2 |
| ↑ | ↑ | 时效指标 | 经费拨付及时性 | 每季度末月20日前拨付 | 前三季度按时拨付，第四季度推迟11天
  | 10 | 7.5 | →2 第四季度用款计划报送晚；今后提前15天报送。 |
| ↑ | ↑ | 成本指标 | 每期培训成本 | ≤0.50万元 | 0.48万元 | 10 | 10 | →2 |
| ↑ | ↓效益指标（30分） | 社会效益指标 | 到馆人次 | ≥18万人次 | 17.2万人次 | 15 | 14.33
  | →2 冬季供暖改造，阅览室缩短开放时间；供暖改造已完工，下年恢复。 |
| ↑ | ↑ | 可持续影响指标 | 免费开放制度 | 建立并执行长期免费开放制度 | 制度已经建立，执行良好 | 15
  | 15 | →2 |
| ↑ | 满意度指标（10分） | 服务对象满意度指标 | 读者和学员满意度 | ≥90% | 94% | 10 | 10 | →2 |
| →6 总分 | 100 | 96.83 | →2 |
"""

GANSU_2 = """\
‖ →2 项目名称 | →8 村级文化体育服务中心设备更新 |
| →2 主管部门 | →3 青禾县文化体育和旅游局 | 实施单位 | →4 青禾县文化体育和旅游局 |
| ↓项目资金（万元） | →2 资金来源 | 年初预算数 | 全年预算数（A） | 全年执行数（B） | 分值
  | →2 执行率（B/A） | 得分 |
| ↑ | →2 年度资金总额 | 260.00 | 260.00 | 221.00 | 10 | →2 85.00% | 8.5 |
| ↑ | →2 其中：当年财政拨款 | 200.00 | 200.00 | 171.00 | — | →2 85.50% | — |
| ↑ | →2 上年结转资金 | 40.00 | 40.00 | 40.00 | — | →2 100% | — |
| ↑ | →2 其他资金 | 20.00 | 20.00 | 10.00 | — | →2 50.00% | — |
| ↑ | →2 执行情况说明 | →7 第三批设备招标流标，8个村的设备推迟到下年采购，39.00万元没有支付。 |
| ↓年度总体目标 | →4 预期目标 | →5 实际完成情况 |
| ↑ | →4 分三批为60个村更新文化体育设备，每村5套，受益群众3.2万人。
  | →5 完成两批采购，更新52个村的设备，每村5套，受益群众2.9万人。 |
| ↓绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
  | →2 偏差原因分析⏎及改进措施 |
| ↑ | ↓产出指标（50分） | ↓数量指标 | 更新设备的村 | ≥60个 | 52个 | 10 | 8.67
  | →2 第三批8个村招标流标；下年一季度重新招标。 |
| ↑ | ↑ | ↑ | 每村配备器材 | 5套 | 5套 | 8 | 8 | →2 |
| ↑ | ↑ | 质量指标 | 设备验收合格率 | ≥98% | 99.2% | 12 | 12 | →2 |
| ↑ | ↑ | 时效指标 | 年内完成采购批次 | 3批 | 2批 | 6 | 0
  | →2 第三批投标人不足三家，年内来不及重新招标；今后提前两个月启动采购。 |
| ↑ | ↑ | 成本指标 | 每村设备成本 | ≤4.30万元 | 4.25万元 | 14 | 14 | →2 |
| ↑ | ↓效益指标（30分） | 社会效益指标 | 受益群众 | ≥3.2万人 | 2.9万人 | 12 | 10.88
  | →2 8个村的设备没有更新；下年补齐。 |
| ↑ | ↑ | 生态效益指标 | 旧器材回收 | 更换下来的旧器材全部回收处置 | 旧器材集中存放，没有回收处置
  | 8 | 4 | →2 没有找到有资质的回收单位；下年与新设备采购一并委托。 |
| ↑ | ↑ | 可持续影响指标 | 设备管护制度 | 各村建立设备管护制度，专人负责
  | 52个村都建立了制度，其中3个村管护人员由村干部兼任 | 10 | 9
  | →2 3个村没有合适的专职人员；协调村级公益岗位解决。 |
| ↑ | 满意度指标（10分） | 服务对象满意度指标 | 群众满意度 | ≥85% | 84% | 10 | 9.88
  | →2 没有更新设备的村评价较低；下年补齐设备。 |
| →6 总分 | 100 | 84.93 | →2 |
"""

GANSU_3 = """\
‖ →2 项目名称 | →8 红色文化遗址保护修缮 |
| →2 主管部门 | →3 青禾县文化体育和旅游局 | 实施单位 | →4 青禾县文化体育和旅游局 |
| ↓项目资金（万元） | →2 资金来源 | 年初预算数 | 全年预算数（A） | 全年执行数（B） | 分值
  | →2 执行率（B/A） | 得分 |
| ↑ | →2 年度资金总额 | 170.00 | 200.00 | 193.00 | 10 | →2 96.50% | 9.65 |
| ↑ | →2 其中：当年财政拨款 | 120.00 | 150.00 | 145.00 | — | →2 96.67% | — |
| ↑ | →2 上年结转资金 | 30.00 | 30.00 | 30.00 | — | →2 100% | — |
| ↑ | →2 其他资金 | 20.00 | 20.00 | 18.00 | — | →2 90.00% | — |
| ↓年度总体目标 | →4 预期目标 | →5 实际完成情况 |
| ↑ | →4 修缮红色文化遗址2处、860平方米，工期180天，年接待参观4.5万人次。
  | →5 修缮遗址2处、1150平方米，工期192天，接待参观4.8万人次。 |
| ↓绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
  | →2 偏差原因分析⏎及改进措施 |
| ↑ | ↓产出指标（50分） | ↓数量指标 | 修缮遗址 | 2处 | 2处 | 12 | 12 | →2 |
| ↑ | ↑ | ↑ | 修缮面积 | ≥860平方米 | 1150平方米 | 10 | 10
  | →2 施工中发现相邻附属建筑也有险情，经批准一并修缮；今后立项前做全面勘察。 |
| ↑ | ↑ | 质量指标 | 工程验收 | 通过省级文物主管部门验收
  | 主体工程通过县级初验，省级验收还没有进行 | 14 | 10.5
  | →2 竣工资料整理晚；已补齐资料，报请省级验收。 |
| ↑ | ↑ | 时效指标 | 施工工期 | ≤180天 | 192天 | 8 | 7.5 | →2 汛期停工12天；施工计划避开汛期。 |
| ↑ | ↑ | 成本指标 | 工程变更增加费用占合同价的比例 | ≤10% | 8.6% | 6 | 6 | →2 |
| ↑ | ↓效益指标（30分） | 社会效益指标 | 年接待参观人次 | ≥4.5万人次 | 4.8万人次 | 15 | 15 | →2 |
| ↑ | ↑ | 可持续影响指标 | 日常管护 | 落实管护单位和人员，建立巡查台账
  | 管护单位和人员已落实，巡查台账10月起建立 | 15 | 14 | →2 台账建立较晚；已按季度检查。 |
| ↑ | 满意度指标（10分） | 服务对象满意度指标 | 参观群众满意度 | ≥90% | 92.6% | 10 | 10 | →2 |
| →6 总分 | 100 | 94.65 | →2 |
"""

# 财预〔2020〕10号: a form for each project

NATIONAL_1 = """\
‖ →2 项目名称 | →8 图书馆和文化馆免费开放 |
| →2 主管部门 | →3 青禾县文化体育和旅游局 | 实施单位 | →4 青禾县文化馆 |
| ↓项目资金(万元) | →2 | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | →2 执行率 | 得分 |
| ↑ | →2 年度资金总额 | 119.20 | 129.20 | 129.20 | 10 | →2 100.00% | 10 |
| ↑ | →2 其中：当年财政拨款 | 110.00 | 120.00 | 120.00 | — | →2 100.00% | — |
| ↑ | →2 　　　上年结转资金 | — | — | — | — | →2 — | — |
| ↑ | →2 　　　其他资金 | 9.20 | 9.20 | 9.20 | — | →2 100.00% | — |
| ↓年度总体目标 | →4 预期目标 | →5 实际完成情况 |
| ↑ | →4 县图书馆、文化馆全年免费开放300天以上，举办公益培训24期，到馆18万人次。
  | →5 免费开放312天，举办公益培训34期，到馆17.2万人次。 |
| ↓绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
  | →2 偏差原因分析⏎及改进措施 |
| ↑ | ↓产出指标⏎（50分）⏎得47.5分 | ↓数量指标 | 年免费开放天数 | ≥300天 | 312天 | 10 | 10 | →2 |
| ↑ | ↑ | ↑ | 公益培训期数 | ≥24期 | 34期 | 8 | 8
  | →2 年中与县总工会联合举办职工培训10期，编制目标时没有列入；今后把联合举办的一并测算 |
| ↑ | ↑ | 质量指标 | 开放时间公示率 | 100% | 100% | 12 | 12 | →2 |
| ↑ | ↑ | 时效指标 | 经费拨付及时性 | 每季度末月20日前拨付 | 前三季度按时拨付，第四季度推迟11天
  | 10 | 7.5 | →2 第四季度用款计划报送晚；今后提前15天报送 |
| ↑ | ↑ | 成本指标 | 每期培训成本 | ≤0.50万元 | 0.48万元 | 10 | 10 | →2 |
| ↑ | ↓效益指标⏎（30分）⏎得29.33分 | 社会效益指标 | 到馆人次 | ≥18万人次 | 17.2万人次 | 15 | 14.33
  | →2 冬季供暖改造，阅览室缩短开放时间；供暖改造已完工，下年恢复 |
| ↑ | ↑ | 可持续影响指标 | 免费开放制度 | 建立并执行长期免费开放制度 | 制度已经建立，执行良好 | 15
  | 15 | →2 |
| ↑ | 满意度指标⏎（10分）⏎得10分 | 服务对象满意度指标 | 读者和学员满意度 | ≥90% | 94% | 10 | 10
  | →2 |
| →6 总分 | 100 | 96.83 | →2 等级：优 |
"""

NATIONAL_2 = """\
‖ →2 项目名称 | →8 村级文化体育服务中心设备更新 |
| →2 主管部门 | →3 青禾县文化体育和旅游局 | 实施单位 | →4 青禾县文化体育和旅游局 |
| ↓项目资金(万元) | →2 | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | →2 执行率 | 得分 |
| ↑ | →2 年度资金总额 | 260.00 | 260.00 | 221.00 | 10 | →2 85.00% | 8.5 |
| ↑ | →2 其中：当年财政拨款 | 200.00 | 200.00 | 171.00 | — | →2 85.50% | — |
| ↑ | →2 　　　上年结转资金 | 40.00 | 40.00 | 40.00 | — | →2 100.00% | — |
| ↑ | →2 　　　其他资金 | 20.00 | 20.00 | 10.00 | — | →2 50.00% | — |
| ↑ | →2 执行率说明 | →7 第三批设备招标流标，8个村的设备推迟到下年采购，39.00万元没有支付。 |
| ↓年度总体目标 | →4 预期目标 | →5 实际完成情况 |
| ↑ | →4 分三批为60个村更新文化体育设备，每村5套，受益群众3.2万人。
  | →5 完成两批采购，更新52个村的设备，每村5套，受益群众2.9万人。 |
| ↓绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
  | →2 偏差原因分析⏎及改进措施 |
| ↑ | ↓产出指标⏎（50分）⏎得42.67分 | ↓数量指标 | 更新设备的村 | ≥60个 | 52个 | 10 | 8.67
  | →2 第三批8个村招标流标；下年一季度重新招标 |
| ↑ | ↑ | ↑ | 每村配备器材 | 5套 | 5套 | 8 | 8 | →2 |
| ↑ | ↑ | 质量指标 | 设备验收合格率 | ≥98% | 99.2% | 12 | 12 | →2 |
| ↑ | ↑ | 时效指标 | 年内完成采购批次 | 3批 | 2批 | 6 | 0
  | →2 第三批投标人不足三家，年内来不及重新招标；今后提前两个月启动采购 |
| ↑ | ↑ | 成本指标 | 每村设备成本 | ≤4.30万元 | 4.25万元 | 14 | 14 | →2 |
| ↑ | ↓效益指标⏎（30分）⏎得23.88分 | 社会效益指标 | 受益群众 | ≥3.2万人 | 2.9万人 | 12 | 10.88
  | →2 8个村的设备没有更新；下年补齐 |
| ↑ | ↑ | 生态效益指标 | 旧器材回收 | 更换下来的旧器材全部回收处置 | 旧器材集中存放，没有回收处置
  | 8 | 4 | →2 没有找到有资质的回收单位；下年与新设备采购一并委托 |
| ↑ | ↑ | 可持续影响指标 | 设备管护制度 | 各村建立设备管护制度，专人负责
  | 52个村都建立了制度，其中3个村管护人员由村干部兼任 | 10 | 9
  | →2 3个村没有合适的专职人员；协调村级公益岗位解决 |
| ↑ | 满意度指标⏎（10分）⏎得9.88分 | 服务对象满意度指标 | 群众满意度 | ≥85% | 84% | 10 | 9.88
  | →2 没有更新设备的村评价较低；下年补齐设备 |
| →6 总分 | 100 | 84.93 | →2 等级：良 |
"""

NATIONAL_3 = """\
‖ →2 项目名称 | →8 红色文化遗址保护修缮 |
| →2 主管部门 | →3 青禾县文化体育和旅游局 | 实施单位 | →4 青禾县文化体育和旅游局 |
| ↓项目资金(万元) | →2 | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | →2 执行率 | 得分 |
| ↑ | →2 年度资金总额 | 170.00 | 200.00 | 193.00 | 10 | →2 96.50% | 9.65 |
| ↑ | →2 其中：当年财政拨款 | 120.00 | 150.00 | 145.00 | — | →2 96.67% | — |
| ↑ | →2 　　　上年结转资金 | 30.00 | 30.00 | 30.00 | — | →2 100.00% | — |
| ↑ | →2 　　　其他资金 | 20.00 | 20.00 | 18.00 | — | →2 90.00% | — |
| ↓年度总体目标 | →4 预期目标 | →5 实际完成情况 |
| ↑ | →4 修缮红色文化遗址2处、860平方米，工期180天，年接待参观4.5万人次。
  | →5 修缮遗址2处、1150平方米，工期192天，接待参观4.8万人次。 |
| ↓绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
  | →2 偏差原因分析⏎及改进措施 |
| ↑ | ↓产出指标⏎（50分）⏎得46分 | ↓数量指标 | 修缮遗址 | 2处 | 2处 | 12 | 12 | →2 |
| ↑ | ↑ | ↑ | 修缮面积 | ≥860平方米 | 1150平方米 | 10 | 10
  | →2 施工中发现相邻附属建筑也有险情，经批准一并修缮；今后立项前做全面勘察 |
| ↑ | ↑ | 质量指标 | 工程验收 | 通过省级文物主管部门验收
  | 主体工程通过县级初验，省级验收还没有进行 | 14 | 10.5
  | →2 竣工资料整理晚；已补齐资料，报请省级验收 |
| ↑ | ↑ | 时效指标 | 施工工期 | ≤180天 | 192天 | 8 | 7.5 | →2 汛期停工12天；施工计划避开汛期 |
| ↑ | ↑ | 成本指标 | 工程变更增加费用占合同价的比例 | ≤10% | 8.6% | 6 | 6 | →2 |
| ↑ | ↓效益指标⏎（30分）⏎得29分 | 社会效益指标 | 年接待参观人次 | ≥4.5万人次 | 4.8万人次 | 15 | 15
  | →2 |
| ↑ | ↑ | 可持续影响指标 | 日常管护 | 落实管护单位和人员，建立巡查台账
  | 管护单位和人员已落实，巡查台账10月起建立 | 15 | 14 | →2 台账建立较晚；已按季度检查 |
| ↑ | 满意度指标⏎（10分）⏎得10分 | 服务对象满意度指标 | 参观群众满意度 | ≥90% | 92.6% | 10 | 10
  | →2 |
| →6 总分 | 100 | 94.65 | →2 等级：优 |
"""

# 四川 2023: a form for each project

SICHUAN_1 = """\
‖ →2 项目名称 | →10 图书馆和文化馆免费开放 |
| →2 主管部门 | →3 青禾县文化体育和旅游局 | →2 实施单位（盖章） | →5 青禾县文化馆 |
| ↓项目基本情况 | →4 项目年度目标 | →7 年度目标完成情况 |
| ↑ | →4 县图书馆、文化馆全年免费开放300天以上，举办公益培训24期，到馆18万人次。
  | →7 免费开放312天，举办公益培训34期，到馆17.2万人次。 |
| ↓预算执行情况⏎（10分） | →2 年度预算数（万元） | 年初预算 | →2 调整后预算数 | →2 预算⏎执行数
  | 预算⏎执行率 | 权重 | 得分 | 原因 |
| ↑ | →2 总额 | 119.20 | →2 129.20 | →2 129.20 | 100.00% | 10 | 10 | ↓ |
| ↑ | →2 其中：财政资金 | 110.00 | →2 120.00 | →2 120.00 | 100.00% | — | — | ↑ |
| ↑ | →2 　　　其他资金 | 9.20 | →2 9.20 | →2 9.20 | 100.00% | — | — | ↑ |
| ↓绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标⏎性质 | 指标值 | 度量⏎单位 | →2 完成值 | 权重
  | 得分 | 未完成⏎原因分析 |
| ↑ | ↓产出指标 | ↓数量指标 | 年免费开放天数 | ≥ | 300 | 天 | →2 312 | 10 | 10 |  |
| ↑ | ↑ | ↑ | 公益培训期数 | ≥ | 24 | 期 | →2 34 | 8 | 8
  | 年中与县总工会联合举办职工培训10期，编制目标时没有列入；今后把联合举办的一并测算 |
| ↑ | ↑ | 质量指标 | 开放时间公示率 | = | 100 | % | →2 100 | 12 | 12 |  |
| ↑ | ↑ | 时效指标 | 经费拨付及时性 | 定性 | 每季度末月20日前拨付
  |  | →2 前三季度按时拨付，第四季度推迟11天 | 10 | 7.5
  | 第四季度用款计划报送晚；今后提前15天报送 |
| ↑ | ↑ | 成本指标 | 每期培训成本 | ≤ | 0.50 | 万元 | →2 0.48 | 10 | 10 |  |
| ↑ | ↓效益指标 | 社会效益指标 | 到馆人次 | ≥ | 18 | 万人次 | →2 17.2 | 15 | 14.33
  | 冬季供暖改造，阅览室缩短开放时间；供暖改造已完工，下年恢复 |
| ↑ | ↑ | 可持续影响指标 | 免费开放制度 | 定性 | 建立并执行长期免费开放制度
  |  | →2 制度已经建立，执行良好 | 15 | 15 |  |
| ↑ | 满意度指标 | 服务对象满意度指标 | 读者和学员满意度 | ≥ | 90 | % | →2 94 | 10 | 10 |  |
| →9 合计 | 100 | 96.83 |  |
| →2 评价结论
  | →10 项目目标基本完成，资金全部用于免费开放，综合得分96.83分。通过项目实施，
  群众就近享受公共文化服务，到馆读者和学员满意度达到94%。 |
| →2 存在问题 | →10 第四季度经费拨付推迟，冬季到馆人次下降。 |
| →2 改进措施 | →10 提前报送用款计划，增加冬季室内活动。 |
| →5 项目负责人： | →7 财务负责人： |
"""

SICHUAN_2 = """\
‖ →2 项目名称 | →10 村级文化体育服务中心设备更新 |
| →2 主管部门 | →3 青禾县文化体育和旅游局 | →2 实施单位（盖章） | →5 青禾县文化体育和旅游局 |
| ↓项目基本情况 | →4 项目年度目标 | →7 年度目标完成情况 |
| ↑ | →4 分三批为60个村更新文化体育设备，每村5套，受益群众3.2万人。
  | →7 完成两批采购，更新52个村的设备，每村5套，受益群众2.9万人。 |
| ↓预算执行情况⏎（10分） | →2 年度预算数（万元） | 年初预算 | →2 调整后预算数 | →2 预算⏎执行数
  | 预算⏎执行率 | 权重 | 得分 | 原因 |
| ↑ | →2 总额 | 260.00 | →2 260.00 | →2 221.00 | 85.00% | 10 | 8.5
  | ↓第三批设备招标流标，8个村的设备推迟到下年采购，39.00万元没有支付。 |
| ↑ | →2 其中：财政资金 | 200.00 | →2 200.00 | →2 171.00 | 85.50% | — | — | ↑ |
| ↑ | →2 　　　上年结转资金 | 40.00 | →2 40.00 | →2 40.00 | 100.00% | — | — | ↑ |
| ↑ | →2 　　　其他资金 | 20.00 | →2 20.00 | →2 10.00 | 50.00% | — | — | ↑ |
| ↓绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标⏎性质 | 指标值 | 度量⏎单位 | →2 完成值 | 权重
  | 得分 | 未完成⏎原因分析 |
| ↑ | ↓产出指标 | ↓数量指标 | 更新设备的村 | ≥ | 60 | 个 | →2 52 | 10 | 8.67
  | 第三批8个村招标流标；下年一季度重新招标 |
| ↑ | ↑ | ↑ | 每村配备器材 | = | 5 | 套 | →2 5 | 8 | 8 |  |
| ↑ | ↑ | 质量指标 | 设备验收合格率 | ≥ | 98 | % | →2 99.2 | 12 | 12 |  |
| ↑ | ↑ | 时效指标 | 年内完成采购批次 | = | 3 | 批 | →2 2 | 6 | 0
  | 第三批投标人不足三家，年内来不及重新招标；今后提前两个月启动采购 |
| ↑ | ↑ | 成本指标 | 每村设备成本 | ≤ | 4.30 | 万元 | →2 4.25 | 14 | 14 |  |
| ↑ | ↓效益指标 | 社会效益指标 | 受益群众 | ≥ | 3.2 | 万人 | →2 2.9 | 12 | 10.88
  | 8个村的设备没有更新；下年补齐 |
| ↑ | ↑ | 生态效益指标 | 旧器材回收 | 定性 | 更换下来的旧器材全部回收处置
  |  | →2 旧器材集中存放，没有回收处置 | 8 | 4
  | 没有找到有资质的回收单位；下年与新设备采购一并委托 |
| ↑ | ↑ | 可持续影响指标 | 设备管护制度 | 定性 | 各村建立设备管护制度，专人负责
  |  | →2 52个村都建立了制度，其中3个村管护人员由村干部兼任 | 10 | 9
  | 3个村没有合适的专职人员；协调村级公益岗位解决 |
| ↑ | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥ | 85 | % | →2 84 | 10 | 9.88
  | 没有更新设备的村评价较低；下年补齐设备 |
| →9 合计 | 100 | 84.93 |  |
| →2 评价结论
  | →10 项目完成两批采购，预算执行率85%，综合得分84.93分。通过项目实施，
  52个村的文化体育设备得到更新，群众活动有了场地和器材。 |
| →2 存在问题 | →10 第三批招标流标，旧器材回收没有开展，群众满意度未达到目标。 |
| →2 改进措施 | →10 提前完成采购需求论证，一季度重新招标，同步回收旧器材。 |
| →5 项目负责人： | →7 财务负责人： |
"""

SICHUAN_3 = """\
‖ →2 项目名称 | →10 红色文化遗址保护修缮 |
| →2 主管部门 | →3 青禾县文化体育和旅游局 | →2 实施单位（盖章） | →5 青禾县文化体育和旅游局 |
| ↓项目基本情况 | →4 项目年度目标 | →7 年度目标完成情况 |
| ↑ | →4 修缮红色文化遗址2处、860平方米，工期180天，年接待参观4.5万人次。
  | →7 修缮遗址2处、1150平方米，工期192天，接待参观4.8万人次。 |
| ↓预算执行情况⏎（10分） | →2 年度预算数（万元） | 年初预算 | →2 调整后预算数 | →2 预算⏎执行数
  | 预算⏎执行率 | 权重 | 得分 | 原因 |
| ↑ | →2 总额 | 170.00 | →2 200.00 | →2 193.00 | 96.50% | 10 | 9.65 | ↓ |
| ↑ | →2 其中：财政资金 | 120.00 | →2 150.00 | →2 145.00 | 96.67% | — | — | ↑ |
| ↑ | →2 　　　上年结转资金 | 30.00 | →2 30.00 | →2 30.00 | 100.00% | — | — | ↑ |
| ↑ | →2 　　　其他资金 | 20.00 | →2 20.00 | →2 18.00 | 90.00% | — | — | ↑ |
| ↓绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标⏎性质 | 指标值 | 度量⏎单位 | →2 完成值 | 权重
  | 得分 | 未完成⏎原因分析 |
| ↑ | ↓产出指标 | ↓数量指标 | 修缮遗址 | = | 2 | 处 | →2 2 | 12 | 12 |  |
| ↑ | ↑ | ↑ | 修缮面积 | ≥ | 860 | 平方米 | →2 1150 | 10 | 10
  | 施工中发现相邻附属建筑也有险情，经批准一并修缮；今后立项前做全面勘察 |
| ↑ | ↑ | 质量指标 | 工程验收 | 定性 | 通过省级文物主管部门验收
  |  | →2 主体工程通过县级初验，省级验收还没有进行 | 14 | 10.5
  | 竣工资料整理晚；已补齐资料，报请省级验收 |
| ↑ | ↑ | 时效指标 | 施工工期 | ≤ | 180 | 天 | →2 192 | 8 | 7.5 | 汛期停工12天；施工计划避开汛期 |
| ↑ | ↑ | 成本指标 | 工程变更增加费用占合同价的比例 | ≤ | 10 | % | →2 8.6 | 6 | 6 |  |
| ↑ | ↓效益指标 | 社会效益指标 | 年接待参观人次 | ≥ | 4.5 | 万人次 | →2 4.8 | 15 | 15 |  |
| ↑ | ↑ | 可持续影响指标 | 日常管护 | 定性 | 落实管护单位和人员，建立巡查台账
  |  | →2 管护单位和人员已落实，巡查台账10月起建立 | 15 | 14 | 台账建立较晚；已按季度检查 |
| ↑ | 满意度指标 | 服务对象满意度指标 | 参观群众满意度 | ≥ | 90 | % | →2 92.6 | 10 | 10 |  |
| →9 合计 | 100 | 94.65 |  |
| →2 评价结论
  | →10 项目主体工程完工，预算执行率96.5%，综合得分94.65分。通过项目实施，2处遗址的险情得到排除，
  成为全县红色教育的主要场所。 |
| →2 存在问题 | →10 汛期停工，工期超过计划，省级验收还没有进行。 |
| →2 改进措施 | →10 施工计划避开汛期，尽快报请省级验收。 |
| →5 项目负责人： | →7 财务负责人： |
"""

GRIDS = [
    (BAOJING, HUNAN, (EXPENDITURE, PROJECT_MONEY, THREE_PUBLIC, INDICATORS)),
    (SELF, GANSU, (GANSU_WHOLE, GANSU_1, GANSU_2, GANSU_3)),
    (SELF, NATIONAL, (NATIONAL_1, NATIONAL_2, NATIONAL_3)),
    (SELF, SICHUAN, (SICHUAN_1, SICHUAN_2, SICHUAN_3)),
]
TABLES = [
    (path, template, number, grid)
    for path, template, grids in GRIDS
    for number, grid in enumerate(grids, start=1)
]
TABLE_NAMES = [f"{template}-{number}" for _, template, number, _ in TABLES]


@pytest.mark.parametrize(
    ("path", "template", "number", "grid"),
    sampled(TABLES, 3, TABLE_NAMES),
)
def test_a_table_stands_cell_by_cell(path: str, template: str, number: int, grid: str) -> None:
    assert report(path, template).tables[number - 1].drawn == drawn(grid)


@pytest.mark.parametrize(("path", "template", "grids"), GRIDS)
def test_a_report_has_no_other_tables(path: str, template: str, grids: tuple[str, ...]) -> None:
    assert len(report(path, template).tables) == len(grids)


@pytest.mark.parametrize(
    ("path", "template"), [*((path, template) for path, template, _ in GRIDS), (YONGCHANG, GANSU)]
)
def test_rows_fill_the_grid_and_every_merge_has_a_start(path: str, template: str) -> None:
    assert [table.faults() for table in report(path, template).tables if table.faults()] == []


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RESTART, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
HEADER, WIDE = "<w:trPr><w:tblHeader/></w:trPr>", '<w:gridSpan w:val="2"/>'


def table_of(*rows: str) -> etree._Element:
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    body = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return etree.fromstring(f"<w:tbl {W}>{grid}{body}</w:tbl>")


def cell(properties: str, words: str) -> str:
    paragraph = f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph}</w:tc>"


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ((cell("", "甲"),), "第1行不是2列"),
        ((cell("", "甲") * 3,), "第1行不是2列"),
        ((cell(ON, "") + cell("", "乙"),), "第1行第1列的合并没有开头"),
        ((cell("", "甲") * 2, cell("", "甲") + cell(ON, "")), "第2行第2列的合并没有开头"),
        ((cell(RESTART + WIDE, "甲"), cell(ON, "") + cell("", "乙")), "第2行第1列的合并没有开头"),
        ((cell(RESTART + WIDE, "甲"), cell(ON + WIDE, "乙")), "第2行第1列的字印不出来"),
        ((cell(WIDE, "甲"), HEADER + cell(WIDE, "甲")), "重复的标题行不在最前"),
    ],
)
def test_a_faulty_grid_would_be_seen(rows: tuple[str, ...], fault: str) -> None:
    assert fault in read_table(table_of(*rows)).faults()


def test_a_grid_is_drawn_as_it_stands() -> None:
    rows = (
        HEADER + cell(RESTART, "甲") + cell("", "乙"),
        cell(ON, "") + cell("", "　丙"),
        cell(WIDE, ""),
    )
    table = read_table(table_of(*rows))
    assert table.faults() == []
    assert table.drawn == ["‖ ↓甲 | 乙 |", "| ↑ | 　丙 |", "| →2 |"]
    assert drawn("‖ ↓甲\n  | 乙 |\n| ↑ | 　\n  丙 |\n| →2 |\n") == table.drawn


# Rows and columns that only some departments have


def changed(tmp_path: Path, data: Data) -> list[Report]:
    path = tmp_path / "a.yaml"
    path.write_text(typed(data), encoding="utf-8")
    return [read_report(outcome) for outcome in make_all(path).outcomes]


def test_a_class_that_was_spent_has_a_column(tmp_path: Path) -> None:
    data = plain(ROOT / BAOJING)
    section = data["一般公共预算财政拨款支出"]["科目"][1]["款"][1]
    section["项"][0]["经济分类"].append({"名称": "资本性支出", "决算": "5000"})
    table = changed(tmp_path, data)[0].tables[0]
    assert table.faults() == []
    assert table.drawn[:2] + table.drawn[8:10] == [
        "‖ 科目名称 | 本年支出 | 工资福利支出 | 商品和服务支出 | 对个人和家庭的补助 | 资本性支出 |",
        "| 合计 | 4,241,743.32 | 2,779,683.34 | 466,259.98 | 995,800.00 | 5,000.00 |",
        "| 　技术研究与开发 | 205,000.00 | 0.00 | 200,000.00 | 0.00 | 5,000.00 |",
        "| 　　其他技术研究与开发支出 | 205,000.00 | 0.00 | 200,000.00 | 0.00 | 5,000.00 |",
    ]


def test_another_kind_of_expenditure_has_a_row(tmp_path: Path) -> None:
    data = plain(ROOT / SELF) | {"报告": [GANSU]}
    data["支出"]["经营支出"] = {"决算": "10", "预算": "12", "年初预算": "11"}
    table = changed(tmp_path, data)[0].tables[0]
    assert table.faults() == []
    assert table.drawn[5] == "| ↑ | →2 经营支出 | 11.00 | 12.00 | 10.00 | — | →2 83.33% | — |"
    assert len(table.rows) == len(drawn(GANSU_WHOLE)) + 1


def test_a_department_without_projects_has_no_forms_and_says_so(tmp_path: Path) -> None:
    gansu, national, sichuan = changed(tmp_path, plain(ROOT / SELF) | {"项目": "无"})
    assert [table.drawn for table in gansu.tables] == [drawn(GANSU_WHOLE)]
    blocks = [block for block in gansu.blocks if block.startswith("附件")]
    assert blocks == ["附件：部门整体支出绩效自评表（2023年度）", "附件"]
    for form in (national, sichuan):
        assert form.tables == []
        assert list(form.blocks)[-1] == "本部门2023年度没有项目支出。"


# Text and table cannot differ


def indicator_rows() -> list[list[str]]:
    """Return name, weight, standard, explanation and score of each indicator of 保靖."""
    table = report(BAOJING, HUNAN).tables[3]
    return [[cell.words for cell in row][4:] for row in table.rows[1:-1]]


INDICATOR_NAMES = [
    "绩效目标合理性", "绩效指标明确性", "在职人员控制率", "“三公经费”变动率", "预算完成率",
    "预算控制率", "新建楼堂馆所面积控制率", "新建楼堂馆所投资概算控制率", "公用经费控制率",
    "“三公经费”控制率", "政府采购执行率", "管理制度健全性", "资金使用合规性", "预决算信息公开性",
    "重点工作实际完成率", "经济效益", "社会效益", "行政效能", "社会公众或服务对象满意度",
]  # fmt: skip


def test_the_text_goes_through_the_indicators_of_the_table_in_order() -> None:
    assert [row[0] for row in indicator_rows()] == INDICATOR_NAMES
    blocks = [block for block in report(BAOJING, HUNAN).blocks if block in INDICATOR_NAMES]
    assert blocks == INDICATOR_NAMES


@pytest.mark.parametrize("name", INDICATOR_NAMES)
def test_an_indicator_has_in_the_text_the_standard_and_the_scores_of_its_row(name: str) -> None:
    name_, weight, standard, _, score = next(row for row in indicator_rows() if row[0] == name)
    titles = {*INDICATOR_NAMES, "过程", "产出及效率", "绩效评价结论"}
    section = report(BAOJING, HUNAN).sections(titles)[name]
    graded = [line for line in section.split("\n") if "故本次" in line]
    assert len(graded) == 1
    assert graded[0].startswith(f"根据{name_}评价标准：{standard}")
    assert graded[0].endswith(f"故本次{name_}计{score}分（分值{weight}分）。")
    assert len(re.findall(r"（分值[\d.]+分）", section)) == 1


def test_the_conclusion_adds_up_the_table() -> None:
    table = report(BAOJING, HUNAN).tables[3]
    scores: dict[str, list[int]] = {}
    group = ""
    for row in table.rows[1:-1]:
        group = row[0].words or group
        scores.setdefault(group, []).append(int(row[-1].words))
    assert {name: sum(points) for name, points in scores.items()} == {
        "投入": 13, "过程": 53, "产出及效率": 26,
    }  # fmt: skip
    text = report(BAOJING, HUNAN).text
    assert "满分100分，得分92分，评价等级为“优”。" in text
    assert "投入分值13分，得13分；过程分值61分，得53分；产出及效率分值26分，得26分。" in text
    assert "共失分8分，扣分的指标有3项：" in text
    lost = {row[0]: (row[1], row[4]) for row in indicator_rows() if row[1] != row[4]}
    assert lost == {
        "预算完成率": ("5", "0"),
        "预算控制率": ("5", "4"),
        "公用经费控制率": ("8", "6"),
    }
    for name, (weight, score) in lost.items():
        missed = int(weight) - int(score)
        assert f"{name}失{missed}分（分值{weight}分，得{score}分）。" in text


def test_the_sentences_above_the_tables_of_hunan_give_their_amounts() -> None:
    text = report(BAOJING, HUNAN).text
    spent, money, three, _ = report(BAOJING, HUNAN).tables
    total = [cell.words for cell in spent.rows[1]]
    for name, amount in zip(
        ("共计", "工资福利支出", "商品和服务支出", "对个人和家庭的补助"), total[1:], strict=True
    ):
        assert f"{name}{amount}元" in text
    names = money.column(0)[3:-1]
    assert f"2017年度项目共{len(names)}个：{'、'.join(names)}。" in text
    actual, budget = three.column(1), three.column(2)
    parts = ("公务用车购置及运行维护费", "公务接待费", "因公出国（境）费")
    for column in (actual, budget):
        assert "，".join(f"{n}{a}元" for n, a in zip(parts, column[1:4], strict=True)) in text
    assert f"“三公经费”实际支出{actual[4]}元" in text
    assert f"；预算{budget[4]}元" in text


TOLD = [
    ("95.49", "优", "9.66", "46.43", "29.4", "10"),
    ("96.83", "优", "10", "47.5", "29.33", "10"),
    ("84.93", "良", "8.5", "42.67", "23.88", "9.88"),
    ("94.65", "优", "9.65", "46", "29", "10"),
]


@pytest.mark.parametrize(("number", "scores"), list(enumerate(TOLD)))
def test_the_text_of_gansu_gives_the_scores_of_its_annexes(
    number: int, scores: tuple[str, ...]
) -> None:
    total, level, execution, output, benefit, satisfaction = scores
    assert (
        f"得{'分' if number else ''}{total}分，等级为“{level}”，其中预算执行率{execution}分、"
        f"产出指标{output}分、效益指标{benefit}分、满意度指标{satisfaction}分。"
    ) in report(SELF, GANSU).text
    table = report(SELF, GANSU).tables[number]
    assert table.rows[-1][2].words == total
    assert table.rows[3 if number else 2][-1].words == execution
    sums: dict[str, Decimal] = {}
    group = ""
    first = next(n for n, row in enumerate(table.rows) if row[0].words == "绩效指标") + 1
    for row in table.rows[first:-1]:
        group = row[1].words.partition("（")[0] or group
        sums[group] = sums.get(group, Decimal(0)) + Decimal(row[7].words)
    assert [f"{points.normalize():f}" for points in sums.values()] == [
        output, benefit, satisfaction,
    ]  # fmt: skip


def test_the_forms_give_the_scores_of_the_annexes() -> None:
    totals = [table.rows[-1][2].words for table in report(SELF, GANSU).tables[1:]]
    assert [table.rows[-1][2].words for table in report(SELF, NATIONAL).tables] == totals
    assert [table.rows[-5][2].words for table in report(SELF, SICHUAN).tables] == totals


# Chosen projects

VILLAGES = "村级文化体育服务中心设备更新"


def test_an_input_with_everything_is_without_findings() -> None:
    assert made(SELF).findings == ()
    assert not any(outcome.is_draft for outcome in made(SELF).outcomes)


def test_a_chosen_project_is_the_only_form_and_in_the_name_of_the_file() -> None:
    (outcome,) = made(SELF, NATIONAL, VILLAGES).outcomes
    assert outcome.file_name == (
        "青禾县文化体育和旅游局2023年度项目支出绩效自评表（村级文化体育服务中心设备更新）.docx"
    )
    tables = read_report(outcome).tables
    assert [table.drawn for table in tables] == [drawn(NATIONAL_2)]


def test_a_report_on_the_whole_department_is_about_all_of_its_projects() -> None:
    """A choice of projects is for forms: sums and counts of the whole would not be true of one."""
    (outcome,) = made(SELF, GANSU, VILLAGES).outcomes
    chosen = read_report(outcome)
    assert [t.drawn for t in chosen.tables] == [t.drawn for t in report(SELF, GANSU).tables]
    assert "全年项目支出543.20万元。开展绩效自评的项目3个，具体情况如下：" in chosen.text


def test_all_projects_are_annexes_with_numbers() -> None:
    blocks = [b for b in report(SELF, GANSU).blocks if re.fullmatch(r"附件[\d-]*", b)]
    assert blocks == ["附件1", "附件2-1", "附件2-2", "附件2-3"]


def test_an_input_chooses_the_projects_of_a_template(tmp_path: Path) -> None:
    chosen = {"模板": NATIONAL, "项目": ["红色文化遗址保护修缮", VILLAGES]}
    path = tmp_path / "a.yaml"
    path.write_text(typed(plain(ROOT / SELF) | {"报告": [chosen]}), encoding="utf-8")
    (outcome,) = make_all(path).outcomes
    assert outcome.file_name == "青禾县文化体育和旅游局2023年度项目支出绩效自评表.docx"
    assert [t.drawn for t in read_report(outcome).tables] == [drawn(NATIONAL_2), drawn(NATIONAL_3)]


def test_a_project_that_is_not_there_is_refused() -> None:
    (refused,) = [f for f in made(SELF, NATIONAL, "没有的项目").findings if f.is_error]
    assert (refused.id, path_text(refused.path)) == ("JS-908", "项目")
    assert refused.message == "“项目”一节里没有“没有的项目”"
    assert refused.hint == (
        "现有：图书馆和文化馆免费开放、村级文化体育服务中心设备更新、红色文化遗址保护修缮"
    )


def test_an_input_that_chooses_a_project_that_is_not_there_is_refused_there(
    tmp_path: Path,
) -> None:
    chosen = {"模板": NATIONAL, "项目": [VILLAGES, "没有的项目"]}
    path = tmp_path / "a.yaml"
    path.write_text(typed(plain(ROOT / SELF) | {"报告": [chosen]}), encoding="utf-8")
    (refused,) = [f for f in make_all(path).findings if f.is_error]
    assert (refused.id, path_text(refused.path)) == ("JS-908", "报告.1.项目.2")
    assert refused.where.line == text_line(path, "  - 没有的项目")


def text_line(path: Path, line: str) -> int:
    """Return the number of the first line that reads so."""
    return path.read_text(encoding="utf-8").splitlines().index(line) + 1


def test_a_project_that_is_not_there_does_not_make_a_department_without_projects() -> None:
    (outcome,) = made(SELF, NATIONAL, "没有的项目").outcomes
    rendered = outcome.rendered
    text = read_report(outcome).text if rendered and rendered.document else ""
    assert "没有项目支出" not in text


def test_nothing_is_said_of_the_words_of_projects_that_were_not_chosen() -> None:
    hints = [f for f in made(SELF, NATIONAL, VILLAGES).findings if f.path[:1] == ("项目",)]
    assert [path_text(f.path) for f in hints if f.path[1] != 1] == []


# Several reports, and inputs that were not made for these


def drafter(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


FILES = [
    "青禾县文化体育和旅游局2023年度部门整体支出绩效自评报告.docx",
    "青禾县文化体育和旅游局2023年度部门预算项目支出绩效自评表.docx",
    "青禾县文化体育和旅游局2023年度项目支出绩效自评表.docx",
]


def test_all_reports_of_an_input_go_into_a_new_folder(tmp_path: Path) -> None:
    folder = tmp_path / "自评"
    result = drafter("render", ROOT / SELF, "-o", folder)
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in folder.iterdir()) == FILES
    assert result.stderr.count("已生成") == 3
    assert result.stderr.count("没有问题") == 3


def test_some_templates_and_one_project_go_into_a_new_folder(tmp_path: Path) -> None:
    folder = tmp_path / "自评"
    arguments = ("render", ROOT / SELF, "-t", NATIONAL, "-t", SICHUAN, "--project", VILLAGES)
    result = drafter(*arguments, "-o", folder)
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in folder.iterdir()) == [
        f"{name.removesuffix('.docx')}（{VILLAGES}）.docx" for name in FILES[1:]
    ]


def test_a_project_that_is_not_there_leaves_no_folder(tmp_path: Path) -> None:
    folder = tmp_path / "自评"
    result = drafter("render", ROOT / SELF, "--project", "没有的项目", "-o", folder)
    assert result.exit_code == 1
    assert result.stderr.count("JS-908") == 1
    assert not folder.exists()


MIYI = ROOT / "example_inputs" / "miyi-2020.yaml"


def test_projects_without_weights_give_no_form_but_what_is_to_be_filled(tmp_path: Path) -> None:
    result = drafter("render", MIYI, "-t", NATIONAL, "-o", tmp_path / "a.docx")
    assert result.exit_code == 1
    assert list(tmp_path.iterdir()) == []
    gaps = [line for line in result.stderr.splitlines() if "JS-901" in line]
    asked = {"分值": "写满分", "性质": "写 ≥、≤、=、＞、＜ 或 定性"}
    printed = enumerate((4, 5, 4, 5, 6), start=1)  # a row that is blank is not printed
    wanted = [
        f"错误 JS-901 待补：项目.{number}.指标.{row}.{name}（用于：项目支出绩效自评表；{advice}）"
        for number, rows in printed
        for row in range(1, rows + 1)
        for name, advice in asked.items()
    ]
    assert [line.partition(": ")[2] for line in gaps] == wanted


def test_projects_without_weights_give_a_draft(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    result = drafter("render", MIYI, "-t", NATIONAL, "-o", target, "--draft")
    assert result.exit_code == 0, result.output
    assert target.exists()
    (outcome,) = made("example_inputs/miyi-2020.yaml", NATIONAL).outcomes
    assert outcome.is_draft
    table = read_report(outcome).tables[0]
    assert table.drawn[3] == "| ↑ | →2 年度资金总额 | — | 9.16 | 9.16 | 10 | →2 100.00% | 10 |"
    rows = [[cell.words for cell in row] for row in table.rows[10:-1]]
    assert {(row[6], row[7]) for row in rows} == {("【待补：分值】", "【待补：分值、性质】")}
    assert table.drawn[-1] == (
        "| →6 总分 | 100 | 【待补：分值、性质 等8处】 | →2 等级：【待补：分值、性质 等8处】 |"
    )
