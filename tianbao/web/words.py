"""What the pages call states, problems, roles and kinds."""

from __future__ import annotations

from typing import Final

# States of a document in the ledger, and of a submission.
STATES: Final = {
    "received": "待识别",
    "reading": "识别中",
    "read": "已识别",
    "checked": "待审核",
    "reviewed": "已审核",
    "exported": "已导出",
    "unusable": "无法使用",
    "set-aside": "已搁置",
}

CODES: Final = {
    "missing": "未填写",
    "too-long": "超出字数",
    "credit-code-checksum": "信用代码校验位不符",
    "credit-code-format": "信用代码格式不符",
    "bad-phone": "电话有误",
    "bad-email": "邮箱有误",
    "bad-number": "数字有误",
    "bad-date": "日期有误",
    "unlikely-number": "数字超出常见范围",
    "other-unit": "单位与表中不同",
    "not-in-vocabulary": "不在可选范围",
    "normalised": "已按规范写法更正",
    "scene-segment": "场景与环节不符",
    "industry-mismatch": "产业前后不一致",
    "size-not-asked": "不应填写企业类型",
    "size-revenue": "企业类型与收入不符",
    "cover-mismatch": "封面与表内不一致",
    "accident-name": "事故勾选与名称不符",
    "stage-without-tick": "标准阶段未勾选级别",
    "period-too-long": "起止日期超过期限",
    "after-deadline": "晚于截止日期",
    "too-few-indicators": "成效指标不足",
    "two-ticks": "单选项多选",
    "seal-missing": "缺少盖章",
    "seal-differs": "印章名称不符",
    "signature-missing": "缺少签字",
    "unread-text": "有文字未读入",
    "extra-section": "表外章节",
    "looks-like-label": "内容与栏目名相同",
    "needs-review": "识别存疑",
    "over-quota": "超出推荐名额",
    "double-applicant": "申报主体重复",
    "count-mismatch": "数目不一致",
    "unknown-recommender": "推荐单位不明",
    "application-absent": "缺少申报书",
    "application-unlisted": "未列入汇总表",
    "application-mismatch": "与申报书不一致",
    "page-missing": "缺页",
    "page-doubled": "重复页",
    "page-order": "页序颠倒",
    "page-turned": "页面转向",
    "cloud-attachment": "超大附件链接",
    "converted": "经过格式转换",
    "repaired": "已修复",
    "tracked-changes": "含修订",
    "hidden-text": "含隐藏文字",
}

SEVERITIES: Final = {"error": "有误", "warning": "注意", "info": "提示"}

ROLES: Final = {"viewer": "查看员", "reviewer": "审核员", "admin": "管理员"}

# What a submission is beside the others of its application.
KINDS: Final = {"word": "Word文件", "pdf": "PDF文件", "scan": "扫描件"}

DIFFERENCES: Final = {
    "differs": "不同",
    "only-a": "仅左侧有",
    "only-b": "仅右侧有",
    "looks-different": "写法不同",
}

# What the audit log says was done; that of `download-original` is the one of `download`.
DEEDS: Final = {
    "sign-in": "登录",
    "sign-in-refused": "登录被拒",
    "upload": "上传",
    "download": "下载",
    "export": "导出",
    "rule": "认定可以接受",
    "unrule": "撤回认定",
    "review": "审核完毕",
    "assign": "交给负责人",
    "part": "与其他版本分开",
    "join": "合为同一申报",
    "extend": "延长截止日期",
    "rank": "保存顺序",
    "delete": "删除",
    "expire": "到期删除",
    "settings": "更改设置",
    "quota": "更改推荐名额",
    "user-add": "建立用户",
    "user-change": "更改用户",
    "user-role": "更改角色",
    "user-disable": "停用用户",
    "user-password": "更改密码",
    "token-add": "建立令牌",
    "token-remove": "作废令牌",
}

# What it was done to: the word of the log → how the pages name one, by its number.
TARGETS: Final = {"submission": "材料{number}", "document": "文件{number}"}
