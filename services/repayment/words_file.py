"""Reads the words of the documents from their files."""

import tomllib
from pathlib import Path

from services.repayment.domain.documents.words import Language, Words

FOLDER = Path(__file__).parent / "templates" / "documents"
VERSION = "2026-11"
"""The texts in use; documents that were kept are never written anew with later ones."""
_ENDINGS = {Language.ZH: "zh-CN", Language.EN: "en"}


def read_words(version: str = VERSION, folder: Path = FOLDER) -> dict[Language, Words]:
    """The words in each language."""
    return {
        language: Words(language, version, _texts(folder / f"{version}.{ending}.toml"))
        for language, ending in _ENDINGS.items()
    }


def _texts(file: Path) -> dict[str, dict[str, str]]:
    return tomllib.loads(file.read_text("utf-8"))
