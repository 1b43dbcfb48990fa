"""What is proposed and decided in the sample's year: transfers, monthly plans, months, the end."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from etda_plan.overview.sample.operations import (
    CloseMonth,
    Decide,
    DecideSpendingPlan,
    DecideTransfer,
    Operation,
    ProposeCarryForward,
    ProposeSpendingPlan,
    ProposeTransfer,
    PublishMonth,
    ReopenMonth,
)
from etda_plan.overview.sample.workdays import LAST_DAY, on, working_day
from etda_plan.overview.sample.works import LINES

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Transfer:
    """A transfer (baht) between two lines; ``refused`` is the reason, where it was refused."""

    from_line: str
    to_line: str
    amount: str
    proposed: str
    decided: str
    reason: str
    effect: str
    refused: str = ""


@dataclass(frozen=True)
class Plan:
    """A monthly plan of a line, as cumulative percent; ``refused`` as above."""

    line: str
    proposed: str
    decided: str
    percent: str
    note: str
    refused: str = ""


TRANSFERS = (
    Transfer(
        "OFF2", "EC", "5000000.00", "4/3", "11/3",
        "ขอใช้เงินอัตราว่างเพื่อเพิ่มงานประชาสัมพันธ์อีคอมเมิร์ซ",
        "เพิ่มผู้เข้าร่วมกิจกรรมตัวชี้วัดโครงการ 1.1",
        refused="ยังไม่สิ้นไตรมาส 2 ประมาณการค่าใช้จ่ายบุคลากรไม่แน่นอน ให้เสนอใหม่เมื่อทราบยอดอัตราว่าง",
    ),
    Transfer(
        "EL", "SF", "1800000.00", "16/3", "20/3",
        "เรื่องร้องเรียนซื้อขายออนไลน์เพิ่มขึ้นมากในช่วงโควิด-19 ต้องเพิ่มคู่สายรับเรื่อง",
        "โครงการ 1.3 ลดงานเดินทางประสานงาน ไม่กระทบค่าเป้าหมาย",
    ),
    Transfer(
        "EC", "OFF1", "2400000.00", "30/3", "3/4",
        "งดจัดมหกรรมตามมาตรการโควิด-19 นำเงินมาจัดหาเครื่องมือทำงานจากบ้าน",
        "กิจกรรมที่ 2 ของโครงการ 1.1 เปลี่ยนเป็นรูปแบบออนไลน์",
    ),
    Transfer(
        "EL", "DT", "6500000.00", "9/4", "22/4",
        "โครงการ 1.3 ลงนามสัญญาล่าช้า ขณะที่ศูนย์เฝ้าระวังต้องขยายรองรับการทำงานจากบ้าน",
        "โครงการ 1.3 เลื่อนงานบางงวดไปปีถัดไป โครงการ 1.2 เพิ่มหน่วยงานที่เฝ้าระวัง",
    ),
    Transfer(
        "EL", "EC", "3500000.00", "6/7", "15/7",
        "ผู้ประกอบการสมัครอบรมออนไลน์เกินเป้า ขอเพิ่มรุ่น",
        "โครงการ 1.1 อบรมเพิ่มอีก 2 รุ่น โครงการ 1.3 ไม่กระทบค่าเป้าหมาย",
    ),
    Transfer(
        "OFF2", "SF", "450000.00", "2/9", "9/9",
        "ขอเพิ่มคู่สายรับเรื่องร้องเรียนเดือนสุดท้าย",
        "รับเรื่องได้เพิ่มวันละ 40 เรื่อง",
        refused="เหลือเวลาไม่ถึงหนึ่งเดือน จัดหาไม่ทันสิ้นปีงบประมาณ",
    ),
)  # fmt: skip

FIRST = "แผนรายเดือนฉบับแรก คาดว่า พ.ร.บ. งบประมาณใช้บังคับเดือนมกราคม 2563"
AFTER_THE_ACT = "ปรับตาม พ.ร.บ. งบประมาณที่ประกาศ 26 ก.พ. 2563"
COVID = "ปรับตามสถานการณ์โควิด-19 และการโอนเงิน"

PLANS = (
    Plan("OFF2", "15/10", "24/10", "8 16 24 33 41 49 57 65 74 82 91 100", FIRST),
    Plan("OFF1", "15/10", "24/10", "7 15 23 31 39 47 56 64 73 82 91 100", FIRST),
    Plan("EC", "17/10", "31/10", "2 5 9 16 25 36 45 55 66 77 89 100", FIRST),
    Plan("DT", "17/10", "31/10", "2 5 10 17 25 35 44 54 65 76 88 100", FIRST),
    Plan("EL", "18/10", "31/10", "1 3 7 14 24 36 47 58 69 80 91 100", FIRST),
    Plan("SF", "18/10", "31/10", "3 8 15 22 30 40 50 60 70 80 90 100", FIRST),
    Plan("DG", "21/10", "7/11", "2 5 10 16 23 33 42 52 63 75 87 100", FIRST),
    Plan("PY", "21/10", "7/11", "4 11 19 29 38 52 55 64 75 83 92 100", FIRST),
    Plan("DT", "11/3", "17/3", "1.3 4 9 14 20 29.5 30.5 42 55 68 83 100", AFTER_THE_ACT),
    Plan(
        "EL", "12/3", "18/3", "0.3 1 2 4 6 8 10 14 20 30 45 100", AFTER_THE_ACT,
        refused="เบิกจ่ายเดือนกันยายนเดือนเดียวร้อยละ 55 ไม่น่าเป็นไปได้ ให้ทบทวนงวดงานกับคู่สัญญา",
    ),
    Plan("DG", "16/3", "20/3", "1.4 4.6 9 14 20 30 33 43 55 68 81 100", AFTER_THE_ACT),
    Plan("SF", "20/3", "20/3", "2 7 14 21 29 37 40 52 65 78 90 100", COVID),
    Plan("EL", "20/3", "26/3", "0.3 1.1 2.4 4 9 18 27 38 52 67 83 100", AFTER_THE_ACT),
    Plan("EC", "3/4", "3/4", "0.6 2.2 4.3 7.1 12 22.5 27 33 44 57 75 100", COVID),
    Plan("OFF1", "3/4", "3/4", "6 12 18 24 31 40 45 55 65 74 85 100", COVID),
    Plan("PY", "9/4", "20/4", "4.4 11 18.6 29.6 37.8 54 59 65 74 82 91 100", COVID),
    Plan("DT", "22/4", "22/4", "1.2 3.5 7.7 12.1 17.5 26.8 29.5 36 51 63 80 100", COVID),
    Plan("EL", "22/4", "22/4", "0.3 1.2 2.6 4.2 6.3 11.2 14 20 32 47 68 100", COVID),
    Plan("EC", "15/7", "15/7", "0.6 2.1 4.2 6.8 11.4 21.5 23.8 28 39.7 51 70 100", COVID),
    Plan("EL", "15/7", "15/7", "0.3 1.2 2.8 4.5 6.7 12 14.2 18.6 27.6 39 60 100", COVID),
)  # fmt: skip

REASON_TO_REOPEN = "พบเอกสารค่าเดินทางเดือน พ.ย. ที่ยังไม่ได้บันทึก"
CLOSES = (
    "1@8/11 2@9/12 2@18/12 3@17/1 4@7/2 5@13/3 6@17/4 7@12/5 8@9/6 9@10/7 10@11/8 11@11/9"
).split()
PUBLICATIONS = "3@24/1 5@20/3 6@27/4 9@20/7 11@18/9".split()

CARRY_FORWARD_BASIS = (
    "มีหนี้ผูกพันตามสัญญาก่อนสิ้นปีงบประมาณ ขอกันเงินไว้เบิกเหลื่อมปีตามมาตรา 43 "
    "แห่ง พ.ร.บ. วิธีการงบประมาณ พ.ศ. 2561 ไม่เกินหกเดือน"
)


def decisions() -> list[Operation]:
    """Return everything that is proposed, decided, closed and published in the year."""
    return [*_transfers(), *_plans(), *_months(), _carry_forward()]


def transfers() -> Iterator[tuple[datetime.date, str, str, Decimal]]:
    """Yield the approved transfers: day, line that gives, line that receives, baht."""
    for each in TRANSFERS:
        if not each.refused:
            yield working_day(on(each.decided)), each.from_line, each.to_line, Decimal(each.amount)


def _transfers() -> Iterator[Operation]:
    for number, each in enumerate(TRANSFERS, 1):
        name = f"transfer-{number}"
        yield ProposeTransfer(
            day=working_day(on(each.proposed)),
            name=name,
            from_line=each.from_line,
            to_line=each.to_line,
            amount=Decimal(each.amount),
            reason=each.reason,
            effect=each.effect,
        )
        yield _decided(DecideTransfer, name, each.decided, each.refused)


def _decided(kind: type[Decide], name: str, day: str, refused: str) -> Decide:
    return kind(
        day=working_day(on(day)),
        name=f"{name}/decided",
        proposal=name,
        approved=not refused,
        reason=refused,
    )


def _plans() -> Iterator[Operation]:
    for number, plan in enumerate(PLANS, 1):
        name, day = f"plan-{number}", working_day(on(plan.proposed))
        amounts = split(current_amount(plan.line, day), plan.percent.split())
        yield ProposeSpendingPlan(
            day=day, name=name, line=plan.line, amounts=amounts, note=plan.note
        )
        yield _decided(DecideSpendingPlan, name, plan.decided, plan.refused)


def current_amount(line: str, day: datetime.date) -> Decimal:
    """Return what a line has at the end of a day, after the transfers (baht)."""
    (amount,) = (Decimal(each.amount) for each in LINES if each.code == line)
    for when, giver, receiver, moved in transfers():
        if when <= day:
            amount += moved * ((receiver == line) - (giver == line))
    return amount


def split(whole: Decimal, percent: Iterable[str]) -> tuple[Decimal, ...]:
    """Return what each month adds on the way through the cumulative percents, in hundreds."""
    reached = [HUNDRED * round(whole * Decimal(each) / HUNDRED / HUNDRED) for each in percent]
    reached[-1] = whole
    months = zip([Decimal(0), *reached], reached, strict=False)
    return tuple(now - before for before, now in months)


def _months() -> Iterator[Operation]:
    for place, (month, day) in enumerate(each.split("@") for each in CLOSES):
        name = f"close-{month}-{place}"
        yield CloseMonth(day=working_day(on(day)), name=name, month=int(month))
    yield ReopenMonth(day=on("16/12"), name="reopen-2", month=2, reason=REASON_TO_REOPEN)
    for month, day in (each.split("@") for each in PUBLICATIONS):
        name = f"publish-{month}"
        yield PublishMonth(day=working_day(on(day)), name=name, month=int(month))


def _carry_forward() -> Operation:
    return ProposeCarryForward(
        day=LAST_DAY,
        name="carry-forward",
        expires_on=datetime.date(2021, 3, 31),
        basis=CARRY_FORWARD_BASIS,
    )
