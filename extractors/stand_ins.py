"""Words that stand where an answer should: they point to it, hold its place, or are another's."""

from __future__ import annotations

import re

LONGEST = 80  # characters of words that may be one

# What is wrong with such words, in Chinese, and what fits the whole of them.
STAND_INS = (
    (
        "指向别处，不是答案本身",
        re.compile(
            r"同[上左右前]|[〃″]|同(攻关)?方向[一二三123]|同(法人|法人代表|法定代表人|负责人|联系人|单位地址|注册地址)"
            r"|从?略|另附|附后|另见"
            r"|(以下略)?[,，]?[详参请]?见(附件|附表|附页|附后|后附|另附|另页|营业执照|正文|表后|文后|后文|上|下)"
            r"[^，。；\n]{0,12}"
        ),
    ),
    (
        "像是没有填写的占位文字",  # of a merge field, a field that failed, a prompt to click
        re.compile(
            r"«[^«»]*»|错误[!！].{2,20}|Error[!:] .{2,60}"
            r"|[\[【<＜]?(单击|点击|请输入|请选择|请在此)[^，。；\n]{0,20}[\]】>＞]?[。.]?"
        ),
    ),
)


def stands_in(raw: str) -> str | None:
    """What is wrong with an answer that only points to one or holds its place; None of others."""
    if len(raw) > LONGEST:
        return None
    said = raw.strip().strip("（）()。 ")
    for says, shape in STAND_INS:
        if shape.fullmatch(said):
            return says
    return None


# A line by which an office or a clerk signs: `区经委审核意见：同意推荐`, `经办人：钱四`.
_SIGNED = re.compile(
    r"[^\s:：，。]{0,10}(审核|审查|推荐|初审|复核|主管部门|主管单位)意见[:：].*"
    r"|(审核人|复核人|经办人|填表人|填报人|制表人)[:：].{1,40}"
)


def signed_off(raw: str) -> str | None:
    """The first line by which somebody else than the applicant signs; None where none does."""
    if "意见" not in raw and "人" not in raw:
        return None
    lines = (line.strip() for line in raw.split("\n"))
    return next((line for line in lines if _SIGNED.fullmatch(line)), None)
