"""Turn protos/ into generated/ and check that both agree. Works offline."""

from __future__ import annotations

import argparse
import filecmp
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from google.api import annotations_pb2, http_pb2
from google.protobuf import (
    descriptor_pb2,
    duration_pb2,
    field_mask_pb2,
    timestamp_pb2,
)
from grpc_tools import protoc
from protovalidate import ViolationsPb

PROTOS = Path(__file__).resolve().parent
GENERATED = PROTOS.parent / "generated"
BASELINE = PROTOS / "baseline.binpb"
BUF_CONFIGURATION = PROTOS / "buf.yaml"


class ProtocFailedError(Exception):
    """The compiler refused the contracts; what it printed above says where."""


def main() -> int:
    """Do what the flag asks; return the exit status of the process."""
    parser = argparse.ArgumentParser(description="Without a flag: write generated/ from protos/.")
    flags = parser.add_mutually_exclusive_group()
    flags.add_argument("--check", action="store_true", help="fail when generated/ is stale")
    flags.add_argument("--lint", action="store_true", help="check style and breaking changes")
    flags.add_argument("--release", action="store_true", help="make the contracts the baseline")
    flag = parser.parse_args()
    if flag.check:
        return report_stale(stale_files())
    if flag.lint:
        return lint()
    if flag.release:
        BASELINE.write_bytes(descriptor_set(source_info=False))
        return 0
    generate(GENERATED)
    return 0


def contract_files() -> list[str]:
    """Every contract, named as protoc names it."""
    return sorted(str(file.relative_to(PROTOS)) for file in PROTOS.rglob("*.proto"))


def generate(target: Path) -> None:
    """Write the Python modules of every contract below `target`, in place of the old ones."""
    shutil.rmtree(target / "granary", ignore_errors=True)
    contracts = contract_files()
    services = [name for name in contracts if name.endswith("_service.proto")]
    run_protoc(f"--python_out={target}", f"--pyi_out={target}", *contracts)
    run_protoc(f"--grpc_python_out={target}", *services)


def stale_files() -> list[str]:
    """Generated files that differ from what the contracts say now."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        generate(fresh)
        names = generated_files(fresh) | generated_files(GENERATED)
        _, differing, missing = filecmp.cmpfiles(fresh, GENERATED, sorted(names), shallow=False)
        return sorted(differing + missing)


def generated_files(root: Path) -> set[str]:
    """Python files that protoc wrote below `root`."""
    return {str(file.relative_to(root)) for file in (root / "granary").rglob("*.py*") if file.suffix != ".pyc"}


def report_stale(names: list[str]) -> int:
    """Name the stale files and how to renew them; 1 when there are any."""
    for name in names:
        sys.stderr.write(f"generated/{name} is stale; run `make protos`\n")
    return 1 if names else 0


def descriptor_set(*, source_info: bool) -> bytes:
    """The contracts and what they import as a FileDescriptorSet, with comments on request."""
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "contracts.binpb"
        comments = ["--include_source_info"] if source_info else []
        run_protoc(f"--descriptor_set_out={image}", "--include_imports", *comments, *contract_files())
        return image.read_bytes()


def run_protoc(*arguments: str) -> None:
    """Run protoc over our folder and the imported contracts."""
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "rules.binpb"
        rules.write_bytes(imported_descriptors().SerializeToString())
        status = protoc.main(["protoc", f"-I{PROTOS}", f"--descriptor_set_in={rules}", *arguments])
    if status != 0:
        raise ProtocFailedError(ProtocFailedError.__doc__)


def imported_descriptors() -> descriptor_pb2.FileDescriptorSet:
    """Contracts of others that ours import, out of the libraries that carry them: no copy of their text is ours."""
    descriptors = descriptor_pb2.FileDescriptorSet()
    for module in (descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2, http_pb2, annotations_pb2):
        module.DESCRIPTOR.CopyToProto(descriptors.file.add())
    descriptors.file.add().ParseFromString(ViolationsPb.desc().file.proto.to_binary())
    return descriptors


if __name__ == "__main__":
    sys.exit(main())
