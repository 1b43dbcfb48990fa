"""The ledger: entries that are never changed."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q, Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from budgets.models.allocations import Allocation
from budgets.models.batches import Batch
from budgets.models.breaches import (
    CARRIED_ALREADY,
    DRAWS_AFTER_EXPIRY,
    DRAWS_WRONGLY,
    MONTH_CLOSED,
    NOT_OF_CARRIED_MONEY,
    NOT_OF_THE_ORIGIN,
    NOT_OF_THE_TRANSFER,
    OUTSIDE_THE_MONTH,
    REVERSES_WRONGLY,
)
from budgets.models.changes import CHANGES, KINDS_CHANGE, STAGES
from budgets.models.months import LedgerMonth
from budgets.models.transfers import Transfer
from budgets.permissions import READ_ALL_ENTRIES
from etda_plan.common.fields import MoneyField
from etda_plan.common.models import contains_any, search_expression
from etda_plan.common.thai import typed_form
from etda_plan.common.triggers import Agreement, GuardedModel, Kept, Refused
from projects.models import FiscalPlan

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from etda_plan.accounts.models import User

LONGEST_NUMBER = 18


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries of the ledger."""

    def of_plan(self, plan: FiscalPlan) -> Self:
        """Keep a plan's entries, with what each row of a list names."""
        return self.filter(month__plan=plan).select_related(
            "allocation__fund_source",
            "allocation__spending_group",
            "allocation__project",
            "allocation__activity__project",
            "month",
            "entered_by",
            "transfer",
        )

    def listed(self, plan: FiscalPlan) -> Self:
        """Keep a plan's entries, newest first, with what each row of a list names.

        The year's days keep them, for an index of days gives a page of a long ledger at once; what
        they name is read after the page is known, not joined to every entry before.
        """
        return (
            self.filter(date__range=(plan.starts_on, plan.ends_on))
            .prefetch_related(
                Prefetch("allocation", Allocation.objects.of_plan(plan)), "entered_by"
            )
            .order_by("-date", "-pk")
        )

    def with_page(self) -> Self:
        """Add what the page of an entry names."""
        return self.select_related(
            "allocation__fund_source__plan",
            "allocation__spending_group",
            "allocation__project",
            "allocation__activity__project",
            "month__plan",
            "entered_by",
            "transfer",
            "batch",
            "draws_on",
            "reverses",
            "carried_from__month__plan",
            "carried_to__month__plan",
            "open_item",
        )

    def up_to(self, day: datetime.date) -> Self:
        """Keep the entries dated up to ``day``: what counts "as of" it."""
        return self.filter(date__lte=day)

    def changes_by_month(self) -> models.QuerySet[Entry, tuple[Any, ...]]:
        """Return the keys of allocation and month, then the sums of the four changes (baht).

        There is one row for each allocation and month that has entries.
        """
        sums = {f"{change}_sum": models.Sum(change) for change in CHANGES}
        places = self.order_by().values("allocation", "month").annotate(**sums)
        return places.values_list("allocation", "month", *sums)

    def changes_by_day(self) -> models.QuerySet[Entry, tuple[Any, ...]]:
        """Return allocation's key, day, number of entries, then the sums of the changes (baht).

        There is one row for each allocation and day that has entries, in the order of the days.
        """
        sums = {f"{change}_sum": models.Sum(change) for change in CHANGES}
        days = self.order_by("allocation_id", "date").values("allocation", "date")
        counted = days.annotate(number=models.Count("pk"), **sums)
        return counted.values_list("allocation", "date", "number", *sums)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep the entries of the allocations whose entries the user may read."""
        if READ_ALL_ENTRIES.allows(user):
            return self
        return self.filter(allocation__in=Allocation.objects.visible_to(user))

    def search(self, query: str) -> Self:
        """Keep those whose document number or payee holds ``query``, or of this number: ``#12``."""
        number = query.strip().removeprefix("#")
        found = contains_any("words", [typed_form(query)])
        if number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER:
            found |= Q(pk=int(number))
        return self.alias(words=search_expression("document_number", "payee")).filter(found)

    def moving(self, stage: str) -> Self:
        """Keep those that change a stage, such as ``paid``."""
        return self.exclude(**{f"{stage}_change": Decimal(0)})

    def totals(self) -> dict[str, Decimal]:
        """Return what the entries come to in each stage (baht), by the names of the changes."""
        sums = self.order_by().aggregate(**{change: Sum(change) for change in CHANGES})
        return {change: amount or Decimal(0) for change, amount in sums.items()}


