"""What is lent: RPC -> policies of today -> reply."""

from typing import Any

from granary.lending.v1 import product_service_pb2 as pb
from granary.lending.v1.product_service_pb2_grpc import ProductServiceServicer

from services.lending.domain.policy import LendingPolicy
from services.lending.proto_mapping import CURRENCY, METHODS, PURPOSES
from services.lending.use_cases.business_days import BusinessDays


class ProductApi(ProductServiceServicer):
    """For apps, whoever uses them."""

    def __init__(self, days: BusinessDays) -> None:
        self._days = days

    async def ListProducts(
        self, _request: pb.ListProductsRequest, _: Any
    ) -> pb.ListProductsResponse:
        today = await self._days.today()
        products = sorted(self._days.policies.products.items())
        return pb.ListProductsResponse(
            products=[_product(product.on(today)) for _code, product in products]
        )


def _product(policy: LendingPolicy) -> pb.Product:
    rates = [rule.daily_rate_ppm for rule in policy.grades]
    return pb.Product(
        product_code=policy.product_code,
        minimum_drawdown_minor=policy.drawdown_min_minor,
        maximum_drawdown_minor=policy.drawdown_max_minor,
        maximum_credit_line_minor=policy.line_limit_max_minor,
        currency=CURRENCY,
        instalments=[term.months for term in policy.terms if term.offered],
        methods=[METHODS.to_proto(method) for method in policy.methods],
        purposes=[PURPOSES.to_proto(purpose) for purpose in policy.purposes],
        lowest_daily_rate_ppm=min(rates),
        highest_daily_rate_ppm=max(rates),
        needs_business=policy.verified_business_required,
        policy_version=policy.version,
    )
