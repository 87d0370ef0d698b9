"""A submission as its page shows it: what the templates of the record are given."""

from __future__ import annotations

from typing import Any, Final

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.registry import get
from tianbao.store import checking, moving, revising
from tianbao.store.models import Submission
from tianbao.web import attachments
from tianbao.web.access import current_user
from tianbao.web.fields import Content, Field, elsewhere, fields_of, sections_of
from tianbao.web.users import reviewers

REVIEWER: Final = "reviewer"

# What each key of the record page does.
KEYS: Final = (
    (("n",), "到下一处需要核对的栏目"),
    (("p",), "到上一处需要核对的栏目"),
    (("j", "k"), "到下一个、上一个栏目"),
    (("Enter",), "在栏目上：开始输入；在输入框内：保存并到下一处"),
    (("Ctrl", "Enter"), "在多行输入框内：保存并到下一处"),
    (("a",), "当前栏目核对无误，到下一处"),
    (("Esc",), "离开输入框"),
    (("+",), "在所在的列表中增加一行"),
    (("Del",), "删除所在的行"),
    (("u",), "撤销上一次更改"),
    (("r",), "审核完毕"),
    (("?",), "显示快捷键"),
)

DOWNLOADS: Final = (
    ("downloads.original", "原件"),
    ("downloads.corrected", "更正后的Word（改在申报单位的原文件中）"),
    ("downloads.tracked", "更正后的Word（带修订标记）"),
    ("downloads.annotated", "批注了问题的Word"),
    ("downloads.reprint_word", "按官方模板重新打印（Word）"),
    ("downloads.reprint_pdf", "按官方模板重新打印（PDF）"),
    ("downloads.notice", "补正通知书（Word）"),
    ("downloads.draft", "补正通知邮件草稿（.eml）"),
)


def content_of(submission: Submission) -> Content:
    """What the fields of a submission are made of."""
    return Content(
        form=get(submission.form),
        record=submission.record,
        read=_read(submission),
        evidence=revising.evidence(submission),
        problems=submission.problems,
        settled=checking.settled(submission.revisions),
    )


def _read(submission: Submission) -> dict[str, Any]:
    """The answers as they were read, by the paths that they have now."""
    answers = get(submission.form).answers(submission.original)
    read = {path: value for path, _, value in answers}
    return moving.moved_keys(read, moving.moves(submission.revisions))


def page_of(session: Session, submission: Submission) -> dict[str, Any]:
    """All that the record's page is made of."""
    same = select(func.count()).where(Submission.application_id == submission.application_id)
    return {
        **fields_part(session, submission),
        "reviewers": reviewers(session),
        "versions": session.scalar(same) if submission.application_id else 1,
        "keys": KEYS,
        "downloads": DOWNLOADS,
    }


def fields_part(session: Session, submission: Submission) -> dict[str, Any]:
    """What the pane of fields is made of: those to be looked at first, then all others."""
    content = content_of(submission)
    fields = fields_of(content)
    urgent = [each for each in fields if each.urgent]
    urgent.sort(key=lambda each: not each.doubtful)
    return {
        **summary_part(submission),
        "urgent": urgent,
        "sections": sections_of(content, fields),
        "elsewhere": elsewhere(fields, submission.problems),
        "vocabularies": vocabularies(fields),
        "attachments": attachments.papers(session, content.form, submission),
    }


def summary_part(submission: Submission) -> dict[str, Any]:
    """What the head of the page is made of."""
    person = current_user()
    return {
        "submission": submission,
        "base": url_for("record.show", number=submission.id),
        "form": get(submission.form),
        "may": person is not None and person.may(REVIEWER),
    }


def vocabularies(fields: list[Field]) -> dict[str, tuple[str, ...]]:
    """The options that are suggested, each once however many fields have them."""
    return {each.options_id: each.options for each in fields if each.control == "listed"}
