"""What people read when a request is refused, in Chinese and English (problem_texts.toml)."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

LANGUAGES = {"zh": "zh-CN", "en": "en"}
"""Languages of the texts and the Content-Language that each stands for."""
FALLBACK_REASON = "REFUSED"

_RANGE = re.compile(
    r"\s*(\*|[A-Za-z]{1,8})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*"
)


@dataclass(frozen=True, slots=True)
class Text:
    """A title and a sentence that says what to do."""

    title: str
    detail: str

    def filled(self, facts: Mapping[str, str]) -> "Text":
        """The text with its facts; without one that it needs the title stands alone."""
        if "{" not in self.detail:
            return self
        try:
            return Text(self.title, self.detail.format_map({**facts, **_in_yuan(facts)}))
        except KeyError:
            return Text(self.title, self.title)


def _in_yuan(facts: Mapping[str, str]) -> dict[str, str]:
    return {
        f"{name.removesuffix('_minor')}_yuan": f"{int(fen) // 100}.{int(fen) % 100:02}"
        for name, fen in facts.items()
        if name.endswith("_minor") and fen.isascii() and fen.isdigit()
    }


@cache
def catalogue() -> Mapping[str, Mapping[str, Text]]:
    """Reason -> language -> text."""
    source = Path(__file__).with_name("problem_texts.toml").read_text(encoding="utf-8")
    return {
        reason: {language: Text(*pair) for language, pair in texts.items()}
        for reason, texts in tomllib.loads(source).items()
    }


def text_of(reason: str, language: str) -> Text:
    """The text of a reason; a reason we do not know gets the general one."""
    texts = catalogue()
    return texts.get(reason, texts[FALLBACK_REASON])[language]


@lru_cache(maxsize=1024)
def _preferred(accept_language: str) -> str:
    ranges = [found for part in accept_language.split(",") if (found := _RANGE.fullmatch(part))]
    names = [
        found[1].lower()
        for found in sorted(ranges, key=lambda found: -float(found[2] or 1))
        if float(found[2] or 1) > 0
    ]
    # Somebody who asks only for languages that we do not have reads English rather than Chinese.
    return next((name for name in names if name in LANGUAGES), "en" if names else "zh")


def language_for(accept_language: str | None) -> str:
    """The language to answer in: Chinese unless the app asks for another one."""
    return _preferred(accept_language[:200]) if accept_language else "zh"
