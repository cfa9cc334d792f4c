"""`granary up` and `granary down`, as a person at a terminal uses them."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli.commands.down import stop_suite
from cli.commands.status import show_status
from cli.commands.token import staff_token
from cli.errors import CommandError
from tests.integration.suite.test_supervisor import PROJECT, is_gone, pids_of, state_of

UP = """
import functools, sys
from pathlib import Path
import cli.commands.up as up
from tests.integration.suite.fake_suite import fake_plan
up.Suite = functools.partial(up.Suite, plan=fake_plan)
up.up_attached(Path(sys.argv[1]), {})
"""


def up(data_dir: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", UP, str(data_dir)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    while "stop with Ctrl-C" not in (line := process.stdout.readline()):
        assert line, "the suite did not start"
    return process


def test_ctrl_c_stops_the_whole_suite_in_order(tmp_path: Path) -> None:
    with up(tmp_path) as process:
        pids = pids_of(tmp_path)

        process.send_signal(signal.SIGINT)

        said, _ = process.communicate()
        assert process.returncode == 0
        assert said.splitlines() == ["stopping", "stopped"]
    assert all(is_gone(pid) for pid in pids)
    assert state_of(tmp_path)["phase"] == "stopped"


def test_down_stops_what_up_started_and_status_tells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with up(tmp_path) as process:
        ready = show_status(tmp_path, as_json=True)
        told_while_ready = capsys.readouterr().out

        stop_suite(tmp_path)

        process.communicate()
        assert ready == 0
        assert '"phase": "ready"' in told_while_ready
        assert "postgresql://" not in told_while_ready
        assert show_status(tmp_path, as_json=False) == 1


def test_a_staff_token_needs_a_folder_with_keys(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="granary up"):
        staff_token(tmp_path, "operator", 8)
