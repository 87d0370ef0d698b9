"""Rows put in where they aren't there yet, alike on both databases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tianbao.store.models import Base

Insert = sqlite.Insert | postgresql.Insert

_INSERT: dict[str, Callable[[type[Base]], Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}

ASKED = 1000  # keys in one question: a statement holds 32,766 values in SQLite
ALONE = 0x7461_6B65_696E  # "takein": PostgreSQL's advisory lock of those that take in or delete


class Put(NamedTuple):
    """The id of a row, and whether it was put in now."""

    id: int
    is_new: bool


def put(
    session: Session, table: type[Base], by: Mapping[str, Any], values: Mapping[str, Any]
) -> tuple[int, bool]:
    """The id of the row that has the unique values `by`, and whether it is new: where there was
    none, one with `values` too. Another process that does the same meanwhile gets the same row."""
    insert = _INSERT[session.get_bind().dialect.name]
    statement = insert(table).values(**by, **values).on_conflict_do_nothing(index_elements=list(by))
    made: int | None = session.scalar(statement.returning(table.id))  # type: ignore[attr-defined]
    if made is not None:
        return made, True
    found = session.scalars(
        select(table.id).filter_by(**by)  # type: ignore[attr-defined]
    ).one()
    return found, False


def put_all(
    session: Session, table: type[Base], by: str, rows: Sequence[Mapping[str, Any]]
) -> list[Put]:
    """For each of the rows the one that has its value of `by`, a unique column, put in where there
    was none; of several with the same value the first is put in. A statement does it for all."""
    column = getattr(table, by)
    first: dict[Any, Mapping[str, Any]] = {}
    for row in rows:
        first.setdefault(row[by], row)
    new = dict(_inserted(session, table, (by,), list(first.values()), (column, table.id)))  # type: ignore[attr-defined]
    asked = [value for value in first if value not in new]
    known: dict[Any, int] = {}
    for start in range(0, len(asked), ASKED):
        wanted = select(column, table.id).where(column.in_(asked[start : start + ASKED]))  # type: ignore[attr-defined]
        known.update(session.execute(wanted).all())
    ids = known | new
    return [Put(ids[row[by]], new.pop(row[by], None) is not None) for row in rows]


def put_missing(
    session: Session, table: type[Base], by: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Puts in those rows whose unique values `by` no row has."""
    _inserted(session, table, by, rows, ())


def put_new(
    session: Session, table: type[Base], by: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> dict[tuple[Any, ...], int]:
    """Puts in those rows whose unique values `by` no row has; the ids of these, by those values.
    Waits for another process that does the same meanwhile."""
    columns = [getattr(table, name) for name in ("id", *by)]
    return {tuple(values): id for id, *values in _inserted(session, table, by, rows, columns)}


def be_alone(session: Session) -> None:
    """Until the transaction ends no other takes documents in or deletes them: a document that one
    deletes while another notes its arrival would be there without its bytes. In SQLite one that
    writes is alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(ALONE)))


def _inserted(
    session: Session,
    table: type[Base],
    by: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    returned: Sequence[Any],
) -> Sequence[Any]:
    """What `returned` says of the rows that were not there."""
    if not rows:
        return ()
    insert = _INSERT[session.get_bind().dialect.name](table.__table__)  # type: ignore[arg-type]
    statement = insert.on_conflict_do_nothing(index_elements=list(by))
    if not returned:
        session.execute(statement, list(rows))
        return ()
    return session.execute(statement.returning(*returned), list(rows)).all()
