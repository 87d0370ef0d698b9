"""`tianbao user add|password|role|disable|list|token`"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from tianbao.errors import WrongCall
from tianbao.options import store_options

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tianbao.store.models import User

BY = "command line"  # who did it, in the audit log

role = click.option(
    "--role",
    type=click.Choice(["viewer", "reviewer", "admin"]),
    default="reviewer",
    show_default=True,
    help="What the user may: look, review, or all.",
)
password = click.option(
    "--password-stdin", "from_stdin", is_flag=True, help="Read the password from standard input."
)


@click.group("user")
def command() -> None:
    """Manage who may use the web pages and the HTTP interface."""


@command.command("add")
@click.argument("name")
@role
@password
@store_options
def add(name: str, role: str, from_stdin: bool, store: str, blobs: str | None) -> None:
    """Add the user NAME; the password is asked for."""
    from tianbao.web import users

    given = asked(from_stdin)
    with changing(store, blobs, "user-add", name, role=role) as session:
        users.add_user(session, name, role, given)


@command.command("password")
@click.argument("name")
@password
@store_options
def change_password(name: str, from_stdin: bool, store: str, blobs: str | None) -> None:
    """Give the user NAME a new password, which ends his sessions."""
    from tianbao.web import users

    given = asked(from_stdin)
    with changing(store, blobs, "user-password", name) as session:
        user_of(session, name).password = users.hashed(given)


@command.command("role")
@click.argument("name")
@role
@store_options
def change_role(name: str, role: str, store: str, blobs: str | None) -> None:
    """Give the user NAME another role."""
    with changing(store, blobs, "user-role", name, role=role) as session:
        user_of(session, name).role = role


@command.command("disable")
@click.argument("name")
@store_options
def disable(name: str, store: str, blobs: str | None) -> None:
    """Let the user NAME, and his tokens, no longer in. What he did stays his."""
    from tianbao.store import people

    with changing(store, blobs, "user-disable", name) as session:
        people.disable(session, user_of(session, name))


@command.command("token")
@click.argument("name")
@click.option("--label", default="", help="What the token is for.")
@click.option(
    "--days", type=click.IntRange(1), default=365, show_default=True, help="How long it counts."
)
@store_options
def token(name: str, label: str, days: int, store: str, blobs: str | None) -> None:
    """Make a token of the user NAME for the HTTP interface, and print it: it is shown only now."""
    from tianbao.store.clock import now
    from tianbao.web import users

    with changing(store, blobs, "token-add", name, label=label) as session:
        made = users.new_token(session, user_of(session, name), label, now() + timedelta(days=days))
    click.echo(made)


@command.command("list")
@store_options
def list_users(store: str, blobs: str | None) -> None:
    """List the users: name, role, whether disabled."""
    from tianbao.store import open_store, people

    opened = open_store(store, blobs, make=False)
    with opened.reading() as session:
        for user in people.users(session):
            state = "disabled" if user.disabled else ""
            click.echo("\t".join((user.name, user.role, state)).rstrip())


def asked(from_stdin: bool) -> str:
    """The password: a line of standard input, or asked for twice."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    given: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return given


@contextmanager
def changing(
    store: str, blobs: str | None, action: str, name: str, **detail: str
) -> Iterator[Session]:
    """A transaction in the store that is noted in the audit log."""
    from tianbao.store import open_store, people

    opened = open_store(store, blobs)
    try:
        with opened.session() as session:
            yield session
            people.note(session, BY, action, name, **detail)
    finally:
        opened.close()


def user_of(session: Session, name: str) -> User:
    """The user of that name; raises WrongCall."""
    from tianbao.store import people

    user = people.user_named(session, name)
    if user is None:
        raise WrongCall(f"{name}: there is no such user; see tianbao user list.")
    return user
