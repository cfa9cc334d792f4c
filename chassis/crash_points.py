"""Named places where a test may kill the process, to prove that what was begun is finished later.

In normal use `crash_point("name")` does nothing. With GRANARY_CRASH_POINT=name or name:nth in the
environment the process dies there the nth time, as under kill -9. With GRANARY_CRASH_POINT_FILE the
name is in that file, which may be written while the process runs and is gone after the death, so
that the process that takes its place lives. A simulation sets a handler.
"""

import ast
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

VARIABLE = "GRANARY_CRASH_POINT"
FILE_VARIABLE = "GRANARY_CRASH_POINT_FILE"
KILLED = 137
"""Exit status of a process ended by SIGKILL (128 + 9)."""

Handler = Callable[[str], None]


def killer(armed: str, die: Callable[[int], object] = os._exit) -> Handler:
    """A handler that ends the process at the point `name` or, for `name:nth`, at its nth pass."""
    name, _, nth = armed.partition(":")
    passes_left = int(nth or 1)

    def handle(passed: str) -> None:
        nonlocal passes_left
        if passed == name:
            passes_left -= 1
            if passes_left == 0:
                die(KILLED)

    return handle


def killer_by_file(armed: Path, die: Callable[[int], object] = os._exit) -> Handler:
    """A handler that ends the process at the point whose name is in the file, and takes it away."""

    def handle(passed: str) -> None:
        try:
            is_armed = armed.read_text(encoding="utf-8") == passed
        except FileNotFoundError:
            return
        if is_armed:
            armed.unlink()
            die(KILLED)

    return handle


def handler_from(environ: Mapping[str, str]) -> Handler | None:
    """What the environment asks to happen at crash points; None in normal use."""
    if armed := environ.get(VARIABLE):
        return killer(armed)
    if file := environ.get(FILE_VARIABLE):
        return killer_by_file(Path(file))
    return None


_handler: Handler | None = handler_from(os.environ)


def crash_point(name: str) -> None:
    """Mark a place between two steps that must survive a crash; does nothing unless armed."""
    if _handler is not None:
        _handler(name)


def set_handler(handler: Handler | None) -> None:
    """For tests: what happens at each point from now on (None: nothing)."""
    global _handler  # noqa: PLW0603 - one switch for the process, so that unarmed points cost nothing
    _handler = handler


def names_in_source(roots: Iterable[Path]) -> set[str]:
    """Every crash point named in the Python files under these folders.

    A fault test compares this with the points it covers, so a new point without a test fails.
    """
    names: set[str] = set()
    for root in roots:
        for path in sorted(root.rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _is_crash_point(node.func):
                    names.add(_literal_name(node, path))
    return names


def _is_crash_point(function: ast.expr) -> bool:
    return (isinstance(function, ast.Name) and function.id == "crash_point") or (
        isinstance(function, ast.Attribute) and function.attr == "crash_point"
    )


def _literal_name(call: ast.Call, path: Path) -> str:
    match call.args:
        case [ast.Constant(value=str(name))]:
            return name
    raise ValueError(f"{path}:{call.lineno}: a crash point is named by a literal string")
