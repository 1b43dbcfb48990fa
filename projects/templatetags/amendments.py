"""What is printed, beside a value that somebody changed."""

from typing import Any

from django import template
from django.db import models
from django.template import Context

from projects.models import Amended

register = template.Library()


@register.inclusion_tag("partials/_amendment.html", takes_context=True)
def amended(context: Context, record: models.Model, field: str) -> dict[str, Any]:
    """Draw what the document prints for a field, when and why it was changed, if anybody did.

    It reads ``amended`` of the context, from ``plan.amendments.by_field()``. Those who have signed
    in also read who changed it.
    """
    found: Amended | None = context.get("amended")
    user = context.get("user")
    return {
        "amendment": found.of(record, field) if found else None,
        "with_name": bool(user and user.is_authenticated),
    }
