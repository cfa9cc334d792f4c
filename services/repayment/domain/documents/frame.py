"""What every document has around what it says: the lender, numbers, dates, the foot."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.paper import Paper, Section
from services.repayment.domain.documents.words import Language, Words, masked


@dataclass(frozen=True, slots=True)
class Lender:
    """Who lends, as it was on the date of the document."""

    name: str
    licence: str
    complaint_channel: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The lender and the words, the same for all documents of a date."""

    lender: Lender
    words: Words
    made_on: date

    def paper(
        self,
        *,
        number: str,
        title: str,
        subtitle: str,
        customer_id: UUID,
        facts: tuple[tuple[str, str], ...],
        sections: tuple[Section, ...],
        notes: tuple[str, ...],
    ) -> Paper:
        """The document with its frame."""
        words = self.words
        about = (
            (words("page.customer"), masked(customer_id)),
            (words("page.made_on"), words.day(self.made_on)),
        )
        check = words("page.check", complaints=self.lender.complaint_channel)
        return Paper(
            number=number,
            language=words.language.value,
            title=title,
            subtitle=subtitle,
            lender=self.lender.name,
            licence=words("page.licence", licence=self.lender.licence),
            facts=(*about, *facts),
            sections=sections,
            notes_title=words("page.meaning"),
            notes=(*notes, words("page.binds")),
            foot=(
                words("page.number", number=number),
                words.texts["page"]["digest"],
                check,
                words.texts["page"]["page"],
            ),
        )


def document_number(prefix: str, period: str, subject: UUID, language: Language) -> str:
    """The number of a document: its kind, its time, the end of the id it is about, its language.

    Unique within a customer: the last 48 bits of an id are chance.
    """
    return f"{prefix}-{period}-{subject.hex[-12:].upper()}-{language.value}"
