"""Reads the text templates of cost sheets and contracts from their files."""

from pathlib import Path

from services.lending.domain.documents import Templates

DEFAULT = Path(__file__).parent / "templates"


def read_templates(folder: Path = DEFAULT) -> Templates:
    """Every template under its path without ending, e.g. "contract/2026-08.zh-CN"."""
    return Templates(
        {
            file.relative_to(folder).as_posix().removesuffix(".txt"): file.read_text("utf-8")
            for file in sorted(folder.rglob("*.txt"))
        }
    )
