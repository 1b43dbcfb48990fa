"""Workbooks that should not be believed, made by hand, part by part.

``HOSTILE`` has each kind by its name: how to make it, the sheet and cell that its refusal must
name, and words of the refusal. ``ODD`` are strange but honest: they are read, every row of them.
"""

from __future__ import annotations

import random
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

SHEET = "รายการ"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"

Parts = dict[str, bytes]


def text(place: str, value: str) -> str:
    """Return a cell of text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def number(place: str, value: str) -> str:
    """Return a cell of a number, digit by digit."""
    return f'<c r="{place}"><v>{value}</v></c>'


def day(place: str, serial: str = "43934") -> str:
    """Return a cell that shows a day; 43934 is 13 April 2020."""
    return f'<c r="{place}" s="1"><v>{serial}</v></c>'


def row(at: int, *cells: str) -> str:
    """Return a row."""
    return f'<row r="{at}">{"".join(cells)}</row>'


def merged(area: str) -> str:
    """Return what says that cells are merged."""
    return f'<mergeCells><mergeCell ref="{area}"/></mergeCells>'


HEADINGS = ("วันที่", "จำนวนเงิน", "ขั้น", "หมายเหตุ")


def headings(*words: str) -> str:
    """Return the row of headings, row 1."""
    return row(1, *(text(f"{'ABCDEF'[at]}1", word) for at, word in enumerate(words or HEADINGS)))


def good_row(at: int = 2) -> str:
    """Return a row without fault."""
    return row(at, day(f"A{at}"), number(f"B{at}", "1250.5"), text(f"C{at}", "เบิกจ่าย"))


def sheet_xml(*rows: str, before: str = "", after: str = "", namespace: str = MAIN) -> bytes:
    """Return a sheet's part."""
    data = f"<sheetData>{''.join(rows)}</sheetData>"
    return f'<worksheet xmlns="{namespace}">{before}{data}{after}</worksheet>'.encode()


def parts(
    *sheets: bytes,
    names: tuple[str, ...] = (SHEET, "อื่น"),
    state: str = "visible",
    namespace: str = MAIN,
    epoch: str = "",
) -> Parts:
    """Return the parts of a workbook; ``state`` is that of every sheet but the first."""
    listed = "".join(
        f'<sheet name="{names[at]}" sheetId="{at + 1}" r:id="s{at + 1}"'
        f' state="{state if at else "visible"}"/>'
        for at in range(len(sheets))
    )
    related = "".join(
        f'<Relationship Id="s{at + 1}" Type="{OFFICE}/worksheet" '
        f'Target="worksheets/sheet{at + 1}.xml"/>'
        for at in range(len(sheets))
    )
    return {
        "[Content_Types].xml": content_types(WORKBOOK_TYPE),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ).encode(),
        "xl/workbook.xml": (
            f'<workbook xmlns="{namespace}" xmlns:r="{OFFICE}">{epoch}'
            f"<sheets>{listed}</sheets></workbook>"
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}">{related}'
            f'<Relationship Id="t" Type="{OFFICE}/styles" Target="styles.xml"/>'
            f'<Relationship Id="u" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
            "</Relationships>"
        ).encode(),
        "xl/styles.xml": (
            f'<styleSheet xmlns="{namespace}"><numFmts><numFmt numFmtId="164" '
            'formatCode="[$-107041E]d mmm yyyy"/></numFmts><cellXfs><xf numFmtId="0"/>'
            '<xf numFmtId="164"/><xf numFmtId="4"/></cellXfs></styleSheet>'
        ).encode(),
        "xl/sharedStrings.xml": shared("<si><t>เบิกจ่าย</t></si>"),
        **{f"xl/worksheets/sheet{at}.xml": part for at, part in enumerate(sheets, 1)},
    }


def content_types(kind: str) -> bytes:
    """Return the list of the parts' types."""
    return (
        f'<Types xmlns="{TYPES}"><Override PartName="/xl/workbook.xml" ContentType="{kind}"/>'
        "</Types>"
    ).encode()


def shared(items: str, before: str = "") -> bytes:
    """Return the part of shared texts."""
    return f'{before}<sst xmlns="{MAIN}">{items}</sst>'.encode()


