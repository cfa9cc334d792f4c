"""The contract as a paper: its articles in order, the schedule as a table, its hashes last."""

import re
from collections.abc import Mapping, Sequence

from chassis.money import format_minor
from chassis.paper import Column, Paper, Section, Table
from services.lending.domain.funding_partner import FundingPartner
from services.lending.domain.schedule import Schedule

SCHEDULE_MARK = "【还款计划】"
"""Stands in the text where the schedule belongs, until it is set as a table."""

_ARTICLE = re.compile(r"第[一二三四五六七八九十]+条 ")
_COLUMNS = (
    Column("期数", 1),
    Column("应还日", 2),
    Column("计息天数", 1, is_amount=True),
    Column("应还本金（元）", 2, is_amount=True),
    Column("应还利息（元）", 2, is_amount=True),
    Column("应还合计（元）", 2, is_amount=True),
)

_HOW_SIGNED = (
    "借款人以发送至其登记手机号码的一次性验证码，对本文件签署前全部字节的SHA-256校验值作出确认；"
    "贷款人随后加盖电子签章与可信时间戳。本文件任何一个字节的改动均可被检出。"
)


def contract_paper(
    text: str, schedule: Schedule, facts: Mapping[str, str], *, text_sha256: str
) -> Paper:
    """Set a contract's text; its first line is the title, its articles are the sections."""
    title, _, body = text.partition("\n")
    return Paper(
        number=facts["quote_id"],
        language="zh-CN",
        title=title,
        subtitle="电子合同",
        lender=facts["lender_name"],
        licence=facts["lender_licence"],
        facts=(
            ("借款人（乙方）", facts["borrower_masked"]),
            ("客户编号", facts["customer_id"]),
            ("借款本金", f"{facts['amount']} 元（大写：{facts['amount_in_capitals']}）"),
            ("年化利率（单利）", facts["simple_rate"]),
            ("借款期限", f"{facts['instalments']} 个月"),
        ),
        sections=tuple(_sections(body, schedule)),
        notes_title="校验信息",
        notes=(
            f"合同正文 SHA-256：{text_sha256}",
            _HOW_SIGNED,
        ),
        foot=(
            f"合同编号：{facts['quote_id']}",
            "内容校验值：$digest",
            f"投诉渠道：{facts['complaint_channel']}",
            "第 $page 页，共 $pages 页",
        ),
    )


def schedule_lines(schedule: Schedule) -> str:
    """The schedule as lines of text."""
    return "\n".join(
        f"第{row.number}期  应还日 {row.due_on.isoformat()}  计息 {row.days} 天  "
        f"本金 {format_minor(row.principal_minor)} 元  利息 {format_minor(row.interest_minor)} 元  "
        f"合计 {format_minor(row.total_minor)} 元"
        for row in schedule.rows
    )


def partners_zh(partners: Sequence[FundingPartner]) -> str:
    """Who brings the money, as a sentence: the lender alone, or with whom and in which shares."""
    if not partners:
        return "本借款由甲方以自有资金独立发放，没有联合出资的合作机构。"
    shares = "、".join(f"{one.name}（出资比例 {one.share_pct}%）" for one in partners)
    return f"本借款由甲方与下列合作机构联合出资发放：{shares}。乙方只向甲方还款。"


def _sections(body: str, schedule: Schedule) -> list[Section]:
    sections: list[Section] = []
    title, lines = "", list[str]()
    for line in (*body.splitlines(), "第末条 "):
        if _ARTICLE.match(line) or line == "第末条 ":
            if title or any(lines):
                sections += _parted(title, lines, schedule)
            title, lines = line, []
        elif line:
            lines.append(line)
    return sections


def _parted(title: str, lines: list[str], schedule: Schedule) -> list[Section]:
    """One section, or two where the schedule stands between its paragraphs."""
    if SCHEDULE_MARK not in lines:
        return [Section(title, paragraphs=tuple(lines))]
    at = lines.index(SCHEDULE_MARK)
    before, after = tuple(lines[:at]), tuple(lines[at + 1 :])
    return [
        Section(title, paragraphs=before),
        Section("", tables=(_table(schedule),)),
        Section("", paragraphs=after),
    ]


def _table(schedule: Schedule) -> Table:
    rows = [
        (
            str(row.number),
            row.due_on.isoformat(),
            str(row.days),
            format_minor(row.principal_minor),
            format_minor(row.interest_minor),
            format_minor(row.total_minor),
        )
        for row in schedule.rows
    ]
    total_minor = schedule.principal_minor + schedule.total_interest_minor
    total = (
        "合计",
        "",
        "",
        format_minor(schedule.principal_minor),
        format_minor(schedule.total_interest_minor),
        format_minor(total_minor),
    )
    return Table(_COLUMNS, (*rows, total), totals=1)
