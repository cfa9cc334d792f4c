"""Check everything in deploy/ that can be checked without a container engine or a cluster.

`.venv/bin/python deploy/check.py`; part of `make check`. The exit status is 1 when something is
wrong. What was not checked is said, never passed over.
"""

import sys

from deploy.checks import compose, image, kubernetes


def main() -> int:
    """The exit status."""
    manifest_faults, skipped = kubernetes.check()
    faults = [*image.check(), *compose.check(), *manifest_faults]
    for note in skipped:
        print(f"deploy: {note}")  # noqa: T201 - a command's own report
    for fault in sorted(set(faults)):
        print(f"deploy: {fault}", file=sys.stderr)  # noqa: T201
    if not faults:
        print("deploy: image file, compose file and manifests are in order; no image was built")  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
