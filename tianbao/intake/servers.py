"""Mails from an IMAP server. Nothing is ever deleted there; a mail is marked as seen only if told,
and only once everything of it is in the store."""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import unquote, urlsplit

from forms.errors import TianbaoError
from tianbao import __version__
from tianbao.errors import WrongCall
from tianbao.intake import limits
from tianbao.intake.sources import Item, Problem

TIMEOUT: Final = 60.0  # seconds for an answer of the server
TRIES: Final = 4  # connections without a mail in between before it is given up
PAUSE: Final = 1.0  # seconds before the second try, doubled for each further one
POLL: Final = 60.0  # seconds between two looks at a server
AT_ONCE: Final = 500  # mails whose sizes are asked for together

UNTRUSTED: Final = (
    "{where}: the server's certificate is not to be trusted: {why}. If it is the office's own, let "
    "SSL_CERT_FILE name a file that holds it, or the authority's that issued it."
)

DROPPED: Final = (imaplib.IMAP4.abort, OSError, EOFError)

Taken = Callable[[str], Collection[int]]  # prefix of keys → the UIDs that the store has


class Unreachable(TianbaoError):
    """The server can't be reached, or doesn't let us in."""

    exit_code = 4


class Away(Unreachable):
    """The server doesn't answer now; it may at the next look."""


class Refused(Unreachable):
    """The server says NO or BAD to what it is asked."""


class Address(NamedTuple):
    """`imaps://user@host:port/folder`"""

    secure: bool
    user: str
    host: str
    port: int
    folder: str

    @property
    def account(self) -> str:
        return f"{self.user}@{self.host}"

    def __str__(self) -> str:
        return f"{'imaps' if self.secure else 'imap'}://{self.account}/{self.folder}"


def address(url: str) -> Address:
    """Raises WrongCall for a URL that is none of a folder; a password in it is never shown."""
    told = urlsplit(url)
    without = f"{told.scheme}://{told.hostname or ''}{told.path}"
    if told.password is not None:
        raise WrongCall(
            f"{without}: a password doesn't belong in a command; put it in TIANBAO_IMAP_PASSWORD."
        )
    try:
        port = told.port
    except ValueError:
        port = -1
    if not told.username or not told.hostname or port == -1:
        raise WrongCall(f"{without}: write imaps://user@host/folder.")
    secure = told.scheme == "imaps"
    folder = unquote(told.path.strip("/")) or "INBOX"
    return Address(
        secure, unquote(told.username), told.hostname, port or (143, 993)[secure], folder
    )


