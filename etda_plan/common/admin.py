"""What the admin pages of all models share: figures, Buddhist-Era dates, histories."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from etda_plan.common.fields import FixedPointField, MoneyField
from etda_plan.common.figures import baht, measure
from etda_plan.common.fiscal import short_date
from etda_plan.common.forms import BuddhistDateField
from etda_plan.common.permissions import Act

UNKNOWN = "–"


def moment(value: datetime.datetime) -> str:
    """Return a moment in Bangkok: ``11 ธ.ค. 2562 14:05``."""
    local = timezone.localtime(value)
    return f"{short_date(local)} {local:%H:%M}"


def shown(field: Any, value: Any) -> Any:
    """Return a stored value as a person reads it, or None where its own form will do."""
    if value is None or value == "":
        return UNKNOWN
    if field.flatchoices:
        return dict(field.flatchoices).get(value, value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.datetime):
        return moment(value)
    if isinstance(value, datetime.date):
        return short_date(value)
    if isinstance(value, Decimal):
        return baht(value) if isinstance(field, MoneyField) else measure(value)
    return value


class Readable:
    """Columns and read-only fields that write figures, dates and yes or no as the site does."""

    model: type[models.Model]

    def _drawn(self, name: Any) -> Any:
        """Return what draws a column: the name itself, or a function that writes its values."""
        try:
            field = self.model._meta.get_field(name)
        except (FieldDoesNotExist, TypeError):
            return name
        written = (models.DateField, models.BooleanField, FixedPointField)
        return self._writer(field) if isinstance(field, written) else name

    def _writer(self, field: models.Field[Any, Any]) -> Callable[[models.Model], Any]:
        cache: dict[str, Any] = self.__dict__.setdefault("_writers", {})
        if field.name not in cache:

            def write(record: models.Model) -> Any:
                return shown(field, getattr(record, field.attname))

            write.__name__ = field.name
            label, order = field.verbose_name, field.name
            cache[field.name] = admin.display(description=label, ordering=order)(write)
        writer: Callable[[models.Model], Any] = cache[field.name]
        return writer


class ReadableAdmin(Readable, admin.ModelAdmin[models.Model]):
    """An admin whose lists are written as the site writes, and whose days are Buddhist-Era."""

    # Django's calendar writes AD years, which the field refuses: a plain box takes its place.
    formfield_overrides = {
        models.DateField: {
            "form_class": BuddhistDateField,
            "widget": forms.TextInput(attrs={"autocomplete": "off", "size": 12}),
        }
    }
    show_full_result_count = False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return a form field; a record that another refers to is not deleted from there."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and hasattr(field.widget, "can_delete_related"):
            field.widget.can_delete_related = False
        return field

    def get_list_display(self, request: HttpRequest) -> Any:
        """Return the columns of the list."""
        return [self._drawn(name) for name in super().get_list_display(request)]


class Unchangeable(Readable, BaseModelAdmin[models.Model]):
    """What is read here and changed elsewhere, or by nobody; its ``fields`` are drawn as read."""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the fields."""
        return [self._drawn(name) for name in self.fields or ()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return all of them."""
        return self.get_fields(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


class RuledByActs(BaseModelAdmin[models.Model]):
    """What is changed, and read, by those who may do an act, whatever else they were permitted."""

    changing: Act
    reading: Act

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Ask the act of reading."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the act of reading."""
        return self.reading.allows(request.user) or self.changing.allows(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the act of changing."""
        return self.changing.allows(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the act of changing."""
        return self.changing.allows(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the act of changing."""
        return self.changing.allows(request.user)


class RowsInline(Unchangeable, admin.TabularInline[models.Model, models.Model]):
    """The rows under a record, each with a link to its own page.

    They are added and changed there, where the reason is asked for.
    """

    extra = 0
    show_change_link = True
    can_delete = False


class HistoryText(HistoricalRecordContextHelper):
    """Old and new values in full, as people read them."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        """Return one value in words."""
        return shown(self.model._meta.get_field(change.field), value)

    def stringify_delta_change_values(self, change: Any, old: Any, new: Any) -> Any:
        """Return both values as text; the template escapes them."""
        return str(old), str(new)


class HistoryAdmin(ReadableAdmin, SimpleHistoryAdmin):
    """An admin with a readable history that cannot be rewritten."""

    object_history_template = "simple_history/object_history.html"

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> HistoryText:
        """Return what writes the changes of one entry."""
        return HistoryText(self.model, historical_record)

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse: an earlier version is read in the list, and restored by correcting the field."""
        raise Http404
