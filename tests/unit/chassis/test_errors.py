"""Domain errors and their one table of statuses."""

import grpc
import pytest

from chassis import errors
from chassis.errors import DomainError, NotFound, StateForbids
from chassis.grpc_errors import STATUS_OF_KIND, InvalidRequest, from_rpc_error, to_status


class LimitExceeded(StateForbids):
    """The drawdown is larger than the free limit;
    ask for at most the free amount.
    """

    reason = "LIMIT_EXCEEDED"


def over_the_wire(error: Exception) -> DomainError:
    status = to_status(error, "lending")
    received = grpc.aio.AioRpcError(
        status.code,
        initial_metadata=grpc.aio.Metadata(),
        trailing_metadata=grpc.aio.Metadata(*status.metadata),
        details=status.message,
    )
    return from_rpc_error(received)


def test_the_docstring_is_the_message_and_keywords_are_the_facts() -> None:
    error = LimitExceeded(free_minor=123)

    assert error.message == (
        "The drawdown is larger than the free limit; ask for at most the free amount."
    )
    assert str(error) == error.message
    assert error.metadata == {"free_minor": "123"}
    assert LimitExceeded("Another sentence.").message == "Another sentence."


@pytest.mark.parametrize("kind", list(STATUS_OF_KIND))
def test_every_kind_survives_the_wire(kind: type[DomainError]) -> None:
    class Particular(kind):  # type: ignore[misc,valid-type]
        """Something particular."""

        reason = "PARTICULAR"

    received = over_the_wire(Particular(amount_minor=7))

    assert type(received) is kind
    assert received.reason == "PARTICULAR"
    assert received.message == "Something particular."
    assert received.metadata == {"amount_minor": "7"}


def test_every_kind_has_its_own_status() -> None:
    kinds = set(DomainError.__subclasses__()) & {
        value for value in vars(errors).values() if isinstance(value, type)
    }

    assert kinds == set(STATUS_OF_KIND)
    assert len(set(STATUS_OF_KIND.values())) == len(kinds)


def test_field_violations_survive_the_wire() -> None:
    received = over_the_wire(InvalidRequest((("phone", "is too short"), ("name", "is missing"))))

    assert isinstance(received, InvalidRequest)
    assert received.violations == (("phone", "is too short"), ("name", "is missing"))


def test_an_unexpected_exception_says_nothing_of_itself() -> None:
    status = to_status(ZeroDivisionError("secret"), "lending")

    assert status.code is grpc.StatusCode.INTERNAL
    assert b"secret" not in status.metadata[0][1]
    assert "secret" not in status.message


def test_a_transport_error_is_unavailable_and_hides_the_address() -> None:
    error = grpc.aio.AioRpcError(
        grpc.StatusCode.UNAVAILABLE,
        initial_metadata=grpc.aio.Metadata(),
        trailing_metadata=grpc.aio.Metadata(),
        details="failed to connect to 10.0.0.7:7001",
    )

    received = from_rpc_error(error)

    assert type(received) is errors.Unavailable
    assert "10.0.0.7" not in received.message


def test_details_that_cannot_be_read_are_left_out() -> None:
    error = grpc.aio.AioRpcError(
        grpc.StatusCode.NOT_FOUND,
        initial_metadata=grpc.aio.Metadata(),
        trailing_metadata=grpc.aio.Metadata(("grpc-status-details-bin", b"\xff\xff")),
        details="x",
    )

    assert type(from_rpc_error(error)) is NotFound


def test_an_error_that_is_of_no_kind_is_a_mistake_in_the_code() -> None:
    class Vague(DomainError):
        """Vague."""

    with pytest.raises(TypeError):
        to_status(Vague(), "lending")
