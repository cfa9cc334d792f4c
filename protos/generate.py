"""Turn protos/ into generated/, and check what was written. Works offline."""
# ruff: noqa: INP001 (run by its path; protos/ is no package)

from __future__ import annotations

import argparse
import filecmp
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from google.api import annotations_pb2, http_pb2
from google.protobuf import descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_tools import protoc  # type: ignore[import-untyped]
from protovalidate import ViolationsPb

if TYPE_CHECKING:
    from collections.abc import Iterator

PROTOS = Path(__file__).resolve().parent
GENERATED = PROTOS.parent / "generated"
BASELINE = PROTOS / "baseline.binpb"
BUF = Path(sys.executable).parent / "buf"
BUF_CONFIGURATION = PROTOS / "buf.yaml"


class ProtocRefusedError(Exception):
    """The compiler refused the contracts; what it printed above says where."""


def main() -> int:
    """Read the command line, run, and say in one sentence what went wrong."""
    parser = argparse.ArgumentParser(description="Without a flag: write generated/ from protos/.")
    flags = parser.add_mutually_exclusive_group()
    flags.add_argument("--check", action="store_true", help="fail when generated/ is stale")
    flags.add_argument("--lint", action="store_true", help="check format, style, compatibility")
    flags.add_argument("--release", action="store_true", help="make the contracts the baseline")
    try:
        return run(parser.parse_args())
    except ProtocRefusedError as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1


def run(flag: argparse.Namespace) -> int:
    """Do what the flag asks; return the exit status of the process."""
    if flag.check:
        return check()
    if flag.lint:
        return lint()
    if flag.release:
        BASELINE.write_bytes(own_files(describe()).SerializeToString(deterministic=True))
    else:
        write()
    return 0


def write() -> None:
    """Bring generated/ up to date; files that stay the same are not touched."""
    with freshly_generated() as fresh:
        for name in stale_files(fresh):
            if (fresh / name).exists():
                (GENERATED / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(fresh / name, GENERATED / name)
            else:
                (GENERATED / name).unlink()


def check() -> int:
    """Name the stale files and how to renew them; 1 when there are any."""
    with freshly_generated() as fresh:
        stale = stale_files(fresh)
    for name in stale:
        sys.stderr.write(f"generated/{name} is stale; run `make protos`\n")
    return 1 if stale else 0


def lint() -> int:
    """Let buf judge format, style, and compatibility with the last release; 0 when all is well."""
    with tempfile.TemporaryDirectory() as folder:
        image, released = Path(folder) / "contracts.binpb", Path(folder) / "released.binpb"
        image.write_bytes(describe(comments=True).SerializeToString())
        baseline = imported_contracts()
        baseline.MergeFromString(BASELINE.read_bytes())
        released.write_bytes(baseline.SerializeToString())
        rules = f"--config={BUF_CONFIGURATION}"
        verdicts = [
            run_buf("format", "--diff", "--exit-code", str(PROTOS)),
            run_buf("lint", rules, str(image)),
            run_buf("breaking", rules, f"--against={released}", str(image)),
        ]
    return max(verdicts)


def run_buf(*arguments: str) -> int:
    """Run buf, which prints what is wrong; return its exit status."""
    return subprocess.run([BUF, *arguments], check=False).returncode  # noqa: S603 our own arguments


def contract_files() -> list[str]:
    """Every contract, named as protoc names it."""
    return sorted(str(file.relative_to(PROTOS)) for file in PROTOS.rglob("*.proto"))


@contextmanager
def freshly_generated() -> Iterator[Path]:
    """A temporary folder with the Python modules of the contracts as they are now."""
    contracts = contract_files()
    services = [name for name in contracts if name.endswith("_service.proto")]
    with tempfile.TemporaryDirectory() as folder:
        run_protoc(f"--python_out={folder}", f"--pyi_out={folder}", *contracts)
        # Only services have stubs; asked for all files protoc writes an empty module for each.
        run_protoc(f"--grpc_python_out={folder}", *services)
        yield Path(folder)


def stale_files(fresh: Path) -> list[str]:
    """Files below generated/ that are missing, superfluous or different from `fresh`."""
    names = sorted(generated_files(fresh) | generated_files(GENERATED))
    _, different, absent = filecmp.cmpfiles(fresh, GENERATED, names, shallow=False)
    return sorted(different + absent)


def generated_files(root: Path) -> set[str]:
    """What protoc wrote below `root`, without byte code and the hand-written buf/."""
    files = (root / "granary").rglob("*_pb2*")
    return {str(file.relative_to(root)) for file in files if file.suffix in {".py", ".pyi"}}


def describe(*, comments: bool = False) -> FileDescriptorSet:
    """The contracts and what they import as descriptors, on request with their comments."""
    with tempfile.TemporaryDirectory() as folder:
        described = Path(folder) / "contracts.binpb"
        flags = [f"--descriptor_set_out={described}", "--include_imports"]
        if comments:
            flags.append("--include_source_info")
        run_protoc(*flags, *contract_files())
        return FileDescriptorSet.FromString(described.read_bytes())


def own_files(descriptors: FileDescriptorSet) -> FileDescriptorSet:
    """Only the files that are written here."""
    return FileDescriptorSet(file=[f for f in descriptors.file if f.name.startswith("granary/")])


def imported_contracts() -> FileDescriptorSet:
    """Contracts of others that ours import, taken from the libraries that carry them."""
    descriptors = FileDescriptorSet()
    carriers = (
        *(descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2),
        *(http_pb2, annotations_pb2),
    )
    for module in carriers:
        module.DESCRIPTOR.CopyToProto(descriptors.file.add())
    descriptors.file.add().ParseFromString(ViolationsPb.desc().file.proto.to_binary())
    return descriptors


def run_protoc(*arguments: str) -> None:
    """Compile against our folder and the imported contracts."""
    with tempfile.NamedTemporaryFile(suffix=".binpb") as imported:
        Path(imported.name).write_bytes(imported_contracts().SerializeToString())
        paths = [f"-I{PROTOS}", f"--descriptor_set_in={imported.name}"]
        if protoc.main(["protoc", *paths, *arguments]) != 0:
            raise ProtocRefusedError(ProtocRefusedError.__doc__)


if __name__ == "__main__":
    sys.exit(main())
