"""Texts rendered from versioned templates and bound by hash. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from string import Template


@dataclass(frozen=True, slots=True)
class Templates:
    """All text templates by name, e.g. "contract/2026-08.zh-CN"; old versions stay for ever."""

    texts: Mapping[str, str]

    def render(self, name: str, facts: Mapping[str, str]) -> str:
        """Fill a template. Raises KeyError when the template or one of its facts is missing."""
        return Template(self.texts[name]).substitute(facts)


def text_hash(text: str) -> str:
    """SHA-256 in hexadecimal of the UTF-8 bytes of a text, for anyone to recompute."""
    return sha256(text.encode()).hexdigest()
