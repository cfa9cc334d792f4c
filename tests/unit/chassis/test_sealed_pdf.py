"""A sealed file: whose seal it is, since when, and that any changed byte is found out."""

import asyncio
import re
import shutil
import subprocess
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from chassis.seal_check import Trust, check_seal
from chassis.sealed_pdf import Sealed, SealUnavailable, read_certificates, read_trust
from cli.suite.certificates import SEAL, TSA, create_certificates
from tests.builders.seals import LENDER, SealingHouse, a_contract_file

REASON = "contract 1 agreed to by customer 2"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> SealingHouse:
    return SealingHouse(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def draft() -> bytes:
    return a_contract_file()


def seal(house: SealingHouse, content: bytes) -> Sealed:
    return asyncio.run(house.sealer.seal(content, reason=REASON, name=LENDER, location="CN"))


@pytest.fixture(scope="module")
def sealed(house: SealingHouse, draft: bytes) -> Sealed:
    return seal(house, draft)


def container_of(content: bytes) -> tuple[int, int]:
    """Where the digits of the signature's container begin and end."""
    begin = content.index(b"/Contents <") + len(b"/Contents <")
    return begin, content.index(b">", begin)


def test_the_draft_is_the_same_to_the_byte_every_time(draft: bytes) -> None:
    assert a_contract_file() == draft
    assert draft.startswith(b"%PDF-")


def test_a_sealed_file_tells_who_sealed_what_and_when(
    house: SealingHouse, draft: bytes, sealed: Sealed
) -> None:
    report = check_seal(sealed.content, house.trust)

    assert report == sealed.report
    assert report.valid
    assert (report.signer, report.authority) == (LENDER, "Granary sandbox TSA")
    assert report.timestamped_at is not None
    assert report.reason == REASON
    assert sealed.content.startswith(draft)
    assert report.document_sha256 == sha256(draft).hexdigest()
    assert report.sha256 == sha256(sealed.content).hexdigest()
    assert report.timestamp_token


def test_the_text_of_a_sealed_file_can_still_be_read(sealed: Sealed) -> None:
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(sealed.content)).pages)

    for term in ("个人消费贷款合同", "人民币壹万元整", "24.00%", "投诉渠道", "2027-09-23"):
        assert term in re.sub(r"\s", "", text)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_changed_byte_is_found_out(
    house: SealingHouse, sealed: Sealed, data: st.DataObject
) -> None:
    altered = bytearray(sealed.content)
    position = data.draw(st.integers(0, len(altered) - 1))
    altered[position] ^= data.draw(st.integers(1, 255))

    assert not check_seal(bytes(altered), house.trust).valid


@settings(max_examples=250, deadline=None)
@given(data=st.data())
def test_any_changed_digit_of_the_signature_itself_is_found_out(
    house: SealingHouse, sealed: Sealed, data: st.DataObject
) -> None:
    begin, end = container_of(sealed.content)
    altered = bytearray(sealed.content)
    position = data.draw(st.integers(begin, end - 1))
    before = altered[position]
    altered[position] = data.draw(st.sampled_from(b"0123456789ABCDEFabcdef").filter(before.__ne__))

    assert not check_seal(bytes(altered), house.trust).valid


def test_a_letter_of_a_name_in_another_case_is_found_out(
    house: SealingHouse, sealed: Sealed
) -> None:
    begin, end = container_of(sealed.content)
    digits = sealed.content[begin:end]
    name = b"Granary development CA".hex().upper().encode()
    other = b"granary development CA".hex().upper().encode()
    places = [match.start() for match in re.finditer(name, digits)]

    assert places
    for place in places:
        altered = digits[:place] + other + digits[place + len(name) :]
        content = sealed.content[:begin] + altered + sealed.content[end:]
        assert not check_seal(content, house.trust).valid


def test_an_algorithm_under_its_other_name_is_found_out(
    house: SealingHouse, sealed: Sealed
) -> None:
    begin, end = container_of(sealed.content)
    digits = sealed.content[begin:end]
    rsa, other = b"2A864886F70D010101", b"2A864886F70D01010B"
    places = [match.start() for match in re.finditer(rsa, digits)]

    assert places
    for place in places:
        altered = digits[:place] + other + digits[place + len(rsa) :]
        content = sealed.content[:begin] + altered + sealed.content[end:]
        assert not check_seal(content, house.trust).valid


