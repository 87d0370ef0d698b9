"""The blank that is filled in: laid out, printed to PDF by LibreOffice, its fields put in place.

That takes seconds, so it is done once for a template, and kept in the user's cache folder: the
faces and the line breaks are those of this computer's LibreOffice, so no blank is shipped.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from extractors.mupdf import pymupdf
from forms.registry import Form
from renderers.docx import TEMPLATES
from renderers.fillable.fields import add_fields
from renderers.fillable.layout import lay_out
from renderers.fillable.placing import clear, spots
from renderers.office import convert
from renderers.pdf import OPTIONS, pinned
from renderers.programs import writer


def blank_pdf(form: Form, lengths: Mapping[str, int]) -> bytes:
    """The fillable blank, from the cache or made now.

    `lengths` are the rows of lists by path, where they are more than the form prints. Raises
    OfficeMissing where it has to be made and there is no LibreOffice.
    """
    stem, version = _stem(form, lengths), _version()
    kept = sorted(_folder().glob(f"{stem}-{version or '*'}.pdf"))
    if kept:
        return kept[-1].read_bytes()
    made = make(form, lengths)
    _keep(_folder() / f"{stem}-{version}.pdf", made)
    return made


def make(form: Form, lengths: Mapping[str, int]) -> bytes:
    """The fillable blank, made now."""
    layout, rooms = lay_out(form, lengths)
    boxes = frozenset(number for number, room in enumerate(rooms) if room.option)
    printed = convert(layout, "pdf", options=OPTIONS)
    with pymupdf.open(stream=printed) as document:
        found = spots(document, len(rooms), boxes)
        clear(document)
        add_fields(document, form, rooms, found)
        return pinned(bytes(document.tobytes(garbage=1)), layout)


def _folder() -> Path:
    """The cache folder by the XDG Base Directory Specification."""
    root = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(root) if os.path.isabs(root) else Path.home() / ".cache"
    return base / "tianbao" / "fillable"


def _stem(form: Form, lengths: Mapping[str, int]) -> str:
    """What the blank is made of, LibreOffice aside: the template, the rows, this package."""
    made_of = hashlib.sha256((TEMPLATES / form.template).read_bytes())
    made_of.update(json.dumps(sorted(lengths.items())).encode())
    made_of.update(_package())
    return f"{form.name.replace('/', '-')}-{made_of.hexdigest()[:24]}"


@cache
def _package() -> bytes:
    """The hash of the modules that make a blank."""
    modules = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(module.read_bytes() for module in modules)).digest()


@cache
def _version() -> str | None:
    """A short name of the LibreOffice that is installed; None where there is none."""
    program = writer()
    if program is None:
        return None
    about = Path(program).resolve().parent / "versionrc"
    return hashlib.sha256(about.read_bytes() if about.exists() else b"").hexdigest()[:8]


def _keep(path: Path, blank: bytes) -> None:
    """Writes a blank into the cache; where that can't be done, it will be made anew."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        beside.write_bytes(blank)
        beside.replace(path)
