"""Parsing and wording of what administrators and coordinators enter."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import DateField, DateTimeLocalField, DecimalField, Field, FormField
from wtforms import Form as PlainForm
from wtforms.validators import NumberRange, Optional, ValidationError

from app.core.forms import Form, NumberInput, ReadFirst, Required, SelectField, VersionedForm, Whole, line, paragraphs
from app.core.i18n import DEFAULT_LANGUAGE, LANGUAGES, LazyText, _, _l, text
from app.core.once import Once
from app.programmes.bundle import RULES, TRACK_CODE
from app.programmes.models import Call, Programme, Subtopic
from app.programmes.queries import list_merge_targets

RATE_PLACES = 8
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
RATE_LIMIT = Decimal(10) ** 10
INSTANT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]


class Amount(ReadFirst, DecimalField):
    """A decimal number with a point; says what to do where it is none."""

    widget = NumberInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = Decimal(valuelist[0].strip())
            except ArithmeticError:
                self.data = None
            if self.data is None or not self.data.is_finite():
                self.data = None
                raise ValueError(_("Enter a number with digits and, if needed, a point."))


class Day(ReadFirst, DateField):
    """A day; says what to do where it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        try:
            super().process_formdata([value for value in valuelist if value.strip()])
        except ValueError:
            raise ValueError(_("Enter a day as year, month and day, such as 2026-03-31.")) from None


