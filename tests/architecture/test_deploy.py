"""The files that deploy Granary fit the code, and their check notices when they do not."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from deploy import check
from deploy.checks import compose, image, kubernetes, pods, settings

SUPPORT = {
    "GRANARY_DATABASE_URL_FILE": "/etc/granary/secrets/database-url",
    "GRANARY_NATS_URL_FILE": "/etc/granary/secrets/nats-url",
    "GRANARY_GRPC_ADDRESS": "0.0.0.0:9000",
    "GRANARY_OBSERVABILITY_ADDRESS": "0.0.0.0:9100",
    "GRANARY_PUBLIC_KEYS_DIR": "/etc/granary/public-keys",
    "GRANARY_FIELD_KEY_FILE": "/etc/granary/secrets/field.key",
    "GRANARY_BLIND_INDEX_KEY_FILE": "/etc/granary/secrets/blind-index.key",
}


def faults_of(variables: dict[str, str], command: str = "services.support") -> list[str]:
    return settings.faults_of("here", [command], variables)


def a_manifest(kind: str, name: str) -> dict[str, Any]:
    found = [m for m in kubernetes.base_manifests() if (m.kind, m.name) == (kind, name)]
    return copy.deepcopy(found[0].body)


def test_everything_that_deploys_granary_is_in_order() -> None:
    assert check.main() == 0


def test_an_address_may_lie_in_a_file() -> None:
    assert faults_of(SUPPORT) == []


def test_a_variable_that_no_setting_reads_is_noticed() -> None:
    faults = faults_of(SUPPORT | {"GRANARY_NATS_ADDRESS": "nats:4222"})

    assert faults == ["here: GRANARY_NATS_ADDRESS is no setting of services.support"]


def test_a_missing_or_invalid_setting_is_noticed() -> None:
    given = SUPPORT | {"GRANARY_ENVIRONMENT": "staging"}
    del given["GRANARY_FIELD_KEY_FILE"]

    (fault,) = faults_of(given)

    assert "GRANARY_FIELD_KEY_FILE is missing" in fault
    assert "GRANARY_ENVIRONMENT must be one of" in fault


def test_a_program_that_does_not_exist_is_noticed() -> None:
    assert faults_of({}, "services.chat") == [
        "here: there is no program 'services.chat' with settings"
    ]


def test_the_sandbox_is_checked_by_its_own_settings() -> None:
    unknown, missing = faults_of({"SANDBOX_PORT": "1"}, "sandbox")

    assert unknown == "here: SANDBOX_PORT is no setting of the sandbox"
    assert "SANDBOX_ADDRESS" in missing


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        (("spec", "template", "spec", "automountServiceAccountToken"), True, "automount"),
        (("spec", "template", "spec", "serviceAccountName"), "", "ServiceAccount"),
        (("spec", "template", "spec", "securityContext", "runAsUser"), 0, "without rights"),
        (("spec", "template", "spec", "securityContext", "seccompProfile"), {}, "seccomp"),
        (("spec", "template", "spec", "terminationGracePeriodSeconds"), 5, "60 s to stop"),
        (("spec", "selector", "matchLabels"), {"a": "b"}, "selector"),
        (("spec", "template", "spec", "containers", 0, "command"), ["sh"], "shell"),
        (("spec", "template", "spec", "containers", 0, "resources"), {}, "memory"),
        (("spec", "template", "spec", "containers", 0, "securityContext"), {}, "read-only"),
        (("spec", "template", "spec", "containers", 0, "livenessProbe"), {}, "livenessProbe"),
        (
            ("spec", "template", "spec", "containers", 0, "livenessProbe", "httpGet", "path"),
            "/readyz",
            "livenessProbe",
        ),
    ],
)
def test_a_pod_that_falls_short_of_the_baseline_is_noticed(
    path: tuple[Any, ...], value: object, rule: str
) -> None:
    body = a_manifest("Deployment", "support")
    assert pods.pod_faults("here", body) == []

    place: Any = body
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    assert any(rule in fault for fault in pods.pod_faults("here", body))


def test_a_misspelt_field_of_a_manifest_is_noticed() -> None:
    body = a_manifest("PodDisruptionBudget", "support")
    body["spec"]["maxUnavailible"] = 1

    faults = kubernetes.schema_faults(kubernetes.Manifest("here", body))

    assert any("maxUnavailible" in fault for fault in faults)


@pytest.mark.parametrize(
    ("policy", "fault"),
    [
        ("calls-of-lending", "no egress policy lets lending call"),
        ("callers-of-identity", "no ingress policy lets repayment call identity"),
        ("default-deny", "not everything is denied by default"),
    ],
)
def test_a_missing_network_policy_is_noticed(policy: str, fault: str) -> None:
    without = [m for m in kubernetes.base_manifests() if m.name != policy]

    assert any(fault in found for found in kubernetes.suite_faults(without, "here"))


def test_a_call_that_no_setting_needs_is_noticed() -> None:
    manifests = kubernetes.base_manifests()
    for manifest in manifests:
        if manifest.name == "calls-of-repayment":
            peers = manifest.body["spec"]["egress"][0]["to"]
            peers[0]["podSelector"]["matchLabels"]["app.kubernetes.io/name"] = "support"

    faults = kubernetes.suite_faults(manifests, "here")

    assert "here: egress lets repayment call support without need" in faults


@pytest.mark.parametrize("kind", ["Deployment", "Job", "PodDisruptionBudget", "Service"])
def test_a_missing_manifest_of_a_service_is_noticed(kind: str) -> None:
    without = [m for m in kubernetes.base_manifests() if (m.kind, m.name[-7:]) != (kind, "support")]

    assert any(f"there is no {kind}" in fault for fault in kubernetes.suite_faults(without, "here"))


def test_an_image_that_compose_does_not_name_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(compose.TOLD, "NATS_IMAGE")

    assert any("NATS_IMAGE" in fault for fault in compose.check())


def test_a_folder_that_the_image_lacks_is_noticed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without = tmp_path / "Containerfile"
    without.write_text(image.CONTAINERFILE.read_text().replace("COPY chassis /app/chassis\n", ""))
    monkeypatch.setattr(image, "CONTAINERFILE", without)

    assert any("chassis" in fault for fault in image.check())
