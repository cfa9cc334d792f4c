"""How late loans are and how good the portfolio is: RPC -> use case -> reply."""

from datetime import date
from typing import Any
from uuid import UUID

from granary.repayment.v1 import delinquency_service_pb2 as pb
from granary.repayment.v1.delinquency_service_pb2_grpc import (
    DelinquencyInternalServiceServicer,
    DelinquencyServiceServicer,
)

from chassis.call_context import current_customer
from chassis.contract_values import date_of
from chassis.grpc_server import request_key
from services.repayment.domain.late.days import DelinquencyPause
from services.repayment.domain.late.errors import DayNotTotalled
from services.repayment.domain.late.policy import LatePolicies
from services.repayment.domain.late.provision import PortfolioCell, quality_ratios, roll_rates
from services.repayment.late_events import CLASSES, STAGES
from services.repayment.portfolio_repository import PortfolioRepository
from services.repayment.proto_mapping import iso
from services.repayment.use_cases.delinquency import DelinquencyUseCases, LateStatus

CNY = "CNY"


class DelinquencyApi(DelinquencyServiceServicer):
    """What customers ask about their own loans."""

    def __init__(self, delinquency: DelinquencyUseCases) -> None:
        self._delinquency = delinquency

    async def GetLateStatus(
        self, request: pb.GetLateStatusRequest, _: Any
    ) -> pb.GetLateStatusResponse:
        found = await self._delinquency.status(current_customer(), UUID(request.loan_id))
        return pb.GetLateStatusResponse(
            loan_id=str(found.loan.loan_id),
            days_past_due=found.days_past_due,
            late_bucket=found.late_bucket,
            instalments=[
                pb.LateInstalment(
                    number=late.number,
                    due_on=late.due_on.isoformat(),
                    days_past_due=late.days_past_due,
                    late_bucket=bucket,
                    owed_minor=late.owed_minor,
                )
                for late, bucket in zip(found.instalments, found.buckets, strict=True)
            ],
            late_minor=sum(late.owed_minor for late in found.instalments),
            currency=found.loan.currency,
            is_paused=found.standing.pause_on(found.on) is not None,
            business_date=found.on.isoformat(),
        )


