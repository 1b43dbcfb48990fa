"""What checks have found so far."""

from django.db import models

from etda_plan.overview.loading.build import Origins, called
from etda_plan.overview.loading.files import Problem


class Findings:
    """Problems found so far, each with the file and the record that it is about."""

    def __init__(self, origins: Origins) -> None:
        self.origins = origins
        self.problems: list[Problem] = []

    def add(self, row: models.Model, field: str, reason: str) -> None:
        """Note what is wrong with a row."""
        self.problems.append(Problem(self.origins[id(row)].file, called(row), field, reason))
