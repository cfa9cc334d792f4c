"""The history of a line as contract messages."""

from granary.lending.v1 import credit_line_change_pb2 as pb

from chassis.contract_values import EnumMapping, timestamp
from services.lending.domain.line_record import LineChange
from services.lending.domain.line_words import FreezeReason, LimitReason, LineChangeKind
from services.lending.proto_mapping import LINE_STATUSES

KINDS = EnumMapping(LineChangeKind, pb.CreditLineChangeKind)
FREEZE_REASONS = EnumMapping(FreezeReason, pb.FreezeReason)
LIMIT_REASONS = EnumMapping(LimitReason, pb.LimitReason)


def change_to_proto(change: LineChange, *, for_staff: bool = False) -> pb.CreditLineChange:
    """A record; customers do not see who noted what."""
    return pb.CreditLineChange(
        change_id=str(change.change_id),
        credit_line_id=str(change.credit_line_id),
        kind=KINDS.to_proto(change.kind),
        reason_code=change.reason,
        limit_before_minor=change.limit_before_minor,
        limit_after_minor=change.limit_after_minor,
        status=LINE_STATUSES[change.status_after],
        text_zh=change.notice.text_zh,
        text_en=change.notice.text_en,
        changed_at=timestamp(change.changed_at),
        business_date=change.business_date.isoformat(),
        actor=change.actor if for_staff else "",
        note=change.note if for_staff else "",
    )
