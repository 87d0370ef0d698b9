"""The script between us and one LibreOffice process: `python3 -I bridge.py SOFFICE PROFILE`.

It runs on the Python that has LibreOffice's own `uno` module, which no virtual environment has; so
it needs the standard library alone. It starts LibreOffice without a network, then answers requests,
a line of JSON each, on standard input and output:

    {"source": PATH, "target": PATH, "load": {…}, "style": {…}, "store": {…}, "data": {…}}
    → {"error": null | TEXT}

`load` and `store` are properties of a media descriptor, `style` those that the default paragraph
style is given between loading and storing, `data` the options of the export filter.
Its first line, once LibreOffice answers, is {"error": null, "sockets": [PATH]}, what a killed one
leaves behind. It ends, and LibreOffice with it, when standard input is closed: so the death of its
parent ends it.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import queue
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, NoReturn

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.uno import Exception as UnoException  # type: ignore[import-not-found]

Request = dict[str, Any]

PAUSE = 0.02  # seconds between two tries to connect
DYING = 2.0  # seconds that a crashed LibreOffice takes to be gone after the connection is lost
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # linux/sched.h, CLONE_NEWUSER and CLONE_NEWNET

# Whatever the document says: no macro runs, no link is followed, no dialog waits for an answer.
SAFELY = {"Hidden": True, "ReadOnly": True, "MacroExecutionMode": 0, "UpdateDocMode": 0}


def main(soffice: str, profile: str) -> NoReturn:
    leave_network()
    pipe = f"tianbao-{secrets.token_hex(8)}"
    office = start(soffice, profile, pipe)
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    folder = Path(profile).parent
    threading.Thread(target=listen, args=(requests, folder), daemon=True).start()
    desktop = connected(office, pipe)
    answer({"error": None, "sockets": sockets()})
    while True:
        answer({"error": outcome(office, desktop, requests.get())})


def leave_network() -> None:
    """Takes this process and its children off the network where the system permits it."""
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        user, group = os.getuid(), os.getgid()
        if libc.unshare(NEW_NETWORK) == 0 or libc.unshare(NEW_USER | NEW_NETWORK) != 0:
            return
        for name, text in (
            ("setgroups", "deny"),
            ("uid_map", f"{user} {user} 1"),
            ("gid_map", f"{group} {group} 1"),
        ):
            Path("/proc/self", name).write_text(text)


def start(soffice: str, profile: str, pipe: str) -> subprocess.Popen[bytes]:
    arguments = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
    return subprocess.Popen(
        [
            soffice,
            f"-env:UserInstallation={Path(profile).as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
            *arguments,
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def listen(requests: queue.SimpleQueue[Request], folder: Path) -> None:
    """Hands requests on, also while one is worked on; ends everything when no more can come."""
    for line in sys.stdin:
        requests.put(json.loads(line))
    for socket in sockets():
        Path(socket).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def sockets() -> list[str]:
    """LibreOffice's named sockets. It puts them into /tmp whatever TMPDIR says, one of them under a
    name of its own making, and a killed one leaves them there."""
    # `soffice` itself is a script that waits for the program.
    group = [path for path in Path("/proc").glob("[0-9]*") if is_of_us(int(path.name))]
    opened = {link for path in group for link in links(path / "fd")}
    try:
        rows = Path("/proc/self/net/unix").read_text(encoding="utf-8").splitlines()
    except OSError:  # no Linux
        return []
    fields = [row.split() for row in rows]
    return sorted({each[7] for each in fields if f"socket:[{each[6]}]" in opened and each[7:]})


def is_of_us(pid: int) -> bool:
    try:
        return os.getpgid(pid) == os.getpgrp()
    except ProcessLookupError:
        return False


def links(folder: Path) -> list[str]:
    """What the links in a folder lead to; one may be gone before it is looked at."""
    found = []
    for link in folder.glob("*"):
        with contextlib.suppress(OSError):
            found.append(os.readlink(link))
    return found


def connected(office: subprocess.Popen[bytes], pipe: str) -> Any:
    """LibreOffice's desktop, as soon as it is there; whoever started us limits the time."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", context
    )
    while office.poll() is None:
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", remote
            )
        except UnoException:
            time.sleep(PAUSE)
    sys.exit(1)


def outcome(office: subprocess.Popen[bytes], desktop: Any, request: Request) -> str | None:
    """None when the request was done, else what was wrong with the document."""
    try:
        convert(desktop, request)
    except UnoException as error:
        with contextlib.suppress(subprocess.TimeoutExpired):
            office.wait(DYING if "isposed" in type(error).__name__ else 0)
            sys.exit(1)  # LibreOffice itself is gone, and our end says so
        return f"{type(error).__name__}: {error.Message}".rstrip(": ")
    return None


def convert(desktop: Any, request: Request) -> None:
    document = desktop.loadComponentFromURL(
        Path(request["source"]).as_uri(), "_blank", 0, properties({**SAFELY, **request["load"]})
    )
    if document is None:
        raise UnoException("LibreOffice gives no document", None)
    try:
        styles = document.StyleFamilies.getByName("ParagraphStyles")
        for name, value in request["style"].items():
            styles.getByName("Standard").setPropertyValue(name, value)
        data = uno.Any("[]com.sun.star.beans.PropertyValue", properties(request["data"]))
        store = properties({**request["store"], "FilterData": data})
        document.storeToURL(Path(request["target"]).as_uri(), store)
    finally:
        document.close(True)


def properties(values: Request) -> tuple[Any, ...]:
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


def answer(message: Request) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
