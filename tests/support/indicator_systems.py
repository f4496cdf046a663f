"""Small indicator systems for tests, as `indicators.yaml` has them."""

from drafter.pipeline import field_contract
from drafter.scoring.system import Systems
from drafter.template.indicators import load_indicators

BOTH = """\
部门:
  名称: 部门指标
  指标:
    - 名称: 执行
      二级:
        - 名称: 预算
          三级:
            - 名称: 预算执行率
              分值: 10
              单列: 是
              度量: {式: 支出.合计 / 支出.合计.预算, 单位: "%"}
              分母为零: 人工
              规则: {类型: scale, 满值: 100}
    - 名称: 管理
      二级:
        - 名称: 制度
          三级:
            - 名称: 词
              分值: 6
              规则: {类型: checklist_deduct, 每项扣: 3, 条目: [有制度, 执行了制度]}
    - {取自: 整体绩效.指标, 分值: 84, 定量: {类型: target_ratio, 未达: 按比例, 超额线: 130},
       定性: {类型: levels, 按: 比例, 档: [{名称: 达成, 从: 80, 到: 100}]}}
项目:
  名称: 项目指标
  指标:
    - 名称: 执行
      二级:
        - 名称: 预算
          三级:
            - 名称: 预算执行率
              分值: 10
              单列: 是
              度量: {式: 执行.合计 / 预算.合计, 单位: "%"}
              分母为零: 零分
              说明要求: {取自: 执行偏差原因}
              规则: {类型: scale, 满值: 100}
    - {取自: 指标, 分值: 90, 一级分值: {产出: 50, 效益: 40},
       定量: {类型: target_ratio, 未达: 按比例, 超额线: 130},
       定性: {类型: levels, 按: 比例, 档: [{名称: 达成, 从: 80, 到: 100}]}}
"""


def systems_of(text: str) -> Systems:
    """Return the systems of a file's text, which must be sound."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "indicators.yaml"
        path.write_text(text, encoding="utf-8")
        read = load_indicators(path, "indicators.yaml", field_contract())
    assert read.findings == ()
    return read.systems
