"""What a search finds: texts by three characters in a row, in a table that both databases can ask.

A search for two characters (most Chinese given names) or one asks for all threes that begin so. The
threes only narrow: whether a text has the words its column says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from tianbao.store.applications import fold
from tianbao.store.models import Arrival, Document, Gram, Message, Submission

LENGTH = 3
FEW = 1000  # submissions that are found first and sorted then; more are met in the list's order
COUNTED = 12  # threes of a search of which it is counted how many have them
BATCH = 500  # documents or submissions in one statement
LAST = "\U0010ffff"  # behind every character


# --- what is looked for --------------------------------------------------------------------------


def says(search: str) -> ColumnElement[bool]:
    """That a submission has all words of a search, each anywhere."""
    each = (Submission.search.contains(word, autoescape=True) for word in _words(search))
    return and_(True, *each)


def few(session: Session, search: str) -> list[int] | None:
    """The ids of all submissions that may have the words of a search; None where they are so many
    that a list soon meets some."""
    asked = [gram for word in _words(search) for gram in _asked(word)]
    if not asked:
        return None
    rarest = min(asked[:COUNTED], key=lambda gram: _count(session, _with(gram)))
    found = at_most(session, _with(rarest))
    return at_most(session, _with_all(asked)) if found is None else found


def at_most(session: Session, wanted: Select[int]) -> list[int] | None:
    """The ids that are wanted, None where they are more than FEW."""
    found = list(session.scalars(wanted.limit(FEW + 1)))
    return found if len(found) <= FEW else None


def _words(search: str) -> list[str]:
    return [word for word in map(fold, search.split()) if word]


def _asked(word: str) -> list[str]:
    """The threes of a word, itself where it is shorter."""
    return [word[at : at + LENGTH] for at in range(max(len(word) - LENGTH + 1, 1))]


def _with(gram: str) -> Select[int]:
    if len(gram) == LENGTH:
        return select(Gram.submission_id).where(Gram.gram == gram)
    return select(Gram.submission_id).where(Gram.gram >= gram, Gram.gram < gram + LAST)


def _with_all(grams: Sequence[str]) -> Select[int]:
    """Those that have all the threes; what is shorter is left to `says`."""
    first, *others = sorted(set(grams), key=len, reverse=True)
    wanted = _with(first)
    for gram in others:
        if len(gram) == LENGTH:
            again = aliased(Gram)
            same = again.submission_id == Gram.submission_id
            wanted = wanted.where(exists().where(again.gram == gram, same))
    return wanted


def _count(session: Session, wanted: Select[int]) -> int:
    """How many there are, as far as FEW."""
    return session.scalar(select(func.count()).select_from(wanted.limit(FEW + 1).subquery())) or 0


# --- what is searched ----------------------------------------------------------------------------


def describe(session: Session, submission: Submission, name: str) -> None:
    """Sets what a search looks in: the applicant, its code and district, the document's `name`, and
    who sent it. The submission has its id, and its threes are those of its present text."""
    describe_all(session, [(submission, name)])


def describe_all(session: Session, named: Sequence[tuple[Submission, str]]) -> None:
    """The same for several, each with its document's name."""
    senders = _senders(session, [submission.document_id for submission, _ in named])
    new: list[dict[str, Any]] = []
    for (submission, name), sent in zip(named, senders, strict=True):
        before = grams(submission.search)
        said = (submission.applicant, submission.credit_code, submission.district, name, *sent)
        submission.search = _text(said)
        after = grams(submission.search)
        _take_away(session, submission.id, before - after)
        new += _rows(submission.id, after - before)
    if new:
        session.execute(insert(Gram), new)


def renew(session: Session, document_ids: Collection[int]) -> None:
    """Sets anew what a search looks in of the submissions of documents that came once more."""
    ids = list(document_ids)
    for start in range(0, len(ids), BATCH):
        wanted = (
            select(Submission, Document.name)
            .join(Submission.document)
            .where(Document.id.in_(ids[start : start + BATCH]))
        )
        named = [(submission, name) for submission, name in session.execute(wanted)]
        describe_all(session, named)


def renew_all(session: Session) -> None:
    """The same for all, where no threes are there yet. Without the ORM, which takes five times as
    long for 100,000."""
    last = 0
    while found := session.execute(_after(last)).all():
        senders = _senders(session, [each.document_id for each in found])
        texts = {
            id: _text((*said, *sent)) for (id, _, *said), sent in zip(found, senders, strict=True)
        }
        session.execute(update(Submission), [{"id": id, "search": texts[id]} for id in texts])
        session.execute(
            insert(Gram), [row for id, text in texts.items() for row in _rows(id, grams(text))]
        )
        last = found[-1].id


def forget(session: Session, submission: Submission) -> None:
    """Takes the threes of a submission away that is deleted."""
    _take_away(session, submission.id, grams(submission.search))


def grams(text: str) -> set[str]:
    """All threes of a text; at the end of a line they go over it, so that each character begins
    one."""
    padded = f"{text}\n\n"
    return {padded[at : at + LENGTH] for at in range(len(text)) if padded[at] != "\n"}


def _text(said: Iterable[str | None]) -> str:
    return "\n".join(dict.fromkeys(filter(None, map(fold, said))))


def _senders(session: Session, document_ids: Sequence[int]) -> list[list[str | None]]:
    """Who sent each of the documents."""
    wanted = (
        select(Arrival.document_id, Message.sender)
        .join(Arrival.message)
        .where(Arrival.document_id.in_(document_ids))
        .order_by(Arrival.id)
    )
    found: dict[int, list[str | None]] = {}
    for document_id, sender in session.execute(wanted):
        found.setdefault(document_id, []).append(sender)
    return [found.get(id, []) for id in document_ids]


def _after(last: int) -> Select[*tuple[Any, ...]]:
    """What is searched of the submissions behind an id."""
    said = (Submission.applicant, Submission.credit_code, Submission.district, Document.name)
    every = select(Submission.id, Submission.document_id, *said).join(Submission.document)
    return every.where(Submission.id > last).order_by(Submission.id).limit(BATCH)


def _take_away(session: Session, id: int, gone: set[str]) -> None:
    if gone:
        session.execute(delete(Gram).where(Gram.submission_id == id, Gram.gram.in_(gone)))


def _rows(id: int, found: set[str]) -> list[dict[str, Any]]:
    return [{"gram": gram, "submission_id": id} for gram in sorted(found)]
