"""Every message to the form's people, in one table: what was found, why it is wrong, what to do.

A key is the problem's code, with a dot and a variant where one code has several reasons. The names in
braces are filled in by `say`. Messages of codecs don't name the field; those of rules begin with its label.
"""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    # --- codecs: reading a written answer -------------------------------------------------------
    "normalised.code": "“{raw}”有误录字符，校验位表明应为“{value}”，已按此读取，请核对。",
    "normalised.vocabulary": "“{raw}”已按通知所列名称读作“{value}”，请核对。",
    "normalised.number": "“{raw}”已读作“{value}”，请核对。",
    "normalised.date": "“{raw}”已读作“{value}”，请核对。",
    "bad-number": "“{raw}”不是一个确定的数{likely}，请只填一个数字。",
    "bad-number.count": "“{raw}”不是0至9999的整数{likely}，请填写整数。",
    "other-unit": "“{raw}”的单位不是表中印制的“{unit}”{likely}，请按“{unit}”换算后填写数字。",
    "bad-date": "“{raw}”不是日期{likely}，请按“2024年5月20日”的格式填写。",
    "bad-date.day": "“{raw}”缺少日{likely}，请补全年月日，例如“2024年5月20日”。",
    "bad-date.year": "“{raw}”的年份不完整{likely}，请填写四位年份，例如“2024年5月20日”。",
    "bad-date.none": "“{raw}”不是日历上有的日期，请核对后重新填写。",
    "bad-date.month": "“{raw}”不是年月{likely}，请按“2024年6月”的格式填写。",
    "bad-date.period": "“{raw}”不是起止年月{likely}，请按“2024年6月 - 2026年5月”的格式填写。",
    "not-in-vocabulary": "“{raw}”不在可选项内{likely}，请从下列选项中选择：{options}。",
    "not-in-vocabulary.written": "“{raw}”不在通知所列名称之内{likely}，请按通知附件中的名称填写。",
    "not-in-vocabulary.yes-no": "“{raw}”既不是“是”也不是“否”，请选择其一。",
    "too-long.text": "此处文字超过 1 MB，未能读取，请缩短后重新填写。",
    # --- rules: a record as a whole --------------------------------------------------------------
    "missing": "“{label}”未填写，请补填。",
    "missing.task": "“揭榜任务基本信息”未填写，请至少填写一个攻关方向。",
    "missing.section": "“{label}”未填写，请按申报书提纲补写“{asked}”。",
    "missing.rows": "推荐汇总表没有填写推荐项目，请至少填写一行。",
    "too-long": "“{label}”现有{found}字，超过{limit}字的限制，请压缩至{limit}字以内。",
    "too-long.slight": "“{label}”现有{found}字，略超过{limit}字的限制，建议压缩至{limit}字以内。",
    "credit-code-format": "“{label}”填写为“{found}”，应为18位数字或大写字母（不含I、O、S、V、Z），请对照营业执照核对。",
    "credit-code-checksum": "“{label}”填写为“{found}”，校验位不符（GB 32100-2015），请对照营业执照逐位核对。",
    "bad-phone": "“{label}”填写为“{found}”，不是有效的电话号码，请填写手机号或带区号的固定电话，例如“021-59560001”。",
    "bad-phone.mobile": "“{label}”填写为“{found}”，不是有效的手机号，请填写11位手机号码。",
    "bad-email": "“{label}”填写为“{found}”，不是有效的邮箱地址，请核对后重新填写。",
    "bad-date.order": "“{label}”的终止年月（{end}）早于起始年月（{start}），请核对后重新填写。",
    "bad-date.established": "“{label}”填写为{found}，晚于申报日期（{date}），请核对后重新填写。",
    "unlikely-number": "“{label}”填写为{found}{unit}，超出通常范围（{least}至{most}{unit}），请核对数值和单位。",
    "unlikely-number.least": "“{label}”填写为{found}{unit}，应大于{least}{unit}，请核对数值和单位。",
    "unlikely-number.jump": "“{label}”为{found}{unit}，与上一年的{before}{unit}相差千倍以上，请核对单位是否为{unit}。",
    "unlikely-number.budget": "各攻关方向“计划研发经费”合计{found}万元，超过{year}年资产总额{assets}万元，请核对数值和单位。",
    "not-in-vocabulary.direction": "“{label}”填写为“{found}”，不是附件3所列的21个攻关方向之一{likely}，请按附件3填写。",
    "not-in-vocabulary.segment": "“{label}”填写为“{found}”，不是附件4所列的16个环节之一{likely}，请按附件4填写。",
    "not-in-vocabulary.scene": "“{label}”填写为“{found}”，不是附件4所列的45个场景之一{likely}，请按附件4填写。",
    "not-in-vocabulary.industry": "“{label}”填写为“{found}”，不是6个重点产业之一，请按附件3填写。",
    "scene-segment": "“{label}”填写为“{scene}”，该场景属于“{right}”环节，而环节名称填写为“{segment}”，请改为一致。",
    "industry-mismatch": "“{label}”填写为“{found}”，不在该攻关方向勾选的重点服务产业（{ticked}）之内，请改为一致。",
    "industry-mismatch.third": "“{label}”勾选了{count}个产业，而“预期应用成效”只有两个重点行业的位置，请在“预期其他成果”中补充说明其余产业的成效。",
    "size-not-asked": "“单位性质”为“{ownership}”，不需填写“企业类型”，现勾选了“{size}”，请核对。",
    "size-revenue": "“企业类型”勾选“{size}”，但{year}年主营业务收入{revenue}万元，低于{size}营业收入下限{least}万元（见表注1），请核对。",
    "cover-mismatch": "封面“揭榜单位”为“{cover}”，与表内“单位名称”的“{table}”不一致，请改为一致。",
    "unknown-recommender": "“推荐单位”填写为“{found}”，不是各区或管委会的主管部门，请核对。",
    "accident-name.absent": "勾选了发生过事故，但未填写事故名称，请补填。",
    "accident-name.unasked": "填写了事故名称“{found}”，但没有勾选“是”，请核对。",
    "stage-without-tick": "“{label}”填写了{found}，但没有勾选“{level}”，请勾选或删去所填内容。",
    "period-too-long": "“{label}”为{start}至{end}，共跨{months}个月，超过公布后2年（24个月）的期限，请调整。",
    "after-deadline": "“{label}”为{found}，晚于申报截止日期{deadline}，请核对申报日期。",
    "too-few-indicators": "“{label}”只填写了{found}个成效指标，每个重点行业至少{least}个，请补填。",
    "looks-like-label": "“{label}”中有一行“{found}”与表中的标题相同，可能是误粘贴，读取时也易混淆，请核对或改写。",
    "over-quota": "推荐项目{found}个，超过{quota}个的限额；仅智能工厂工作实绩靠前的区可推荐不超过{most}个，请核对。",
    "over-quota.most": "推荐项目{found}个，超过任何区可推荐的上限{most}个，请按优先次序删减。",
    "double-applicant": "“{found}”在第{first}行和第{second}行重复出现，每个申报主体仅可申报1个项目，请删去一行。",
    "count-mismatch": "第{row}行有{directions}个攻关方向、{solutions}个解决方案名称，两者数目应一致，请核对。",
    "count-mismatch.directions": "第{row}行有{directions}个攻关方向，每个项目最多3个，请核对。",
}

_LIKELY = "，疑为{}"


def say(key: str, **values: object) -> str:
    """The message `key` with its values filled in. `likely` (readings to suggest) may be left empty."""
    return MESSAGES[key].format_map(values)


def likely(*readings: str) -> str:
    """The clause that suggests readings, for the place of `likely` in a message; "" for none."""
    return _LIKELY.format("或".join(f"“{reading}”" for reading in readings)) if readings else ""


def excerpt(text: str, width: int = 60) -> str:
    """`text` on one line, cut to `width` characters, for quoting in a message."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"
