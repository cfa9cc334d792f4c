"""Domain event -> event message, for what is announced about late loans."""

from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from granary.repayment.v1 import delinquency_pb2

from chassis.contract_values import EnumMapping
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


LATE_MESSAGES: Mapping[type, Callable[[Any, Timestamp], Message]] = {
    events.DelinquencyBucketChanged: _bucket_changed,
    events.LoanClassChanged: _class_changed,
    events.ProvisionAdjusted: _provision_adjusted,
}
