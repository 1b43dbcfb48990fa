"""The plan in Django's admin: what is printed stays, what is in force changes with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from etda_plan.common.admin import HistoryAdmin, RowsInline, Unchangeable
from projects.forms import AnomalyForm, ReasonedForm
from projects.models import (
    Amendment,
    Anomaly,
    AnomalyLine,
    Correction,
    FiscalPlan,
    PlanApproval,
    PlanText,
    Project,
    ProjectAlias,
    ProjectText,
    Strategy,
)
from projects.services.amendments import revise


def is_printed_field(name: str) -> bool:
    """Whether a field holds what was copied from the document, or where it stands there."""
    return name.endswith(("_printed", "_line"))


class PlanAdmin(HistoryAdmin):
    """A model of the plan.

    ``fixed`` fields are set when a row is made and never changed: what hangs on it relies on them.
    ``of_document`` fields cannot be changed in rows that were read from the document either.
    """

    form = ReasonedForm
    fixed: Sequence[str] = ()
    of_document: Sequence[str] = ()
    list_per_page = 50

    def is_from_document(self, record: Any) -> bool:
        """Whether the record was read from the document that ships with its plan."""
        return any(citation.is_printed for citation in record.citations())

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the fields that cannot be changed, drawn as people read them."""
        return [self._drawn(name) for name in self._readonly(obj)]

    def _readonly(self, record: Any) -> list[str]:
        if record is None:
            return []
        ruled = self.of_document if self.is_from_document(record) else ()
        printed = (name for name in self._names() if is_printed_field(name))
        return list(dict.fromkeys([*self.fixed, *ruled, *printed]))

    def _names(self) -> list[str]:
        return [
            field.name
            for field in self.model._meta.concrete_fields
            if field.editable and not field.generated and not field.primary_key
        ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the fields of the record, and apart from them what the document prints."""
        readonly = self._readonly(obj)

        def drawn(names: Iterable[str]) -> list[Any]:
            return [self._drawn(name) if name in readonly else name for name in names]

        own = [name for name in self._names() if not is_printed_field(name)]
        if obj is None:
            return [(None, {"fields": own})]
        if set(own) - set(readonly):
            own = [*own, "reason"]
        printed = [name for name in self._names() if is_printed_field(name)]
        folded = (
            _("As printed in the document"),
            {"fields": drawn(printed), "classes": ["collapse"]},
        )
        return [(None, {"fields": drawn(own)}), *([folded] if printed else [])]

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """Draw the form; without a field to fill in, it has nothing to save."""
        typed = context["adminform"].form.fields.keys() - {"reason"}
        filled_in = any(inline.has_change_permission for inline in context["inline_admin_formsets"])
        if not typed and not filled_in:
            names = ("show_save", "show_save_and_continue", "show_save_and_add_another")
            context.update(dict.fromkeys(names, False))
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store a new row as it is, a changed one with its reason and its amendments."""
        if not change:
            super().save_model(request, obj, form, change)
        elif form.changed_fields:
            values = {name: form.cleaned_data[name] for name in form.changed_fields}
            reason = form.cleaned_data.get("reason", "")
            revise(obj, values, reason=reason, user=request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse for what the document prints."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj is not None and self.is_from_document(obj))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions, without deleting many at once."""
        actions: dict[str, Any] = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


class AnomalyLineInline(RowsInline):
    """The lines that an anomaly touches."""

    model = AnomalyLine
    fields = ("line", "quote")


class ProjectAliasInline(RowsInline):
    """The other names of a project."""

    model = ProjectAlias
    fields = ("place", "name")


class ProjectTextInline(RowsInline):
    """The objectives and targets of a project."""

    model = ProjectText
    fields = ("kind", "number", "text")


@admin.register(FiscalPlan)
class FiscalPlanAdmin(PlanAdmin):
    """Plans of several fiscal years."""

    list_display = ("fiscal_year", "title", "agency_short", "is_current")
    search_fields = ("title", "fiscal_year")
    fixed = ("fiscal_year",)


@admin.register(PlanApproval)
class PlanApprovalAdmin(PlanAdmin):
    """Decisions of the governing board."""

    list_display = ("meeting", "agenda_item", "approved_on", "plan")
    list_filter = ("plan",)
    search_fields = ("meeting",)
    autocomplete_fields = ("plan",)
    fixed = ("plan", "meeting")


@admin.register(PlanText)
class PlanTextAdmin(PlanAdmin):
    """The front matter."""

    list_display = ("kind", "number", "text", "plan")
    list_display_links = ("text",)
    list_filter = ("plan", "kind")
    search_fields = ("text", "text_printed", "heading")
    autocomplete_fields = ("plan",)
    fixed = ("plan", "kind", "number")


@admin.register(Correction)
class CorrectionAdmin(PlanAdmin):
    """Scanning errors and their corrections."""

    list_display = ("printed", "corrected", "confidence", "plan")
    list_filter = ("plan", "confidence")
    search_fields = ("printed", "corrected")
    autocomplete_fields = ("plan",)
    fixed = ("plan", "printed")
    of_document = ("corrected", "confidence")

    def is_from_document(self, record: Correction) -> bool:
        """Corrections decide what the document says: with a document, they are part of it."""
        return bool(record.plan.source.document.lines)


@admin.register(Strategy)
class StrategyAdmin(PlanAdmin):
    """The strategies."""

    list_display = ("number", "text", "plan")
    list_display_links = ("text",)
    list_filter = ("plan",)
    search_fields = ("text", "text_printed")
    autocomplete_fields = ("plan",)
    fixed = ("plan", "number")


@admin.register(Project)
class ProjectAdmin(PlanAdmin):
    """Projects and works."""

    list_display = ("code", "name", "kind", "strategy", "plan")
    list_display_links = ("code", "name")
    list_filter = ("plan", "kind", "strategy")
    list_select_related = ("strategy", "plan")
    search_fields = ("code", "name", "name_en", "former_name", "goal", "aliases__name")
    autocomplete_fields = ("plan", "strategy")
    fixed = ("plan", "code", "number")
    inlines = (ProjectTextInline, ProjectAliasInline)


@admin.register(ProjectAlias)
class ProjectAliasAdmin(PlanAdmin):
    """Other names of projects."""

    list_display = ("name", "place", "project")
    list_filter = ("project__plan", "place", "project")
    list_select_related = ("project",)
    search_fields = ("name", "name_printed")
    autocomplete_fields = ("project",)
    fixed = ("project", "place")


@admin.register(ProjectText)
class ProjectTextAdmin(PlanAdmin):
    """Objectives and targets in words."""

    list_display = ("project", "kind", "number", "text")
    list_display_links = ("text",)
    list_filter = ("project__plan", "kind", "project")
    list_select_related = ("project",)
    search_fields = ("text", "text_printed")
    autocomplete_fields = ("project",)
    fixed = ("project", "kind", "number")


@admin.register(Anomaly)
class AnomalyAdmin(PlanAdmin):
    """Contradictions of the document: state, evidence and note are people's."""

    form = AnomalyForm
    list_display = ("code", "title", "severity", "state", "difference", "plan")
    list_display_links = ("code", "title")
    list_filter = ("plan", "state", "severity")
    search_fields = ("code", "title", "title_en", "detail", "note")
    autocomplete_fields = ("plan",)
    fixed = ("plan", "code")
    of_document = (
        "title",
        "title_en",
        "detail",
        "detail_en",
        "severity",
        "difference",
        "check_code",
    )
    inlines = (AnomalyLineInline,)

    def is_from_document(self, record: Anomaly) -> bool:
        """Whether one of its lines is a line of the document."""
        return any(line.quote for line in record.lines.all())


@admin.register(AnomalyLine)
class AnomalyLineAdmin(PlanAdmin):
    """Lines that anomalies touch."""

    list_display = ("anomaly", "line", "quote")
    list_filter = ("anomaly__plan",)
    list_select_related = ("anomaly",)
    search_fields = ("anomaly__code", "quote", "line")
    autocomplete_fields = ("anomaly",)
    fixed = ("anomaly",)
    of_document = ("line", "quote")


@admin.register(Amendment)
class AmendmentAdmin(Unchangeable, HistoryAdmin):
    """What people changed on purpose; made and undone by correcting the record itself."""

    list_display_links = ("field_name",)
    list_display = ("subject", "field_name", "printed_value", "value", "amended_by", "amended_at")
    list_filter = ("plan", ("content_type", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("content_type", "amended_by")
    search_fields = ("field", "printed_value", "value", "reason")
    fields = (
        "plan",
        "subject",
        "field_name",
        "printed_value",
        "value",
        "reason",
        "amended_by",
        "amended_at",
    )

    @admin.display(description=_("record"))
    def subject(self, amendment: Amendment) -> str:
        """Return what was amended, with a link to it."""
        kind = amendment.content_type
        page = reverse(f"admin:{kind.app_label}_{kind.model}_change", args=[amendment.object_id])
        return format_html('{}: <a href="{}">{}</a>', kind.name, page, amendment.record)

    @admin.display(description=_("field"))
    def field_name(self, amendment: Amendment) -> str:
        """Return the field's name in words."""
        model: Any = amendment.content_type.model_class()
        return str(model._meta.get_field(amendment.field).verbose_name)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: it goes when the printed value is put back."""
        return False