def zipped(contents: Parts, compression: int = ZIP_DEFLATED) -> bytes:
    """Return the parts as a file."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", compression) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def book(*rows: str, before: str = "", after: str = "") -> bytes:
    """Return a workbook of one sheet."""
    return zipped(parts(sheet_xml(*rows, before=before, after=after)))


def with_parts(*sheets: bytes, compression: int = ZIP_DEFLATED, **extra: bytes | str) -> bytes:
    """Return a workbook with further parts, or others in their place; ``__`` stands for ``/``."""
    contents = parts(*(sheets or (sheet_xml(headings(), good_row()),)))
    for name, content in extra.items():
        contents[name.replace("__", "/")] = (
            content.encode() if isinstance(content, str) else content
        )
    return zipped(contents, compression)


def with_part(name: str, content: bytes) -> bytes:
    """Return a sound workbook with one part more, or another in its place."""
    return zipped({**parts(sheet_xml(headings(), good_row())), name: content})


def with_cell(cell: str) -> bytes:
    """Return a workbook whose second row is good and whose third has ``cell`` among good ones."""
    good = {"A": day("A3"), "B": number("B3", "100"), "C": text("C3", "ผูกพัน")}
    place = cell.split('r="')[1][0]
    cells = [cell if letter == place else each for letter, each in good.items()]
    return book(headings(), good_row(), row(3, *cells, *([cell] if place not in good else [])))


def patched(content: bytes, old: bytes, new: bytes) -> bytes:
    """Return a file with the same number of bytes put in the place of others, everywhere."""
    assert old in content
    assert len(old) == len(new)
    return content.replace(old, new)


def encrypted_entries() -> bytes:
    """Return a zip file whose entries say that they are encrypted."""
    content = bytearray(book(headings(), good_row()))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 1)
    return bytes(content)


def lying_size() -> bytes:
    """Return a workbook whose sheet declares half of its size."""
    content = bytearray(book(headings(), good_row()))
    at = content.rfind(b"PK\x01\x02")
    (size,) = struct.unpack_from("<I", content, at + 24)
    struct.pack_into("<I", content, at + 24, size // 2)
    return bytes(content)


def many_entries() -> bytes:
    """Return a workbook with thousands of parts that nothing needs."""
    extra = {f"xl/media/{at}.bin": b"" for at in range(5000)}
    return zipped({**parts(sheet_xml(headings(), good_row())), **extra}, ZIP_STORED)


def inner_zip() -> bytes:
    """Return a workbook that holds a zip file of thousands of entries."""
    inner = zipped({f"{at}": b"" for at in range(5000)}, ZIP_STORED)
    sound = parts(sheet_xml(headings(), good_row(), good_row(3)))
    return zipped({**sound, "xl/media/inner.zip": inner})


def twice() -> bytes:
    """Return a workbook with two parts of one name."""
    return patched(
        with_part("xl/worksheets/sheeT2.xml", sheet_xml(headings())),
        b"xl/worksheets/sheeT2.xml",
        b"xl/worksheets/sheet1.xml",
    )


LAUGHS = "<!DOCTYPE s [" + "".join(
    f'<!ENTITY l{at} "{f"&l{at - 1};" * 10 if at else "ha"}">' for at in range(10)
)
LAUGHING = shared("<si><t>&l9;</t></si>", before=f"{LAUGHS}]>")
OUTSIDE = '<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def empty_styled(rows: int, columns: str) -> bytes:
    """Return a sheet's part of so many rows that hold formats alone."""
    styled = (
        f'<row r="{at}" s="1" customFormat="1">'
        + "".join(f'<c r="{letter}{at}" s="1"/>' for letter in columns)
        + "</row>"
        for at in range(4, rows + 4)
    )
    return sheet_xml(headings(), good_row(), good_row(3), *styled)


