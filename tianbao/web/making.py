"""The files that the office gives out about a submission, as bytes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any, Final

from forms.registry import Form, Record, get
from tianbao.exports.stored import result_of
from tianbao.store import Store, moving
from tianbao.store.models import Revision, Submission
from tianbao.verbs.noticing import FORM, Letter, items_of, notice_of
from tianbao.web import drawing
from tianbao.web.children import Jobs, NotMade
from tianbao.web.fields import value_at

ISSUER: Final = "issuer"  # the setting that names the office on its letters
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_WORD: Final = "这份材料不是Word文件，不能改在原文件中；请用官方模板重新打印。"
NO_OFFICE: Final = "没有安装LibreOffice，不能转换文件。"
NOT_CONVERTED: Final = "LibreOffice无法转换此文件。"
NOTHING: Final = "没有需要申报单位补正的内容。"
SUBJECT: Final = "补正通知：{title}"
BODY: Final = """{recipient}：

你单位报送的{material}经审查，以下内容需要补正：

{items}

请于{deadline}前补正后重新报送。详见附件《补正通知书》{annotated}。
"""
ANNOTATED: Final = "，问题已批注在所附原文件中"


def word_of(store: Store, jobs: Jobs, submission: Submission) -> bytes:
    """The submitter's own Word file, or what LibreOffice makes of a file of an older kind; raises
    NotMade for paper."""
    if submission.role != "word":
        raise NotMade(NO_WORD)
    data = store.blobs.get(submission.document.sha256)
    needed = jobs.run(drawing.conversion, data)
    if needed.kind == "docx":
        return data
    from renderers.office import OfficeMissing, Unconvertible, convert

    try:
        return convert(needed.data, "docx", kind=needed.kind)  # type: ignore[arg-type]
    except OfficeMissing as error:
        raise NotMade(NO_OFFICE) from error
    except Unconvertible as error:
        raise NotMade(NOT_CONVERTED) from error


def corrected(store: Store, jobs: Jobs, submission: Submission, author: str | None) -> bytes:
    """The submitter's own Word file with what was put right; by an `author` as tracked changes."""
    from tianbao.verbs.rewriting import write_corrections

    word = word_of(store, jobs, submission)
    changes = changes_of(submission.original, submission.record, submission.revisions)
    return jobs.run(write_corrections, word, changes, author is not None, author)


def annotated(store: Store, jobs: Jobs, submission: Submission, author: str) -> bytes:
    """The submitter's own Word file with its problems as comments, but for overruled ones."""
    from tianbao.verbs.rewriting import write_comments

    word, overruled = word_of(store, jobs, submission), overruled_of(submission)
    return jobs.run(write_comments, word, author, overruled)


def overruled_of(submission: Submission) -> list[tuple[str, str]]:
    """The code and the path of each finding that a person overruled, as reading the document again
    finds it: by the path that the answer has there."""
    moves = moving.moves(submission.revisions)
    there = {moving.moved(path, moves): path for path in submission.fields}
    return [(each.code, there.get(each.path, each.path)) for each in submission.rulings]


def changes_of(original: Record, record: Record, revisions: Sequence[Revision]) -> dict[str, Any]:
    """What persons changed in a record, path → the value it has now; lists whose rows became more
    or fewer are one path."""
    touched = {each.path for each in revisions if each.old != each.new}
    outer = {path for path in touched if not any(path.startswith(f"{each}.") for each in touched)}
    return {
        path: value_at(record, path)
        for path in sorted(outer)
        if value_at(original, path) != value_at(record, path)
    }


def notice(submission: Submission, issuer: str | None) -> Record:
    """The record of the 补正通知书; raises NotMade where nothing is to put right."""
    record = notice_of([result_of(submission)], Letter(issuer))
    if record is None:
        raise NotMade(NOTHING)
    return record


def printed_notice(record: Record) -> bytes:
    """The 补正通知书 as a Word file."""
    from renderers.docx import render

    return render(get(FORM), record)


def draft(
    submission: Submission, record: Record, to: str | None, files: Mapping[str, bytes]
) -> bytes:
    """The 补正通知书 as a mail that a mail program opens to be sent (`X-Unsent`), with `files`."""
    form = get(submission.form)
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = SUBJECT.format(title=form.title)
    if to:
        mail["To"] = to
    mail["X-Unsent"] = "1"
    mail.set_content(_body(submission, record, form, len(files) > 1))
    for name, data in files.items():
        maintype, _, subtype = WORD.partition("/")
        mail.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    return mail.as_bytes()


def _body(submission: Submission, record: Record, form: Form, has_annotated: bool) -> str:
    items = [
        f"{number}. {item['field']}：{item['wrong']}{item['cure']}"
        for number, item in enumerate(items_of(result_of(submission)), start=1)
    ]
    deadline = datetime.date.fromisoformat(record["deadline"])
    return BODY.format(
        recipient=record["recipient"] or "申报单位",
        material=record["material"] or f"《{form.title}》",
        items="\n".join(items),
        deadline=f"{deadline.year}年{deadline.month}月{deadline.day}日",
        annotated=ANNOTATED if has_annotated else "",
    )
