"""Who reports and who decides for each office, and when reports do not go as they should."""

from __future__ import annotations

from dataclasses import dataclass

COMMERCE_OFFICE = "ส.พาณิชย์อิเล็กทรอนิกส์"
CORPORATE = "ส.สื่อสารองค์กร"
STRATEGY = "ส.ยุทธศาสตร์"
IT = "ส.สารสนเทศ"
BUSINESS = "ส.พัฒนาดิจิทัลเพื่อธุรกิจ"
SECURITY = "ส.ความมั่นคงปลอดภัย"
LAW = "ส.กฎหมาย"
VARIOUS = "สำนักต่างๆ"
DIRECTOR = "ส.ผู้อำนวยการ"
TOP = "ผอ.สพธอ."
CENTRAL = "ส.บริหารกลาง"


@dataclass(frozen=True)
class Duty:
    """Who writes an office's reports, and who decides on them, by user name.

    After a handover ``writer_from`` holds the month from which ``next_writer`` writes.
    """

    writer: str
    decider: str = "planner"
    next_writer: str = ""
    writer_from: int = 13

    def writer_of(self, month: int) -> str:
        """Return who writes the report of a fiscal month."""
        return self.next_writer if month >= self.writer_from else self.writer


DUTIES = {
    COMMERCE_OFFICE: Duty("officer", "head"),
    CORPORATE: Duty("officer-corporate"),
    STRATEGY: Duty("officer-strategy"),
    IT: Duty("officer-it", next_writer="officer-it-next", writer_from=5),
    BUSINESS: Duty("officer-business", "head-business"),
    SECURITY: Duty("officer-security", "head-security"),
    LAW: Duty("officer-law", "head-law"),
    VARIOUS: Duty("planner", "planner-second"),
    DIRECTOR: Duty("officer-director"),
    TOP: Duty("officer-director"),
    CENTRAL: Duty("officer-central"),
}
"""The offices that report; nobody reports for ``VARIOUS``, so planning does."""


@dataclass(frozen=True)
class Course:
    """How one report went, by days ``day/month`` where they are given.

    ``returned`` was sent back with ``comment`` on that day, and submitted ``again``.
    """

    submitted: str = ""
    decided: str = ""
    returned: str = ""
    comment: str = ""
    again: str = ""


COURSES = {
    (1, SECURITY): Course(submitted="13/11", decided="14/11"),
    (2, LAW): Course(
        returned="9/12", comment="ขอตัวเลขร่างที่รับฟังความเห็นแล้ว", again="11/12", decided="12/12"
    ),
    (3, CORPORATE): Course(
        returned="9/1", comment="ยังไม่ระบุจำนวนสื่อที่เผยแพร่", again="13/1", decided="14/1"
    ),
    (5, BUSINESS): Course(submitted="12/3", decided="13/3"),
    (6, SECURITY): Course(submitted="16/4", decided="17/4"),
    (6, CENTRAL): Course(
        returned="9/4", comment="ขอแนบเหตุที่ค่าเช่ารถต่ำกว่าแผน", again="15/4", decided="16/4"
    ),
    (8, STRATEGY): Course(submitted="15/6", decided="16/6"),
}
"""Reports that were late, or came back; all others come in time and are approved the day after."""


@dataclass(frozen=True)
class Correction:
    """A report that was corrected after its approval.

    ``wrong`` is what it had said of an activity, or a part of one (``EC/2.2``), before.
    """

    month: int
    office: str
    item: str
    wrong: str
    submitted: str
    decided: str


CORRECTIONS = (
    Correction(4, BUSINESS, "EL/5", "27", "20/2", "21/2"),
    Correction(5, COMMERCE_OFFICE, "EC/2.2", "51", "12/3", "13/3"),
    Correction(6, COMMERCE_OFFICE, "EC/1.1", "74", "10/4", "15/4"),
    Correction(9, LAW, "DG/4", "82", "14/7", "15/7"),
)

CLOSES = (
    "1@15/11 2@13/12 3@17/1 4@14/2 4@25/2 5@17/3 6@21/4 7@15/5 8@18/6 9@16/7 10@17/8 11@15/9"
).split()
REOPENED, REASON_TO_REOPEN = "4@19/2", "พบว่าร้อยละของกิจกรรม EL/5 เดือน ม.ค. คำนวณจากงวดงานที่ยังไม่ตรวจรับ"

CANCELLED, CANCELLED_ON = "EC/9", "27/3"
REASON_TO_CANCEL = "การประชุมกรอบความร่วมมือระหว่างประเทศปี 2563 ถูกเลื่อนไม่มีกำหนด จึงไม่มีเรื่องให้จัดทำรายงาน"
