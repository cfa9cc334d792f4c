"""The list of persons related to the lender."""

import pytest

from chassis.dated_policy import PolicyError
from chassis.personal import Personal
from services.lending.domain.related_parties import RelatedParties, parse_related_parties
from services.lending.policy_file import read_related_parties


def test_a_person_on_the_list_is_found_and_nobody_can_be_read_from_it() -> None:
    digest = RelatedParties("k", frozenset()).digest_of(Personal("11010119900307900X"))
    listed = parse_related_parties({"key": "k", "digests": [digest]})

    assert listed.includes(Personal(" 11010119900307900x "))
    assert not listed.includes(Personal("110101199003079018"))
    other_lender = RelatedParties("another", frozenset())
    assert digest != other_lender.digest_of(Personal("11010119900307900X"))
    assert "1990" not in digest


def test_the_shipped_list_is_empty_and_a_broken_one_is_refused() -> None:
    assert not read_related_parties().includes(Personal("11010119900307900X"))
    with pytest.raises(PolicyError):
        parse_related_parties({"key": "", "digests": []})
