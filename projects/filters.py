"""What a list of projects and works can be narrowed by."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField

from etda_plan.common.filters import (
    ChoiceFilter,
    FilterSet,
    RecordFilter,
    SearchFilter,
)
from projects.models import Project, Strategy
from projects.selection import selected_plan


def strategies(request: HttpRequest) -> QuerySet[Strategy]:
    """Return the strategies of the plan that the page shows."""
    return Strategy.objects.filter(plan=selected_plan(request))


def fund_sources(request: HttpRequest) -> Any:
    """Return the fund sources of the plan that the page shows."""
    plan = selected_plan(request)
    return plan.fund_sources.all() if plan else Project.objects.none()


class FundChoice(ModelChoiceField):
    """A choice that calls fund sources by their short names."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the short name."""
        return str(obj.name_short)


class FundFilter(RecordFilter):
    """A choice of whose money pays; ``path`` leads from a record to its project."""

    field_class = FundChoice

    def __init__(self, path: str = "", **options: Any) -> None:
        self.path = path
        super().__init__(label=_("Fund source"), queryset=fund_sources, **options)

    def filter(self, queryset: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Keep what has money of the fund source; each record once."""
        if not value:
            return queryset
        paid = Project.objects.filter(allocations__fund_source=value)
        return queryset.filter(**{f"{self.path or 'pk'}__in": paid.values("pk")})


class ProjectFilterSet(FilterSet):
    """Search, kind, strategy and fund source."""

    q = SearchFilter()
    kind = ChoiceFilter(label=_("Kind"), choices=Project.Kind.choices)
    strategy = RecordFilter(label=_("Strategy"), queryset=strategies, to_field_name="number")
    fund_source = FundFilter()
