"""What a measurement needs of the machine: CPU time, memory, disk sync time, load."""

import os
import statistics
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def fdatasync_us(folder: Path, times: int = 100) -> float:
    """The median time of one 8 kB write made durable in this folder, in microseconds."""
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        samples = []
        for _ in range(times):
            os.pwrite(file.fileno(), b"\0" * 8192, 0)
            started = time.perf_counter()
            os.fdatasync(file.fileno())
            samples.append(time.perf_counter() - started)
    return statistics.median(samples) * 1e6


def load_average() -> float:
    return os.getloadavg()[0]


def percentile_ms(samples_s: Sequence[float], fraction: float) -> float:
    """The value below which this fraction of the samples lies, in milliseconds; 0 without any."""
    if not samples_s:
        return 0.0
    ordered = sorted(samples_s)
    return ordered[min(int(len(ordered) * fraction), len(ordered) - 1)] * 1000


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of these processes and all their children, ended ones included."""
    total = 0
    for pid in _with_descendants(pids):
        fields = _stat_fields(pid)
        if fields:
            total += sum(int(fields[index]) for index in (11, 12, 13, 14))
    return total / _TICKS_PER_S


def resident_mb(pids: Iterable[int]) -> float:
    """Proportional resident memory of these processes and their children, in megabytes."""
    total_kb = 0
    for pid in _with_descendants(pids):
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        total_kb += sum(int(line.split()[1]) for line in text.splitlines() if line[:4] == "Pss:")
    return total_kb / 1024


def _with_descendants(pids: Iterable[int]) -> set[int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = _stat_fields(int(entry.name))
            if fields:
                parents[int(entry.name)] = int(fields[1])
    family = set(pids)
    grew = True
    while grew:
        more = {pid for pid, parent in parents.items() if parent in family} - family
        family |= more
        grew = bool(more)
    return family


def _stat_fields(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat after the command name, which may itself hold spaces."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(")")[2].split()