@pytest.mark.parametrize(
    ("alter", "problem"),
    [
        (lambda content: content + b" ", "NOT_COVERED"),
        (lambda content: content[:-1], "NOT_COVERED"),
        (lambda content: b"", "NOT_A_PDF"),
        (lambda content: b"hello", "NOT_A_PDF"),
        (lambda content: b"%PDF-1.4 nothing", "CHANGED"),
    ],
)
def test_what_is_no_whole_sealed_file_says_what_is_wrong(
    house: SealingHouse, sealed: Sealed, alter: Any, problem: str
) -> None:
    report = check_seal(alter(sealed.content), house.trust)

    assert not report.valid
    assert report.problem in {problem, "CHANGED"}
    assert report.problem


async def test_a_check_in_the_event_loop_is_a_mistake_of_ours(
    house: SealingHouse, sealed: Sealed
) -> None:
    with pytest.raises(AssertionError, match="in a thread"):
        check_seal(sealed.content, house.trust)


def test_a_file_without_a_seal_is_not_sealed(house: SealingHouse, draft: bytes) -> None:
    assert check_seal(draft, house.trust).problem == "NOT_SEALED"


def test_a_seal_of_another_house_is_not_known(sealed: Sealed, tmp_path: Path) -> None:
    other = SealingHouse(tmp_path)

    report = check_seal(sealed.content, other.trust)

    assert (report.valid, report.problem) == (False, "SIGNER_UNKNOWN")
    assert check_seal(sealed.content, Trust(())).problem == "SIGNER_UNKNOWN"


def test_a_file_sealed_twice_is_refused(house: SealingHouse, sealed: Sealed) -> None:
    with pytest.raises(SealUnavailable):
        seal(house, sealed.content)


@pytest.mark.parametrize("fault", ["silent", "rejected", "wrong_nonce"])
def test_an_authority_that_does_not_answer_as_it_must_seals_nothing(
    house: SealingHouse, draft: bytes, fault: str
) -> None:
    house.timestamper.fault = fault
    try:
        with pytest.raises(SealUnavailable):
            seal(house, draft)
    finally:
        house.timestamper.fault = ""

    assert seal(house, draft).report.valid


def test_a_seal_asks_the_authority_once(house: SealingHouse, draft: bytes) -> None:
    before = house.timestamper.asked

    seal(house, draft)

    assert house.timestamper.asked == before + 1


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_finds_the_same_signature_good_and_an_altered_file_bad(
    house: SealingHouse, sealed: Sealed, tmp_path: Path
) -> None:
    content = sealed.content
    begin, end = container_of(content)
    signed = content[: begin - 1] + content[end + 1 :]

    def judged(data: bytes) -> int:
        (tmp_path / "data").write_bytes(data)
        (tmp_path / "signature").write_bytes(bytes.fromhex(content[begin:end].decode()))
        command = [
            "openssl", "cms", "-verify", "-inform", "DER", "-binary", "-purpose", "any",
            "-in", "signature", "-content", "data", "-CAfile", str(house.files.root),
            "-out", "out",
        ]  # fmt: skip
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        return done.returncode

    assert judged(signed) == 0
    middle = len(signed) // 2
    assert judged(signed[:middle] + bytes([signed[middle] ^ 1]) + signed[middle + 1 :]) != 0


def test_certificates_are_made_once_and_only_their_owner_reads_the_keys(tmp_path: Path) -> None:
    first = create_certificates(tmp_path / "ca", LENDER)
    root = first.root.read_bytes()

    again = create_certificates(tmp_path / "ca", "somebody else")

    assert again.root.read_bytes() == root
    for name in ("seal-root", SEAL, TSA):
        assert first.key(name).stat().st_mode & 0o077 == 0
    (tmp_path / "empty").write_text("nothing")
    with pytest.raises(ValueError, match="PEM"):
        read_trust(tmp_path / "empty")
    assert len(read_certificates(first.certificate(SEAL))) == 1
