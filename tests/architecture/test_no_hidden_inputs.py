"""Time, ids and dice reach a service through its constructors, so a run can be replayed."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.imports import ROOT, python_files

BANNED_MODULES = {"random", "secrets"}
BANNED_CALLS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "uuid.uuid1",
    "uuid.uuid4",
    "os.urandom",
}
# A name imported on its own hides where it comes from: `from uuid import uuid4`.
BANNED_NAMES = {name.rpartition(".")[2] for name in BANNED_CALLS} - {"now", "today", "time"}
BANNED_FROM_IMPORTS = {"time.time", "time.time_ns", *(f"uuid.uuid{n}" for n in (1, 4))}


def hidden_inputs(path: Path) -> list[str]:
    """Where a file reads the clock or dice by itself."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}: {what}"  # type: ignore[attr-defined]
        for node in ast.walk(tree)
        for what in _offences(node)
    ]


def _offences(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names if name.name in BANNED_MODULES]
    if isinstance(node, ast.ImportFrom):
        if node.module in BANNED_MODULES:
            return [str(node.module)]
        full = [f"{node.module}.{name.name}" for name in node.names]
        return [name for name in full if name in BANNED_FROM_IMPORTS]
    if isinstance(node, ast.Attribute | ast.Name):
        text = ast.unparse(node)
        last_two = ".".join(text.split(".")[-2:])
        return [text] if last_two in BANNED_CALLS or text in BANNED_NAMES else []
    return []


def test_services_read_neither_clock_nor_dice() -> None:
    found = [
        offence
        for path in python_files("services")
        if path.name != "__main__.py"
        for offence in hidden_inputs(path)
    ]

    assert not found, "\n".join(found)


def test_the_check_sees_what_it_should(tmp_path: Path) -> None:
    lines = [
        "import random",
        "from secrets import token_hex",
        "from uuid import uuid4",
        "a = datetime.now(UTC)",
        "b = datetime.datetime.utcnow()",
        "c = time.time()",
        "d = os.urandom",
        "e = self.clock.now()",
        "f = time.perf_counter()",
        "g = calendar.today()",
    ]

    caught = [line for line in lines if any(map(_offences, ast.walk(ast.parse(line))))]

    assert caught == lines[:7]
