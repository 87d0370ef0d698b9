"""What was read: submissions with their content, applications of which they are versions, and
every change made since."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tianbao.store.models.base import NEVER_AGAIN, Base, Packed
from tianbao.store.models.documents import Document


def _some(name: str, condition: str) -> Index:
    """An index of those submissions alone that a condition holds for, by their arrival."""
    only = text(condition)
    return Index(
        f"ix_submission_{name}", "arrived_at", "id", sqlite_where=only, postgresql_where=only
    )


class Application(Base):
    """What an applicant applies for, under whatever number of submissions. `key` is the credit
    code, else the folded name; None for one that a person parted from the others."""

    __tablename__ = "application"
    __table_args__ = (UniqueConstraint("form", "key"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[str]
    key: Mapped[str | None]
    applicant: Mapped[str]
    district: Mapped[str]
    deadline: Mapped[str | None]  # ISO date, where it was extended for this applicant

    submissions: Mapped[list[Submission]] = relationship(
        back_populates="application", order_by="(Submission.arrived_at, Submission.id)"
    )


class Submission(Base):
    """A form found in a document: what lists show and filter by. The rest is in its content."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        Index(None, "form", "arrived_at", "id"),
        Index(None, "state", "arrived_at", "id"),
        Index(None, "district", "arrived_at", "id"),
        Index(None, "assigned_to", "arrived_at", "id"),
        Index(None, "district", "id"),
        Index(None, "district", "doubts", "id"),
        Index(None, "district", "errors", "id"),
        Index(None, "district", "applicant", "id"),
        Index(None, "doubts", "id"),
        Index(None, "errors", "id"),
        Index(None, "applicant", "id"),
        Index(None, "arrived_at", "id"),
        # Most become neither as the office goes on.
        *(_some("doubtful", "doubts > 0"), _some("faulty", "errors > 0")),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]  # which form in the document, from 1
    form: Mapped[str]
    role: Mapped[str]  # word, pdf or scan, by the document's kind
    version: Mapped[int] = mapped_column(default=1)  # +1 with each change
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    placed_by_hand: Mapped[bool] = mapped_column(default=False)  # parted or joined by a person
    applicant: Mapped[str]  # "" where there is none, so that lists can be sorted by it
    credit_code: Mapped[str | None] = mapped_column(index=True)
    district: Mapped[str]  # as applicant
    search: Mapped[str]  # what a search looks in, folded
    state: Mapped[str]  # checked, reviewed, exported
    edition: Mapped[int] = mapped_column(default=1)  # of its application, in order of arrival
    current: Mapped[bool] = mapped_column(default=True)  # stands for its application
    terms: Mapped[int] = mapped_column(default=0, index=True)  # those that it was checked by
    errors: Mapped[int] = mapped_column(default=0)
    warnings: Mapped[int] = mapped_column(default=0)
    doubts: Mapped[int] = mapped_column(default=0)  # what the office settles by looking
    assigned_to: Mapped[str | None]
    reviewed_by: Mapped[str | None]
    reviewed_at: Mapped[datetime | None]
    exported_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime]
    created_at: Mapped[datetime]

    document: Mapped[Document] = relationship()
    application: Mapped[Application | None] = relationship(back_populates="submissions")
    content: Mapped[Content] = relationship(back_populates="submission")
    findings: Mapped[list[Finding]] = relationship(cascade="all, delete-orphan")
    revisions: Mapped[list[Revision]] = relationship(order_by="Revision.number")
    rulings: Mapped[list[Ruling]] = relationship(order_by="Ruling.id")

    record: AssociationProxy[dict[str, Any]] = association_proxy("content", "record")
    original: AssociationProxy[dict[str, Any]] = association_proxy("content", "original")
    fields: AssociationProxy[dict[str, Any]] = association_proxy("content", "fields")
    marks: AssociationProxy[list[Any]] = association_proxy("content", "marks")
    problems: AssociationProxy[list[Any]] = association_proxy("content", "problems")
    source: AssociationProxy[dict[str, Any]] = association_proxy("content", "source")


class Gram(Base):
    """That a submission's search text has these three characters in a row. Without a foreign key:
    to delete a submission would look through all of them, or take an index as large again."""

    __tablename__ = "gram"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    # By the characters' numbers, so that what begins alike stands together.
    gram: Mapped[str] = mapped_column(
        String().with_variant(String(collation="C"), "postgresql"), primary_key=True
    )
    submission_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Content(Base):
    """What is large in a submission, apart from it so that lists stay fast."""

    __tablename__ = "content"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    record: Mapped[Any] = mapped_column(Packed)  # as it is now
    original: Mapped[Any] = mapped_column(Packed)  # as it was read
    fields: Mapped[Any] = mapped_column(Packed)  # the evidence
    marks: Mapped[Any] = mapped_column(Packed)
    found: Mapped[Any] = mapped_column(Packed)  # problems that reading found, not the rules
    problems: Mapped[Any] = mapped_column(Packed)  # all that there are now, overruled ones marked
    source: Mapped[Any] = mapped_column(Packed)

    submission: Mapped[Submission] = relationship(back_populates="content")


class Finding(Base):
    """How often a submission has a problem that counts: for filters and the dashboard."""

    __tablename__ = "finding"
    __table_args__ = (Index(None, "code", "submission_id"),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    severity: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class Revision(Base):
    """A change to a record; one that leaves the value as it was says that a person accepted it."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("submission_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    number: Mapped[int]  # in the submission, from 1
    step: Mapped[int]  # the version that it led to; changes made together have one
    at: Mapped[datetime]
    who: Mapped[str]
    path: Mapped[str]
    old: Mapped[Any] = mapped_column(JSON)
    new: Mapped[Any] = mapped_column(JSON)
    why: Mapped[str | None]
    undoes: Mapped[int | None]  # the number of the revision that this one takes back


class Ruling(Base):
    """A finding that a person overruled, with the reason."""

    __tablename__ = "ruling"
    __table_args__ = (UniqueConstraint("submission_id", "code", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    code: Mapped[str]
    path: Mapped[str]
    reason: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]
