"""What every contract holds alike: instants, days, enum values, and lists in pages."""

from datetime import UTC, date, datetime
from enum import StrEnum
from types import SimpleNamespace

import pytest
from granary.repayment.v1 import loan_pb2

from chassis.contract_values import EnumMapping, date_of, instant, timestamp
from chassis.grpc_errors import InvalidRequest
from chassis.pages import DEFAULT_PAGE_SIZE, cut, id_in, page_size
from chassis.ports import new_id


class Status(StrEnum):
    ACTIVE = "ACTIVE"
    SETTLED = "SETTLED"


def test_an_instant_survives_the_contract_to_the_microsecond() -> None:
    noon = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)

    assert instant(timestamp(noon)) == noon


def test_a_domain_word_is_the_contracts_word_without_the_enums_name() -> None:
    mapping = EnumMapping(Status, loan_pb2.LoanStatus)

    assert mapping.to_proto(Status.SETTLED) == loan_pb2.LOAN_STATUS_SETTLED
    assert mapping.from_proto(loan_pb2.LOAN_STATUS_ACTIVE) is Status.ACTIVE


@pytest.mark.parametrize("text", ["2027-02-30", "", "yesterday", "9999-12-31"])
def test_a_day_no_calendar_has_is_refused_by_the_name_of_its_field(text: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        date_of(text, "until")

    assert refused.value.metadata == {"field": "until"}


def test_a_day_of_the_calendar_is_read() -> None:
    assert date_of("2028-02-29", "until") == date(2028, 2, 29)


def test_a_page_without_a_size_has_the_usual_one() -> None:
    assert page_size(SimpleNamespace(page_size=0)) == DEFAULT_PAGE_SIZE
    assert page_size(SimpleNamespace(page_size=7)) == 7


def test_the_last_page_names_no_next_one() -> None:
    assert cut([1, 2, 3], 2, str) == ([1, 2], "2")
    assert cut([1, 2], 2, str) == ([1, 2], "")
    assert cut([], 2, str) == ([], "")


def test_a_page_token_is_the_id_the_page_before_ended_with() -> None:
    last = new_id()

    assert id_in(str(last)) == last
    assert id_in("") is None
    with pytest.raises(InvalidRequest):
        id_in("garbage")
