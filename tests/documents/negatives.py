"""Documents that are no form of ours, however much they talk like one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml import etree

from tests.documents import form, ooxml
from tests.documents.layouts import Layout
from tests.documents.ooxml import FULL_WIDTH, Cell, Row, paragraph, run
from tests.documents.records import empty_application
from tests.documents.retype import Typist, retype_summary

LETTER: Final = """关于补充申报材料的函
上海市嘉定区经济委员会：
贵委转来的补正通知收悉。现就揭榜挂帅项目申报书中的若干事项说明如下：
一、单位名称与统一社会信用代码以营业执照为准，成立时间为2009年6月18日。
二、法人代表/负责人姓名、职务、邮箱、电话均已更新；项目联系人手机号码变更为13800000018。
三、攻关方向一为数字孪生工厂解决方案，重点服务产业为汽车、高端装备，主要应用场景的环节名称为工厂建设。
四、解决方案名称、攻关起止日期、计划研发经费不变；关键技术、核心制造装备、核心工业软件、网络与计算设备清单另附。
五、预期知识产权成果、预期标准成果、预期其他成果和预期应用成效按原申报书执行。
特此函复。
上海申联智造系统有限公司
2024年5月28日"""

ANNOUNCEMENT: Final = """关于组织开展揭榜挂帅项目申报辅导会的通知
各有关企业：
为帮助企业填好申报书，定于5月9日下午召开辅导会。会议将逐项讲解：单位名称、单位性质、企业类型、近三年发展情况、单位简介、真实性承诺、攻关方向、重点服务产业、解决痛点问题、方案简述等内容。
请各单位于5月7日前将回执发至工作邮箱。
联系人：魏老师，电话：021-59560100"""

CONTRACT: Final = (
    ("合同名称", "数字化车间建设技术服务合同", "合同编号", "QL-2024-0113"),
    ("委托方（甲方）", "上海云甫汽车零部件有限公司", "法定代表人", "冷千山"),
    ("单位地址", "上海市青浦区华新镇华隆路1777号", "统一社会信用代码", ""),
    ("项目联系人", "阮清越", "联系电话", "13800000071"),
    ("受托方（乙方）", "上海启岚数字制造技术有限公司", "法定代表人", "沈牧远"),
    ("单位地址", "上海市浦东新区金桥路1398弄", "邮箱", "sales@qilan-dm.example"),
    ("合同金额(万元)", "168.00", "服务期限", "2024年6月至2025年5月"),
    ("解决方案名称", "冲压车间数字化解决方案", "验收标准", "见附件一"),
    ("开户银行", "浦江商业银行金桥支行", "银行账号", "3100661201880003"),
    ("签订日期", "2024年5月6日", "签订地点", "上海"),
)
OTHER_PROGRAMME: Final = (
    ("申报单位", "上海域桥电子系统股份有限公司", "统一社会信用代码", "91310117760045218T"),
    ("单位名称", "上海域桥电子系统股份有限公司", "成立时间", "2004年4月19日"),
    ("单位地址", "上海市松江区新桥镇民益路201号", "单位性质", "☑民营企业 □国有企业 □外资企业"),
    ("法定代表人", "闻人启", "职务", "总裁"),
    ("项目联系人", "孟书岚", "手机", "13800000046"),
    ("传真", "021-57620199", "邮箱", "mengsl@yuqiao-es.example"),
    ("工厂名称", "松江电子装联智能工厂", "工厂地址", "松江区新桥镇"),
    ("工厂级别", "□基础级 ☑先进级 □卓越级", "所属行业", "电子信息"),
    ("产值(万元)", "176613.35", "从业人数", "1420"),
    ("数控化率(%)", "93.5", "联网率(%)", "97"),
    ("已建场景数", "18", "场景名称", "智能在线检测、智能仓储等"),
    ("投资总额(万元)", "12300", "建成时间", "2023年9月"),
    ("单位简介", "公司专业从事汽车电子制造服务。", "真实性承诺", "材料真实有效。"),
)
GRANT: Final = (
    ("项目名称", "工业软件首版次应用推广", "项目类别", "首版次"),
    ("企业名称", "上海衡岳软件有限公司", "企业类型", "☑中型企业 □小型企业"),
    ("软件名称", "制造执行系统V6", "软件著作权登记号", "2023SR0088001"),
    ("研制单位", "自研", "关键技术", "模型驱动、低代码"),
    ("申请发明专利", "5", "获得软件著作权", "9"),
    ("计划研发经费", "600万元", "起止日期", "2024年1月-2025年12月"),
    ("姓名", "郗南风", "电话", "021-61000088"),
    ("资产总额(万元)", "9800", "利润率(%)", "12.1"),
)
REGISTRATION: Final = (
    ("参会单位名称", "", "联系人", ""),
    ("姓名", "", "职务", ""),
    ("电话", "", "手机", ""),
    ("邮箱", "", "传真", ""),
)


ACCEPTANCE: Final = (
    ("揭榜单位", "上海启岚数字制造技术有限公司", "推荐单位", "浦东新区科经委"),
    ("统一社会信用代码", "", "单位地址", "上海市浦东新区金桥路1398弄"),
    ("项目联系人", "顾清和", "手机", "13800000021"),
    ("攻关方向", "数字孪生工厂解决方案", "重点服务产业", "☑汽车 ☑高端装备"),
    (
        "解决方案名称",
        "面向多车型混线总装的数字孪生工厂解决方案",
        "攻关起止日期",
        "2024年7月至2026年6月",
    ),
    ("验收结论", "□通过 □不通过 □整改后再验收", "验收日期", ""),
    ("实际投入经费(万元)", "2411.7", "验证企业数量", "4"),
    ("实际成效", "研制周期缩短36%，生产效率提升22%", "专家组长", "危素心"),
)
ACCEPTANCE_LIST: Final = (
    ("序号", "技术名称", "关键指标", "完成情况"),
    ("1", "统一语义建模", "模型复用率≥70%", "74%"),
    ("2", "毫秒级虚实同步引擎", "时延≤80ms", "71ms"),
)
RECOMMENDED: Final = (
    ("序号", "单位名称", "项目名称", "所属领域", "项目负责人", "联系电话", "推荐理由"),
    (
        "1",
        "上海衡岳软件有限公司",
        "制造执行系统首版次",
        "工业软件",
        "郗南风",
        "021-61000088",
        "自主可控",
    ),
    (
        "2",
        "上海澄波通信设备有限公司",
        "TSN交换机首台套",
        "网络设备",
        "应若川",
        "13800000031",
        "填补空白",
    ),
    ("3", "", "", "", "", "", ""),
)


def _table(lines: Sequence[Sequence[str]]) -> str:
    rows = []
    for line in lines:
        width = FULL_WIDTH // len(line)
        rows.append(Row(tuple(Cell(width, paragraph(run(text)), "text") for text in line), "pairs"))
    return ooxml.table(rows)


def _lines(text: str) -> str:
    return "".join(paragraph(run(line)) for line in text.split("\n"))


def _pack(body: str) -> bytes:
    return ooxml.pack(ooxml.document(body), ooxml.parts({}))


def _members() -> bytes:
    """A list of companies that shares most heads with 附件2."""
    heads = ("序号", "单位名称", "所属区", "联系人", "手机", "备注")
    lines = [("1", "上海云甫汽车零部件有限公司", "青浦区", "阮清越", "13800000071", "")]
    lines += [(str(number), "", "", "", "", "") for number in range(2, 9)]
    return _pack(_lines("智能制造系统解决方案供应商联盟成员名单") + _table([heads, *lines]))


def _notice() -> bytes:
    """The notice with its annexes blank: it holds forms, but nobody's answers."""
    letter = _lines(
        "上海市经济和信息化委员会文件\n沪经信制〔2024〕196号\n上海市经济信息化委关于开展2024年度"
        "智能制造系统解决方案揭榜挂帅项目申报工作的通知\n各区经委（科经委、商务委），"
        "各有关企业（集团）：\n"
        "一、任务目标\n二、申报条件\n三、组织实施\n附件：1.申报书 2.推荐汇总表\n附件 1"
    )
    blank = Typist(empty_application(), Layout(prompts="kept", spare=2)).application()
    summary = retype_summary({"recommender": None, "rows": []}, Layout(spare=6))
    body = "".join(
        etree.tostring(block, encoding="unicode")
        for block in summary.root[0]
        if not block.tag.endswith("sectPr")
    )
    annex = _lines(
        "附件 3\n上海市智能制造系统解决方案揭榜挂帅 重点产业和攻关方向\n一、重点产业\n二、"
        "攻关方向\n"
        "（一）基础制造能力升级\n1. 产品数字化设计解决方案\n附件 4\n智能制造典型场景参考指引"
    )
    return _pack(letter + blank + body + annex)


