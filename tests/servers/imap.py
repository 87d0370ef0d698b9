"""An IMAP server on loopback as NetEase has them: no folder is opened before the client sent ID."""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

UIDS = re.compile(r"(\d+)(?::(\d+|\*))?")


@dataclass
class Folder:
    """Mails by their UID, and the flags that they have."""

    uidvalidity: int = 1
    mails: dict[int, bytes] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=dict)


@dataclass
class Office:
    """What the server has, and what it was asked."""

    port: int
    folders: dict[str, Folder]  # by their names in modified UTF-7
    commands: list[str] = field(default_factory=list)
    sizes: dict[int, int] = field(default_factory=dict)  # that the server claims
    refused: dict[str, str] = field(default_factory=dict)  # command → what it is answered instead
    drop_after: int | None = None  # bodies that are sent before the connection is cut
    password: str = "secret"


class Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        office: Office = self.server.office  # type: ignore[attr-defined]
        self._office, self._known, self._folder = office, False, Folder()
        self._say("* OK ready")
        for raw in self.rfile:
            tag, _, rest = raw.decode().strip().partition(" ")
            office.commands.append(rest)
            words = rest.split(" ")
            verb = words[0].upper()
            if verb == "UID":
                verb = f"UID {words[1].upper()}"
            answer = office.refused.get(rest) or self._answer(verb, rest)
            if answer is None:
                return
            self._say(f"{tag} {answer}")

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _answer(self, verb: str, rest: str) -> str | None:
        if verb == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1 ID")
        elif verb == "LOGIN" and f'"{self._office.password}"' not in rest:
            return "NO LOGIN wrong password"
        elif verb == "ID":
            self._known = True
            self._say('* ID ("name" "office")')
        elif verb == "LIST":
            for name in self._office.folders:
                self._say(f'* LIST () "/" "{name}"')
        elif verb in ("SELECT", "EXAMINE"):
            return self._open(rest)
        elif verb == "UID SEARCH":
            self._say(f"* SEARCH {' '.join(map(str, self._folder.mails))}")
        elif verb == "UID FETCH":
            return self._fetch(rest)
        elif verb == "UID STORE":
            uid = int(rest.split()[2])
            self._folder.flags.setdefault(uid, set()).add("\\Seen")
        elif verb == "LOGOUT":
            self._say("* BYE")
        return "OK done"

    def _open(self, rest: str) -> str:
        if not self._known:
            return "NO SELECT Unsafe Login. Please contact kefu@office.example for help"
        name = rest.partition(" ")[2].strip('"')
        if name not in self._office.folders:
            return "NO no such folder"
        self._folder = self._office.folders[name]
        self._say(f"* {len(self._folder.mails)} EXISTS")
        self._say(f"* OK [UIDVALIDITY {self._folder.uidvalidity}] valid")
        return "OK [READ-ONLY] opened" if rest.startswith("EXAMINE") else "OK [READ-WRITE] opened"

    def _fetch(self, rest: str) -> str | None:
        office = self._office
        for number, uid in enumerate(map(int, rest.split()[2].split(",")), start=1):
            mail = self._folder.mails.get(uid)
            if mail is None:
                continue
            if "RFC822.SIZE" in rest:
                size = office.sizes.get(uid, len(mail))
                self._say(f"* {number} FETCH (UID {uid} RFC822.SIZE {size})")
                continue
            if office.drop_after is not None:
                office.drop_after -= 1
                if office.drop_after < 0:
                    office.drop_after = None
                    return None
            self.wfile.write(b"* %d FETCH (UID %d BODY[] {%d}\r\n" % (number, uid, len(mail)))
            self.wfile.write(mail + b")\r\n")
        return "OK done"


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    tls: ssl.SSLContext | None = None

    def finish_request(self, request: Any, client_address: Any) -> None:
        if self.tls is None:
            super().finish_request(request, client_address)
            return
        # A client that doesn't trust the certificate leaves.
        with suppress(OSError), self.tls.wrap_socket(request, server_side=True) as wrapped:
            super().finish_request(wrapped, client_address)


@contextmanager
def imap(folders: dict[str, Folder], tls: ssl.SSLContext | None = None) -> Iterator[Office]:
    """A server with those folders, until the block ends."""
    with Server(("127.0.0.1", 0), Session) as server:
        server.tls = tls
        office = Office(server.server_address[1], folders)
        server.office = office  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield office
        finally:
            server.shutdown()
            thread.join()
