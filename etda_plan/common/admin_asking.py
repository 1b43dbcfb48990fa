"""Actions of admin lists that ask something before they are done: a day, an office, a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django_stubs_ext import StrOrPromise

Done = Callable[[dict[str, Any]], tuple[int, StrOrPromise]]
"""Does what was asked with the cleaned values; returns how many rows changed, and in words."""


def typed(request: HttpRequest) -> Any:
    """Return what was typed into the form; None while it is asked for."""
    return request.POST if "asked" in request.POST else None


def asked(
    site: admin.ModelAdmin[Any],
    request: HttpRequest,
    rows: models.QuerySet[Any],
    title: StrOrPromise,
    form: forms.Form,
    done: Done,
) -> TemplateResponse | None:
    """Ask for what ``form`` holds, then do it and say so; None once it is done.

    The form is bound to ``typed(request)``; what the rules refuse is said above what was typed.
    """
    if form.is_valid():
        try:
            count, words = done(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            level = messages.SUCCESS if count else messages.WARNING
            site.message_user(request, str(words), level)
            return None
    context = {"title": title, "form": form, "rows": rows, **_frame(site, request)}
    return TemplateResponse(request, "admin/asked.html", context)


def _frame(site: admin.ModelAdmin[Any], request: HttpRequest) -> dict[str, Any]:
    """Return what the page needs around the form, and what the list had sent."""
    return {
        **site.admin_site.each_context(request),
        "opts": site.model._meta,
        "media": site.media,
        "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "action": request.POST.get("action", ""),
        "across": request.POST.get("select_across", "0"),
    }
