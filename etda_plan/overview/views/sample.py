"""Moving the day that is today in a sample database, from the band on every page."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from etda_plan.common.access import open_to
from etda_plan.common.fiscal import short_date
from etda_plan.common.forms import BuddhistDateField
from etda_plan.common.sample import sample_database
from etda_plan.common.views import safe_next
from etda_plan.overview.permissions import MOVE_TODAY
from etda_plan.overview.services import move_today


class DayForm(forms.Form):
    """The day to move to."""

    day = BuddhistDateField(label=gettext_lazy("Today"))

    def move(self, user: object) -> bool:
        """Move today there; whether it could be, else the errors say why not."""
        if self.is_valid():
            try:
                move_today(self.cleaned_data["day"], user)
            except ValidationError as refusal:
                self.add_error("day", refusal.messages)
        return self.is_valid()


@open_to(MOVE_TODAY)
@require_POST
def change_today(request: HttpRequest) -> HttpResponse:
    """Move today and go back to the page; in a real database there is nothing to move."""
    if sample_database() is None:
        raise Http404
    form = DayForm(request.POST)
    if form.move(request.user):
        day = short_date(form.cleaned_data["day"])
        messages.success(request, _("Today is now %(day)s.") % {"day": day})
    for problem in form.errors.get("day", []):
        messages.error(request, str(problem))
    return redirect(safe_next(request))
