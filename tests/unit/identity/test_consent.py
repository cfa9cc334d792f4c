from uuid import UUID

import pytest

from services.identity.domain.consent import Consent, ConsentLedger
from services.identity.domain.errors import ConsentMissing, ConsentTextOutdated
from services.identity.domain.policy import ConsentPurpose
from tests.builders.customers import AT, CUSTOMER, POLICY, a_policy, seconds

FIRST = UUID("0198b3c2-0000-7000-8000-000000000001")
SECOND = UUID("0198b3c2-0000-7000-8000-000000000002")
EMPTY = ConsentLedger(CUSTOMER, ConsentPurpose.BUREAU_QUERY)
LATER = AT + seconds(60)


def test_a_consent_stands_until_it_is_withdrawn() -> None:
    granted = EMPTY.grant(FIRST, "2026-08", POLICY, AT)
    withdrawn = granted.withdraw(LATER)

    assert granted.require() == Consent(FIRST, "2026-08", AT)
    assert withdrawn.standing is None
    assert withdrawn.entries == (Consent(FIRST, "2026-08", AT, LATER),)


def test_agreeing_twice_is_agreeing_once() -> None:
    granted = EMPTY.grant(FIRST, "2026-08", POLICY, AT)

    assert granted.grant(SECOND, "2026-08", POLICY, LATER) is granted


def test_a_new_text_needs_a_new_consent_and_closes_the_old_one() -> None:
    granted = EMPTY.grant(FIRST, "2026-08", POLICY, AT)
    newer = a_policy(consent_texts={**POLICY.consent_texts, EMPTY.purpose: "2027-01"})

    again = granted.grant(SECOND, "2027-01", newer, LATER)

    assert again.entries == (
        Consent(FIRST, "2026-08", AT, LATER),
        Consent(SECOND, "2027-01", LATER),
    )


def test_an_outdated_text_is_refused() -> None:
    with pytest.raises(ConsentTextOutdated) as refusal:
        EMPTY.grant(FIRST, "2025-01", POLICY, AT)

    assert refusal.value.metadata == {"in_force": "2026-08"}


def test_what_was_never_given_cannot_be_withdrawn() -> None:
    with pytest.raises(ConsentMissing) as refusal:
        EMPTY.withdraw(AT)

    assert refusal.value.metadata == {"purpose": "BUREAU_QUERY"}


def test_after_a_withdrawal_one_may_agree_again() -> None:
    ledger = EMPTY.grant(FIRST, "2026-08", POLICY, AT).withdraw(AT)

    assert ledger.grant(SECOND, "2026-08", POLICY, LATER).require().consent_id == SECOND
