"""Rows put in where they aren't there yet, alike on both databases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tianbao.store.models import Base

Insert = sqlite.Insert | postgresql.Insert

_INSERT: dict[str, Callable[[type[Base]], Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


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


def put_new(
    session: Session, table: type[Base], by: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> dict[tuple[Any, ...], int]:
    """Puts in those rows whose values of the columns `by` aren't there yet; the ids of these, by
    those values. Waits for another process that does the same meanwhile."""
    columns = [getattr(table, name) for name in by]
    statement = _INSERT[session.get_bind().dialect.name](table).on_conflict_do_nothing(
        index_elements=list(by)
    )
    made = session.execute(
        statement.returning(table.id, *columns),  # type: ignore[attr-defined]
        list(rows),
    )
    return {tuple(values): id for id, *values in made}
