"""附件1 申报书: its record, field by field as the form prints it."""

from __future__ import annotations

from typing import Any

from marshmallow import post_load

from forms.codecs import (
    Choice,
    Count,
    CreditCode,
    Date,
    IndicatorName,
    Industry,
    Mail,
    Month,
    Phone,
    Prose,
    Text,
    Tick,
    Ticks,
    WrittenChoice,
    Year,
    YesNo,
    money,
    percent,
)
from forms.form import SchemaForm
from forms.jiebang2024.data import (
    DIRECTION,
    INDUSTRIES,
    LABELS,
    OWNERSHIP,
    SCENE,
    SEGMENT,
    SEGMENT_OF_SCENE,
    SETTINGS,
    SIZES,
    prompts,
)
from forms.jiebang2024.recommenders import district
from forms.jiebang2024.rules import check_application
from forms.labels import label_keys
from forms.schema import Answer, Part, PrintedRows, RecordSchema, Rows

LEVELS = ("国际标准", "国家标准", "行业标准", "团体标准", "企业标准")
STAGES = ("草案", "立项", "报批", "发布")
YEARS = tuple(SETTINGS["years"])
DIRECTIONS = ("攻关方向一", "攻关方向二", "攻关方向三")

_STAMP = prompts("cover.applicant")[0]


def _prompts_of_tasks(leaf: str) -> tuple[str, ...]:
    return prompts(*(f"tasks.{index}.{leaf}" for index in range(len(DIRECTIONS))))


class CoverSchema(RecordSchema):
    applicant = Answer(Text(stamp=_STAMP, shape="organisation"), "揭榜单位")
    recommender = Answer(Text(stamp=_STAMP, shape="organisation"), "推荐单位")
    date = Answer(Date(), "申报日期")


class RepresentativeSchema(RecordSchema):
    name = Answer(Text(shape="person"), "姓名")
    position = Answer(Text(shape="position"), "职务")
    email = Answer(Mail(), "邮箱")
    phone = Answer(Phone(), "电话")


class ContactSchema(RecordSchema):
    name = Answer(Text(shape="person"), "姓名")
    phone = Answer(Phone(), "电话")
    position = Answer(Text(shape="position"), "职务")
    mobile = Answer(Phone(mobile=True), "手机")
    fax = Answer(Phone(), "传真")
    email = Answer(Mail(), "邮箱")


class YearSchema(RecordSchema):
    year = Answer(Year(YEARS), "年份")
    total_assets = Answer(money(), "资产总额(万元)")
    debt_ratio = Answer(percent(), "资产负债率(%)")
    revenue = Answer(money(), "主营业务收入(万元)")
    profit_margin = Answer(percent(), "利润率(%)")


class AccidentSchema(RecordSchema):
    occurred = Answer(YesNo(), "企业近三年是否发生过重大安全生产事故、重大环境事故")
    name = Answer(Text(), "事故名称")


class PledgeSchema(RecordSchema):
    signatory = Answer(Text(shape="person"), "法定代表人签章")
    date = Answer(Date(), "年月日")


class ApplicantSchema(RecordSchema):
    name = Answer(Text(typed_stamp=_STAMP, shape="organisation"), "单位名称")
    credit_code = Answer(CreditCode(), "统一社会信用代码")
    established = Answer(Date(or_month=True), "成立时间")
    address = Answer(Text(shape="address"), "单位地址")
    ownership = Answer(Choice(OWNERSHIP), "单位性质")
    size = Answer(Choice(SIZES), "企业类型")
    representative = Part(RepresentativeSchema(), "法人代表/负责人")
    contact = Part(ContactSchema(), "项目联系人")
    finances = PrintedRows(
        YearSchema(), "year", YEARS, "近三年发展情况", tuple(f"{year}年" for year in YEARS)
    )
    accident = Part(AccidentSchema())
    profile = Answer(Prose(prompts("applicant.profile")), "单位简介", limit=500)
    pledge = Part(PledgeSchema(), "真实性承诺")


class SceneSchema(RecordSchema):
    segment = Answer(WrittenChoice(SEGMENT, prompts("tasks.0.scene.segment")), "环节名称")
    name = Answer(WrittenChoice(SCENE, prompts("tasks.0.scene.name")), "场景名称")

    @post_load
    def bring_segment(self, scene: dict[str, Any], **_: Any) -> dict[str, Any]:
        """A scene known without its segment brings it."""
        if scene["segment"] is None:
            scene["segment"] = SEGMENT_OF_SCENE.get(scene["name"])
        return scene


class PeriodSchema(RecordSchema):
    start = Answer(Month(), "起始年月")
    end = Answer(Month(), "终止年月")


def _list_row(name: str) -> RecordSchema:
    """The row of one of the four lists, whose first column is printed as `name`."""
    columns = {
        "name": Answer(Text(), name),
        "indicators": Answer(Prose(), "关键指标"),
        "developer": Answer(Text(), "研制单位"),
    }
    row: RecordSchema = RecordSchema.from_dict(columns, name="ListRowSchema")()  # type: ignore[arg-type, assignment]
    return row


