"""Reads the dated policy data of all products, from `policy/` unless the settings say else."""

from datetime import date
from pathlib import Path
from typing import Any

from chassis.dated_policy import PolicyError
from chassis.policy_files import read_document
from services.lending.domain.credit_policy import CreditPolicies, parse_credit_policy
from services.lending.domain.decision_policy import DecisionPolicies
from services.lending.domain.decision_rules import parse_rules
from services.lending.domain.errors import ProductAboveCap
from services.lending.domain.policy import PolicyRegistry, ProductCatalogue, parse_policy
from services.lending.domain.product import PERSONAL_REVOLVING
from services.lending.domain.reasons import parse_reasons
from services.lending.domain.related_parties import RelatedParties, parse_related_parties
from services.lending.domain.score_policy import ScorePolicies, parse_score_policy
from services.lending.domain.worst_case import require_within_cap

DEFAULT = Path(__file__).parent / "policy"
HOUSE = "house.toml"
RATE_CAPS = "rate_caps.toml"
SCORE = "score.toml"
CREDIT = "credit_decision.toml"
RULES = "decision_rules.toml"
REASONS = "decision_reasons.toml"
RELATED = "related_parties.toml"
_PLACEHOLDER = "A placeholder"
"""How the source of a value begins that each lender replaces."""


def read_policies(folder: Path = DEFAULT) -> ProductCatalogue:
    """Every product of a folder. Raises PolicyError when a file is not usable."""
    house = {**read_document(folder / HOUSE), **read_document(folder / RATE_CAPS)}
    products = [parse_policy(document, house) for document in _documents(folder)]
    catalogue = ProductCatalogue(products)
    if PERSONAL_REVOLVING not in catalogue.products or len(catalogue.products) < len(products):
        raise PolicyError(f"{folder} holds each product once, {PERSONAL_REVOLVING} among them")
    for product in products:
        require_lawful(product)
    return catalogue


def require_lawful(product: PolicyRegistry) -> None:
    """Raises PolicyError when a product lacks a value on some day, or could then pass the cap."""
    try:
        for day in product.changes():
            require_within_cap(product.on(day))
    except ProductAboveCap as error:
        raise PolicyError(f"{error.message} {error.metadata}") from error


def read_policy(product_code: str = PERSONAL_REVOLVING, folder: Path = DEFAULT) -> PolicyRegistry:
    """One product of a folder. Raises PolicyError when a file is not usable."""
    return read_policies(folder).of(product_code)


def read_decisions(folder: Path = DEFAULT) -> DecisionPolicies:
    """What applications are decided by. Raises PolicyError or RuleError, naming what is wrong."""
    return DecisionPolicies(
        read_credit_policy(folder),
        parse_rules(read_document(folder / RULES)),
        parse_reasons(read_document(folder / REASONS)),
    )


def read_credit_policy(folder: Path = DEFAULT) -> CreditPolicies:
    """The grades and what risk costs. Raises PolicyError, naming what is wrong."""
    return parse_credit_policy(read_document(folder / CREDIT))


def read_related_parties(folder: Path = DEFAULT) -> RelatedParties:
    """The list of persons related to the lender."""
    return parse_related_parties(read_document(folder / RELATED))


def _documents(folder: Path) -> list[dict[str, Any]]:
    """The files that name a product."""
    documents = (read_document(path) for path in sorted(folder.glob("*.toml")))
    return [document for document in documents if "product_code" in document]


def read_score_policy(folder: Path = DEFAULT) -> ScorePolicies:
    """How scores are read. Raises PolicyError when the file is not usable."""
    return parse_score_policy(read_document(folder / SCORE))


def require_own_lender(policies: ProductCatalogue, day: date) -> None:
    """Refuse to lend in the name of the example that ships. Raises PolicyError."""
    for product_code in policies.products:
        dated = policies.of(product_code).parameters.dated
        for name in ("lender_name", "lender_licence"):
            value = next(value for value in dated[name] if value.in_force_on(day))
            if value.source.startswith(_PLACEHOLDER):
                raise PolicyError(f"{name} is a placeholder: write the lender's own in house.toml")
