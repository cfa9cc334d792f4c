"""Domain event -> event message, for what is announced about late loans."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from granary.repayment.v1 import delinquency_pb2

from chassis.contract_values import EnumMapping, timestamp
from services.repayment.domain.late import events
from services.repayment.domain.late.classification import AssetClass, Stage

CLASSES = EnumMapping(AssetClass, delinquency_pb2.AssetClass)
STAGES = EnumMapping(Stage, delinquency_pb2.LossStage)


def _bucket_changed(e: events.DelinquencyBucketChanged, at: Timestamp) -> Message:
    return delinquency_pb2.DelinquencyBucketChanged(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        bucket_before=e.bucket_before,
        bucket_after=e.bucket_after,
        days_past_due=e.days_past_due,
        outstanding_principal_minor=e.outstanding_principal_minor,
        currency=e.currency,
        business_date=e.business_date.isoformat(),
    )


def _class_changed(e: events.LoanClassChanged, at: Timestamp) -> Message:
    return delinquency_pb2.LoanClassChanged(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        class_before=CLASSES.to_proto(AssetClass(e.class_before)),
        class_after=CLASSES.to_proto(AssetClass(e.class_after)),
        days_past_due=e.days_past_due,
        outstanding_principal_minor=e.outstanding_principal_minor,
        currency=e.currency,
        business_date=e.business_date.isoformat(),
    )


def _provision_adjusted(e: events.ProvisionAdjusted, at: Timestamp) -> Message:
    return delinquency_pb2.ProvisionAdjusted(
        occurred_at=at,
        late_bucket=e.late_bucket,
        stage=STAGES.to_proto(Stage(e.stage)),
        exposure_minor=e.exposure_minor,
        allowance_minor=e.allowance_minor,
        charged_minor=e.charged_minor,
        released_minor=e.released_minor,
        currency=e.currency,
        business_date=e.business_date.isoformat(),
    )


def _plain(message: type[Message]) -> Callable[[Any, Timestamp], Message]:
    """For events whose fields the message has under the same names."""

    def to_message(event: Any, at: Timestamp) -> Message:
        values = {
            field.name: _value(getattr(event, field.name)) for field in dataclasses.fields(event)
        }
        return message(**values, occurred_at=at)

    return to_message


def _value(value: object) -> object:
    if isinstance(value, datetime):
        return timestamp(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


LATE_MESSAGES: Mapping[type, Callable[[Any, Timestamp], Message]] = {
    events.DelinquencyBucketChanged: _bucket_changed,
    events.LoanClassChanged: _class_changed,
    events.ProvisionAdjusted: _provision_adjusted,
    events.PromiseMade: _plain(delinquency_pb2.PromiseMade),
    events.PromiseEnded: _plain(delinquency_pb2.PromiseEnded),
    events.HardshipAsked: _plain(delinquency_pb2.HardshipAsked),
    events.ForbearanceAccepted: _plain(delinquency_pb2.ForbearanceAccepted),
    events.ReminderDue: _plain(delinquency_pb2.ReminderDue),
    events.CustomerNoticeDue: _plain(delinquency_pb2.CustomerNoticeDue),
    events.EarlyWarningRaised: _plain(delinquency_pb2.EarlyWarningRaised),
}
