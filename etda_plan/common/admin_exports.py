"""Admin of rows that services write, and the chosen ones as a file, every column as stored."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from etda_plan.common import xlsx
from etda_plan.common.admin import ReadableAdmin, Unchangeable, moment
from etda_plan.common.exports import EXPORTS, Export, Value
from etda_plan.common.fields import MoneyField
from etda_plan.common.permissions import Act
from etda_plan.common.xlsx_styles import Style

ROWS_AT_ONCE = 2000
STYLES = {MoneyField: Style.BAHT, models.DateField: Style.DATE}


def readable_fields(model: type[models.Model]) -> list[Any]:
    """Return a table's columns, but for the contents of files."""
    return [
        field for field in model._meta.concrete_fields if not isinstance(field, models.BinaryField)
    ]


def columns_of(model: type[models.Model]) -> list[xlsx.Column]:
    """Return a column for each of a table's that is read, under its name."""
    return [
        xlsx.Column(str(field.verbose_name), STYLES.get(type(field)))
        for field in readable_fields(model)
    ]


def value_of(field: models.Field[Any, Any], record: models.Model) -> Value:
    """Return what a column holds: figures and days as such, choices in words, keys as they are."""
    value = getattr(record, field.attname)
    if isinstance(value, datetime.datetime):
        return moment(value)
    if value is None or isinstance(value, int | Decimal | datetime.date):
        return value
    return str(dict(field.flatchoices).get(value, value))


def rows_of(queryset: models.QuerySet[Any]) -> Iterator[list[Value]]:
    """Yield the rows, a few thousand at a time."""
    fields = readable_fields(queryset.model)
    stored = queryset.select_related(None).only(*(field.name for field in fields))
    for record in stored.iterator(chunk_size=ROWS_AT_ONCE):
        yield [value_of(field, record) for field in fields]


def export(queryset: models.QuerySet[Any], kind: str) -> HttpResponse:
    """Return the rows as a file of a kind, ``xlsx`` or ``csv``."""
    meta = queryset.model._meta
    title = str(meta.verbose_name_plural)
    headings = columns_of(queryset.model)
    return EXPORTS[kind](Export(title, str(meta.model_name), headings, rows_of(queryset)))


@admin.action(description=_("Export the chosen rows to Excel"))
def export_xlsx(admin_of: Any, request: HttpRequest, queryset: models.QuerySet[Any]) -> Any:
    """Give the chosen rows as a workbook."""
    return export(queryset, "xlsx")


@admin.action(description=_("Export the chosen rows as CSV"))
def export_csv(admin_of: Any, request: HttpRequest, queryset: models.QuerySet[Any]) -> Any:
    """Give the chosen rows as comma-separated values."""
    return export(queryset, "csv")


class RecordedAdmin(Unchangeable, ReadableAdmin):
    """Rows that services write: all but files is shown and exported, none can be touched."""

    reading: Act
    actions = (export_xlsx, export_csv)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return every column of the table but the contents of files."""
        return [self._drawn(field.name) for field in readable_fields(self.model)]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Ask the act of reading."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the act of reading."""
        return self.reading.allows(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False
