"""Mobile numbers of mainland China."""

import re
from dataclasses import dataclass

from chassis.personal import Personal
from services.identity.domain.errors import PhoneMalformed

_SHAPE = re.compile(r"1[3-9][0-9]{9}")


@dataclass(frozen=True, slots=True, repr=False)
class Phone:
    """A mobile number: 11 digits without the country code."""

    digits: str

    @classmethod
    def parse(cls, raw: Personal[str]) -> "Personal[Phone]":
        """Takes the number with or without +86; raises PhoneMalformed."""
        digits = raw.reveal().strip().removeprefix("+86").strip()
        if not _SHAPE.fullmatch(digits):
            raise PhoneMalformed
        return Personal(cls(digits))

    @property
    def masked(self) -> str:
        """The middle four digits hidden: 138****0000."""
        return f"{self.digits[:3]}****{self.digits[7:]}"
