from uuid import UUID

import pytest

from services.identity.domain.consent import Consent, ConsentLedger
from services.identity.domain.errors import ConsentMissing, ConsentTextOutdated
from services.identity.domain.policy import ConsentPurpose
from tests.builders.customers import AT, CUSTOMER, POLICY, a_policy, seconds

FIRST = UUID("0198b3c2-0000-7000-8000-000000000001")
SECOND = UUID("0198b3c2-0000-7000-8000-000000000002")
QUERY, FACE = ConsentPurpose.BUREAU_QUERY, ConsentPurpose.FACE
EMPTY = ConsentLedger(CUSTOMER)
GRANTED = EMPTY.grant(FIRST, QUERY, "2026-08", POLICY, AT)
LATER = AT + seconds(60)


def test_a_consent_stands_until_it_is_withdrawn() -> None:
    ledger, withdrawn = GRANTED.withdraw(QUERY, LATER)

    assert GRANTED.require(QUERY) == Consent(FIRST, QUERY, "2026-08", AT)
    assert withdrawn == Consent(FIRST, QUERY, "2026-08", AT, LATER)
    assert ledger.standing(QUERY) is None
    assert ledger.entries == (withdrawn,)


def test_each_purpose_is_given_and_withdrawn_by_itself() -> None:
    both = GRANTED.grant(SECOND, FACE, "2026-08", POLICY, LATER)

    ledger, _ = both.withdraw(QUERY, LATER)

    assert ledger.standing(QUERY) is None
    assert ledger.require(FACE).consent_id == SECOND


def test_agreeing_twice_is_agreeing_once() -> None:
    assert GRANTED.grant(SECOND, QUERY, "2026-08", POLICY, LATER) is GRANTED


def test_a_new_text_needs_a_new_consent_and_closes_the_old_one() -> None:
    newer = a_policy(consent_texts={**POLICY.consent_texts, QUERY: "2027-01"})

    again = GRANTED.grant(SECOND, QUERY, "2027-01", newer, LATER)

    assert again.entries == (
        Consent(FIRST, QUERY, "2026-08", AT, LATER),
        Consent(SECOND, QUERY, "2027-01", LATER),
    )


def test_an_outdated_text_is_refused() -> None:
    with pytest.raises(ConsentTextOutdated) as refusal:
        EMPTY.grant(FIRST, QUERY, "2025-01", POLICY, AT)

    assert refusal.value.metadata == {"in_force": "2026-08"}


def test_what_was_never_given_cannot_be_withdrawn() -> None:
    with pytest.raises(ConsentMissing) as refusal:
        EMPTY.withdraw(QUERY, AT)

    assert refusal.value.metadata == {"purpose": "BUREAU_QUERY"}


def test_after_a_withdrawal_one_may_agree_again() -> None:
    ledger, _ = GRANTED.withdraw(QUERY, AT)

    assert ledger.grant(SECOND, QUERY, "2026-08", POLICY, LATER).require(QUERY).consent_id == SECOND
