"""Logging in, refreshing, logging out (ID-02)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.personal import Personal
from services.identity.domain.credential import Credential
from services.identity.domain.errors import (
    OtpUsed,
    RefreshTokenUnknown,
    Refused,
    SessionRevokedError,
)
from services.identity.domain.log_in import LoggedIn, LogIn, LogInStates, log_in
from services.identity.domain.log_in_guard import LogInGuard, device_subject, phone_subject
from services.identity.domain.one_time_code import OtpChallenge, OtpPurpose
from services.identity.domain.phone import Phone
from services.identity.domain.session import RefreshToken, Session
from services.identity.domain.words import Channel, SessionEndReason
from services.identity.use_cases.ports import (
    SEED_BYTES,
    Command,
    CustomerCaller,
    Key,
    Loaded,
    RequestKey,
    Shell,
)


class AccessTokens(Protocol):
    """Signs access tokens; the real one is `chassis.authentication.TokenSigner`."""

    def customer_token(
        self, customer_id: UUID, *, session_id: str, channel: str, lifetime: timedelta | None = None
    ) -> tuple[str, datetime]:
        """The token and when it expires."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LogInForm:
    """What somebody sends to log in."""

    phone: Personal[Phone]
    code: Personal[str]
    device_id: str
    channel: Channel


@dataclass(frozen=True, slots=True)
class Tokens:
    """What opens our doors: made when asked for and never stored."""

    access_token: Personal[str]
    refresh_token: Personal[str]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A log-in that succeeded."""

    customer_id: UUID
    registered: bool
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How a refresh ended."""

    refused: Refused | None = None


class Sessions:
    """Opens, prolongs and ends sessions."""

    def __init__(self, shell: Shell, access_tokens: AccessTokens) -> None:
        self._shell = shell
        self._access_tokens = access_tokens

    async def log_in(self, origin: RequestKey, form: LogInForm) -> OpenedSession:
        """Open a session; the first log-in of a phone creates the customer.

        The same request again gets tokens of the same session, as long as its code would live and
        nobody refreshed the session; after that OtpUsed. Raises the reasons of a refused code, and
        CustomerLocked.
        """
        shell = self._shell
        now = shell.clock()
        policy = shell.policy_at(now)
        command = self._log_in_command(form, now)
        done = await shell.execute(self._log_in(origin, command))
        if done.refused is not None:
            raise done.refused.as_error()
        assert done.customer_id is not None
        assert done.session_id is not None
        session = await self._open_session(done.customer_id, done.session_id, now)
        repeated = done.session_id != command.session_id
        code_lived_until = session.opened_at + timedelta(seconds=policy.otp_valid_for_s)
        if repeated and (session.generation or now >= code_lived_until):
            raise OtpUsed
        customer = await shell.customer(done.customer_id)
        return OpenedSession(customer.customer_id, customer.is_registered, self._tokens(session))

    async def refresh(self, text: Personal[str]) -> Tokens:
        """Exchange a refresh token; one that was exchanged before ends the session.

        Raises RefreshTokenUnknown, RefreshTokenReused, SessionRevokedError or SessionExpired.
        """
        shell = self._shell
        now = shell.clock()
        token = RefreshToken.parse(text)
        key = Key(Session, (token.customer_id, token.session_id))

        def decide(loaded: Loaded) -> Decision[Refreshed]:
            session = loaded.find(key)
            if session is None:
                raise RefreshTokenUnknown
            after, refusal = session.refresh(token, shell.personal.token_key, now)
            if refusal is None:
                return Decision(Refreshed(), (Change(after),))
            announced = Change(after, (after.revoked_event(),))
            return Decision(Refreshed(Refused.because(refusal)), (announced,))

        # Not remembered by the token: every use of it has to be judged by the state of its day.
        origin = RequestKey(f"session:{token.session_id}", shell.new_id(), b"")
        done = await shell.execute(Command(origin, (key,), decide, Refreshed))
        if done.refused is not None:
            raise done.refused.as_error()
        session = await self._open_session(token.customer_id, token.session_id, now)
        return self._tokens(session)

    async def log_out(self, caller: CustomerCaller) -> None:
        """End the session; one that is over already stays as it is."""
        shell = self._shell
        now = shell.clock()
        key = caller.session_key

        def decide(loaded: Loaded) -> Decision[None]:
            session = loaded.find(key)
            if session is None or session.end_reason is not None:
                return Decision(None)
            ended = session.end(SessionEndReason.LOGGED_OUT, now)
            return Decision(None, (Change(ended, (ended.revoked_event(),)),))

        origin = RequestKey(f"session:{caller.session_id}", shell.new_id(), b"")
        await shell.execute(Command(origin, (key,), decide, None))

    def _log_in_command(self, form: LogInForm, now: datetime) -> LogIn:
        shell = self._shell
        return LogIn(
            phone_index=shell.personal.phone_index(form.phone),
            code=form.code,
            device_id=form.device_id,
            device_hash=shell.personal.device_hash(form.device_id),
            channel=form.channel,
            stranger=shell.personal.stranger(shell.new_id(), form.phone, form.channel, now),
            session_id=shell.new_id(),
            session_seed=shell.new_seed(SEED_BYTES),
            now=now,
        )

    def _log_in(self, origin: RequestKey, command: LogIn) -> Command[LoggedIn]:
        shell = self._shell
        policy = shell.policy_at(command.now)
        challenge = Key(OtpChallenge, (command.phone_index, OtpPurpose.LOGIN))
        credential = Key(Credential, (command.phone_index,))
        phone_guard = Key(LogInGuard, (phone_subject(command.phone_index),))
        device_guard = Key(LogInGuard, (device_subject(command.device_hash),))

        def decide(loaded: Loaded) -> Decision[LoggedIn]:
            states = LogInStates(
                challenge=loaded.find(challenge),
                credential=loaded.find(credential),
                phone_guard=loaded.find(phone_guard),
                device_guard=loaded.find(device_guard),
            )
            return log_in(command, states, shell.personal.code_key, policy)

        keys = (challenge, credential, phone_guard, device_guard)
        origin = shell.personal.private_key_of(origin, f"phone:{command.phone_index}")
        return Command(origin, keys, decide, LoggedIn)

    async def _open_session(self, customer_id: UUID, session_id: UUID, now: datetime) -> Session:
        session = await self._shell.reads.find_session(customer_id, session_id)
        if session is None:
            raise SessionRevokedError
        session.must_be_open(now)
        return session

    def _tokens(self, session: Session) -> Tokens:
        now = self._shell.clock()
        policy = self._shell.policy_at(now)
        lifetime = timedelta(seconds=policy.access_token_valid_for_s)
        access_token, expires_at = self._access_tokens.customer_token(
            session.customer_id,
            session_id=str(session.session_id),
            channel=session.channel,
            # No token outlives its session.
            lifetime=min(lifetime, session.expires_at - now),
        )
        refresh_token = self._shell.personal.token_key.token_of(session)
        return Tokens(Personal(access_token), refresh_token, expires_at)
