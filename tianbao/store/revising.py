"""Changes to a submission, each kept: corrections, acceptances, rulings, undo, review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from forms.registry import Form, Record, get
from renderers.correct.changes import changed, differences
from tianbao.store import applications, checking, moving, searching, submitting
from tianbao.store.clock import now
from tianbao.store.errors import Conflict, NotThere
from tianbao.store.models import Document, Revision, Ruling, Submission

STATES = ("checked", "reviewed", "exported")  # of a submission, in the order of the ledger


def load(session: Session, submission_id: int, *, lock: bool = False) -> Submission:
    """A submission with its content and its document; raises NotThere. With `lock` no other
    transaction can change it meanwhile."""
    wanted = select(Submission).where(Submission.id == submission_id)
    wanted = wanted.options(joinedload(Submission.content), joinedload(Submission.document))
    if lock:
        wanted = wanted.with_for_update(of=Submission).execution_options(populate_existing=True)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotThere(f"there is no submission {submission_id}")
    return found


def correct(
    session: Session,
    submission_id: int,
    version: int,
    changes: Mapping[str, Any],
    *,
    who: str,
    why: str | None = None,
) -> Submission:
    """Makes changes (path → value) to a record and checks it anew. A change that leaves an answer
    as it is says that it was looked at.

    `version` is the one that the changes were made to: raises Conflict, which has what others
    changed, where it isn't the present one; InvalidRecord with every change that the form refuses.
    """
    submission = _at_version(session, submission_id, version)
    form, old = get(submission.form), submission.record
    new = changed(form, old, changes)
    made = list(_made(form, old, new, changes))
    return _step(session, submission, new, made, who=who, why=why)


def accept(
    session: Session, submission_id: int, version: int, paths: Sequence[str], *, who: str
) -> Submission:
    """Says that the answers at these paths were looked at and are right; raises as `correct`."""
    submission = _at_version(session, submission_id, version)
    made = [(path, value := _value_at(submission.record, path), value, None) for path in paths]
    return _step(session, submission, submission.record, made, who=who, why=None)


def undo(session: Session, submission_id: int, version: int, *, who: str) -> Submission:
    """Takes back the last changes that were made together and are not taken back yet; nothing
    happens where there are none. Raises as `correct`."""
    submission = _at_version(session, submission_id, version)
    last = _last_step(submission.revisions)
    if not last:
        return submission
    form, old = get(submission.form), submission.record
    back = {each.path: each.old for each in reversed(last) if each.old != each.new}
    made = [(each.path, each.new, each.old, each.number) for each in reversed(last)]
    return _step(session, submission, changed(form, old, back), made, who=who, why=None)


def rule(
    session: Session,
    submission_id: int,
    version: int,
    code: str,
    path: str,
    *,
    reason: str,
    who: str,
) -> Submission:
    """Overrules a finding: it is kept and shown with the reason, and counts no more."""
    submission = _at_version(session, submission_id, version)
    session.execute(_ruling(submission, code, path))
    session.add(
        Ruling(submission_id=submission.id, code=code, path=path, reason=reason, who=who, at=now())
    )
    return _changed(session, submission)


def unrule(session: Session, submission_id: int, version: int, code: str, path: str) -> Submission:
    """Takes a ruling back."""
    submission = _at_version(session, submission_id, version)
    session.execute(_ruling(submission, code, path))
    return _changed(session, submission)


def assign(session: Session, submission_id: int, to: str | None) -> Submission:
    """Gives a submission to a reviewer, or to nobody."""
    submission = load(session, submission_id, lock=True)
    submission.assigned_to = to
    return submission


def review(session: Session, submission_id: int, version: int, *, who: str) -> Submission:
    """Says that a person went through the submission; raises Conflict as `correct`."""
    submission = _at_version(session, submission_id, version)
    submission.state, submission.reviewed_by, submission.reviewed_at = "reviewed", who, now()
    settle(session, submission.document)
    return submission


def export(session: Session, given: Mapping[int, int]) -> None:
    """Notes that submissions (number → version) were given out; those that no person went through
    stay `checked`, and one that was changed since was not given out as it is."""
    wanted = select(Submission).where(Submission.id.in_(given)).with_for_update(of=Submission)
    for submission in session.scalars(wanted.options(joinedload(Submission.document))):
        if submission.version != given[submission.id]:
            continue
        submission.exported_at = now()
        if submission.state == "reviewed":
            submission.state = "exported"
            settle(session, submission.document)


def evidence(submission: Submission) -> dict[str, Any]:
    """The evidence of a submission by the paths that its answers have now."""
    content = submission.content
    fields: dict[str, Any] = content.fields
    if content.record == content.original:
        return fields
    return moving.moved_keys(fields, moving.moves(submission.revisions))


def settle(session: Session, document: Document) -> None:
    """Sets the document's state: that of its submission which is least far."""
    session.flush()
    wanted = select(Submission.state).where(Submission.document_id == document.id)
    document.state = min(session.scalars(wanted), key=STATES.index)


