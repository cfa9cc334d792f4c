"""What every pod of ours must be: restricted, bounded and asked for its health the right way."""

from typing import Any

USER = 10001
COMPONENT = "app.kubernetes.io/component"


def template_of(body: dict[str, Any]) -> dict[str, Any]:
    """The pod that a Deployment or Job makes; empty for other kinds."""
    template: dict[str, Any] = body.get("spec", {}).get("template", {}).get("spec", {})
    return template


def containers_of(body: dict[str, Any]) -> list[dict[str, Any]]:
    template = template_of(body)
    return [*template.get("initContainers", []), *template.get("containers", [])]


def pod_faults(place: str, body: dict[str, Any]) -> list[str]:
    """Where a pod falls short of Pod Security `restricted` and of our baseline."""
    template = template_of(body)
    security = template.get("securityContext", {})
    component = {"Deployment": "service", "Job": "migration"}[body["kind"]]
    wanted = {
        "its labels say when it is applied": body["metadata"].get("labels", {}).get(COMPONENT)
        == component,
        "automountServiceAccountToken is off": template.get("automountServiceAccountToken")
        is False,
        "it has a ServiceAccount of its own": bool(template.get("serviceAccountName")),
        "it runs as a user without rights": security.get("runAsNonRoot") is True
        and security.get("runAsUser") == USER,
        "seccomp is RuntimeDefault": security.get("seccompProfile", {}).get("type")
        == "RuntimeDefault",
    }
    if body["kind"] == "Deployment":
        wanted["it has 60 s to stop"] = template.get("terminationGracePeriodSeconds") == 60  # noqa: PLR2004
        labels = body["spec"]["template"]["metadata"]["labels"]
        selected = body["spec"]["selector"]["matchLabels"]
        wanted["its selector finds its pods"] = selected.items() <= labels.items()
    faults = [f"{place}: not so: {rule}" for rule, holds in wanted.items() if not holds]
    for container in containers_of(body):
        faults += _container_faults(place, container)
        if body["kind"] == "Deployment":
            faults += _probe_faults(place, container)
    return faults


def volume_faults(place: str, body: dict[str, Any]) -> list[str]:
    """Mounts of volumes that the pod does not have, and volumes that nobody mounts."""
    volumes = {volume["name"] for volume in template_of(body).get("volumes", [])}
    mounted = {mount["name"] for c in containers_of(body) for mount in c.get("volumeMounts", [])}
    return [f"{place}: volume {name} is not both there and mounted" for name in volumes ^ mounted]


def _container_faults(place: str, container: dict[str, Any]) -> list[str]:
    security = container.get("securityContext", {})
    resources = container.get("resources", {})
    memory = resources.get("limits", {}).get("memory")
    wanted = {
        "privileges cannot grow": security.get("allowPrivilegeEscalation") is False,
        "the root file system is read-only": security.get("readOnlyRootFilesystem") is True,
        "all capabilities are dropped": security.get("capabilities", {}).get("drop") == ["ALL"],
        "memory requested is memory allowed": memory is not None
        and resources.get("requests", {}).get("memory") == memory,
        "CPU is requested": "cpu" in resources.get("requests", {}),
        "it is started without a shell": "command" not in container,
    }
    return [f"{place}: not so: {rule}" for rule, holds in wanted.items() if not holds]


def _probe_faults(place: str, container: dict[str, Any]) -> list[str]:
    ports = {port["name"] for port in container.get("ports", [])}
    wanted = {"startupProbe": "/healthz", "readinessProbe": "/readyz", "livenessProbe": "/healthz"}
    faults = []
    for probe, path in wanted.items():
        asked = container.get(probe, {}).get("httpGet", {})
        if asked.get("path") != path or asked.get("port") not in ports & {"observability"}:
            faults.append(f"{place}: {probe} must ask {path} on the observability port")
    return faults
