"""A database brought to the tables of this version, by Alembic's scripts in `migrations/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, select, text
from sqlalchemy.orm import Session

from tianbao.store import applications, searching
from tianbao.store.errors import NoStore
from tianbao.store.models import Application

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0004"  # the last script; a test holds it to the folder
LOCK = 0x7469616E62616F  # "tianbao": PostgreSQL's advisory lock for one migration at a time


def migrate(engine: Engine, make: bool) -> None:
    """Makes the tables, or brings those of an earlier version up to this one, in one transaction.

    Raises NoStore for a database of a later version, or an empty one without `make`.
    """
    with engine.execution_options(writes=False).connect() as connection:
        if revision(connection) == HEAD:
            return
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        found = revision(connection)
        if found == HEAD:  # another process was faster
            return
        if found is None and inspect(connection).has_table("document"):
            raise NoStore("the database holds tables, and none of ours; choose another.")
        if found is None and not make:
            raise NoStore("the database holds no store; tianbao intake makes one.")
        upgrade(connection, found)
        if found is not None:
            _derive(connection, found)


def revision(connection: Connection) -> str | None:
    """The version of the tables, None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def upgrade(connection: Connection, found: str | None, to: str = HEAD) -> None:
    """Runs the scripts from `found` to `to` in the connection's transaction."""
    from alembic import command
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found is not None and found not in known:
        raise NoStore(f"the store is of a later version ({found}); install a newer tianbao.")
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _derive(connection: Connection, found: str) -> None:
    """Works out what follows from other rows and the version `found` didn't have."""
    with Session(connection) as session:
        for version, derive in _DERIVED.items():
            if found < version:
                derive(session)
        session.flush()


def _arrange_all(session: Session) -> None:
    for id in session.scalars(select(Application.id)).all():
        applications.arrange(session, id)


# version → what it has that follows from other rows
_DERIVED = {"0002": _arrange_all, "0003": searching.renew_all}


@cache
def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