def deep() -> bytes:
    """Return a workbook whose sheet is elements within elements, each with names of its own."""
    noise = random.Random(1)
    nest = "".join(f'<a{noise.getrandbits(40):x} b="{at}">' for at in range(400_000))
    return with_part("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}">{nest}'.encode())


def much_text() -> bytes:
    """Return a workbook whose shared texts are longer than any list."""
    noise = random.Random(2)
    items = "".join(f"<si><t>{noise.getrandbits(64):x}{'ก' * 2000}</t></si>" for _ in range(5000))
    return with_part("xl/sharedStrings.xml", shared(items))


def large_file() -> bytes:
    """Return 50 MB that begin as a workbook does."""
    return book(headings(), good_row()) + b"\0" * (50 * 1024 * 1024)


def odd_kind_of_sheet() -> bytes:
    """Return a workbook whose first sheet is a chart."""
    contents = parts(sheet_xml(headings(), good_row()))
    listing = contents["xl/_rels/workbook.xml.rels"]
    contents["xl/_rels/workbook.xml.rels"] = listing.replace(b"/worksheet", b"/chartsheet", 1)
    return zipped(contents)


def document() -> bytes:
    """Return a Word document by another name."""
    return zipped({"[Content_Types].xml": content_types("x"), "word/document.xml": b"<w/>"})


def columns_renamed(*words: str) -> bytes:
    """Return a workbook with other headings."""
    return book(headings(*words), good_row())


@dataclass(frozen=True)
class Hostile:
    """How to make a workbook, where its refusal points, and words that the refusal has."""

    make: Callable[[], bytes]
    cell: str
    says: str
    sheet: str = SHEET


FILE = ""
FORMULA = '<c r="B3"><f>SUM(B2)</f><v>100</v></c>'
ARRAY = '<c r="A3" s="1"><f t="array" ref="A3:B3">A2:B2</f><v>43934</v></c>'
LINK = b'<externalLink xmlns="x"/>'

HOSTILE: dict[str, Hostile] = {
    "a column is missing": Hostile(
        lambda: columns_renamed("วันที่", "ขั้น", "หมายเหตุ"), "A1", "ไม่มีคอลัมน์ “จำนวนเงิน”"
    ),
    "a column is renamed": Hostile(
        lambda: columns_renamed("วันที่", "เงิน", "ขั้น", "หมายเหตุ"), "A1", "ไม่มีคอลัมน์ “จำนวนเงิน”"
    ),
    "a column more": Hostile(
        lambda: columns_renamed(*HEADINGS, "ผู้อนุมัติ"), "E1", "ไม่รู้จักคอลัมน์ “ผู้อนุมัติ”"
    ),
    "a heading twice": Hostile(
        lambda: columns_renamed(*HEADINGS, "จำนวนเงิน"), "E1", "คอลัมน์ “จำนวนเงิน” ซ้ำกัน"
    ),
    "no headings": Hostile(lambda: book(good_row(1)), "", "ไม่พบแถวหัวตาราง"),
    "rows above the headings": Hostile(
        lambda: book(good_row(1), headings().replace('1"', '2"')), "B1", "เหนือหัวตาราง"
    ),
    "text in an amount": Hostile(lambda: with_cell(text("B3", "หนึ่งร้อย")), "B3", "กรอกเป็นตัวเลข"),
    "words after an amount": Hostile(
        lambda: with_cell(text("B3", "100 บาท")), "B3", "กรอกเป็นตัวเลข"
    ),
    "five decimals": Hostile(lambda: with_cell(number("B3", "0.12345")), "B3", "ทศนิยมได้ไม่เกิน 2"),
    "half a satang": Hostile(lambda: with_cell(number("B3", "0.125")), "B3", "ทศนิยมได้ไม่เกิน 2"),
    "a negative amount": Hostile(lambda: with_cell(number("B3", "-100")), "B3", "ต่ำกว่า 0.01 บาท"),
    "nothing as an amount": Hostile(lambda: with_cell(number("B3", "0")), "B3", "ต่ำกว่า 0.01 บาท"),
    "an amount beyond a double's satang": Hostile(
        lambda: with_cell(number("B3", "99999999999999.99")), "B3", "พิมพ์เป็นข้อความ"
    ),
    "an amount beyond all money": Hostile(
        lambda: with_cell(text("B3", "9" * 30)), "B3", "มากเกินกว่า"
    ),
    "not a number": Hostile(lambda: with_cell(number("B3", "NaN")), "B3", "อ่านตัวเลขนี้ไม่ได้"),
    "a day as an amount": Hostile(lambda: with_cell(day("B3")), "B3", "เป็นวันที่"),
    "an AD date as text": Hostile(lambda: with_cell(text("A3", "13/4/2020")), "A3", "2563"),
    "a B.E. year that Excel took for AD": Hostile(
        lambda: with_cell(day("A3", "242262")), "A3", "ค.ศ. 2563"
    ),
    "a day that is not in the calendar": Hostile(
        lambda: with_cell(text("A3", "31/2/2563")), "A3", "กรอกวัน"
    ),
    "a year of two digits": Hostile(lambda: with_cell(text("A3", "13 เม.ย. 63")), "A3", "กรอกวัน"),
    "a time of day": Hostile(lambda: with_cell(day("A3", "43934.5")), "A3", "เวลา"),
    "the leap day that 1900 never had": Hostile(
        lambda: with_cell(day("A3", "60")), "A3", "อ่านวันที่นี้ไม่ได้"
    ),
    "a number as a day": Hostile(lambda: with_cell(number("A3", "43934")), "A3", "ไม่ใช่วันที่"),
    "an unknown word": Hostile(lambda: with_cell(text("C3", "โอน")), "C3", "ไม่อยู่ในรายการ"),
    "a formula": Hostile(lambda: with_cell(FORMULA), "B3", "สูตร"),
    "a formula over several cells": Hostile(lambda: with_cell(ARRAY), "A3", "สูตร"),
    "an error of Excel": Hostile(
        lambda: with_cell('<c r="B3" t="e"><v>#REF!</v></c>'), "B3", "#REF!"
    ),
    "true or false": Hostile(lambda: with_cell('<c r="B3" t="b"><v>1</v></c>'), "B3", "TRUE"),
    "characters that cannot be seen": Hostile(
        lambda: with_cell(text("D3", "a\u202etxt")), "D3", "มองไม่เห็น"
    ),
    "a text too long": Hostile(lambda: with_cell(text("D3", "ก" * 300)), "D3", "300"),
    "a value is missing": Hostile(lambda: with_cell('<c r="B3"/>'), "B3", "ต้องมีค่า"),
    "a cell under no heading": Hostile(lambda: with_cell(text("F3", "x")), "F3", "ไม่มีหัวตาราง"),
    "a row under no heading": Hostile(
        lambda: book(headings(), good_row(), row(9, text("F9", "x"))), "F9", "ไม่มีหัวตาราง"
    ),
    "a cell in the last corner": Hostile(
        lambda: book(headings(), row(1048576, number("XFD1048576", "1"))), "XFD1048576", "เกิน"
    ),
    "merged over the whole sheet": Hostile(
        lambda: book(headings(), good_row(), after=merged("A1:XFD1048576")),
        "A1:XFD1048576",
        "ผสาน",
    ),
    "merged columns": Hostile(
        lambda: book(headings(), good_row(), after=merged("D:D")),
        "D:D",
        "ผสาน",
    ),
    "a sheet more": Hostile(
        lambda: zipped(parts(sheet_xml(headings(), good_row()), sheet_xml(good_row(1)))),
        "",
        "ไม่อยู่ในแบบ",
        "อื่น",
    ),
    "a hidden sheet more": Hostile(
        lambda: zipped(
            parts(sheet_xml(headings(), good_row()), sheet_xml(good_row(1)), state="veryHidden")
        ),
        "",
        "ซ่อน",
        "อื่น",
    ),
    "another sheet's name": Hostile(
        lambda: zipped(parts(sheet_xml(headings(), good_row()), names=("Sheet1",))),
        "",
        "ไม่มีแผ่น “รายการ” ที่มีข้อมูล มีแต่ “Sheet1”",
        FILE,
    ),
    "an empty sheet": Hostile(lambda: book(), "", "ไม่มีแผ่น “รายการ” ที่มีข้อมูล", FILE),
    "a chart for a sheet": Hostile(odd_kind_of_sheet, "", "ไม่ใช่แผ่นตาราง"),
    "text by the name of a workbook": Hostile(
        lambda: "วันที่,จำนวนเงิน\n13/4/2563,100\n".encode(), "", "ไม่ใช่ไฟล์ Excel", FILE
    ),
    "nothing at all": Hostile(lambda: b"", "", "ไม่ใช่ไฟล์ Excel", FILE),
    "a document of Word": Hostile(document, "", "ไม่ใช่ไฟล์ Excel", FILE),
    "an old or encrypted workbook": Hostile(
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, "", "รหัสผ่าน", FILE
    ),
    "encrypted parts": Hostile(encrypted_entries, "", "รหัสผ่าน", FILE),
    "half a file": Hostile(
        lambda: book(headings(), good_row())[:1000], "", "เสียหาย", FILE
    ),
    "a size that lies": Hostile(lying_size, "", "เสียหาย", FILE),
    "a rare compression": Hostile(
        lambda: with_parts(compression=ZIP_LZMA), "", "เสียหาย", FILE
    ),
    "a zip bomb": Hostile(
        lambda: with_part("xl/media/a.bin", b"\0" * (90 * 1024 * 1024)), "", "90 MB", FILE
    ),
    "thousands of parts": Hostile(many_entries, "", "1000", FILE),
    "a part that leads out": Hostile(
        lambda: with_part("../../etc/cron.d/x", b"x"), "", "../../etc/cron.d/x", FILE
    ),
    "a part twice": Hostile(twice, "", "เสียหาย", FILE),
    "a billion laughs": Hostile(
        lambda: with_part("xl/sharedStrings.xml", LAUGHING), "", "รหัสข้อความ", FILE
    ),
    "a file from outside": Hostile(
        lambda: with_part(
            "xl/worksheets/sheet1.xml", OUTSIDE.encode() + sheet_xml(headings(), text("A2", "x"))
        ),
        "",
        "รหัสข้อความ",
        FILE,
    ),
    "macros": Hostile(
        lambda: with_part("xl/vbaProject.bin", b"x"), "", "xl/vbaProject.bin", FILE
    ),
    "macros by type alone": Hostile(
        lambda: with_part("[Content_Types].xml", content_types(MACRO_TYPE)), "", "มาโคร", FILE
    ),
    "links to other files": Hostile(
        lambda: with_part("xl/externalLinks/externalLink1.xml", LINK), "", "externalLink1", FILE
    ),
    "an embedded object": Hostile(
        lambda: with_part("xl/embeddings/oleObject1.bin", b"x"), "", "oleObject1", FILE
    ),
    "fifty megabytes": Hostile(large_file, "", "ใหญ่กว่า 5 MB", FILE),
    "hundreds of thousands of empty rows with a format": Hostile(
        lambda: zipped(parts(empty_styled(600_000, "A"))), "", "MB"
    ),
    "elements within elements": Hostile(deep, "", "", FILE),
    "texts without end": Hostile(much_text, "", "8 MB", FILE),
    "a text that is not there": Hostile(
        lambda: with_cell('<c r="C3" t="s"><v>7</v></c>'), "A3", "เสียหาย"
    ),
    "rows out of order": Hostile(
        lambda: book(headings(), good_row(3), good_row(2)), "A3", "เสียหาย"
    ),
    "a cell of another row": Hostile(
        lambda: book(headings(), good_row().replace("A2", "A3")), "A2", "เสียหาย"
    ),
    "broken markup": Hostile(
        lambda: with_part("xl/worksheets/sheet1.xml", b"<worksheet"), "", "เสียหาย", FILE
    ),
    "a sheet that is not there": Hostile(
        lambda: zipped(
            {
                name: part
                for name, part in parts(sheet_xml(headings())).items()
                if "sheet1" not in name
            }
        ),
        "",
        "เสียหาย",
        FILE,
    ),
}  # fmt: skip

ODD: dict[str, Callable[[], bytes]] = {
    "a dimension that lies": lambda: book(
        headings(), good_row(), good_row(3), before='<dimension ref="A1:B2"/>'
    ),
    "no dimension": lambda: book(headings(), good_row(), good_row(3)),
    "hidden rows": lambda: book(
        headings(), good_row(), good_row(3).replace("<row ", '<row hidden="1" ')
    ),
    "empty rows between": lambda: book(headings(), good_row(), row(3), good_row(900)),
    "no addresses": lambda: book(
        headings(), *(re.sub(' r="[A-C]?2"', "", good_row()) for _ in range(2))
    ),
    "columns in another order": lambda: book(
        headings("ขั้น", "จำนวนเงิน", "วันที่", "หมายเหตุ"),
        row(2, text("A2", "เบิกจ่าย"), number("B2", "1250.5"), day("C2")),
        row(3, text("A3", "เบิกจ่าย"), number("B3", "1250.5"), day("C3")),
    ),
    "the strict kind": lambda: zipped(
        parts(sheet_xml(headings(), good_row(), good_row(3), namespace=STRICT), namespace=STRICT)
    ),
    "shared texts": lambda: book(
        headings(),
        *(
            row(at, day(f"A{at}"), number(f"B{at}", "1250.5"), f'<c r="C{at}" t="s"><v>0</v></c>')
            for at in (2, 3)
        ),
    ),
    "notes above": lambda: book(
        row(1, text("A1", "หมายเหตุของแบบ")),
        headings().replace('1"', '2"'),
        good_row(3),
        good_row(4),
    ),
    "many empty rows with a format": lambda: zipped(parts(empty_styled(100_000, "AB"))),
    "a zip of thousands within": inner_zip,
    "an empty sheet more": lambda: zipped(
        parts(sheet_xml(headings(), good_row(), good_row(3)), sheet_xml())
    ),
}
