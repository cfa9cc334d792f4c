"""Settings from the environment."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from chassis.settings import SettingsError, load


@dataclass(frozen=True, slots=True)
class Settings:
    database_url: str
    grpc_address: str
    signing_key_file: Path
    environment: Literal["development", "production"] = "production"
    first_business_date: date | None = None
    batch: int = 100
    ratio: float = 0.5
    verbose: bool = False


ENOUGH = {
    "GRANARY_DATABASE_URL": "postgresql://granary",
    "GRANARY_GRPC_ADDRESS": "127.0.0.1:7001",
    "GRANARY_SIGNING_KEY_FILE": "/run/secrets/key.pem",
}


def test_every_type_is_read() -> None:
    more = {
        "GRANARY_ENVIRONMENT": "development",
        "GRANARY_FIRST_BUSINESS_DATE": "2026-01-31",
        "GRANARY_BATCH": "7",
        "GRANARY_RATIO": "0.25",
        "GRANARY_VERBOSE": "true",
    }

    settings = load(Settings, ENOUGH | more)

    assert settings == Settings(
        database_url="postgresql://granary",
        grpc_address="127.0.0.1:7001",
        signing_key_file=Path("/run/secrets/key.pem"),
        environment="development",
        first_business_date=date(2026, 1, 31),
        batch=7,
        ratio=0.25,
        verbose=True,
    )


def test_what_has_a_default_may_be_absent_or_empty() -> None:
    settings = load(Settings, ENOUGH | {"GRANARY_BATCH": " "})

    assert settings.batch == 100
    assert settings.first_business_date is None


def test_every_fault_is_named_at_once_without_the_value() -> None:
    faulty = {
        "GRANARY_GRPC_ADDRESS": "127.0.0.1:7001",
        "GRANARY_SIGNING_KEY_FILE": "key.pem",
        "GRANARY_BATCH": "s3cret",
        "GRANARY_ENVIRONMENT": "staging",
        "GRANARY_VERBOSE": "maybe",
        "GRANARY_FIRST_BUSINESS_DATE": "2026-02-30",
    }

    with pytest.raises(SettingsError) as caught:
        load(Settings, faulty)

    assert str(caught.value) == (
        "GRANARY_DATABASE_URL is missing; "
        "GRANARY_ENVIRONMENT must be one of development, production; "
        "GRANARY_FIRST_BUSINESS_DATE must be a date such as 2026-01-31; "
        "GRANARY_BATCH must be a whole number; "
        "GRANARY_VERBOSE must be true or false"
    )


def test_a_field_of_an_unknown_type_is_a_mistake_in_the_code() -> None:
    @dataclass(frozen=True)
    class Odd:
        parts: list[str]

    with pytest.raises(TypeError):
        load(Odd, {"GRANARY_PARTS": "1,2"})


def test_an_address_with_a_password_is_read_from_the_file_that_is_named(tmp_path: Path) -> None:
    file = tmp_path / "database-url"
    file.write_text("postgresql://granary:secret@db/lending\n")
    given = ENOUGH | {"GRANARY_DATABASE_URL": "", "GRANARY_DATABASE_URL_FILE": str(file)}

    settings = load(Settings, given)

    assert settings.database_url == "postgresql://granary:secret@db/lending"


def test_a_variable_counts_before_its_file(tmp_path: Path) -> None:
    settings = load(Settings, ENOUGH | {"GRANARY_DATABASE_URL_FILE": str(tmp_path / "none")})

    assert settings.database_url == "postgresql://granary"


def test_a_file_that_cannot_be_read_is_named_by_its_variable(tmp_path: Path) -> None:
    given = {
        "GRANARY_GRPC_ADDRESS": "127.0.0.1:7001",
        "GRANARY_DATABASE_URL_FILE": str(tmp_path / "none"),
        "GRANARY_SIGNING_KEY_FILE": "/run/secrets/key.pem",
    }

    with pytest.raises(SettingsError, match="GRANARY_DATABASE_URL_FILE names cannot be read"):
        load(Settings, given)
