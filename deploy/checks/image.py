"""Whether the Containerfile copies what exists and all that the programs import."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.checks.settings import ROOT

CONTAINERFILE = ROOT / "deploy" / "Containerfile"
# Imports everything a program of the image may import, and names what came from elsewhere.
IMPORT_ALL = """
import importlib, json, pkgutil, sys
from pathlib import Path
found = []
for package in ("chassis", "services", "sandbox", "cli", "deploy"):
    folder = Path(package.replace(".", "/")).resolve()
    for module in pkgutil.walk_packages([str(folder)], package + "."):
        if module.name.rpartition(".")[2] != "generate":
            importlib.import_module(module.name)
ours = ("chassis", "services", "sandbox", "cli", "deploy", "granary", "protos", "tests")
for name, module in sorted(sys.modules.items()):
    file = getattr(module, "__file__", None)
    if name.partition(".")[0] in ours and file and Path.cwd() not in Path(file).parents:
        found.append(name)
print(json.dumps(found))
"""


def check() -> list[str]:
    """What is wrong, one sentence each."""
    lines = _instructions()
    faults = [
        f"Containerfile: {line} has no digest to come from the build's arguments"
        for line in lines
        if line.startswith("FROM ") and "${PYTHON_IMAGE}" not in line
    ]
    wanted = {
        "ARG PYTHON_IMAGE": "the base image must be given, so that it can be named by digest",
        "USER 10001:10001": "the user must be 10001",
        'ENTRYPOINT ["python", "-m"]': "the entry point must need no shell",
    }
    faults += [f"Containerfile: {why}" for line, why in wanted.items() if line not in lines]
    faults += [
        f"Containerfile: {line} needs a shell"
        for line in lines
        if line.startswith("RUN ") and not line.startswith("RUN [")
    ]
    copies = [
        line.split()[1:] for line in lines if line.startswith("COPY ") and "--from" not in line
    ]
    missing = [source for source, _ in copies if not (ROOT / source).exists()]
    faults += [f"Containerfile: {source} does not exist" for source in missing]
    return faults or _import_faults([(source, target) for source, target in copies])


def _instructions() -> list[str]:
    text = CONTAINERFILE.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _import_faults(copies: list[tuple[str, str]]) -> list[str]:
    """Lay out /app as the image would, and import all of it from there."""
    with tempfile.TemporaryDirectory() as folder:
        app = Path(folder).resolve()
        for source, target in copies:
            if target.startswith("/app/"):
                _copy(ROOT / source, app / target.removeprefix("/app/"))
        done = subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", IMPORT_ALL],
            cwd=app,
            env={**os.environ, "PYTHONPATH": f"{app}:{app / 'generated'}"},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        return [f"Containerfile: the image lacks something: {done.stderr.strip().splitlines()[-1]}"]
    return [f"Containerfile: {name} is imported and not copied" for name in json.loads(done.stdout)]


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy2(source, target)
