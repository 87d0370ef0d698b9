"""The project as it is installed: lock, wheel, rooms."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import tianbao
from forms.problems import SEVERITIES

ROOT = Path(__file__).parents[2]
ROOMS = ("forms", "templates", "extractors", "renderers", "tianbao")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNTIME = [Requirement(text) for text in PROJECT["dependencies"]]
EXTRAS = {
    extra: [Requirement(text) for text in texts]
    for extra, texts in PROJECT["optional-dependencies"].items()
}
ALL = RUNTIME + [requirement for extra in EXTRAS.values() for requirement in extra]


def locked() -> list[tuple[Requirement, int]]:
    """Each entry of the lock with the number of its hashes."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", "")
    entries = [line.split("--hash=sha256:") for line in text.splitlines()]
    return [(Requirement(entry[0].strip()), len(entry) - 1) for entry in entries]


@pytest.mark.parametrize("requirement", ALL, ids=str)
def test_the_lock_has_each_dependency_in_a_version_that_will_do(requirement):
    versions = [
        next(iter(entry.specifier)).version
        for entry, _ in locked()
        if canonicalize_name(entry.name) == canonicalize_name(requirement.name)
    ]
    assert versions
    assert all(requirement.specifier.contains(version) for version in versions)


def test_every_entry_of_the_lock_is_exact_and_hashed():
    for entry, hashes in locked():
        assert [specifier.operator for specifier in entry.specifier] == ["=="], entry
        assert hashes, entry


def test_no_file_of_the_set_up_names_an_index():
    for name in ("requirements.lock", "pyproject.toml", "Makefile", "tools/set_up.py"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"--(extra-)?index-url|pypi|pythonhosted", text), name


def test_the_doctor_knows_each_package_that_the_program_needs():
    rows = json.loads((ROOT / "tianbao" / "needs.json").read_text(encoding="utf-8"))["packages"]
    known = {(row["package"], row.get("extra")) for row in rows}
    assert known == {(requirement.name, None) for requirement in RUNTIME} | {
        (requirement.name, extra)
        for extra, requirements in EXTRAS.items()
        if extra != "dev"
        for requirement in requirements
    }


def test_a_wheel_holds_the_rooms_with_their_data_and_nothing_else(tmp_path):
    source = tmp_path / "source"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(".*", "build", "*.egg-info"))
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path]
    subprocess.run([*command, source], check=True, capture_output=True)
    (wheel,) = tmp_path.glob(f"tianbao-{tianbao.__version__}-*.whl")
    packed = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in packed} == {
        *ROOMS,
        f"tianbao-{tianbao.__version__}.dist-info",
    }
    for room in ROOMS:
        for path in (ROOT / room).rglob("*"):
            if path.suffix in (".py", ".json", ".docx"):
                assert path.relative_to(ROOT).as_posix() in packed


def test_each_room_imports_only_the_rooms_below_it():
    program = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([program], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout


def test_the_demonstration_shows_the_records_equal(tmp_path):
    command = [sys.executable, ROOT / "tools" / "demo.py", tmp_path / "demo"]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.count("Equal: all") == 5
    assert {path.name for path in (tmp_path / "demo").iterdir()} == {
        *(
            f"{form}-{what}.{kind}"
            for form in ("application", "summary")
            for what in ("blank", "filled")
            for kind in ("docx", "pdf")
        ),
        *("summary-scanned.pdf", "store", "名单.xlsx"),
    }
    assert "cloud-attachment" in result.stderr


def test_the_demonstration_goes_on_without_libreoffice_and_says_so(tmp_path):
    program = (
        "import runpy, sys; from renderers import programs; programs.writer = lambda: None; "
        f"sys.argv = ['demo', {str(tmp_path / 'demo')!r}]; "
        f"runpy.run_path({str(ROOT / 'tools' / 'demo.py')!r}, run_name='__main__')"
    )
    command = [sys.executable, "-c", program]
    result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.count("Equal: all") == 2
    assert result.stdout.count("Left out: PDF. LibreOffice Writer is missing") == 2
    assert "apt-get install" in result.stdout


def test_every_field_and_problem_code_is_in_the_documents():
    text = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    paths = {path for form in tianbao.forms() for path in form.leaves()}
    assert {name for name in paths | set(SEVERITIES) if f"`{name}`" not in text} == set()