class Mailbox:
    """One folder of one account, read from where the store's keys leave off."""

    def __init__(
        self, where: Address, password: str, taken: Taken, *, mark_seen: bool = False
    ) -> None:
        self._where = where
        self._password = password
        self._taken = taken
        self._mark_seen = mark_seen
        self._server: Any = None
        self._done: set[str] = set()  # keys that this run has handed on

    def items(self) -> Iterator[Item]:
        """Every mail that the store doesn't have, a dropped connection made anew."""
        tries = 0
        while True:
            try:
                for item in self._connected():
                    tries = 0
                    yield item
                return
            except Refused as error:
                raise Refused(f"{self._where}: {error}") from error
            except DROPPED as error:
                self._server = None
                tries += 1
                if tries >= TRIES:
                    raise Away(f"{self._where}: {_said(error)}") from error
                time.sleep(PAUSE * 2 ** (tries - 1))

    def close(self) -> None:
        if self._server is not None:
            with contextlib.suppress(Exception):  # the server may say good-bye as it likes
                self._server.logout()
            self._server = None

    def _connected(self) -> Iterator[Item]:
        server = self._server = self._server or self._log_in()
        prefix = f"{self._where.account}/{self._where.folder}/{self._open_folder(server)}/"
        known = self._taken(prefix)
        wanted = [
            uid for uid in _uids(server) if uid not in known and f"{prefix}{uid}" not in self._done
        ]
        for start in range(0, len(wanted), AT_ONCE):
            part = wanted[start : start + AT_ONCE]
            sizes = _sizes(server, part)
            for uid in part:
                key = f"{prefix}{uid}"
                item = self._item(server, uid, key, sizes.get(uid))
                self._done.add(key)
                if item is not None:
                    yield item

    def _log_in(self) -> Any:
        from imap_tools import MailBox, MailBoxUnencrypted
        from imap_tools.errors import MailboxLoginError

        where = self._where
        try:
            if where.secure:
                context = ssl.create_default_context()
                box: Any = MailBox(where.host, where.port, timeout=TIMEOUT, ssl_context=context)
            else:
                box = MailBoxUnencrypted(where.host, where.port, timeout=TIMEOUT)
        except ssl.SSLCertVerificationError as error:
            raise Unreachable(UNTRUSTED.format(where=where, why=error.verify_message)) from error
        try:
            if where.user.isascii() and self._password.isascii():
                box.login(where.user, self._password, initial_folder=None)
            else:
                box.login_utf8(where.user, self._password, initial_folder=None)
        except (MailboxLoginError, imaplib.IMAP4.error) as error:
            if isinstance(error, imaplib.IMAP4.abort):
                raise
            raise Unreachable(f"{where}: the server refused the login: {_said(error)}") from error
        _introduce(box.client)
        return box

    def _open_folder(self, box: Any) -> str:
        """Opens the folder, for reading only unless mails are to be marked; gives UIDVALIDITY."""
        from imap_tools.errors import MailboxFolderSelectError

        try:
            box.folder.set(self._where.folder, readonly=not self._mark_seen)
        except MailboxFolderSelectError as error:
            names = _folders(box)
            raise Unreachable(f"{self._where}: {_said(error)}. Folders: {names}") from error
        _, told = box.client.response("UIDVALIDITY")
        value = told[-1] if told else None
        return value.decode("ascii", "replace") if isinstance(value, bytes) else "0"

    def _item(self, box: Any, uid: int, key: str, size: int | None) -> Item | None:
        """A mail; None for one that somebody deleted meanwhile."""
        try:
            size = _sizes(box, [uid]).get(uid) if size is None else size
            if size is None:
                return None
            if size > limits.LARGEST:
                most = limits.LARGEST // limits.MEBIBYTE
                return self._not_fetched(uid, key, ("too-large", {"most": most}))
            data = _message(box, uid)
        except Refused as error:
            # Without its key: the next look asks for it again.
            return self._not_fetched(uid, None, ("unreadable", {"error": error}))
        if data is None:
            return None
        return Item(
            str(self._where),
            f"UID {uid}",
            data,
            is_mail=True,
            key=key,
            committed=(lambda: self._mark(uid)) if self._mark_seen else None,
        )

    def _not_fetched(self, uid: int, key: str | None, problem: Problem) -> Item:
        name = f"UID {uid}"
        return Item(str(self._where), name, None, is_mail=True, key=key, problem=problem)

    def _mark(self, uid: int) -> None:
        """A mark that fails is tried no more: the mail itself is safe."""
        if self._server is not None:
            try:
                self._server.client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")
            except DROPPED:
                self._server = None


def _introduce(client: Any) -> None:
    """The ID command (RFC 2971), without which NetEase's servers answer `Unsafe Login`."""
    if "ID" in client.capabilities or "ID" in _capabilities(client):
        client.xatom("ID", f'("name" "tianbao" "version" "{__version__}")')


def _capabilities(client: Any) -> Sequence[str]:
    """What the server can after the login: many name more then than before."""
    _, told = client.capability()
    return b" ".join(each for each in told if each).decode("ascii", "replace").upper().split()


def _folders(box: Any) -> str:
    try:
        return ", ".join(folder.name for folder in box.folder.list())[:500]
    except Exception:  # only a help in a message
        return "?"


def _asked(box: Any, *command: str) -> list[Any]:
    """What the server says to a command about mails; raises Refused."""
    try:
        status, told = box.client.uid(*command)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise Refused(_said(error)) from error
    if status != "OK":
        words = b" ".join(each for each in told if isinstance(each, bytes))
        raise Refused(words.decode("utf-8", "replace")[:300] or status)
    return list(told)


def _uids(box: Any) -> list[int]:
    told = _asked(box, "SEARCH", "ALL")
    return sorted({int(each) for line in told if line for each in line.split() if each.isdigit()})


def _sizes(box: Any, uids: Sequence[int]) -> dict[int, int]:
    """Sizes in bytes, asked before any mail is fetched, of those that are there. Raises Refused for
    a single one; some servers refuse all where one of them is gone (RFC 2180, 4.1.3)."""
    try:
        told = _asked(box, "FETCH", ",".join(map(str, uids)), "(UID RFC822.SIZE)")
    except Refused:
        if len(uids) == 1:
            raise
        return {}
    found = {}
    for line in told:
        text = line if isinstance(line, bytes) else b" ".join(line or ())
        uid, size = re.search(rb"UID (\d+)", text), re.search(rb"RFC822\.SIZE (\d+)", text)
        if uid and size:
            found[int(uid[1])] = int(size[1])
    return found


def _message(box: Any, uid: int) -> bytes | None:
    """The mail's bytes; PEEK leaves it unseen. Raises Refused."""
    for part in _asked(box, "FETCH", str(uid), "(BODY.PEEK[])"):
        if isinstance(part, tuple) and isinstance(part[1], bytes):
            return part[1]
    return None


def _said(error: BaseException) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
