"""The way from a record to its own changes."""

from django import template
from django.db import models
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from etda_plan.overview.changes.asked import RecordKey
from etda_plan.overview.permissions import READ_CHANGES

register = template.Library()


@register.simple_tag(takes_context=True)
def changes_link(context: Context, record: models.Model) -> SafeString:
    """Link to the changes of a record, of what hangs on it too, for who may read them."""
    if not READ_CHANGES.allows(context.get("user")):
        return SafeString("")
    address = f"{reverse('changes')}?record={RecordKey.of(record)}"
    return format_html('<a href="{}">{}</a>', address, gettext("Changes of this record"))
