"""Where a line must not break: browsers cut งบ|ประมาณ, e-|Commerce and a figure from its unit."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString

from etda_plan.common.fiscal import SHORT_MONTHS

UNITS = "ล้านบาท|บาท|รายการ|ข้อ|กิจกรรม|โครงการ|million baht|million|baht|%"
COMPOUNDS = (
    "เงินงบประมาณ งบประมาณ เงินนอกงบประมาณ ปีงบประมาณ ค่านิยม พันธกิจ วิสัยทัศน์ เป้าประสงค์ "
    "ตัวชี้วัด อีคอมเมิร์ซ ฉ้อโกง นอกงบประมาณ รายเดือน รายไตรมาส ต้นฉบับ สพธอ. "
    "ภาครัฐ เฝ้าระวัง"
).split()

_compounds = "|".join(re.escape(word) for word in sorted(COMPOUNDS, key=len, reverse=True))
_months = "|".join(map(re.escape, SHORT_MONTHS))
_kept = re.compile(
    rf"[+−-]?\d[\d,]*(?:\.\d+)?\s(?:{UNITS})"
    rf"|\d{{1,2}}\s(?:{_months})(?:\s\d{{4}})?"
    r"|(?:ร้อยละ|พ\.ศ\.|ปี|ข้อ|หัวข้อ|กลยุทธ์ที่|กลุ่มที่|บรรทัด)\s\d[\d./]*"
    r"|\be-[A-Za-z]+"
    rf"|{_compounds}"
)


def keep(text: object) -> SafeString:
    """Return ``text`` escaped, with what belongs together in no-wrap spans; no sign is added."""
    plain, pieces, end = str(text), [], 0
    for match in _kept.finditer(plain):
        pieces += [escape(plain[end : match.start()]), f'<span class="keep">{match[0]}</span>']
        end = match.end()
    return SafeString("".join([*pieces, escape(plain[end:])]))
