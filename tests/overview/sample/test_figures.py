"""On 13 April screen, Excel, PDF and JSON of the sample show what the script adds up to."""

from __future__ import annotations

import json
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook

from etda_plan.accounts.models import User
from etda_plan.common.checks import Status
from etda_plan.overview.reconciliation import reconcile
from etda_plan.overview.sample.building import FIRST_TODAY, SEED, build_sample
from etda_plan.overview.sample.script import the_year
from projects.models import FiscalPlan
from tests.budgets.spending.test_four_ways import (
    file,
    of_json,
    of_pdf,
    of_screen,
    of_workbook,
)
from tests.calc import needs_libreoffice
from tests.overview.sample.books import on_day, satang
from tests.paper import copied_text, joined, needs_pango, needs_pdftotext, without_spaces

pytestmark = [pytest.mark.once, *needs_libreoffice, *needs_pango, needs_pdftotext]
WORDS = "ข้อมูลตัวอย่าง"


@pytest.fixture
def finance(client: Client, no_plan: None) -> Client:
    """Finance, signed in to the sample as it is built."""
    build_sample()
    client.force_login(User.objects.get(username="finance"))
    return client


def test_the_four_show_the_same_and_it_is_what_the_script_adds_up_to(
    finance: Client, tmp_path: Path
) -> None:
    said = of_json(finance)
    assert (len(said[0]), len(said[1])) == (20, 12)
    assert of_screen(finance) == said
    assert of_workbook(finance, tmp_path) == said
    assert of_pdf(finance) == said

    total = json.loads(file(finance, "json"))["total"]
    books = on_day(the_year(SEED), FIRST_TODAY).values()
    stages = {"reservation": "reserved", "commitment": "committed", "payment": "paid"}
    for stage, name in {**stages, "left": "left"}.items():
        assert satang(Decimal(total[name])) == sum(each[stage] for each in books), name

    report = reconcile(FiscalPlan.objects.get())
    assert report.ended(Status.DISAGREES) == []
    assert len(report.ended(Status.DOCUMENTED)) == 1

    assert WORDS in str(load_workbook(BytesIO(file(finance, "xlsx"))).worksheets[0]["A2"].value)
    assert WORDS in without_spaces(joined(copied_text(file(finance, "pdf"))))