class DelinquencyInternalApi(DelinquencyInternalServiceServicer):
    """What staff ask and decide."""

    def __init__(
        self,
        delinquency: DelinquencyUseCases,
        portfolio: PortfolioRepository,
        policies: LatePolicies,
    ) -> None:
        self._delinquency = delinquency
        self._portfolio = portfolio
        self._policies = policies

    async def GetLoanStanding(
        self, request: pb.GetLoanStandingRequest, _: Any
    ) -> pb.GetLoanStandingResponse:
        return pb.GetLoanStandingResponse(standing=await self._standing(request))

    async def PauseDelinquency(
        self, request: pb.PauseDelinquencyRequest, _: Any
    ) -> pb.PauseDelinquencyResponse:
        pause = DelinquencyPause(
            date_of(request.starts_on, "starts_on"), date_of(request.ends_on, "ends_on")
        )
        customer_id, loan_id = UUID(request.customer_id), UUID(request.loan_id)
        await self._delinquency.pause(customer_id, loan_id, pause, request_key(request))
        return pb.PauseDelinquencyResponse(standing=await self._standing(request))

    async def ResumeDelinquency(
        self, request: pb.ResumeDelinquencyRequest, _: Any
    ) -> pb.ResumeDelinquencyResponse:
        customer_id, loan_id = UUID(request.customer_id), UUID(request.loan_id)
        await self._delinquency.resume(customer_id, loan_id, request_key(request))
        return pb.ResumeDelinquencyResponse(standing=await self._standing(request))

    async def FlagFraud(self, request: pb.FlagFraudRequest, _: Any) -> pb.FlagFraudResponse:
        await self._delinquency.flag_fraud(
            UUID(request.customer_id),
            UUID(request.loan_id),
            is_fraud=request.is_fraud,
            request=request_key(request),
        )
        return pb.FlagFraudResponse(standing=await self._standing(request))

    async def _standing(self, request: Any) -> pb.LoanStanding:
        customer_id, loan_id = UUID(request.customer_id), UUID(request.loan_id)
        return _standing(await self._delinquency.status(customer_id, loan_id))

    async def GetPortfolioQuality(
        self, request: pb.GetPortfolioQualityRequest, _: Any
    ) -> pb.GetPortfolioQualityResponse:
        on, currency = date_of(request.business_date, "business_date"), request.currency or CNY
        cells = await self._cells(on, currency)
        provisions = await self._portfolio.provisions(on, currency)
        ratios = quality_ratios(cells, sum(provision.allowance_minor for provision in provisions))
        floors = self._policies.on(on).provision_floors
        return pb.GetPortfolioQualityResponse(
            cells=[
                pb.PortfolioCell(
                    late_bucket=cell.late_bucket,
                    asset_class=CLASSES.to_proto(cell.asset_class),
                    stage=STAGES.to_proto(cell.stage),
                    loans=cell.loans,
                    outstanding_minor=cell.outstanding_minor,
                )
                for cell in cells
            ],
            provisions=[
                pb.Provision(
                    late_bucket=provision.late_bucket,
                    stage=STAGES.to_proto(provision.stage),
                    exposure_minor=provision.exposure_minor,
                    allowance_minor=provision.allowance_minor,
                )
                for provision in provisions
            ],
            outstanding_minor=ratios.outstanding_minor,
            overdue_minor=ratios.overdue_minor,
            non_performing_minor=ratios.non_performing_minor,
            allowance_minor=ratios.allowance_minor,
            non_performing_ppm=ratios.non_performing_ppm,
            coverage_ppm=ratios.coverage_ppm,
            provision_to_loans_ppm=ratios.provision_to_loans_ppm,
            least_coverage_ppm=floors.coverage_ppm,
            least_provision_to_loans_ppm=floors.provision_to_loans_ppm,
            currency=currency,
        )

    async def GetRollRates(
        self, request: pb.GetRollRatesRequest, _: Any
    ) -> pb.GetRollRatesResponse:
        currency = request.currency or CNY
        later = date_of(request.to_date, "to_date")
        rates = roll_rates(
            await self._cells(date_of(request.from_date, "from_date"), currency),
            await self._cells(later, currency),
            self._policies.on(later).delinquency_buckets.names,
        )
        return pb.GetRollRatesResponse(
            rates=[
                pb.RollRate(
                    from_bucket=rate.from_bucket,
                    to_bucket=rate.to_bucket,
                    before_minor=rate.before_minor,
                    after_minor=rate.after_minor,
                    rate_ppm=rate.rate_ppm,
                )
                for rate in rates
            ],
            currency=currency,
        )

    async def _cells(self, on: date, currency: str) -> list[PortfolioCell]:
        cells = await self._portfolio.cells(on, currency)
        if not cells:
            raise DayNotTotalled(kind="portfolio")
        return cells


def _standing(status: LateStatus) -> pb.LoanStanding:
    standing = status.standing
    return pb.LoanStanding(
        loan_id=str(standing.loan_id),
        customer_id=str(standing.customer_id),
        days_past_due=status.days_past_due,
        late_bucket=status.late_bucket,
        asset_class=CLASSES.to_proto(standing.asset_class),
        own_class=CLASSES.to_proto(standing.own_class),
        stage=STAGES.to_proto(standing.stage),
        bucket_since=iso(standing.bucket_since),
        class_since=iso(standing.class_since),
        clean_since=iso(standing.clean_since),
        times_late=standing.times_late,
        pauses=[
            pb.DelinquencyPause(
                starts_on=pause.starts_on.isoformat(), ends_on=pause.ends_on.isoformat()
            )
            for pause in standing.pauses
        ],
        restructured_on=iso(standing.restructured_on),
        is_fraud=standing.is_fraud,
        next_review_on=iso(standing.next_review_on),
    )