class Instant(ReadFirst, DateTimeLocalField):
    """A day and a time on the clock of a zone; says what to do where it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        try:
            super().process_formdata([value for value in valuelist if value.strip()])
        except ValueError:
            raise ValueError(_("Enter a day and a time, such as 2026-03-31 17:00.")) from None


def in_languages(label: LazyText, *, maximum: int, several_lines: bool = False, missing: LazyText | None = None) -> FormField:
    """A text in each interface language; English is required where `missing` says what to do without it."""
    kind = paragraphs if several_lines else line
    fields: dict[str, Field] = {}
    for code, name in LANGUAGES.items():
        required = [Required(missing)] if missing is not None and code == DEFAULT_LANGUAGE else []
        fields[code] = kind(name, maximum=maximum, validators=required)
    return FormField(type("Texts", (PlainForm,), fields), label=label)


def rule(name: str, label: LazyText, *, required: bool = True) -> Whole:
    """A rule that is a whole number, in the range of programme files."""
    low, high = RULES[name]
    in_range = NumberRange(low, high, message=_l("Enter a number from %(min)s to %(max)s."))
    need = Required(_l("Enter a number.")) if required else Optional()
    return Whole(label, validators=[need, in_range])


class ProgrammeForm(VersionedForm):
    """Texts and rules of a programme."""

    names = in_languages(_l("Name"), maximum=200, missing=_l("Enter the English name."))
    purpose = in_languages(_l("What the programme is"), maximum=4000, several_lines=True, missing=_l("Say in English what the programme is."))
    goal = in_languages(_l("Goal"), maximum=4000, several_lines=True)
    minimum_partners_per_party = rule("minimum_partners_per_party", _l("Verified partners needed from each country"))
    share_cap_percent = Amount(
        _l("Largest share of the budget that one country may hold, in per cent"), places=None,
        validators=[Optional(), NumberRange(1, 100, message=_l("Enter a number from %(min)s to %(max)s."))],
    )
    duration_months_min = rule("duration_months_min", _l("Shortest duration in months"), required=False)
    duration_months_max = rule("duration_months_max", _l("Longest duration in months"), required=False)
    minimum_reviews_per_party = rule("minimum_reviews_per_party", _l("Outside reviews needed from each country"))
    commitment_working_days = rule("commitment_working_days", _l("Working days for each partner's commitment"))
    eligibility_working_days = rule("eligibility_working_days", _l("Working days for the check of eligibility"))
    info_request_working_days = rule("info_request_working_days", _l("Working days for the answer to a request for information"))
    recommendation_working_days = rule("recommendation_working_days", _l("Working days for the recommendation"))
    decision_working_days = rule("decision_working_days", _l("Working days for the decision"))
    changes_wait_days = rule("changes_wait_days", _l("Days that requested changes wait for the other country"))
    agreement_weeks = rule("agreement_weeks", _l("Weeks from the approval to the signed agreement"))
    introduction_screening_days = rule("introduction_screening_days", _l("Working days for the screening of an introduction; 0 for none"))
    introduction_quota = rule("introduction_quota", _l("Open requests for introductions that one organisation may have"))
    rules_source = line(_l("Where the rules come from"), maximum=500)

    @property
    def rules(self) -> dict[str, Any]:
        """The rules as they were entered."""
        return {**{name: self[name].data for name in RULES}, "rules_source": self.rules_source.data or None}

    def validate_share_cap_percent(self, field: Field) -> None:
        """Two decimals at most, as the database keeps them."""
        if field.data is not None and not field.errors and field.data != round(field.data, 2):
            raise ValidationError(_("Enter at most two decimals."))


class TrackForm(VersionedForm):
    """Texts of a track."""

    names = in_languages(_l("Name"), maximum=200, missing=_l("Enter the English name."))
    summary = in_languages(_l("Summary"), maximum=1000, several_lines=True, missing=_l("Enter the English summary."))
    standards = paragraphs(_l("Standards that define the field"), maximum=500)


class NewTrackForm(Once, TrackForm):
    """A new track has a code, and no version yet."""

    version = None
    code = line(_l("Code"), maximum=2, validators=[Required(_l("Enter a code of two capital letters."))])

    def validate_code(self, field: Field) -> None:
        """Two capital letters, as in the codes of the subtopics."""
        if not TRACK_CODE.fullmatch(field.data or ""):
            raise ValidationError(_("Enter a code of two capital letters."))


class SubtopicForm(VersionedForm):
    """Name and references of a subtopic."""

    names = in_languages(_l("Name"), maximum=200, missing=_l("Enter the English name."))
    references = line(_l("Classification (CPC) or standards"), maximum=300)


class NewSubtopicForm(Once, SubtopicForm):
    """A new subtopic has no version yet."""

    version = None


class MergeForm(VersionedForm):
    """Which subtopic takes up another."""

    into = SelectField(_l("Merge into"), validate_choice=False)

    def __init__(self, subtopic: Subtopic, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = {str(target.id): target for target in list_merge_targets(subtopic)}
        self.into.choices = [("", _("Choose a subtopic")), *((key, _named(target)) for key, target in self.targets.items())]

    def validate_into(self, field: Field) -> None:
        """One of those offered."""
        if field.data not in self.targets:
            raise ValidationError(_("Choose the subtopic that takes up the organisations and projects."))

    @property
    def target(self) -> Subtopic | None:
        """The subtopic that was chosen."""
        return self.targets.get(self.into.data or "")


def _named(subtopic: Subtopic) -> str:
    return f"{subtopic.code} {text(subtopic.names)}"


class RateForm(Once, Form):
    """An exchange rate of a day."""

    currency = SelectField(_l("Currency"))
    on = Day(_l("Day"), validators=[Required(_l("Enter the day of the rate."))])
    value = Amount(_l("Rate"), places=None, validators=[Required(_l("Enter the rate."))])
    source = line(_l("Source"), maximum=200, validators=[Required(_l("Say where the rate was published."))])

    def __init__(self, programme: Programme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        currencies = dict.fromkeys(party.currency for party in programme.parties)
        self.currency.choices = [(code, code) for code in currencies if code != programme.reference_currency]

    def validate_value(self, field: Field) -> None:
        """More than nothing, and as precise as the database keeps it."""
        value = field.data
        if value is not None and not (0 < value < RATE_LIMIT and value == round(value, RATE_PLACES)):
            raise ValidationError(_("Enter a number above zero with at most eight decimals."))


class OfficialClock:
    """Mixed into forms whose instants are entered on the clock of their field `time_zone`."""

    time_zone: Any

    def check_clock(self, field: Field) -> None:
        """Refuse an instant that is far away, or that the clock skips.

        :raises ValidationError: it is one.
        """
        if field.data is not None and not EARLIEST_YEAR <= field.data.year <= LATEST_YEAR:
            raise ValidationError(_("Enter a year from %(first)d to %(last)d.", first=EARLIEST_YEAR, last=LATEST_YEAR))
        instant = self.instant(field)
        if instant is not None and instant.astimezone(self._zone).replace(tzinfo=None) != field.data:
            raise ValidationError(_("On that day the clock skips this time. Enter another time."))

    @property
    def _zone(self) -> ZoneInfo:
        known = {choice[0] for choice in self.time_zone.choices}
        return ZoneInfo(self.time_zone.data if self.time_zone.data in known else "UTC")

    def instant(self, field: Field) -> datetime | None:
        """What was entered, in UTC; an hour that the clock shows twice is its first."""
        if field.data is None:
            return None
        local: datetime = field.data
        return local.replace(tzinfo=self._zone).astimezone(UTC)


class CallForm(OfficialClock, VersionedForm):
    """A call for proposals; its instants are entered on the clock of its official zone."""

    names = in_languages(_l("Name"), maximum=200, missing=_l("Enter the English name."))
    summary = in_languages(_l("What the call is for"), maximum=4000, several_lines=True, missing=_l("Say in English what the call is for."))
    time_zone = SelectField(_l("Official time zone"))
    opens_at = Instant(_l("Opens"), format=INSTANT_FORMATS, validators=[Required(_l("Enter when the call opens."))])
    closes_at = Instant(_l("Closes"), format=INSTANT_FORMATS, validators=[Required(_l("Enter when the call closes."))])

    def __init__(self, programme: Programme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = dict.fromkeys([*(party.time_zone for party in programme.parties), "UTC"])
        self.time_zone.choices = [(zone, zone) for zone in zones]

    def validate_opens_at(self, field: Field) -> None:
        """The clock shows that time on that day."""
        self.check_clock(field)

    def validate_closes_at(self, field: Field) -> None:
        """The clock shows that time on that day."""
        self.check_clock(field)


class NewCallForm(Once, CallForm):
    """A new call has no version yet."""

    version = None


def values_of_call(call: Call) -> Mapping[str, Any]:
    """A call as its form shows it: instants on the clock of its zone."""
    zone = ZoneInfo(call.time_zone)
    local = {name: getattr(call, name).astimezone(zone).replace(tzinfo=None) for name in ("opens_at", "closes_at")}
    return {"names": call.names, "summary": call.summary, "time_zone": call.time_zone, "version": call.version, **local}


def differences(form: VersionedForm, present: Mapping[str, Any]) -> Sequence[tuple[Field, Any]]:
    """Where a form that came too late differs from the present state: the field, and what stands there now."""
    found: list[tuple[Field, Any]] = []
    for name, value in present.items():
        field = form[name]
        if isinstance(field, FormField):
            stored = value or {}
            found += [(one, stored.get(one.short_name) or "") for one in field if (one.data or "") != (stored.get(one.short_name) or "")]
        elif name != "version" and field.data != value and (field.data or value):
            found.append((field, value))
    return found
