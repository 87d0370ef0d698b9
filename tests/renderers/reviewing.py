"""LibreOffice as the reviewer of what we write: it accepts or rejects all tracked changes."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from renderers import programs

# Runs in the Python that LibreOffice brings or knows; arguments: soffice, profile, a JSON file.
SCRIPT = r"""
import json, subprocess, sys, time
import uno
from com.sun.star.beans import PropertyValue
soffice, profile, jobs = sys.argv[1:]
pipe = "tianbao-review-%d" % int(time.time() * 1000)
office = subprocess.Popen([soffice, "-env:UserInstallation=" + profile, "--headless", "--norestore",
    "--accept=pipe,name=%s;urp;" % pipe], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
context = uno.getComponentContext()
resolver = context.ServiceManager.createInstanceWithContext(
    "com.sun.star.bridge.UnoUrlResolver", context)
for _ in range(600):
    try:
        remote = resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % pipe)
        break
    except Exception:
        time.sleep(0.1)
manager = remote.ServiceManager
desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
dispatcher = manager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", remote)
def value(name, content):
    return PropertyValue(Name=name, Value=content)
for job in json.load(open(jobs)):
    document = desktop.loadComponentFromURL(job["source"], "_blank", 0, (value("Hidden", True),))
    frame = document.CurrentController.Frame
    dispatcher.executeDispatch(frame, ".uno:" + job["command"], "", 0, ())
    document.storeToURL(job["target"], (value("FilterName", "MS Word 2007 XML"),))
    document.close(True)
try:
    desktop.terminate()
except Exception:
    pass
office.wait(60)
"""


class Reviewed(NamedTuple):
    """What LibreOffice makes of a document with tracked changes."""

    accepted: bytes
    rejected: bytes


def reviewed(documents: Mapping[str, bytes], folder: Path) -> dict[str, Reviewed]:
    """The documents (name → DOCX) with all changes accepted, and rejected."""
    soffice, python = programs.writer(), programs.python_with_uno()
    jobs = []
    for name, data in documents.items():
        source = folder / f"{name}.docx"
        source.write_bytes(data)
        for command in ("AcceptAllTrackedChanges", "RejectAllTrackedChanges"):
            target = folder / f"{name}-{command}.docx"
            jobs.append({"source": source.as_uri(), "command": command, "target": target.as_uri()})
    profile = (folder / "profile").as_uri()
    listed = folder / "jobs.json"
    listed.write_text(json.dumps(jobs), encoding="utf-8")
    subprocess.run(
        [python, "-c", SCRIPT, soffice, profile, str(listed)],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return {
        name: Reviewed(
            (folder / f"{name}-AcceptAllTrackedChanges.docx").read_bytes(),
            (folder / f"{name}-RejectAllTrackedChanges.docx").read_bytes(),
        )
        for name in documents
    }
