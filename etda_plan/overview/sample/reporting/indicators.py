"""The indicators in the sample's year: how results make one, who reports them, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from etda_plan.overview.sample.reporting.offices import (
    BUSINESS,
    COMMERCE_OFFICE,
    IT,
    LAW,
    SECURITY,
)

QUARTERS = "3 6 9 12"
SHARES = "25 50 75 100"


@dataclass(frozen=True)
class Indicator:
    """What somebody said of an indicator that the document leaves out."""

    number: int
    aggregation: str
    definition: str
    every: int = 3
    numerator: str = ""
    denominator: str = ""


@dataclass(frozen=True)
class Target:
    """A target of ``indicator`` for a work: who reports, quarterly targets, results by month.

    A result is a figure, or ``numerator/denominator``. ``links`` are evidence by month; with a
    result of ``files`` goes a small PDF of that name.
    """

    indicator: int
    work: str
    owner: str
    quarters: str
    results: Mapping[int, str]
    notes: Mapping[int, str] = field(default_factory=dict)
    files: Mapping[int, str] = field(default_factory=dict)
    links: Mapping[int, tuple[str, str]] = field(default_factory=dict)


INDICATORS = (
    Indicator(1, "last", "จำนวนเดือนที่ใช้ดำเนินการนับจากต้นปีงบประมาณ"),
    Indicator(2, "last", "ร้อยละของวงเงินที่ใช้จ่าย (เบิกจ่ายและผูกพัน) เทียบวงเงินที่ได้รับ"),
    Indicator(
        3, "ratio", "ผู้ตอบแบบสำรวจที่พึงพอใจระดับมากขึ้นไป เทียบผู้ตอบทั้งหมด", 12,
        "ผู้ตอบที่พึงพอใจ (คน)", "ผู้ตอบทั้งหมด (คน)",
    ),
    Indicator(4, "sum", "นับเฉพาะคู่มือที่ได้รับอนุมัติแล้ว"),
    Indicator(5, "sum", "นับเฉพาะกรอบการทำงานที่เผยแพร่แล้ว"),
    Indicator(6, "sum", "นับบริการที่หน่วยงานภาครัฐเชื่อมต่อได้จริง"),
    Indicator(7, "sum", "นับเฉพาะแนวปฏิบัติที่เผยแพร่แล้ว"),
    Indicator(8, "sum", "นับชุมชนที่มีคำสั่งซื้อจากตลาดออนไลน์อย่างน้อยหนึ่งครั้ง"),
    Indicator(9, "sum", "นับระบบที่เปิดใช้งานแล้ว"),
    Indicator(10, "sum", "นับใบอนุญาตที่โครงสร้างข้อมูลผ่านการรับฟังความเห็น"),
    Indicator(11, "last", "จำนวนหน่วยงานที่ได้รับบริการ ณ วันสิ้นเดือน", 1),
    Indicator(12, "sum", "นับร่างที่เสนอตามขั้นตอนแล้ว"),
)  # fmt: skip


def _by_quarter(results: str) -> dict[int, str]:
    return dict(zip((3, 6, 9, 12), results.split(), strict=True))


def _by_month(results: str) -> dict[int, str]:
    return dict(enumerate(results.split(), 1))


TARGETS = (
    Target(1, "EC", COMMERCE_OFFICE, QUARTERS, _by_quarter("3 6 9 12")),
    Target(1, "DT", SECURITY, QUARTERS, _by_quarter("3 6 9 12")),
    Target(1, "EL", BUSINESS, QUARTERS, _by_quarter("3 7 10 12"),
           notes={6: "งานตามแผน 6 เดือนต้องใช้ 7 เดือน เพราะลงนามสัญญาช้า"}),
    Target(1, "SF", SECURITY, QUARTERS, _by_quarter("3 6 9 12")),
    Target(1, "DG", LAW, QUARTERS, _by_quarter("3 6 9 12")),
    Target(2, "EC", COMMERCE_OFFICE, SHARES, _by_quarter("22 46 70 96")),
    Target(2, "DT", SECURITY, SHARES, _by_quarter("23 49 72 97")),
    Target(2, "EL", BUSINESS, SHARES, _by_quarter("21 44 66 93")),
    Target(2, "SF", SECURITY, SHARES, _by_quarter("23 47 74 99")),
    Target(2, "DG", LAW, SHARES, _by_quarter("22 47 71 97")),
    Target(3, "DG", LAW, "", {12: "431/498"}, files={12: "satisfaction-survey.pdf"}),
    Target(4, "EC", COMMERCE_OFFICE, "0 0 1 1", _by_quarter("0 0 1 0"),
           notes={3: "ยังไม่มีคู่มือที่อนุมัติ ผลเป็นศูนย์ตามแผน"},
           files={9: "pmo-handbook.pdf"}),
    Target(5, "SF", SECURITY, "0 0 0 1", _by_quarter("0 0 0 1")),
    Target(6, "EL", IT, "0 1 2 4", _by_quarter("0 1 1 2"),
           links={6: ("หน้าบริการทดสอบ", "https://www.example.com/trusted-services")}),
    Target(7, "DT", SECURITY, "0 0 1 1", _by_quarter("0 0 1 0")),
    Target(8, "EC", COMMERCE_OFFICE, "2 4 7 10", _by_quarter("2 2 3 4"),
           files={3: "communities-q1.pdf", 6: "communities-q2.pdf", 9: "communities-q3.pdf",
                  12: "communities-q4.pdf"},
           links={6: ("ร้านของชุมชนต้นแบบ", "https://www.example.com/communities")}),
    Target(9, "SF", SECURITY, "0 0 1 1", _by_quarter("0 0 1 0")),
    Target(10, "EL", BUSINESS, "4 9 14 20", _by_quarter("3 5 5 7"),
           notes={6: "หน่วยงานเจ้าของใบอนุญาต 1 แห่งขอเลื่อนการรับฟังความเห็น"},
           files={6: "licence-data.pdf"}),
    Target(11, "DT", SECURITY, "100 115 125 130",
           _by_month("82 90 101 104 108 117 120 122 126 128 130 134"),
           links={3: ("รายชื่อหน่วยงาน", "https://www.example.com/agencies")}),
    Target(12, "DG", LAW, "1 3 4 5", _by_quarter("2 3 1 0"),
           files={3: "drafts-q1.pdf", 6: "drafts-q2.pdf"}),
)  # fmt: skip
"""Section 7's twenty targets, in its order."""
