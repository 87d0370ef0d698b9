"""Which installed faces stand in for the ones that the templates name (`renderers/fonts.json`).

LibreOffice asks fontconfig for a face that isn't installed, and fontconfig knows no 仿宋_GB2312: it
gives any Chinese face. These settings are the system's own and ours on top, which name faces of the
same class, the real one first.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

FOLDER = Path("share", "tianbao", "fonts")  # of the environment, for fonts that set-up brings
OWN = Path(sys.prefix, FOLDER)
SYSTEM = "/etc/fonts/fonts.conf"


@dataclass(frozen=True, slots=True)
class Face:
    """A face of the forms: the names it goes by, and the families that may stand in for it, the
    best first."""

    face: str
    names: list[str]
    stand_ins: list[str]
    purpose: str
    debian: str  # the package of a stand-in
    # Of a package that would bring much else, the one font wanted and the folder with its licence.
    member: str | None = None
    licence: str | None = None


def faces() -> list[Face]:
    text = files("renderers").joinpath("fonts.json").read_text(encoding="utf-8")
    return [Face(**row) for row in json.loads(text)]


def settings(own: Path = OWN) -> str:
    """Fontconfig's settings as XML; `own` is the folder of fonts that set-up brings."""
    system = os.environ.get("FONTCONFIG_FILE", SYSTEM)
    aliases = "".join(_alias(name, face) for face in faces() for name in face.names)
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f'<fontconfig>\n<include ignore_missing="yes">{escape(system)}</include>\n'
        f"<dir>{escape(str(own))}</dir>\n{aliases}</fontconfig>\n"
    )


def _alias(name: str, face: Face) -> str:
    """Of one name: its own font, then the same face's other names, then what stands in for it."""
    others = (each for each in (*face.names, *face.stand_ins) if each != name)
    accepted = "".join(f"<family>{escape(each)}</family>" for each in others)
    asked = f"<family>{escape(name)}</family>"
    return f'<alias binding="same">{asked}<accept>{accepted}</accept></alias>\n'
