"""The score models of a process, as the register and the policy name them."""

from datetime import date

from chassis.command import Execute
from chassis.database import Pool
from chassis.ports import Clock
from services.lending.model_repository import ModelRepository
from services.lending.model_scorer import ModelScorer
from services.lending.policy_file import read_score_policy
from services.lending.settings import Settings
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.models import Models


def open_scorer(settings: Settings, day: date) -> ModelScorer:
    """The scorer with the model that the policy of a day names; then the register's take over."""
    policy = read_score_policy(settings.lending_policy_dir).on(day)
    return ModelScorer(policy.roles, settings.model_dir)


def open_models(
    settings: Settings,
    scorer: ModelScorer,
    *,
    pool: Pool,
    execute: Execute,
    days: BusinessDays,
    clock: Clock,
) -> Models:
    """What staff do with score models, over this process' scorer."""
    return Models(
        execute=execute,
        reads=ModelRepository(pool),
        desk=scorer,
        policies=read_score_policy(settings.lending_policy_dir),
        days=days,
        clock=clock,
    )
