"""Makes `.venv` and installs what `requirements.lock` names, and Debian's programs where it may.

Runs on the system's Python with the standard library alone. Whatever indexes pip is set up for are
used: the lock's hashes decide what may be installed, not where it comes from.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
LOCK = ROOT / "requirements.lock"
NEEDS = ROOT / "tianbao" / "needs.json"

# A user's own settings of pip that would install elsewhere or refuse the locked versions.
UNSET = {name: "" for name in ("PIP_CONSTRAINT", "PIP_PREFIX", "PIP_ROOT", "PIP_TARGET")}
UNSET |= {name: "0" for name in ("PIP_USER", "PIP_REQUIRE_HASHES")}


def main() -> int:
    install_programs(missing_programs())
    make_environment()
    install_locked()
    install_tianbao()
    return 0


def missing_programs() -> list[dict[str, str]]:
    """The rows of `needs.json` whose command is not on the path."""
    programs = json.loads(NEEDS.read_text(encoding="utf-8"))["programs"]
    return [program for program in programs if not shutil.which(program["command"])]


def install_programs(programs: Sequence[dict[str, str]]) -> None:
    """Installs Debian's packages of `programs`, or says how to; the rest of the set-up goes on."""
    if not programs:
        return
    packages = [program["debian"] for program in programs]
    root = root_command()
    if root is not None and run_apt(root, packages):
        return
    for program in programs:
        print(f"{program['command']} is missing: {program['purpose']}.", file=sys.stderr)
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
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    tells = "import sys; sys.exit('{}.{}'.format(*sys.version_info) != sys.argv[1])"
    if PYTHON.exists() and succeeds([str(PYTHON), "-I", "-m", "pip", "--version"]):
        if succeeds([str(PYTHON), "-I", "-c", tells, version]):
            return
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
    pip("install", "--quiet", "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK))


def install_tianbao() -> None:
    pip("install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "-e", ".")


if __name__ == "__main__":
    sys.exit(main())
