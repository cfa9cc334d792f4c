# noqa: INP001 - a script, not a package
"""Fill .venv with exactly what dev.txt pins: `.venv/bin/python requirements/install.py`.

Every file is checked against its hash. uv does it in seconds; it is installed first, from the same
pins. Where uv cannot (a mirror only pip knows, a platform without uv) pip does the whole.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PINS = HERE / "dev.txt"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
UV = [str(Path(sys.executable).with_name("uv")), "pip", "install", "--python", sys.executable]


def main() -> None:
    if install_uv() and run(UV, "--require-hashes", "-r", str(PINS), env=uv_environment()):
        editable = UV
    else:
        say("uv cannot do it here; pip takes over, which needs some minutes")
        if not run([*PIP, "install"], "--progress-bar=on", "--require-hashes", "-r", str(PINS)):
            sys.exit("The libraries could not be installed; the lines above say why.")
        editable = [*PIP, "install", "--quiet"]
    say("installing the project itself")
    if not run(editable, "--no-deps", "--no-build-isolation", "-e", str(HERE.parent)):
        sys.exit("The project could not be installed; the lines above say why.")


def install_uv() -> bool:
    pin = pin_of("uv")
    version = pin.split("==")[1].split()[0]
    if installed_uv() == version:
        return True
    say("installing uv, which installs the rest quickly")
    file = Path(sys.prefix) / "uv.txt"
    file.write_text(pin)
    return run([*PIP, "install", "--quiet"], "--require-hashes", "--no-deps", "-r", str(file))


def installed_uv() -> str:
    """The version of uv in .venv, empty when there is none."""
    try:
        answer = subprocess.run([UV[0], "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return ""
    return answer.stdout.split()[1]


def pin_of(name: str) -> str:
    """The pinned version of a library with its hashes."""
    lines = PINS.read_text().splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith(f"{name}=="))
    end = next(at for at in range(start, len(lines)) if not lines[at].endswith("\\"))
    return "\n".join(lines[start : end + 1]) + "\n"


def uv_environment() -> dict[str, str]:
    """Let uv look where pip is told to look."""
    environment = dict(os.environ)
    for theirs, ours in (("index-url", "UV_DEFAULT_INDEX"), ("find-links", "UV_FIND_LINKS")):
        value = os.environ.get("PIP_" + theirs.upper().replace("-", "_")) or pip_setting(theirs)
        if value:
            environment.setdefault(ours, value)
    return environment


def pip_setting(name: str) -> str:
    answer = subprocess.run(  # noqa: S603
        [*PIP, "config", "get", f"global.{name}"], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip()


def run(command: list[str], *arguments: str, env: dict[str, str] | None = None) -> bool:
    try:
        return subprocess.run([*command, *arguments], env=env, check=False).returncode == 0  # noqa: S603
    except OSError:
        return False


def say(text: str) -> None:
    print(f"setup: {text}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
