"""Deciding a log-in: the code, the locks, the customer it belongs to and the session it opens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.errors import DomainError
from chassis.personal import Personal
from services.identity.domain.credential import Credential
from services.identity.domain.customer import Customer
from services.identity.domain.errors import Refused
from services.identity.domain.events import CustomerCreated, CustomerLoggedIn, LoginFailed
from services.identity.domain.log_in_guard import LogInGuard, device_subject, phone_subject
from services.identity.domain.one_time_code import CodeKey, OtpChallenge, OtpPurpose, judge
from services.identity.domain.policy import IdentityPolicy
from services.identity.domain.session import Session
from services.identity.domain.words import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class LogIn:
    """Somebody answers the code sent to a phone."""

    phone_index: str
    code: Personal[str]
    device_id: str
    device_hash: str
    channel: Channel
    stranger: Customer
    """Who this becomes when nobody has the phone yet."""
    session_id: UUID
    session_seed: bytes
    now: datetime


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """The session that was opened, or why none was."""

    customer_id: UUID | None
    session_id: UUID | None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class LogInStates:
    """What a log-in looks at; absent is None."""

    challenge: OtpChallenge | None
    credential: Credential | None
    phone_guard: LogInGuard | None
    device_guard: LogInGuard | None


def log_in(
    command: LogIn, states: LogInStates, key: CodeKey, policy: IdentityPolicy
) -> Decision[LoggedIn]:
    """Open a session, or use up a try and announce the failure.

    Raises CustomerLocked while the phone or the device is locked: then the code is not looked at.
    """
    phone_guard = states.phone_guard or LogInGuard(phone_subject(command.phone_index))
    device_guard = states.device_guard or LogInGuard(device_subject(command.device_hash))
    phone_guard.check(command.now)
    device_guard.check(command.now)
    challenge, refusal = judge(states.challenge, OtpPurpose.LOGIN, command.code, key, command.now)
    if refusal is not None:
        guards = (phone_guard, device_guard)
        return _refuse(command, states, challenge, guards, refusal, policy)
    changes = [Change(challenge), *_open(command, states.credential, policy)]
    if phone_guard.failed_at:
        changes.append(Change(phone_guard.cleared()))
    customer_id = _customer_id(command, states.credential)
    return Decision(LoggedIn(customer_id, command.session_id), tuple(changes))


def _customer_id(command: LogIn, credential: Credential | None) -> UUID:
    return command.stranger.customer_id if credential is None else credential.customer_id


def _open(command: LogIn, credential: Credential | None, policy: IdentityPolicy) -> list[Change]:
    changes = []
    customer_id = _customer_id(command, credential)
    new_device = credential is None or not credential.knows(command.device_hash)
    if credential is None:
        created = CustomerCreated(
            customer_id=customer_id, occurred_at=command.now, channel=command.channel
        )
        changes.append(Change(command.stranger, (created,)))
        credential = Credential(command.phone_index, customer_id)
    session = Session.open(
        customer_id=customer_id,
        session_id=command.session_id,
        seed=command.session_seed,
        device_hash=command.device_hash,
        channel=command.channel,
        policy=policy,
        now=command.now,
    )
    logged_in = CustomerLoggedIn(
        customer_id=customer_id,
        occurred_at=command.now,
        session_id=command.session_id,
        device_id=command.device_id,
        channel=command.channel,
        new_device=new_device,
    )
    return [
        *changes,
        Change(credential.used_from(command.device_hash, policy)),
        Change(session, (logged_in,)),
    ]


def _refuse(
    command: LogIn,
    states: LogInStates,
    challenge: OtpChallenge | None,
    guards: tuple[LogInGuard, LogInGuard],
    refusal: DomainError,
    policy: IdentityPolicy,
) -> Decision[LoggedIn]:
    failed = LoginFailed(
        phone_index=command.phone_index,
        occurred_at=command.now,
        device_id=command.device_id,
        reason=refusal.reason,
        customer_id=states.credential.customer_id if states.credential else None,
    )
    phone_guard, device_guard = guards
    per_phone, per_device = (
        policy.log_in_failures_per_phone_max,
        policy.log_in_failures_per_device_max,
    )
    changes = [
        Change(phone_guard.failed(policy, per_phone, command.now), (failed,)),
        Change(device_guard.failed(policy, per_device, command.now)),
    ]
    if challenge is not None and challenge != states.challenge:
        changes.append(Change(challenge))
    return Decision(LoggedIn(None, None, Refused.because(refusal)), tuple(changes))
