"""From quote over cost sheet to the signed contract."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.frozen import replace
from services.lending.domain import signature
from services.lending.domain.contract import (
    PURPOSES_ZH,
    ContractStatus,
    draft_contract,
    require_signable,
)
from services.lending.domain.cost_sheet import CostKind
from services.lending.domain.credit_line import LineStatus
from services.lending.domain.drawdown import DrawdownStatus
from services.lending.domain.errors import (
    AmountAboveMaximum,
    AmountBelowMinimum,
    ContractAlreadyDrawn,
    ContractAlreadySigned,
    ContractHashDiffers,
    ContractNotSealed,
    CostAboveCap,
    CostSheetHashDiffers,
    CostSheetNotConfirmed,
    CostSheetNotOpened,
    CostSheetReadTooShort,
    CreditLineNotActive,
    InstalmentsNotOffered,
    LimitExceeded,
    MethodNotOffered,
    QuoteExpired,
)
from services.lending.domain.events import (
    ContractAgreed,
    ContractSigned,
    CostSheetConfirmed,
    CostSheetOpened,
    DrawdownPaid,
    QuoteGiven,
)
from services.lending.domain.funding_partner import FundingPartner
from services.lending.domain.product import Purpose, RepaymentMethod
from services.lending.domain.quote import check_terms
from services.lending.domain.wording import METHODS_ZH
from services.lending.published_events import to_message
from tests.builders.lending import (
    CONTRACT,
    DOCUMENT_SHA256,
    DRAWDOWN,
    INTENT,
    NOW,
    SEAL,
    TODAY,
    a_confirmed_quote,
    a_contract,
    a_document,
    a_drawdown,
    a_line,
    a_policy,
    a_quote,
    an_agreed_contract,
    policies,
    signing,
    some_terms,
    templates,
)

TOMORROW = TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("terms", "error", "facts"),
    [
        ({"amount_minor": 49_999}, AmountBelowMinimum, {"minimum_minor": "50000"}),
        ({"amount_minor": 4_000_001}, AmountAboveMaximum, {"maximum_minor": "4000000"}),
        ({"instalments": 12}, InstalmentsNotOffered, {"offered": "5,10,20"}),
        ({"amount_minor": 3_000_001}, LimitExceeded, {"available_minor": "3000000"}),
    ],
)
def test_what_is_not_offered_is_refused_with_what_is(terms: Any, error: Any, facts: Any) -> None:
    line = a_line(limit_minor=5_000_000, drawn_minor=1_500_000, reserved_minor=500_000)

    with pytest.raises(error) as refused:
        check_terms(some_terms(**terms), line, a_policy(), TODAY)

    assert refused.value.metadata == facts


def test_a_method_not_in_the_policy_is_not_offered() -> None:
    with pytest.raises(MethodNotOffered):
        check_terms(some_terms(), a_line(), a_policy(methods=()), TODAY)


def test_a_frozen_line_gets_no_quote() -> None:
    with pytest.raises(CreditLineNotActive):
        check_terms(some_terms(), a_line(status=LineStatus.FROZEN), a_policy(), TODAY)


def test_a_quote_shows_everything_the_loan_costs_and_nothing_else() -> None:
    quote = a_quote()

    items = {item.name: item for item in quote.cost_sheet.items}
    assert set(items) == {"interest", "service_fee", "prepayment_fee", "penalty", "paper_statement"}
    assert items["interest"].amount_minor == 83_300
    assert items["interest"].annual_rate_ppm == 182_500
    assert items["service_fee"].amount_minor == 0
    assert items["penalty"].kind is CostKind.CONTINGENT
    assert items["penalty"].annual_rate_ppm == 240_000
    for text in (quote.cost_sheet.text_zh, quote.cost_sheet.text_en):
        for figure in ("10,000.00", "833.00", "10,833.00", "18.25%", "18.17%", "19.86%", "24.00%"):
            assert figure in text
    assert "不收取任何其他费用" in quote.cost_sheet.text_zh


def test_a_service_fee_is_in_the_yearly_cost_and_on_the_sheet_but_not_in_the_principal() -> None:
    quote = a_quote(policy=a_policy(service_fee_ppm=10_000))

    fee = next(item for item in quote.cost_sheet.items if item.name == "service_fee")
    assert quote.schedule.principal_minor == 1_000_000
    assert (quote.service_fee_minor, fee.amount_minor) == (10_000, 10_000)
    assert fee.annual_rate_ppm > 0
    assert quote.annual.irr_x12_ppm > a_quote().annual.irr_x12_ppm


def test_a_fee_that_lifts_the_cost_over_the_cap_is_not_quoted() -> None:
    with pytest.raises(CostAboveCap):
        a_quote(policy=a_policy(service_fee_ppm=15_000))


def test_every_given_quote_is_announced() -> None:
    quote = a_quote()

    (change,) = signature.give_quote(quote).changes

    assert change.events == (QuoteGiven(quote),)


def test_reading_time_starts_when_the_sheet_is_opened_first() -> None:
    opened = signature.open_cost_sheet(a_quote(), today=TODAY, now=NOW)
    again = signature.open_cost_sheet(opened.reply, today=TODAY, now=NOW + timedelta(seconds=2))

    assert opened.changes[0].events == (CostSheetOpened(opened.reply),)
    assert again.changes == ()
    assert again.reply.opened_at == NOW
    assert again.reply.confirmable_at == NOW + timedelta(seconds=3)


def test_a_sheet_is_confirmed_only_after_it_was_open_for_the_policys_seconds() -> None:
    opened = a_quote(opened_at=NOW)
    sha256 = opened.cost_sheet.sha256
    just_before, in_time = NOW + timedelta(seconds=2.999), NOW + timedelta(seconds=3)

    with pytest.raises(CostSheetReadTooShort) as too_short:
        opened.confirm_cost_sheet(sha256, today=TODAY, now=just_before)
    confirmed = signature.confirm_cost_sheet(opened, sha256, today=TODAY, now=in_time)

    assert too_short.value.metadata == {"confirmable_at": in_time.isoformat()}
    assert confirmed.reply.confirmed_at == in_time
    assert confirmed.changes[0].events == (CostSheetConfirmed(confirmed.reply),)


def test_confirming_twice_changes_nothing() -> None:
    quote = a_confirmed_quote()
    later = NOW + timedelta(hours=1)

    again = signature.confirm_cost_sheet(quote, quote.cost_sheet.sha256, today=TODAY, now=later)

    assert again.changes == ()
    assert again.reply == quote


def test_a_sheet_that_was_not_opened_or_is_another_is_not_confirmed() -> None:
    quote = a_quote()

    with pytest.raises(CostSheetNotOpened):
        quote.confirm_cost_sheet(quote.cost_sheet.sha256, today=TODAY, now=NOW)
    with pytest.raises(CostSheetHashDiffers):
        quote.confirm_cost_sheet("0" * 64, today=TODAY, now=NOW)


def test_a_quote_holds_on_its_business_date_only() -> None:
    quote = a_quote(opened_at=NOW)

    with pytest.raises(QuoteExpired) as expired:
        quote.open_cost_sheet(today=TOMORROW, now=NOW)
    with pytest.raises(QuoteExpired):
        quote.confirm_cost_sheet(quote.cost_sheet.sha256, today=TOMORROW, now=NOW)

    assert expired.value.metadata["valid_on"] == "2026-11-23"


def test_the_contract_has_every_mandatory_term_and_names_what_it_is_bound_to() -> None:
    quote = a_confirmed_quote()

    text = draft_contract(quote, a_policy(), templates()).text_zh

    for term in (
        "贷款种类", "信用方式", "借款用途", "日常消费", "借款金额", "人民币壹万元整", "10,000.00",
        "利率", "0.050%", "18.25%", "期限", "10 个月", "2027-09-23", "还款方式", "等额本金",
        "违约责任", "24.00%", "1.5 倍", "提前还款", "权利与义务", "争议解决",
        "第1期  应还日 2026-12-23  计息 30 天  本金 1,000.00 元  利息 150.00 元",
        quote.cost_sheet.sha256, quote.schedule.sha256, str(quote.quote_id), quote.policy_version,
    ):  # fmt: skip
        assert term in text
    assert "$" not in text


def test_every_purpose_and_method_has_its_words() -> None:
    assert set(PURPOSES_ZH) == set(Purpose)
    assert set(METHODS_ZH) == set(RepaymentMethod)


def test_the_draft_is_the_same_every_time_and_is_what_gets_agreed_to() -> None:
    quote = a_confirmed_quote()
    draft = draft_contract(quote, a_policy(), templates())

    decision = signature.sign_contract(signing(), quote, draft, INTENT, a_document())

    contract = decision.reply
    assert draft == draft_contract(quote, a_policy(), templates())
    assert (contract.text_zh, contract.sha256) == (draft.text_zh, draft.text_sha256)
    assert (contract.status, contract.intent) == (ContractStatus.AWAITING_SEAL, INTENT)
    assert contract.document_sha256 == DOCUMENT_SHA256
    assert contract.terms == quote.loan_terms
    signed_quote, stored, document = decision.changes
    assert signed_quote.state.contract_id == CONTRACT
    assert signed_quote.events == (ContractAgreed(contract),)
    assert (stored.state, document.state) == (contract, a_document())


def test_the_paper_of_a_contract_says_all_that_its_text_says() -> None:
    draft = draft_contract(a_confirmed_quote(), a_policy(), templates())

    said = "".join(draft.paper._texts())
    for line in draft.text_zh.splitlines()[1:]:
        if line and "应还日" not in line:
            assert line in said
    table = next(t for section in draft.paper.sections for t in section.tables)
    assert len(table.rows) == 11
    assert table.rows[0] == ("1", "2026-12-23", "30", "1,000.00", "150.00", "1,150.00")
    assert table.rows[-1][-1] == "10,833.00"
    assert draft.text_sha256 in said


def test_a_partner_that_brings_money_is_named_with_its_share() -> None:
    policy = a_policy(funding_partners=(FundingPartner("示范银行", 80),))

    alone = draft_contract(a_confirmed_quote(), a_policy(), templates()).text_zh
    joint = draft_contract(a_confirmed_quote(), policy, templates()).text_zh

    assert "没有联合出资的合作机构" in alone
    assert "示范银行（出资比例 80%）" in joint


def test_no_contract_without_a_confirmed_cost_sheet() -> None:
    quote = a_quote(opened_at=NOW)
    draft = draft_contract(a_confirmed_quote(), a_policy(), templates())

    with pytest.raises(CostSheetNotConfirmed):
        draft_contract(quote, a_policy(), templates())
    with pytest.raises(CostSheetNotConfirmed):
        signature.sign_contract(signing(), quote, draft, INTENT, a_document())


def test_an_altered_hash_signs_nothing() -> None:
    altered = signing(agreed_sha256="0" + DOCUMENT_SHA256[1:])

    with pytest.raises(ContractHashDiffers):
        require_signable(altered, a_confirmed_quote())


def test_a_contract_is_signed_once_and_in_time() -> None:
    quote = a_confirmed_quote()

    with pytest.raises(ContractAlreadySigned) as again:
        require_signable(signing(), a_confirmed_quote(contract_id=CONTRACT))
    with pytest.raises(QuoteExpired):
        require_signable(signing(today=TOMORROW), quote)

    assert again.value.metadata == {"contract_id": str(CONTRACT)}


def test_the_seal_makes_a_contract_signed_and_a_second_one_changes_nothing() -> None:
    agreed, sealed = an_agreed_contract(), a_document(content_encrypted=b"sealed")

    first = signature.seal_contract(agreed, a_document(version=3), sealed, SEAL)
    second = signature.seal_contract(first.reply, a_document(), sealed, replace(SEAL, signer="x"))

    contract, document = first.changes
    assert contract.events == (ContractSigned(first.reply),)
    assert (first.reply.status, first.reply.seal) == (ContractStatus.SIGNED, SEAL)
    assert document.state == replace(sealed, version=3)
    assert (second.changes, second.reply) == ((), first.reply)


def test_what_is_announced_of_a_contract_names_document_code_and_seal() -> None:
    agreed: Any = to_message(ContractAgreed(an_agreed_contract()))
    signed: Any = to_message(ContractSigned(a_contract()))

    assert (agreed.document_sha256, agreed.otp_id) == (DOCUMENT_SHA256, str(INTENT.otp_id))
    assert signed.sealed_sha256 == SEAL.sha256


def test_nothing_is_drawn_on_a_contract_before_its_seal() -> None:
    with pytest.raises(ContractNotSealed):
        an_agreed_contract().use_for(DRAWDOWN)


def test_a_contract_carries_one_drawdown() -> None:
    used = a_contract().use_for(DRAWDOWN)

    with pytest.raises(ContractAlreadyDrawn) as again:
        used.use_for(UUID(int=3))

    assert again.value.metadata == {"drawdown_id": str(DRAWDOWN)}


def test_a_fee_for_a_particular_case_is_on_the_sheet_and_in_the_terms_of_the_contract() -> None:
    quote = a_quote()

    (fee,) = a_policy().contingent_fees
    item = next(item for item in quote.cost_sheet.items if item.name == fee.item)
    assert (item.kind, item.amount_minor) == (CostKind.CONTINGENT, 0)
    assert item.standard_zh == "仅在借款人要求邮寄纸质对账单时收取，每次最高10.00元"
    assert f"\n5. 纸质对账单邮寄费：{item.standard_zh}，由贷款人收取\n" in quote.cost_sheet.text_zh
    assert f"\n(5) Statement on paper by post: {item.standard_en}" in quote.cost_sheet.text_en
    assert quote.loan_terms.fees == a_contract().terms.fees == (fee,)


def test_a_sheet_without_such_fees_lists_none() -> None:
    before = policies().on(date(2026, 10, 31))
    quote = a_quote(policy=before)

    assert before.cost_sheet_template == "2026-08"
    assert quote.cost_sheet.fees == quote.loan_terms.fees == ()
    none = a_quote(policy=a_policy(contingent_fees=()))
    assert "5. " not in none.cost_sheet.text_zh
    assert "(5)" not in none.cost_sheet.text_en


def test_what_a_paid_drawdown_tells_names_the_fees_of_its_contract() -> None:
    drawdown = a_drawdown(
        status=DrawdownStatus.PAID,
        paid_on=TODAY,
        paid_at=NOW,
        terms=a_contract().terms,
    )

    (told,) = to_message(DrawdownPaid(drawdown, NOW)).fees  # type: ignore[attr-defined]

    assert (told.item, told.most_minor) == ("paper_statement", 1_000)
    assert (told.name_zh, told.name_en) == ("纸质对账单邮寄费", "Statement on paper by post")


def test_the_fee_for_repaying_early_that_the_sheet_names_travels_to_the_loan() -> None:
    quote = a_quote(policy=a_policy(prepayment_fee_ppm=5_000))
    drawdown = a_drawdown(
        status=DrawdownStatus.PAID, paid_on=TODAY, paid_at=NOW, terms=quote.loan_terms
    )

    message: Any = to_message(DrawdownPaid(drawdown, NOW))

    assert "0.50%" in quote.cost_sheet.text_zh
    assert message.prepayment_fee_ppm == 5_000
