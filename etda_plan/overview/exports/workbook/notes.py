"""How the workbook is to be read, what was approved, corrected and changed."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from etda_plan.common.xlsx import Cell, Column, Sheet
from etda_plan.common.xlsx_styles import Style
from etda_plan.overview.exports.workbook.frame import Frame, lines
from projects.models import Amendment, PlanText


def write_notes(frame: Frame) -> None:
    """Write the notes, the plan's own words, the approvals, corrections and amendments."""
    sheet = frame.add_sheet(
        _("Notes"),
        [
            Column(_("Subject"), Style.STRONG, 24),
            Column(_("Text"), Style.TEXT, 74),
            Column(_("As printed"), Style.TEXT, 40),
            Column(_("Date"), Style.DATE, 14),
            Column(_("Line"), Style.LINE, 8),
        ],
    )
    for subject, text in how_to_read():
        sheet.add(subject, text, "", "", "")
    _write_approvals(frame, sheet)
    _write_texts(frame, sheet)
    _write_corrections(frame, sheet)
    _write_amendments(frame, sheet)


def how_to_read() -> Iterator[tuple[str, str]]:
    """Yield each convention: its subject and its words."""
    yield _("Unit"), _("Amounts are in million baht with 4 decimals, as the plan prints them.")
    yield _("Line"), _("The line of the plan's document from which a figure was read.")
    yield (
        _("Unknown"),
        _("What the document does not say is written “%(words)s” or “?”; it is never 0.")
        % {"words": _("Not in the document")},
    )
    yield "–", _("There cannot be a value here.")
    yield (
        _("Printed figures"),
        _("Printed figures are kept even where they contradict each other; nothing is repaired."),
    )
    yield (
        _("Formulas"),
        _("Sums, differences and shares are formulas, rounded to the satang before comparing."),
    )
    yield (
        _("Share"),
        _("Shares are shown rounded one by one, so those shown may not add up to 100.00."),
    )
    yield (
        _("Interpreted"),
        _("Read into the document, which does not say it; to be confirmed by an administrator."),
    )
    yield (
        _("Budget money"),
        _("Sections 5 and 6 mean different sums by it; see the fund sources and anomaly A02."),
    )


def _write_approvals(frame: Frame, sheet: Sheet) -> None:
    sheet.add_section(_("Approvals"))
    for approval in frame.reading.approvals:
        words = _("Meeting %(meeting)s, agenda item %(item)s") % {
            "meeting": approval.meeting,
            "item": approval.agenda_item,
        }
        sheet.add(_("Approved"), words, "", approval.approved_on, lines(approval.source_line))


def _write_texts(frame: Frame, sheet: Sheet) -> None:
    sheet.add_section(_("The plan's own words"))
    for strategy in frame.reading.strategies:
        subject = f"{strategy._meta.verbose_name} {strategy.number}".capitalize()
        sheet.add(
            subject,
            strategy.text,
            *_printed(strategy.text, strategy.text_printed),
            lines(strategy.source_line),
        )
    for text in frame.reading.texts:
        _write_text(sheet, text)


def _write_text(sheet: Sheet, text: PlanText) -> None:
    words = f"{text.heading}: {text.text}" if text.heading else text.text
    subject = f"{text.get_kind_display()} {text.number}".capitalize()
    sheet.add(subject, words, *_printed(text.text, text.text_printed), lines(text.source_line))


def _printed(text: str, printed: str) -> tuple[str, str]:
    return (printed if printed != text else "", "")


def _write_corrections(frame: Frame, sheet: Sheet) -> None:
    sheet.add_section(_("Corrections of scanning errors"))
    for printed, corrected in sorted(frame.reading.plan.source.corrections.items()):
        sheet.add(_("Correction"), corrected, printed, "", "")


def _write_amendments(frame: Frame, sheet: Sheet) -> None:
    sheet.add_section(_("Changed since on purpose"))
    for amendment in frame.reading.amendments:
        _write_amendment(frame, sheet, amendment)
    if not frame.reading.amendments:
        sheet.add(Cell(_("Nothing was changed."), Style.UNKNOWN), "", "", "", "")


def _write_amendment(frame: Frame, sheet: Sheet, amendment: Amendment) -> None:
    model = amendment.content_type.model_class()
    field = model._meta.get_field(amendment.field) if model else None
    name = getattr(field, "verbose_name", amendment.field)
    words = f"{amendment.value} · {amendment.told}"
    day = timezone.localdate(amendment.amended_at)
    sheet.add(str(name).capitalize(), words, amendment.printed_value, day, "")
