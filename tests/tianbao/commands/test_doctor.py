"""`tianbao doctor`"""

from __future__ import annotations

import tianbao.doctor as doctor


def test_every_need_is_a_row_with_its_purpose(run):
    result = run("doctor")
    assert result.exit_code == 0
    for need in doctor.needs():
        assert need.name in result.stdout


def test_what_is_missing_comes_with_the_command_that_installs_it(run, monkeypatch):
    monkeypatch.setattr(doctor, "FINDERS", dict.fromkeys(doctor.FINDERS, lambda: None))
    monkeypatch.setattr(doctor.shutil, "which", lambda command: None)
    result = run("doctor")
    assert result.exit_code == 0
    for package in ("libreoffice-writer-nogui", "python3-uno", "fontconfig", "fonts-noto-cjk"):
        assert f"sudo apt-get install {package}" in result.stdout


def test_a_missing_package_is_status_4(run, monkeypatch):
    def absent(package: str) -> str:
        raise doctor.metadata.PackageNotFoundError(package)

    monkeypatch.setattr(doctor.metadata, "version", absent)
    result = run("doctor")
    assert result.exit_code == 4
    assert "make setup" in result.stdout
