"""Makes `.venv` and installs what `requirements.lock` names, and Debian's programs where it may;
with `tests` as its argument the servers and the browser that the tests need besides.

Runs on the system's Python with the standard library alone. Whatever indexes pip is set up for are
used: the lock's hashes decide what may be installed, not where it comes from.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from renderers.fonts import FOLDER, Face, faces  # noqa: E402
from tianbao import doctor  # noqa: E402

ENVIRONMENT = ROOT / ".venv"
FONTS = ENVIRONMENT / FOLDER
PYTHON = ENVIRONMENT / "bin" / "python"
LOCK = ROOT / "requirements.lock"

# Ends without an error in an environment of this Python's version that has pip.
SAME_VERSION = f"import pip, sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"

# A user's own settings of pip that would install elsewhere or refuse the locked versions.
UNSET = {
    "PIP_CONSTRAINT": "",
    "PIP_PREFIX": "",
    "PIP_REQUIRE_HASHES": "0",
    "PIP_ROOT": "",
    "PIP_TARGET": "",
    "PIP_USER": "0",
}


def main(arguments: Sequence[str]) -> int:
    if arguments == ["tests"]:
        install_needs([program for program in doctor.programs("tests") if not program.found])
        return 0
    install_needs([program for program in doctor.programs() if not program.found])
    make_environment()
    # Only now: the program that lists the fonts may just have come.
    missing = [font for font in doctor.fonts(FONTS) if not font.found]
    install_needs([font for font in missing if font.debian])
    for font in missing:
        if not font.debian:
            fetch(next(face for face in faces() if face.face == font.name))
    install_locked()
    install_tianbao()
    return 0


def install_needs(needs: Sequence[doctor.Need]) -> None:
    """Installs Debian's packages of `needs`, or says how to; the rest of the set-up goes on."""
    if not needs:
        return
    packages = list(dict.fromkeys(need.debian for need in needs if need.debian))
    root = root_command()
    if root is not None and run_apt(root, packages):
        return
    for need in needs:
        print(f"{need.name} is missing: {need.purpose}.", file=sys.stderr)
    print(f"To have it: sudo apt-get install {' '.join(packages)}", file=sys.stderr)


def fetch(face: Face) -> None:
    """Takes one font and its licence out of a package of Debian that isn't installed: it would
    bring TeX with it. Where that can't be done, a face of another class stands in."""
    if shutil.which("apt-get") and unpack(face):
        return
    print(f"{' or '.join(face.names)} is missing: {face.purpose}.", file=sys.stderr)
    print(
        f"To have it: install one of them, or put {Path(str(face.member)).name} into {FONTS}.",
        file=sys.stderr,
    )


def unpack(face: Face) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        if not succeeds(["apt-get", "-q", "download", face.debian], folder):
            return False
        (package,) = Path(folder).glob("*.deb")
        if not succeeds(["dpkg-deb", "--extract", str(package), folder]):
            return False
        font, licence = Path(folder, str(face.member)), Path(folder, str(face.licence))
        if not font.exists():
            return False
        FONTS.mkdir(parents=True, exist_ok=True)
        shutil.copy(font, FONTS)
        shutil.copytree(licence, FONTS / f"{font.stem} licence", dirs_exist_ok=True)
        return True


def root_command() -> list[str] | None:
    """What to put before a command to run it as root, None where that can't be done unasked."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def run_apt(root: list[str], packages: Sequence[str]) -> bool:
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    return succeeds([*apt, "update"]) and succeeds(
        [*apt, "-y", "install", "--no-install-recommends", *packages]
    )


def succeeds(command: Sequence[str], folder: str | None = None) -> bool:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, cwd=folder, check=False)
    return done.returncode == 0


def make_environment() -> None:
    """A fresh `.venv`, unless the one that is there runs on this Python."""
    if not (PYTHON.exists() and succeeds([str(PYTHON), "-I", "-c", SAME_VERSION])):
        venv.create(ENVIRONMENT, clear=True, with_pip=True)


def pip(*arguments: str) -> None:
    """Runs the environment's own pip; a failure ends the set-up with pip's words."""
    environment = {**os.environ, **UNSET}
    command = [str(PYTHON), "-I", "-m", "pip", "--disable-pip-version-check", *arguments]
    result = subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False
    )
    if result.returncode:
        sys.exit(f"pip could not install what {LOCK.name} names; its message stands above.")


def install_locked() -> None:
    # The lock is whole and leaves out what pyproject.toml overrides: pip must not bring it back.
    pip(
        "install",
        "--quiet",
        "--require-hashes",
        "--no-deps",
        "--only-binary",
        ":all:",
        "-r",
        str(LOCK),
    )


def install_tianbao() -> None:
    pip("install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "-e", ".")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
