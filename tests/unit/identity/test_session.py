from dataclasses import replace
from uuid import UUID

import pytest

from chassis.errors import DomainError
from chassis.personal import Personal
from services.identity.domain.errors import (
    RefreshTokenReused,
    RefreshTokenUnknown,
    SessionExpired,
    SessionRevokedError,
)
from services.identity.domain.session import RefreshToken, Session, TokenKey
from services.identity.domain.words import SessionEndReason
from tests.builders.customers import AT, CUSTOMER, SESSION, TOKEN_KEY, a_session, seconds

DAY_S = 24 * 3600


def token_of(session: Session) -> RefreshToken:
    return RefreshToken.parse(TOKEN_KEY.token_of(session))


def test_a_refresh_token_buys_the_next_one() -> None:
    session = a_session()

    refreshed, refusal = session.refresh(token_of(session), TOKEN_KEY, AT)

    assert refusal is None
    assert refreshed.generation == 1
    assert TOKEN_KEY.token_of(refreshed) != TOKEN_KEY.token_of(session)


def test_a_token_used_twice_ends_the_session_for_both_holders() -> None:
    session = a_session()
    refreshed, _ = session.refresh(token_of(session), TOKEN_KEY, AT)

    ended, refusal = refreshed.refresh(token_of(session), TOKEN_KEY, AT)

    assert isinstance(refusal, RefreshTokenReused)
    assert ended.revoked_event().reason is SessionEndReason.TOKEN_REUSED
    with pytest.raises(SessionRevokedError):
        ended.refresh(token_of(refreshed), TOKEN_KEY, AT)


def test_a_forged_token_ends_nobodys_session() -> None:
    session = a_session(generation=3)
    forged = replace(token_of(session), generation=1)

    with pytest.raises(RefreshTokenUnknown):
        session.refresh(forged, TOKEN_KEY, AT)


def test_a_token_of_another_key_or_seed_is_forged() -> None:
    session = a_session()
    by_other_key = RefreshToken.parse(TokenKey(Personal(b"other")).token_of(session))

    with pytest.raises(RefreshTokenUnknown):
        session.refresh(by_other_key, TOKEN_KEY, AT)
    with pytest.raises(RefreshTokenUnknown):
        session.refresh(token_of(a_session(seed=b"u" * 16)), TOKEN_KEY, AT)


@pytest.mark.parametrize("text", ["", "x", "not base64 at all!", "AAAA", "é" * 91, "A" * 500])
def test_what_cannot_be_a_token_is_refused(text: str) -> None:
    with pytest.raises(RefreshTokenUnknown):
        RefreshToken.parse(Personal(text))


def test_a_token_names_its_customer_and_session() -> None:
    token = token_of(a_session(generation=7))

    assert (token.customer_id, token.session_id, token.generation) == (CUSTOMER, SESSION, 7)
    assert str(CUSTOMER) not in repr(token)


def test_a_session_lasts_thirty_days_however_often_it_is_refreshed() -> None:
    session = a_session()
    refreshed, _ = session.refresh(token_of(session), TOKEN_KEY, AT + seconds(29 * DAY_S))

    with pytest.raises(SessionExpired):
        refreshed.refresh(token_of(refreshed), TOKEN_KEY, AT + seconds(30 * DAY_S))


@pytest.mark.parametrize(
    ("session", "refusal"),
    [
        (a_session().end(SessionEndReason.LOGGED_OUT, AT), SessionRevokedError),
        (a_session(expires_at=AT), SessionExpired),
    ],
)
def test_a_session_that_is_over_is_not_open(session: Session, refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        session.must_be_open(AT)


def test_the_end_of_a_session_is_announced_with_its_reason() -> None:
    event = a_session().end(SessionEndReason.LOGGED_OUT, AT).revoked_event()

    assert event.session_id == SESSION
    assert event.customer_id == CUSTOMER
    assert event.occurred_at == AT
    assert event.reason is SessionEndReason.LOGGED_OUT


def test_tokens_of_two_sessions_never_meet() -> None:
    other = UUID("0198b3c2-0000-7000-8000-0000000000a2")

    assert TOKEN_KEY.token_of(a_session()) != TOKEN_KEY.token_of(a_session(session_id=other))
