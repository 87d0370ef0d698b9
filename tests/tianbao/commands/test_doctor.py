"""`tianbao doctor`"""

from __future__ import annotations

import pytest

import tianbao.doctor as doctor


def test_every_need_is_a_row_with_its_purpose(run):
    result = run("doctor")
    assert result.exit_code == 0
    for need in doctor.needs():
        assert need.name in result.stdout


def test_what_is_missing_comes_with_the_command_that_installs_it(run, monkeypatch):
    monkeypatch.setattr(doctor.shutil, "which", lambda command: None)
    result = run("doctor")
    assert result.exit_code == 0
    assert "sudo apt-get install libreoffice-writer-nogui" in result.stdout


def test_a_missing_package_is_status_4(run, monkeypatch):
    def absent(package: str) -> str:
        raise doctor.metadata.PackageNotFoundError(package)

    monkeypatch.setattr(doctor.metadata, "version", absent)
    result = run("doctor")
    assert result.exit_code == 4
    assert "make setup" in result.stdout


@pytest.mark.parametrize("beside", [None, "python-of-another-name"])
def test_a_program_counts_only_with_the_file_that_it_needs_beside_it(tmp_path, monkeypatch, beside):
    program = tmp_path / "office"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (doctor.program("office", beside) is None) == (beside is not None)
