"""Which processes make a suite, and what each is told."""

from pathlib import Path

from cli.suite.keys import KeyFiles
from cli.suite.plan import Surroundings, database_url, plan_suite, port_names

AROUND = Surroundings(
    data_dir=Path("/data"),
    keys=KeyFiles(Path("/data/keys")),
    ports={name: 20_000 + number for number, name in enumerate(port_names())},
    database_server_url="postgresql://granary:secret@127.0.0.1:5432",
    nats_url="nats://127.0.0.1:4222",
    first_business_date="2026-01-31",
)
PLAN = {process.name: process for process in plan_suite(AROUND)}


def test_each_service_has_its_own_database_listener_and_signing_key() -> None:
    lending = PLAN["lending"].env

    assert lending["GRANARY_DATABASE_URL"] == "postgresql://granary:secret@127.0.0.1:5432/lending"
    assert lending["GRANARY_GRPC_ADDRESS"] == AROUND.address("lending")
    assert lending["GRANARY_SIGNING_KEY_FILE"] == "/data/keys/private/lending.pem"
    assert lending["GRANARY_REPAYMENT_ADDRESS"] == PLAN["repayment"].env["GRANARY_GRPC_ADDRESS"]


def test_only_those_who_hold_personal_fields_get_their_keys() -> None:
    holders = [name for name, process in PLAN.items() if "GRANARY_FIELD_KEY_FILE" in process.env]

    assert holders == ["identity", "lending", "support"]


def test_the_gateway_has_no_database_and_stops_first() -> None:
    gateway = PLAN["gateway"]

    assert "GRANARY_DATABASE_URL" not in gateway.env
    assert not gateway.migrates
    assert gateway.stage > max(one.stage for one in PLAN.values() if one is not gateway)


def test_all_services_begin_on_the_same_business_date() -> None:
    dates = {
        process.env["GRANARY_FIRST_BUSINESS_DATE"]
        for process in PLAN.values()
        if process.name != "sandbox"
    }

    assert dates == {"2026-01-31"}


def test_options_of_the_lenders_database_address_are_kept() -> None:
    url = database_url("postgresql://lender@db.example:5432/?sslmode=require", "lending")

    assert url == "postgresql://lender@db.example:5432/lending?sslmode=require"
