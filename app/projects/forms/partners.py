"""Forms with one entry per partner: tasks and budgets; inviting and answering."""

from decimal import Decimal
from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField, IntegerField, SelectChoice
from wtforms import Form as Part
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from app.core.errors import Refused, StaleVersion
from app.core.forms import ActionForm, Form, RadioField, Required, SelectField, VersionedForm, paragraphs
from app.core.i18n import _, _l
from app.core.money import precision
from app.core.once import Once
from app.core.templating import label
from app.projects.entries import BudgetEntry, TasksEntry
from app.projects.enums import CostCategory, PartnerRole
from app.projects.forms.money import MoneyField, decimals
from app.projects.models import Partner

MOST_PARTNERS = 30


class PartnerPart(Part):
    """An entry that belongs to one partner, with the version that was seen."""

    partner = HiddenField()
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])


class TasksPart(PartnerPart):
    """One partner's tasks."""

    tasks = paragraphs(_l("Tasks"), maximum=6000)


class BudgetPart(PartnerPart):
    """One partner's budget, in one currency; a field per category is added below."""

    currency = SelectField(_l("Currency"))
    total_cost = MoneyField(_l("Total cost"))
    funding_requested = MoneyField(_l("Funding asked for"))

    @property
    def costs(self) -> list[tuple[CostCategory, MoneyField]]:
        """The field of each category."""
        return [(category, self[f"cost_{category}"]) for category in CostCategory]

    def validate(self, extra_validators: Any = None) -> bool:
        """Amounts fit the currency, and no more funding is asked for than the cost."""
        valid = super().validate(extra_validators)
        for field in (self.total_cost, self.funding_requested, *(field for _category, field in self.costs)):
            if field.data is not None and not field.errors and decimals(field.data) > precision(self.currency.data or "USD"):
                field.errors = [_("Amounts in %(currency)s have no more than %(places)d decimals.", currency=self.currency.data,
                                  places=precision(self.currency.data or "USD"))]
                valid = False
        cost, funding = self.total_cost.data, self.funding_requested.data
        if cost is not None and funding is not None and funding > cost:
            self.funding_requested.errors = [_("The funding asked for cannot be more than the total cost.")]
            valid = False
        return bool(valid)

    def entry(self) -> BudgetEntry:
        """What was typed."""
        rows: dict[CostCategory, Decimal] = {category: field.data for category, field in self.costs if field.data is not None}
        return BudgetEntry(self.version.data, self.currency.data, self.total_cost.data, self.funding_requested.data, rows)


for _category in CostCategory:
    setattr(BudgetPart, f"cost_{_category}", MoneyField(_category.value))


class PartnersForm(VersionedForm):
    """A form with an entry per partner; a stale entry is shown with the version that stands now."""

    entries: FieldList

    def take_up(self, refusal: Refused) -> None:
        """Put a stale partner's present version into its entry."""
        if isinstance(refusal, StaleVersion) and isinstance(refusal.thing, Partner):
            for part in self.entries:
                if part.form.partner.data == refusal.thing.public_id:
                    part.form.version.data, part.form.version.raw_data = refusal.thing.version, None
            self.problems.extend(refusal.problems)
            return
        super().take_up(refusal)


class ConsortiumForm(PartnersForm):
    """Tasks of the partners; the lead also declares that they are independent."""

    entries = FieldList(FormField(TasksPart), max_entries=MOST_PARTNERS)
    independent = BooleanField(_l("The partners are independent of each other: none controls another, and nobody controls two of them."))

    def tasks(self) -> dict[str, TasksEntry]:
        """What was typed, by partner."""
        parts = [part.form for part in self.entries]
        return {part.partner.data or "": TasksEntry(part.version.data, part.tasks.data or None) for part in parts}


class BudgetForm(PartnersForm):
    """Budgets of the partners."""

    entries = FieldList(FormField(BudgetPart), max_entries=MOST_PARTNERS)

    def offer(self, currencies: list[str]) -> None:
        """Set the currencies, and name the fields of the categories."""
        for part in self.entries:
            part.form.currency.choices = currencies
            for category, field in part.form.costs:
                field.label.text = label(category)

    def budgets(self) -> dict[str, BudgetEntry]:
        """What was typed, by partner."""
        return {part.form.partner.data or "": part.form.entry() for part in self.entries}


class InviteForm(Once, Form):
    """Whom to invite, as what, with which words."""

    organisation = RadioField(_l("Organisation"), validators=[Required(_l("Choose an organisation from the list."))])
    role = SelectField(_l("Role in the project"))
    message = paragraphs(_l("Message"), maximum=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(str(role), label(role)) for role in PartnerRole if role != PartnerRole.LEAD]


class AnswerForm(ActionForm):
    """Yes or no to an invitation."""

    answer = RadioField(
        _l("Does your organisation join the consortium?"), validators=[Required(_l("Choose an answer."))],
        choices=[SelectChoice(value="accept", label=_l("Yes, we join")), SelectChoice(value="decline", label=_l("No, we decline"))],
    )
