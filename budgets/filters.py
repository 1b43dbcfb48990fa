"""What the money's pages can be filtered by."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField

from activities.filters import projects
from activities.models import Activity
from budgets.models import MONTHS, Allocation, Batch, Entry, LedgerMonth, SpendingGroup
from budgets.models.changes import STAGES
from budgets.permissions import READ_ALL_ENTRIES, READ_OWN_ENTRIES
from etda_plan.accounts.models import User
from etda_plan.common.filters import ChoiceFilter, DayFilter, FilterSet, RecordFilter, SearchFilter
from etda_plan.common.fiscal import month_names
from projects.filters import FundChoice, FundFilter, fund_sources
from projects.selection import selected_plan


def spending_groups(request: HttpRequest) -> QuerySet[SpendingGroup]:
    """Return the spending groups of the plan that the page shows."""
    return SpendingGroup.objects.filter(plan=selected_plan(request))


class FundFilterSet(FilterSet):
    """Whose money."""

    fund = RecordFilter(label=_("Fund source"), field_name="fund_source", queryset=fund_sources)

    class Meta:
        model = Allocation
        fields: list[str] = []


class SpendingFilterSet(FilterSet):
    """Part of the money, the day, and whether to show what visitors see."""

    fund = FundFilter()
    group = RecordFilter(
        label=_("Spending group"),
        field_name="spending_group",
        queryset=spending_groups,
        to_field_name="number",
    )
    work = RecordFilter(label=_("Project or work"), field_name="project", queryset=projects)
    as_of = DayFilter(label=_("As of"), method="everything")
    published = django_filters.ChoiceFilter(
        label=_("Shown"),
        choices=[("1", _("What visitors see"))],
        empty_label=_("What I may see"),
        method="everything",
    )

    class Meta:
        model = Allocation
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not any(act.allows(self.request.user) for act in (READ_ALL_ENTRIES, READ_OWN_ENTRIES)):
            del self.filters["published"]

    def everything(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep everything: it says what is read, not of which rows."""
        return queryset


def allocations(request: HttpRequest) -> QuerySet[Allocation]:
    """Return the allocations of the plan that the page shows."""
    plan = selected_plan(request)
    return Allocation.objects.of_plan(plan) if plan else Allocation.objects.none()


def activities(request: HttpRequest) -> QuerySet[Activity]:
    """Return the activities that have money of their own."""
    held = Allocation.objects.filter(activity=OuterRef("pk"))
    rows = Activity.objects.filter(Exists(held), project__plan=selected_plan(request))
    return rows.select_related("project")


def people(request: HttpRequest) -> QuerySet[User]:
    """Return the people who have entered something."""
    return User.objects.filter(Exists(Entry.objects.filter(entered_by=OuterRef("pk"))))


def batches(request: HttpRequest) -> QuerySet[Batch]:
    """Return the batches of entries of the plan that the page shows."""
    return Batch.objects.filter(plan=selected_plan(request), kind=Batch.Kind.ENTRIES)


def months() -> list[tuple[str, str]]:
    """Return the months by their fiscal numbers, October first."""
    return [(str(month), name) for month, name in zip(MONTHS, month_names(), strict=True)]


class MonthFilter(ChoiceFilter):
    """A choice of a month of the plan that the page shows."""

    def filter(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the entries of the month."""
        if not value:
            return queryset
        plan = selected_plan(self.parent.request)
        return queryset.filter(month__in=LedgerMonth.objects.filter(plan=plan, month=value))


class MovingFilter(ChoiceFilter):
    """A choice of the stage that an entry changes: what a figure of the money table sums."""

    def filter(self, queryset: Any, value: str) -> Any:
        """Keep the entries that change the stage."""
        return queryset.moving(value) if value else queryset


class AllocatedFilter(RecordFilter):
    """A choice of where the money stands: ``field_name`` is a field of the allocation."""

    def filter(self, queryset: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Keep the entries of the allocations that stand there; the entries are not joined."""
        if not value:
            return queryset
        return queryset.filter(allocation__in=Allocation.objects.filter(**{self.field_name: value}))


class ShortFundFilter(RecordFilter):
    """A choice among fund sources, by their short names."""

    field_class = FundChoice


class AllocatedFundFilter(AllocatedFilter):
    """A choice among fund sources, by their short names."""

    field_class = FundChoice


class AllocationChoice(ModelChoiceField):
    """A choice that calls allocations by their labels."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the label."""
        return str(obj.label)


class AllocationFilter(RecordFilter):
    """One allocation; the money table leads here with it, the filter bar does not show it."""

    field_class = AllocationChoice


class EntryFilterSet(FilterSet):
    """Where the money stands, what moved, when and by whom."""

    minor = ("fund", "group", "activity", "stage", "since", "until", "by", "batch")

    q = SearchFilter(
        label=_("Payee, document or number"),
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    work = AllocatedFilter(label=_("Project or work"), field_name="project", queryset=projects)
    kind = ChoiceFilter(label=_("Kind"), choices=Entry.Kind.choices)
    month = MonthFilter(label=_("Month"), choices=months)
    fund = AllocatedFundFilter(
        label=_("Fund source"), field_name="fund_source", queryset=fund_sources
    )
    group = AllocatedFilter(
        label=_("Spending group"),
        field_name="spending_group",
        queryset=spending_groups,
        to_field_name="number",
    )
    activity = AllocatedFilter(
        label=_("Activity"),
        field_name="activity",
        queryset=activities,
        to_field_name="pk",
    )
    stage = MovingFilter(label=_("Changes"), choices=tuple(STAGES.items()))
    since = DayFilter(label=_("From day"), field_name="date", lookup_expr="gte")
    until = DayFilter(label=_("To day"), field_name="date", lookup_expr="lte")
    by = RecordFilter(
        label=_("Entered by"), field_name="entered_by", queryset=people, to_field_name="username"
    )
    batch = RecordFilter(label=_("Batch"), queryset=batches, to_field_name="pk")
    allocation = AllocationFilter(
        label=_("Allocation"),
        queryset=allocations,
        to_field_name="pk",
        widget=forms.HiddenInput(),
    )
