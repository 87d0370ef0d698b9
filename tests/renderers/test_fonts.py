"""Which face stands in for which."""

from __future__ import annotations

import os
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pymupdf
import pytest

from renderers import fonts

ROOT = Path(__file__).parents[2]
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def match(settings: Path, family: str, what: str = "family[0]") -> str:
    """The family, or `what` of it, that fontconfig gives by these settings."""
    command = ["fc-match", "--format", f"%{{{what}}}", family.replace("-", r"\-")]
    environment = {**os.environ, "FONTCONFIG_FILE": str(settings)}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture(scope="module")
def settings(tmp_path_factory) -> Path:
    path: Path = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    path.write_text(fonts.settings(), encoding="utf-8")
    return path


@pytest.mark.parametrize("face", fonts.faces(), ids=lambda face: face.face)
def test_each_face_is_had_by_its_name_or_by_one_that_stands_in(settings, face):
    for name in face.names:
        assert match(settings, name) in (*face.names, *face.stand_ins)


def test_latin_letters_are_as_wide_as_those_of_times(settings):
    # Else lines break elsewhere than in the forms as they were issued.
    text = "Version 4.2 (2024) PLC, OPC UA"
    ours = pymupdf.Font(fontfile=match(settings, "Times New Roman", "file"))
    times = pymupdf.Font("tiro")
    assert ours.text_length(text) == pytest.approx(times.text_length(text), rel=0.01)


def test_every_face_that_a_template_names_is_known():
    known = {name for face in fonts.faces() for name in face.names}
    for template in (ROOT / "templates").rglob("*.docx"):
        with zipfile.ZipFile(template) as package:
            parts = [name for name in package.namelist() if name.startswith("word/")]
            roots = [ElementTree.fromstring(package.read(p)) for p in parts if p.endswith(".xml")]
        named = {
            value
            for root in roots
            for element in root.iter(f"{WORD}rFonts")
            for key, value in element.attrib.items()
            if key.removeprefix(WORD) in ("ascii", "hAnsi", "eastAsia", "cs")
        }
        assert named
        assert named <= known, template


def test_the_real_face_comes_before_what_stands_in(tmp_path):
    # Liberation Serif as if it were the face that is asked for.
    settings = tmp_path / "fonts.conf"
    real = fonts.settings().replace("FangSong_GB2312", "Liberation Serif")
    settings.write_text(real, encoding="utf-8")
    assert match(settings, "Liberation Serif") == "Liberation Serif"
    assert match(settings, "仿宋_GB2312") == "Liberation Serif"
    assert match(settings, "SimSun") != "Liberation Serif"
