"""Whether the manifests are valid, complete, and say what the services need."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import kubernetes_validate
import yaml

from deploy.checks import pods, settings

FOLDER = settings.ROOT / "deploy" / "k8s"
BASE = FOLDER / "base"
KUSTOMIZATION = "kustomization.yaml"


@dataclass(frozen=True, slots=True)
class Manifest:
    """One document and where it came from."""

    where: str
    body: dict[str, Any]

    @property
    def kind(self) -> str:
        return str(self.body["kind"])

    @property
    def name(self) -> str:
        return str(self.body["metadata"]["name"])


def check() -> tuple[list[str], list[str]]:
    """What is wrong, one sentence each; and what could not be checked here."""
    faults = [fault for folder in _kustomizations() for fault in _listing_faults(folder)]
    base = base_manifests()
    faults += [fault for manifest in base for fault in schema_faults(manifest)]
    faults += suite_faults(base, "base")
    if shutil.which("kubectl") is None:
        return faults, ["`kubectl kustomize` was skipped: there is no kubectl on the PATH"]
    for folder in _kustomizations():
        faults += _rendered_faults(folder)
    return faults, []


def base_manifests() -> list[Manifest]:
    """Every document of the base, as it is written."""
    return [manifest for path in _yaml_files(BASE) for manifest in _manifests(path)]


def _kustomizations() -> list[Path]:
    return sorted(path.parent for path in FOLDER.rglob(KUSTOMIZATION))


def _yaml_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.yaml") if path.name != KUSTOMIZATION)


def _manifests(path: Path) -> Iterator[Manifest]:
    where = str(path.relative_to(FOLDER))
    for body in yaml.safe_load_all(path.read_text(encoding="utf-8")):
        yield Manifest(where, body)


def _listing_faults(folder: Path) -> list[str]:
    """Every file that is listed exists, and every file that exists is listed."""
    where = folder.relative_to(FOLDER)
    document = yaml.safe_load((folder / KUSTOMIZATION).read_text(encoding="utf-8"))
    listed = {
        *document.get("resources", []),
        *(patch["path"] for patch in document.get("patches", [])),
    }
    missing = [name for name in listed if not (folder / name).exists()]
    unlisted = {path.name for path in _yaml_files(folder)} - listed
    return [f"{where}: {name} is listed and does not exist" for name in missing] + [
        f"{where}: {name} exists and is not listed" for name in unlisted
    ]


def schema_faults(manifest: Manifest) -> list[str]:
    """What the schemas of Kubernetes refuse, misspelt fields included."""
    version = kubernetes_validate.latest_version()
    try:
        kubernetes_validate.validate(manifest.body, version, strict=True)
    except kubernetes_validate.ValidationError as error:
        place = ".".join(map(str, error.path))
        return [f"{manifest.where} {manifest.kind} {manifest.name}: {place}: {error.message}"]
    return []


def _rendered_faults(folder: Path) -> list[str]:
    """The same for what `kubectl kustomize` makes of a folder, patches and images included."""
    where = str(folder.relative_to(FOLDER))
    done = subprocess.run(  # noqa: S603 - arguments of our own
        ["kubectl", "kustomize", str(folder)],  # noqa: S607 - whichever kubectl the person has
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return [f"kubectl kustomize {where}: {done.stderr.strip()}"]
    rendered = [Manifest(where, body) for body in yaml.safe_load_all(done.stdout)]
    faults = [fault for manifest in rendered for fault in schema_faults(manifest)]
    faults += suite_faults(rendered, where)
    if folder != BASE:
        faults += [
            f"{where}: the image {container['image']} is not named by its digest"
            for manifest in rendered
            for container in pods.containers_of(manifest.body)
            if "@sha256:" not in container["image"]
        ]
    return faults


def suite_faults(manifests: list[Manifest], where: str) -> list[str]:
    """What the services need and the manifests do not say."""
    by_kind: dict[str, dict[str, dict[str, Any]]] = {}
    for manifest in manifests:
        by_kind.setdefault(manifest.kind, {})[manifest.name] = manifest.body
    maps = {name: body["data"] for name, body in by_kind["ConfigMap"].items()}
    faults: list[str] = []
    for kind in ("Deployment", "Job"):
        for name, body in by_kind[kind].items():
            place = f"{where} {kind} {name}"
            faults += pods.pod_faults(place, body)
            for container in pods.containers_of(body):
                faults += _environment_faults(place, body, container, maps)
    for service in settings.service_names():
        faults += _service_faults(service, by_kind, where)
    return faults + _pair_faults(list(by_kind["NetworkPolicy"].values()), where)


def _service_faults(
    service: str, by_kind: dict[str, dict[str, dict[str, Any]]], where: str
) -> list[str]:
    """What a service lacks among the manifests."""
    kinds = ("Deployment", "Service", "ServiceAccount", "PodDisruptionBudget")
    missing = [kind for kind in kinds if service not in by_kind[kind]]
    if missing:
        return [f"{where}: there is no {kind} {service}" for kind in missing]
    faults: list[str] = []
    if settings.has_database(service) and f"migrate-{service}" not in by_kind["Job"]:
        faults.append(f"{where}: there is no Job migrate-{service}")
    labels = by_kind["Deployment"][service]["spec"]["template"]["metadata"]["labels"]
    if ("granary/partners" in labels) != settings.asks_partners(service):
        faults.append(f"{where}: granary/partners of {service} does not fit its settings")
    return faults


def _environment_faults(
    place: str, body: dict[str, Any], container: dict[str, Any], maps: dict[str, dict[str, str]]
) -> list[str]:
    variables: dict[str, str] = {}
    for source in container.get("envFrom", []):
        variables |= maps.get(source["configMapRef"]["name"], {})
    variables |= {entry["name"]: entry["value"] for entry in container.get("env", [])}
    faults = settings.faults_of(place, container["args"], variables)
    mounts = [mount["mountPath"] for mount in container.get("volumeMounts", [])]
    faults += [
        f"{place}: nothing is mounted at {path} ({name})"
        for name, path in variables.items()
        if path.startswith("/") and not any(f"{path}/".startswith(f"{m}/") for m in mounts)
    ]
    return faults + pods.volume_faults(place, body)


def _pair_faults(policies: list[dict[str, Any]], where: str) -> list[str]:
    """Who may call whom is exactly who is given whose address, on both sides."""
    wanted = {(s, peer) for s in settings.service_names() for peer in settings.peers_of(s)}
    outgoing = {
        (me, peer) for policy in policies for me, peer in _named_pairs(policy, "egress", "to")
    }
    incoming = {
        (peer, me) for policy in policies for me, peer in _named_pairs(policy, "ingress", "from")
    }
    faults: list[str] = []
    for side, found in (("egress", outgoing), ("ingress", incoming)):
        faults += [f"{where}: no {side} policy lets {a} call {b}" for a, b in wanted - found]
        faults += [f"{where}: {side} lets {a} call {b} without need" for a, b in found - wanted]
    denies = {
        direction
        for policy in policies
        if policy["spec"]["podSelector"] == {}
        for direction in policy["spec"]["policyTypes"]
        if not policy["spec"].get(direction.lower())
    }
    if denies != {"Ingress", "Egress"}:
        faults.append(f"{where}: not everything is denied by default")
    return faults


def _named_pairs(policy: dict[str, Any], direction: str, end: str) -> Iterator[tuple[str, str]]:
    name = "app.kubernetes.io/name"
    me = policy["spec"].get("podSelector", {}).get("matchLabels", {}).get(name)
    for rule in policy["spec"].get(direction, []):
        for other in rule.get(end, []):
            peer = other.get("podSelector", {}).get("matchLabels", {}).get(name)
            if me and peer:
                yield me, peer
