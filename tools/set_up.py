"""Makes `.venv` and installs what `requirements.lock` names, and Debian's programs where it may.

Runs on the system's Python with the standard library alone. Whatever indexes pip is set up for are
used: the lock's hashes decide what may be installed, not where it comes from.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tianbao import doctor  # noqa: E402

ENVIRONMENT = ROOT / ".venv"
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


def main() -> int:
    install_programs([program for program in doctor.programs() if not program.found])
    make_environment()
    install_locked()
    install_tianbao()
    return 0


def install_programs(programs: Sequence[doctor.Need]) -> None:
    """Installs Debian's packages of `programs`, or says how to; the rest of the set-up goes on."""
    if not programs:
        return
    packages = [program.debian for program in programs if program.debian]
    root = root_command()
    if root is not None and run_apt(root, packages):
        return
    for program in programs:
        print(f"{program.name} is missing: {program.purpose}.", file=sys.stderr)
    print(f"To have it: sudo apt-get install {' '.join(packages)}", file=sys.stderr)


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


def succeeds(command: Sequence[str]) -> bool:
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0


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
    sys.exit(main())
