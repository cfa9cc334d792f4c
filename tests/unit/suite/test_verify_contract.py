"""`granary contract verify`: what it prints of good and bad files, and how it exits."""

import asyncio
import json
from pathlib import Path

import pytest

from cli.commands.verify_contract import PROBLEMS, verify_contract
from cli.errors import CommandError
from tests.builders.seals import LENDER, SealingHouse, a_contract_file


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder, and beside it a sealed contract, an unsealed one and an altered one."""
    folder = tmp_path_factory.mktemp("suite")
    house = SealingHouse(folder / "keys" / "certificates")
    draft = a_contract_file()
    sealed = asyncio.run(house.sealer.seal(draft, reason="contract 1", name=LENDER, location="CN"))
    (folder / "good.pdf").write_bytes(sealed.content)
    (folder / "draft.pdf").write_bytes(draft)
    altered = bytearray(sealed.content)
    altered[1000] ^= 1
    (folder / "altered.pdf").write_bytes(altered)
    return folder


def test_a_good_contract_is_told_with_its_seal(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify_contract(folder / "good.pdf", folder, None, as_json=False) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"valid: sealed by {LENDER}")
    assert "contract 1" in told

    assert verify_contract(folder / "good.pdf", folder, None, as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["valid"]


@pytest.mark.parametrize(
    ("name", "problem"), [("altered.pdf", "CHANGED"), ("draft.pdf", "NOT_SEALED")]
)
def test_a_bad_contract_is_told_with_what_is_wrong(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, problem: str
) -> None:
    assert verify_contract(folder / name, folder, None, as_json=False) == 1
    assert f"invalid: {PROBLEMS[problem]}" in capsys.readouterr().out

    assert verify_contract(folder / name, folder, None, as_json=True) == 1
    assert json.loads(capsys.readouterr().out)["problem"] == problem


def test_a_file_that_is_not_there_and_a_folder_without_roots_are_refused(
    folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(CommandError):
        verify_contract(folder / "none.pdf", folder, None, as_json=False)
    with pytest.raises(CommandError):
        verify_contract(folder / "good.pdf", tmp_path, None, as_json=False)