class StandardSchema(RecordSchema):
    level = Answer(Choice(LEVELS), "标准级别")
    selected = Answer(Tick(), "勾选")
    count = Answer(Count(), "个数")
    stages = Answer(Ticks(STAGES), "标准阶段")


class OtherIndicatorSchema(RecordSchema):
    name = Answer(IndicatorName(label_keys(LABELS["application"])), "指标名称")
    value = Answer(Text(), "指标值")


class EffectSchema(RecordSchema):
    industry = Answer(Industry(INDUSTRIES), "重点行业")
    cycle_reduction = Answer(percent(), "研制周期缩短 (%)")
    efficiency_gain = Answer(percent(), "生产效率提升 (%)")
    defect_reduction = Answer(percent(), "产品不良率下降 (%)")
    cost_reduction = Answer(percent(), "运营成本下降 (%)")
    resource_gain = Answer(percent(), "资源综合利用率提升 (%)")
    others = Rows(
        OtherIndicatorSchema(),
        "其他成效指标",
        most=5,
        places=True,
        ordinals=tuple(f"其他成效指标 {number}" for number in range(1, 6)),
    )


class TaskSchema(RecordSchema):
    direction = Answer(WrittenChoice(DIRECTION, _prompts_of_tasks("direction")), "攻关方向")
    industries = Answer(Ticks(INDUSTRIES), "重点服务产业")
    scene = Part(SceneSchema(), "主要应用场景")
    solution = Answer(Text(), "解决方案名称")
    period = Part(PeriodSchema(), "攻关起止日期")
    budget = Answer(money(prompts("tasks.*.budget")), "计划研发经费")
    pain_points = Answer(Prose(_prompts_of_tasks("pain_points")), "解决痛点问题", limit=200)
    summary = Answer(Prose(prompts("tasks.*.summary")), "方案简述", limit=500)
    technologies = Rows(_list_row("技术名称"), "关键技术")
    equipment = Rows(_list_row("装备名称"), "核心制造装备")
    software = Rows(_list_row("工业软件名称"), "核心工业软件")
    network = Rows(_list_row("设备名称"), "网络与计算设备")
    patents = Answer(Count(), "申请发明专利")
    copyrights = Answer(Count(), "获得软件著作权")
    standards = PrintedRows(StandardSchema(), "level", LEVELS, "预期标准成果", LEVELS)
    other_results = Answer(Prose(prompts("tasks.*.other_results")), "预期其他成果", limit=300)
    effects = Rows(
        EffectSchema(),
        "预期应用成效",
        most=2,
        places=True,
        always=2,
        ordinals=("预期应用成效·重点行业一", "预期应用成效·重点行业二"),
    )


def _section(leaf: str, label: str, limit: int) -> Answer:
    """A section of an industry's narrative."""
    return Answer(Prose(prompts(f"narrative.tasks.0.industries.*.{leaf}")), label, limit)


class IndustryNarrativeSchema(RecordSchema):
    industry = Answer(Industry(INDUSTRIES), "产业")
    background = _section("background", "背景与必要性", 1000)
    content = _section("content", "主要内容", 3000)
    results = _section("results", "预期成效", 1000)
    schedule = _section("schedule", "进度安排", 1000)


class TaskNarrativeSchema(RecordSchema):
    industries = Rows(
        IndustryNarrativeSchema(),
        "产业",
        places=True,
        ordinals=tuple(f"产业 {number}" for number in range(1, len(INDUSTRIES) + 1)),
    )


def _narrative(leaf: str, label: str, limit: int | None) -> Answer:
    return Answer(Prose(prompts(f"narrative.{leaf}")), label, limit)


class NarrativeSchema(RecordSchema):
    tasks = Rows(
        TaskNarrativeSchema(),
        "揭榜任务攻关内容",
        most=3,
        places=True,
        ordinals=tuple(f"揭榜任务攻关内容·{direction}" for direction in DIRECTIONS),
    )
    foundation = _narrative("foundation", "申报单位基础条件", 2000)
    team = _narrative("team", "项目负责人与研发团队", 1000)
    organization = _narrative("organization", "组织实施机制", 1000)
    funding = _narrative("funding", "研发资金投入", 1000)
    risks = _narrative("risks", "风险分析", 1000)
    promotion = _narrative("promotion", "下一步应用和推广计划", 1000)
    attachments = _narrative("attachments", "相关附件", None)


class ApplicationSchema(RecordSchema):
    cover = Part(CoverSchema())
    applicant = Part(ApplicantSchema())
    tasks = Rows(TaskSchema(), "揭榜任务基本信息", most=3, places=True, ordinals=DIRECTIONS)
    narrative = Part(NarrativeSchema())


FORM = SchemaForm(
    name="jiebang2024/application",
    title="上海市智能制造系统解决方案揭榜挂帅项目申报书",
    schema=ApplicationSchema(),
    rules=check_application,
    labels=LABELS["application"],
    printed_lengths={"tasks": 3, "tasks.*.effects.*.others": 5, "narrative.tasks": 3},
    senders=("applicant.name", "cover.applicant"),
    offices=("cover.recommender",),
    area=district,
)