# --- steps ---------------------------------------------------------------------------------------

Change = tuple[str, Any, Any, int | None]  # path, old, new, the number of what it undoes


def _at_version(session: Session, submission_id: int, version: int) -> Submission:
    submission = load(session, submission_id, lock=True)
    if submission.version != version:
        since = [as_dict(each) for each in submission.revisions if each.step > version]
        raise Conflict(submission.version, since)
    return submission


def as_dict(revision: Revision) -> dict[str, Any]:
    """A revision as the interfaces show it."""
    return {
        "number": revision.number,
        "path": revision.path,
        "old": revision.old,
        "new": revision.new,
        "who": revision.who,
        "at": revision.at.isoformat(),
        "why": revision.why,
        "undoes": revision.undoes,
    }


def _made(form: Form, old: Record, new: Record, changes: Mapping[str, Any]) -> Iterator[Change]:
    """What the changes did, leaf by leaf; a list whose rows became more or fewer is one."""
    found = differences(
        form, old, new, _lists_of_other_length(form.printed(old), form.printed(new))
    )
    for each in found:
        yield each.path, each.old, each.new, None
    told = tuple(each.path for each in found)
    for path in changes:
        if not any(path == each or path.startswith(f"{each}.") for each in told):
            value = _value_at(new, path)
            yield path, value, value, None


def _lists_of_other_length(old: Any, new: Any, path: str = "") -> set[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        below = ((f"{path}.{key}" if path else key, old[key], new[key]) for key in old)
    elif isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            return {path}
        below = ((f"{path}.{i}", a, b) for i, (a, b) in enumerate(zip(old, new, strict=True)))
    else:
        return set()
    return {found for at, a, b in below for found in _lists_of_other_length(a, b, at)}


def _value_at(record: Any, path: str) -> Any:
    for step in path.split("."):
        if isinstance(record, list):
            record = record[int(step)] if step.isdecimal() and int(step) < len(record) else None
        elif isinstance(record, dict):
            record = record.get(step)
        else:
            return None
    return record


def _last_step(revisions: Sequence[Revision]) -> list[Revision]:
    open_ = moving.standing(revisions)
    return [each for each in open_ if each.step == open_[-1].step]


def _step(
    session: Session,
    submission: Submission,
    record: Record,
    made: Sequence[Change],
    *,
    who: str,
    why: str | None,
) -> Submission:
    """Puts a record in the place of the present one, with what that changes."""
    number = submission.revisions[-1].number if submission.revisions else 0
    for path, old, new, undoes in made:
        number += 1
        submission.revisions.append(
            Revision(
                number=number,
                step=submission.version + 1,
                at=now(),
                who=who,
                path=path,
                old=old,
                new=new,
                why=why,
                undoes=undoes,
            )
        )
    _move_rulings(session, submission, submission.revisions[-len(made) :] if made else [])
    submission.content.record = record
    submitting.describe(submission)
    searching.describe(session, submission, submission.document.name)
    _replace(session, submission)
    return _changed(session, submission)


def _move_rulings(session: Session, submission: Submission, made: Sequence[Revision]) -> None:
    """Takes rulings along with the rows that they are about; those of a row that is gone go too."""
    moves = [move for each in made if (move := moving.move_of(each)) is not None]
    if not moves:
        return
    kept = [(each, moving.moved(each.path, moves)) for each in submission.rulings]
    values = [
        {name: getattr(each, name) for name in ("submission_id", "code", "reason", "who", "at")}
        | {"path": path}
        for each, path in kept
        if path is not None
    ]
    session.execute(delete(Ruling).where(Ruling.submission_id == submission.id))
    session.add_all(Ruling(**each) for each in values)
    session.flush()
    session.expire(submission, ["rulings"])


def _replace(session: Session, submission: Submission) -> None:
    """Moves a submission whose code or name was corrected, unless a person put it where it is."""
    if submission.placed_by_hand:
        return
    before = submission.application_id
    applications.place(session, submission)
    if submission.application_id != before:
        applications.tidy(session, before)


def _changed(session: Session, submission: Submission) -> Submission:
    """A submission that was changed is to be looked at again, and has another version."""
    submission.version += 1
    if submission.state != "checked":
        submission.state, submission.reviewed_by, submission.reviewed_at = "checked", None, None
        settle(session, submission.document)
    session.flush()
    session.expire(submission, ["rulings"])
    checking.check(session, submission)
    session.flush()
    return submission


def _ruling(submission: Submission, code: str, path: str) -> Any:
    return delete(Ruling).where(
        Ruling.submission_id == submission.id, Ruling.code == code, Ruling.path == path
    )