def _guide() -> bytes:
    """How to fill the form in: every label with an explanation."""
    labels = ("单位名称", "单位性质", "企业类型", "攻关方向", "重点服务产业", "解决方案名称")
    lines = [("填写项", "填写说明")] + [(label, f"请如实填写{label}。") for label in labels]
    return _pack(
        _lines("申报书填写说明") + _table(lines) + _lines("\n".join(form.PROMPTS.values()))
    )


def negatives() -> dict[str, bytes]:
    """Documents by their names; every one must be answered `not-a-form`."""
    contract = _lines("技术服务合同") + _table(CONTRACT) + _lines("第一条 服务内容\n第二条 验收")
    factory = _lines("2024年度上海市智能工厂申报书") + _table(OTHER_PROGRAMME)
    factory += _lines(
        "一、工厂建设情况\n(1) 背景与必要性\n公司自2019年起建设智能工厂。\n(2) 主要内容\n略\n"
        "(3) 预期成效\n略"
    )
    grant = _lines("首版次软件专项申请表") + _table(GRANT)
    return {
        "复函.docx": _pack(_lines(LETTER)),
        "辅导会通知.docx": _pack(_lines(ANNOUNCEMENT)),
        "合同.docx": _pack(contract),
        "智能工厂申报书.docx": _pack(factory),
        "首版次申请表.docx": _pack(grant),
        "验收申请表.docx": _pack(
            _lines("智能制造系统解决方案揭榜挂帅项目验收申请表")
            + _table(ACCEPTANCE)
            + _lines("关键技术完成情况")
            + _table(ACCEPTANCE_LIST)
        ),
        "首台套推荐汇总表.docx": _pack(
            _lines("2024年度首台套首版次推荐汇总表\n推荐单位（盖章）：浦东新区科经委")
            + _table(RECOMMENDED)
        ),
        "参会回执.docx": _pack(_lines("参会回执") + _table(REGISTRATION)),
        "成员名单.docx": _members(),
        "通知.docx": _notice(),
        "填写说明.docx": _guide(),
        "空文档.docx": _pack(paragraph()),
    }
