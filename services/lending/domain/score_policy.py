"""The dated numbers that scores are read and judged by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chassis.dated_policy import DatedParameters, positive, text
from services.lending.domain.calibration import PPM
from services.lending.domain.model_roles import ModelName, ModelRoles

SHA256_DIGITS = 64


@dataclass(frozen=True, slots=True)
class ScorePolicy:
    """Every number as it is in force on one business date."""

    champion_version: str
    """The model that decides while the register names none."""
    champion_sha256: str
    central_tendency_pd12_ppm: int
    """The probability of default within twelve months that is expected of an average applicant."""
    promotion_bads_min: int
    """Defaults each model needs before it may be compared for promotion."""
    adverse_impact_ratio_min_ppm: int
    psi_watch_ppm: int

    @property
    def champion(self) -> ModelName:
        return ModelName(self.champion_version, self.champion_sha256)

    @property
    def roles(self) -> ModelRoles:
        """The models in use while the register names none."""
        return ModelRoles(self.champion, self.central_tendency_pd12_ppm)


class ScorePolicies:
    """The score policy by date."""

    def __init__(self, parameters: DatedParameters) -> None:
        self._parameters = parameters.parsed(_PARSERS)

    def on(self, day: date) -> ScorePolicy:
        """Raises PolicyError when a value is missing on that day."""
        return ScorePolicy(**self._parameters.on(day))


def parse_score_policy(document: Mapping[str, object]) -> ScorePolicies:
    """The policies in a parsed file. Raises PolicyError, naming the parameter."""
    return ScorePolicies(DatedParameters.of(document))


def _share(value: object) -> int:
    """Reads a share above none and below all, in parts per million."""
    share = positive(value)
    if share >= PPM:
        raise ValueError(f"{share} is not below {PPM}")
    return share


def _sha256(value: object) -> str:
    digits = text(value)
    if len(digits) != SHA256_DIGITS or set(digits) - set("0123456789abcdef"):
        raise ValueError(f"{digits} is no SHA-256")
    return digits


_PARSERS: dict[str, Callable[[Any], object]] = {
    "champion_version": text,
    "champion_sha256": _sha256,
    "central_tendency_pd12_ppm": _share,
    "promotion_bads_min": positive,
    "adverse_impact_ratio_min_ppm": _share,
    "psi_watch_ppm": positive,
}
