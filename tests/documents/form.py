"""The words of 附件1 and 附件2 as the notice prints them, in the order of the form."""

from __future__ import annotations

from typing import Final

OWNERSHIPS: Final = ("中央企业", "地方国企", "民营企业", "三资企业", "科研院所", "高等院校")
SIZES: Final = ("大型企业", "中型企业", "小型企业", "微型企业")
INDUSTRIES: Final = ("电子信息", "生命健康", "汽车", "高端装备", "先进材料", "时尚消费品")
LEVELS: Final = ("国际标准", "国家标准", "行业标准", "团体标准", "企业标准")
STAGES: Final = ("草案", "立项", "报批", "发布")
YEARS: Final = (2021, 2022, 2023)
ORDINALS: Final = "一二三四五"

REPRESENTATIVE: Final = (
    (("姓名", "name"), ("职务", "position")),
    (("邮箱", "email"), ("电话", "phone")),
)
CONTACT: Final = (
    (("姓名", "name"), ("电话", "phone")),
    (("职务", "position"), ("手机", "mobile")),
    (("传真", "fax"), ("邮箱", "email")),
)
FINANCES: Final = (
    ("资产总额(万元)", "total_assets", "万元"),
    ("资产负债率(%)", "debt_ratio", "%"),
    ("主营业务收入(万元)", "revenue", "万元"),
    ("利润率(%)", "profit_margin", "%"),
)
LISTS: Final = (  # group label, its tail, key, name head, note of the developer's head
    ("关键技术", "", "technologies", "技术名称", 7),
    ("核心制造装备", "", "equipment", "装备名称", 7),
    ("核心工业软件", "(包括平台)", "software", "工业软件名称", 7),
    ("网络与计算设备", "", "network", "设备名称", 6),
)
INDICATORS: Final = (
    ("研制周期缩短 (%)", "cycle_reduction"),
    ("生产效率提升 (%)", "efficiency_gain"),
    ("产品不良率下降 (%)", "defect_reduction"),
    ("运营成本下降 (%)", "cost_reduction"),
    ("资源综合利用率提升 (%)", "resource_gain"),
)
ACCIDENT: Final = "企业近三年是否发生过重大安全生产事故、重大环境事故"
PROMISE: Final = "我单位申报的所有材料, 均真实、完整, 如有不实, 愿承担相应的责任。"

PROMPTS: Final = {
    "applicant.profile": "(包括发展历程、主营业务、主要产品、技术实力等基本情况, 不超500字)",
    "tasks.0.direction": "如：产品数字化设计解决方案",
    "tasks.1.direction": "(如有请填写)",
    "tasks.2.direction": "(如有请填写)",
    "tasks.0.scene.segment": "如：产品设计",
    "tasks.0.scene.name": "如：产品数字化研发与设计",
    "pain_points": "(如解决工艺、质量、效率、成本、用工、能效、双碳等问题, 不超过 200 字)",
    "summary": "(对方案具体内容、预期达到的技术和成效进行简要描述, 不超过 500 字)",
    "other_results": "(不超过 300 字)",
    "background": "围绕系统解决方案聚焦的具体领域(重点产业、应用场景),"
    "阐述工作必要性(例如解决行业痛点问题,"
    "把握技术发展趋势等,不超过1000字)。",
    "content": "描述系统解决方案的主要内容,包括智能制造系统解决方案总体架构、关键技术攻关、"
    "产品研发、集成方案,"
    "及实现的关键技术指标和系统功能,需要研制或应用的智能制造标准名称和主要内容(不超过3000字)。",
    "results": "阐述揭榜挂帅工作的预期成效,"
    "包括创新成果在制造企业实际应用的预期成果(可包括研制周期缩短、"
    "生产效率提升、产品不良率下降、运营成本下降、资源综合利用率提升等方面,"
    "也可根据应用情况新设成效指标),"
    "预期形成的发明专利或软件著作权等知识产权成果(不超过1000字)。",
    "schedule": "申报单位执行任务进度安排(不超过1000字)。",
    "narrative.foundation": "申报单位应从研发条件、技术能力、产品水平、"
    "典型应用案例等方面对揭榜基础条件进行描述"
    "（不超过 2000 字）。",
    "narrative.team": "项目负责人的科研水平及主要成果，研发团队整体情况介绍（不超过 1000 字）。",
    "narrative.organization": "申报单位组织管理方式、协调机制、保障措施等（不超过 1000 字）。",
    "narrative.funding": "申报单位研发资金投入概算（不超过 1000 字）。",
    "narrative.risks": "从技术风险、市场风险、政策风险等几方面分析项目执行可能面临的风险并提出对策"
    "（不超过 1000 字）。",
    "narrative.promotion": "项目攻关解决方案成果预期复制推广计划（不超过 1000 字）。",
    "narrative.attachments": "申报单位必要的证明文件。",
}
INTRODUCTION: Final = (
    "申报单位参考《上海市智能制造系统解决方案揭榜挂帅重点产业和攻关方向》(见附件3)编制,"
    "每个方向每个产业解决方案包括但不限于以下内容(不超过6000字)。"
)
SECTIONS: Final = (
    ("(1)", "背景与必要性", "background"),
    ("(2)", "主要内容", "content"),
    ("(3)", "预期成效", "results"),
    ("(4)", "进度安排", "schedule"),
)
CHAPTERS: Final = (  # number, heading, key of its text ("" where only sub-headings stand below it)
    ("二、", "申报单位基础条件", "foundation"),
    ("三、", "项目负责人与研发团队", "team"),
    ("四、", "项目组织实施、保障措施、研发资金及风险分析", ""),
    ("（一）", "组织实施机制", "organization"),
    ("（二）", "研发资金投入", "funding"),
    ("（三）", "风险分析", "risks"),
    ("五、", "下一步应用和推广计划", "promotion"),
    ("六、", "相关附件", "attachments"),
)
NOTES: Final = {
    1: "根据《统计上大中小微型企业划分办法(2017)》《关于印发中小企业划型标准规定的通知》规定,"
    " 工业企业大、中、"
    "小、微企业划分标准如下: 从业人员1000人及以上, 且营业收入40000万元及以上的为大型企业。",
    2: "重大、特大安全生产事故认定标准见《生产安全事故报告和调查处理条例》第三条(一)(二)。",
    3: "按照揭榜挂帅任务中涉及的 21 个攻关方向进行选择。",
    4: "按照揭榜挂帅任务中涉及的 6 个重点行业进行选择，"
    "每个行业的解决方案验收时需在 2 家以上企业开展示范验证。",
    5: "按照智能制造典型场景参考指引中设计的 16 个环节的 45 个智能制造典型场景进行选择。",
    6: "申报单位自行归纳填写。",
    7: "可自研和采购，若采购明确制造商名称。",
    8: "工业用网络和计算设备，例如工业通信网关、边缘计算设备等。",
    9: "根据行业应用情况填写，每个重点行业至少 4 个指标",
}
SUMMARY_HEADS: Final = (
    ("序号", "no"),
    ("单位名称", "name"),
    ("重点产业", "industries"),
    ("攻关方向", "directions"),
    ("解决方案名称", "solutions"),
    ("联系人", "contact"),
    ("手机", "mobile"),
)
SUMMARY_NOTES: Final = (
    "注：1. 本表各区主管部门等推荐单位填报。",
    "2. 推荐项目按优先次序排名。",
    "3. 重点产业、攻关方向是指附件 3 上海市智能制造系统解决方案揭榜挂帅任务中涉及的 6 个重点产业和"
    " 21 个攻关方向。",
)