class Entry(GuardedModel):
    """One movement of an allocation's money, posted once and never changed.

    ``amount`` (baht) is always positive; the four changes say what it does to the allocation's
    totals, and a CHECK ties them to the kind. A mistake is reversed by an entry that names it.
    """

    class Kind(models.TextChoices):
        """What moved."""

        RESERVATION = "reservation", _("reservation")
        COMMITMENT = "commitment", _("commitment")
        PAYMENT = "payment", _("payment")
        REVERSAL = "reversal", _("reversal")
        TRANSFER = "transfer", _("transfer")
        OPENING = "opening", _("commitment brought forward")

    POSTED = (Kind.RESERVATION, Kind.COMMITMENT, Kind.PAYMENT)
    """The kinds that a person posts; the others come of a decision or of an earlier entry."""

    CARRIED = (Kind.COMMITMENT, Kind.OPENING)
    """The kinds of which the open part may be carried into the next year."""

    allocation = models.ForeignKey(
        Allocation, models.PROTECT, related_name="entries", verbose_name=_("allocation")
    )
    month = models.ForeignKey(
        LedgerMonth, models.PROTECT, related_name="entries", verbose_name=_("month of the ledger")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    date = models.DateField(_("date"))
    amount = MoneyField(_("amount (baht)"))
    transferred_change = MoneyField(_("change of transferred (baht)"), default=Decimal(0))
    reserved_change = MoneyField(_("change of reserved (baht)"), default=Decimal(0))
    committed_change = MoneyField(_("change of committed (baht)"), default=Decimal(0))
    paid_change = MoneyField(_("change of paid (baht)"), default=Decimal(0))
    draws_on = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="drawn_by",
        null=True,
        blank=True,
        verbose_name=_("drawn from"),
    )
    reverses = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="reversals",
        null=True,
        blank=True,
        verbose_name=_("reverses"),
    )
    carried_from = models.OneToOneField(
        "self",
        models.PROTECT,
        related_name="carried_to",
        null=True,
        blank=True,
        verbose_name=_("carried forward from"),
    )
    expires_on = models.DateField(_("may be paid until"), null=True, blank=True)
    transfer = models.ForeignKey(
        Transfer,
        models.PROTECT,
        related_name="entries",
        null=True,
        blank=True,
        verbose_name=_("transfer"),
    )
    batch = models.ForeignKey(
        Batch,
        models.PROTECT,
        related_name="entries",
        null=True,
        blank=True,
        verbose_name=_("batch"),
    )
    document_number = models.CharField(_("document number"), max_length=100, blank=True)
    payee = models.CharField(_("payee"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    paper_approved_by = models.CharField(_("approved on paper by"), max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_on = models.DateField(_("entered on"))
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = EntryQuerySet.as_manager()
    guards = [
        Kept("entry_kept", "amount", _("A posted entry is not changed; it is reversed.")),
        Agreement(
            "entry_month_same_plan",
            "month",
            _("The month belongs to another plan."),
            path="month.plan",
            other="allocation.fund_source.plan",
        ),
        Refused(
            "entry_month_open",
            "date",
            _("The month is closed: it takes no entry any more."),
            insert=MONTH_CLOSED,
            lock="1 FROM budgets_ledgermonth WHERE id = NEW.month_id FOR SHARE",
        ),
        Refused(
            "entry_date_in_month",
            "date",
            _("The date is not in the fiscal year of the plan."),
            insert=OUTSIDE_THE_MONTH,
        ),
        Refused(
            "entry_draws_on_fitting",
            "draws_on",
            _(
                "A commitment draws on a reservation and a payment on a commitment, "
                "of the same allocation and not of a later day."
            ),
            insert=DRAWS_WRONGLY,
        ),
        Refused(
            "entry_draws_before_expiry",
            "date",
            _("The money that was carried forward could be paid only until an earlier day."),
            insert=DRAWS_AFTER_EXPIRY,
        ),
        Refused(
            "entry_reverses_fitting",
            "reverses",
            _(
                "A reversal undoes a reservation, commitment or payment of the same allocation, "
                "on its day or later, and returns the amount to where it came from."
            ),
            insert=REVERSES_WRONGLY,
        ),
        Refused(
            "entry_not_carried",
            "draws_on",
            _("The commitment was carried forward to the next year: post there."),
            insert=CARRIED_ALREADY,
        ),
        Refused(
            "entry_of_transfer",
            "transfer",
            _("The entry is not what the transfer says."),
            insert=NOT_OF_THE_TRANSFER,
        ),
        Refused(
            "entry_of_carried_money",
            "kind",
            _("Money carried forward pays its own commitments and nothing else."),
            insert=NOT_OF_CARRIED_MONEY,
        ),
        Refused(
            "entry_of_origin",
            "carried_from",
            _("Only a commitment of an earlier year is carried forward."),
            insert=NOT_OF_THE_ORIGIN,
        ),
    ]

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["date", "pk"]
        indexes = [
            models.Index(fields=["allocation", "date", "month", *CHANGES], name="entry_amounts"),
            models.Index(fields=["month", "date", "id"], name="entry_of_month_by_date"),
            models.Index(fields=["date", "id"], name="entry_by_date"),
            models.Index(fields=["entered_at", "id"], name="entry_by_moment"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="entry_amount_positive",
                violation_error_message=_("An amount is more than zero."),
            ),
            models.CheckConstraint(
                condition=Q(date__lte=F("entered_on")),
                name="entry_not_after_today",
                violation_error_message=_("A date is not after today."),
            ),
            models.CheckConstraint(
                condition=KINDS_CHANGE,
                name="entry_changes_of_kind",
                violation_error_message=_("The changes do not fit the kind of entry."),
            ),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False)
                | ~Q(kind="reversal") & Q(reverses=None),
                name="entry_reversal_names_entry",
                violation_error_message=_("A reversal names the entry that it undoes."),
            ),
            models.CheckConstraint(
                condition=Q(kind="transfer", transfer__isnull=False)
                | ~Q(kind="transfer") & Q(transfer=None),
                name="entry_transfer_names_transfer",
                violation_error_message=_("An entry of a transfer names the transfer."),
            ),
            models.CheckConstraint(
                condition=Q(kind="opening", carried_from__isnull=False, expires_on__isnull=False)
                | ~Q(kind="opening") & Q(carried_from=None, expires_on=None),
                name="entry_opening_names_origin",
                violation_error_message=_("An opening entry names its origin and its expiry."),
            ),
            models.UniqueConstraint(
                fields=["transfer", "allocation"],
                condition=Q(transfer__isnull=False),
                name="entry_once_a_transfer",
                violation_error_message=_("The transfer is posted already."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def left_change(self) -> Decimal:
        """What it does to what is left of its allocation (baht)."""
        taken = self.reserved_change + self.committed_change + self.paid_change
        return self.transferred_change - taken

    @property
    def movement(self) -> tuple[str, str]:
        """Where its money came from, and where it went, in words."""
        if self.kind == self.Kind.TRANSFER:
            ends = (gettext("left"), gettext("another allocation"))
            return ends if self.transferred_change < 0 else (ends[1], ends[0])
        before = gettext("the year before") if self.carried_from_id else gettext("left")
        stages = {stage: getattr(self, f"{stage}_change") for stage in STAGES}
        taken = next((str(STAGES[each]) for each, moved in stages.items() if moved < 0), before)
        given = next((str(STAGES[each]) for each, moved in stages.items() if moved > 0), before)
        return taken, given

    @property
    def keeps_open_item(self) -> bool:
        """Whether something of it can be drawn on or reversed later."""
        return self.kind not in (self.Kind.REVERSAL, self.Kind.TRANSFER)
