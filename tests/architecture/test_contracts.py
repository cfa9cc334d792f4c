"""The contracts keep the rules of protos/README.md."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib import import_module

import protovalidate
import pytest
from google.protobuf.descriptor_pb2 import FieldDescriptorProto
from granary.access.v1 import options_pb2 as access_options

from protos import generate
from tests.architecture.contracts import (
    Contracts,
    comments,
    declarations,
    has_rule,
)

COMMON_REASONS = "granary.type.v1"
# Words that name a person's own data; an event never carries a field with one of them.
PERSONAL = {"name", "phone", "address", "text", "answer", "contact", "id_number", "card_number"}
# Changing calls that need no request key, and why.
NO_REQUEST_KEY = {
    "RefreshSession": "a refresh token works once, so it is the key",
    "LogOut": "revoking a revoked session changes nothing",
    "CloseBusinessDays": "it goes on where it stopped",
    "AskRail": "the order's own key at the rail is the key",
    "VerifyContract": "it changes nothing; a file does not fit into an address",
    "ReplayDeadLetter": "the number of the dead letter is the key",
}


@pytest.fixture(scope="module")
def contracts() -> Contracts:
    return Contracts()


def test_a_package_is_its_folder_and_ends_in_a_version(contracts: Contracts) -> None:
    for file in contracts.files:
        folder = file.name.rpartition("/")[0]

        assert file.package == folder.replace("/", ".")
        assert re.search(r"\.v[1-9][0-9]*$", file.package), file.name


def test_every_rpc_has_a_request_and_a_response_of_its_own(contracts: Contracts) -> None:
    used = Counter[str]()

    for rpc in contracts.rpcs:
        names = {rpc.method.name, f"{rpc.service.name}{rpc.method.name}"}
        request, response = rpc.method.input_type, rpc.method.output_type
        used.update([request, response])
        assert request.rpartition(".")[2] in {f"{name}Request" for name in names}
        assert response.rpartition(".")[2] in {f"{name}Response" for name in names}

    assert set(used.values()) == {1}


def test_every_enum_begins_with_an_unspecified_zero(contracts: Contracts) -> None:
    for _, enum in contracts.enums:
        zero = enum.value[0]

        assert zero.number == 0
        assert zero.name.endswith("_UNSPECIFIED")
        assert zero.name.replace("_", "") == f"{enum.name}Unspecified".upper()


def test_every_event_has_a_subject_of_its_own_that_begins_with_its_area(
    contracts: Contracts,
) -> None:
    subjects = Counter(event.subject for event in contracts.events)

    for event in contracts.events:
        area = event.file.package.split(".")[1]
        assert re.fullmatch(rf"{area}(\.[a-z]+(_[a-z]+)*){{2}}", event.subject), event.name
    assert set(subjects.values()) == {1}


def test_every_event_tells_when_it_happened(contracts: Contracts) -> None:
    for event in contracts.events:
        occurred_at = event.fields["occurred_at"]

        assert occurred_at.number == 2, event.name
        assert occurred_at.type_name == ".google.protobuf.Timestamp", event.name


def test_no_event_carries_personal_data(contracts: Contracts) -> None:
    carried = {
        f"{holder.name}.{field.name}"
        for event in contracts.events
        for holder, field in contracts.asked_fields(event)
        if field.name in PERSONAL
    }

    assert carried == set()


def test_every_rpc_says_who_may_call_it(contracts: Contracts) -> None:
    for rpc in contracts.rpcs:
        roles = list(rpc.access.roles)

        assert roles, rpc.name
        assert access_options.ROLE_UNSPECIFIED not in roles, rpc.name
        assert not rpc.access.services or access_options.ROLE_SERVICE in roles, rpc.name


def test_customers_and_strangers_reach_only_public_rpcs(contracts: Contracts) -> None:
    for rpc in contracts.rpcs:
        outsiders = {access_options.ROLE_ANONYMOUS, access_options.ROLE_CUSTOMER}

        assert not (rpc.is_internal and outsiders & set(rpc.access.roles)), rpc.name


def test_a_customer_never_says_who_they_are(contracts: Contracts) -> None:
    for rpc in contracts.rpcs:
        if access_options.ROLE_CUSTOMER in rpc.access.roles:
            assert "customer_id" not in contracts.request_of(rpc).fields, rpc.name


def test_public_rpcs_have_an_http_address_and_internal_ones_have_none(contracts: Contracts) -> None:
    addresses = Counter(rpc.http_address for rpc in contracts.rpcs if not rpc.is_internal)

    assert None not in addresses
    assert set(addresses.values()) == {1}
    assert all(rpc.http_address is None for rpc in contracts.rpcs if rpc.is_internal)


def test_what_only_reads_is_a_get_and_what_changes_is_a_post(contracts: Contracts) -> None:
    for rpc in contracts.rpcs:
        if rpc.http_address:
            verb, _ = rpc.http_address

            assert verb == ("get" if rpc.reads_only else "post"), rpc.name


def test_an_http_path_names_only_fields_of_the_request(contracts: Contracts) -> None:
    for rpc in contracts.rpcs:
        path = rpc.http_address[1] if rpc.http_address else ""
        area = rpc.file.package.split(".")[1]

        assert set(re.findall(r"{(\w+)}", path)) <= set(contracts.request_of(rpc).fields), rpc.name
        assert not path or path.startswith(f"/v1/{area}/"), rpc.name


def test_what_changes_something_carries_a_request_key(contracts: Contracts) -> None:
    without_key = set()

    for rpc in contracts.rpcs:
        key = contracts.request_of(rpc).fields.get("request_id")
        if not rpc.reads_only and (key is None or key.number != 1):
            without_key.add(rpc.method.name)

    assert without_key == set(NO_REQUEST_KEY)


def test_every_field_that_a_caller_fills_in_has_a_rule(contracts: Contracts) -> None:
    free = {FieldDescriptorProto.TYPE_BOOL, FieldDescriptorProto.TYPE_MESSAGE}

    unruled = {
        f"{holder.name}.{field.name}"
        for rpc in contracts.rpcs
        for holder, field in contracts.asked_fields(contracts.request_of(rpc))
        if field.type not in free and not has_rule(field)
    }

    assert unruled == set()


def test_every_rule_compiles_and_a_missing_request_key_is_refused(contracts: Contracts) -> None:
    for rpc in contracts.rpcs:
        module = import_module(rpc.file.name.replace("/", ".").replace(".proto", "_pb2"))
        empty = getattr(module, contracts.request_of(rpc).descriptor.name)()

        refused = {
            violation.proto.field.elements[0].field_name
            for violation in protovalidate.collect_violations(empty)
            if violation.proto.field
        }

        has_key = "request_id" in contracts.request_of(rpc).fields
        assert ("request_id" in refused) == has_key, rpc.name


def test_everything_in_a_contract_has_a_comment(contracts: Contracts) -> None:
    silent = {
        f"{file.name}: {name}"
        for file in contracts.files
        for path, name in declarations(file)
        if path not in comments(file)
    }

    assert silent == set()


def test_no_message_hides_inside_another(contracts: Contracts) -> None:
    for message in contracts.messages.values():
        hidden = [
            inside for inside in message.descriptor.nested_type if not inside.options.map_entry
        ]

        assert hidden == [], message.name
        assert list(message.descriptor.enum_type) == [], message.name


def test_every_error_reason_shows_an_example_of_its_metadata(contracts: Contracts) -> None:
    for package in {file.package for file in contracts.files}:
        for reason, comment in contracts.reasons_of(package).items():
            example = comment.rpartition("Example: ")[2]
            metadata = json.loads(example)

            assert all(isinstance(value, str) for value in metadata.values()), reason


def test_every_error_that_an_rpc_names_is_a_reason_of_its_area(contracts: Contracts) -> None:
    common = contracts.reasons_of(COMMON_REASONS)

    for rpc in contracts.rpcs:
        named = re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", rpc.comment.partition("Errors:")[2])

        assert set(named) <= set(common) | set(contracts.reasons_of(rpc.file.package)), rpc.name


def test_money_and_rates_are_never_fractions(contracts: Contracts) -> None:
    for message, field in contracts.fields:
        where = f"{message.name}.{field.name}"

        assert field.type not in {
            FieldDescriptorProto.TYPE_DOUBLE,
            FieldDescriptorProto.TYPE_FLOAT,
        }, where
        if field.name.endswith("_minor"):
            assert field.type == FieldDescriptorProto.TYPE_INT64, where
        if field.name.endswith("_ppm"):
            assert field.type == FieldDescriptorProto.TYPE_INT32, where


def test_generated_code_is_up_to_date() -> None:
    with generate.freshly_generated() as fresh:
        stale = generate.stale_files(fresh)

    assert stale == []


def test_contracts_keep_the_style_and_break_nothing_that_was_released() -> None:
    assert generate.lint() == 0
