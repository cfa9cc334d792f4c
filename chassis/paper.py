"""What stands on a document, before it is drawn: titles, facts, tables, notes, all text."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: str
    width: int
    """Its share of the width of the page, relative to the other columns."""
    is_amount: bool = False
    """Whether it is set to the right."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text; the last `totals` rows sum up and stand out."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under its title."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    tables: tuple[Table, ...] = ()
    paragraphs: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    """Lines at the right under it: who says this, and when."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document in one language."""

    number: str
    language: str
    title: str
    subtitle: str
    lender: str
    licence: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    notes_title: str
    notes: tuple[str, ...]
    foot: tuple[str, ...]
    """Lines at the foot of every page; `$digest`, `$page` and `$pages` are put in when drawn."""

    @property
    def digest(self) -> str:
        """SHA-256 of all that the document says, in reading order."""
        text = "\n".join(self._texts())
        return sha256(text.encode()).hexdigest()

    def _texts(self) -> Iterator[str]:
        yield from (self.number, self.language, self.title, self.subtitle)
        yield from (self.lender, self.licence)
        for name, value in self.facts:
            yield f"{name}\t{value}"
        for section in self.sections:
            yield section.title
            for name, value in section.facts:
                yield f"{name}\t{value}"
            for table in section.tables:
                yield "\t".join(column.title for column in table.columns)
                yield from ("\t".join(row) for row in table.rows)
            yield from (*section.paragraphs, *section.signature)
        yield from (self.notes_title, *self.notes)
