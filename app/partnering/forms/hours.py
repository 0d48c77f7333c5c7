"""When an organisation works: its hours by weekday, and its own days off."""

from collections.abc import Iterable, Mapping
from typing import Any

from babel.dates import get_day_names
from flask_babel import get_locale
from wtforms import BooleanField, FieldList, FormField
from wtforms import Form as Part
from wtforms.validators import ValidationError

from app.core.forms import Form, VersionedForm, line
from app.core.i18n import _, _l
from app.core.once import Once
from app.partnering.forms.sections import Day
from app.partnering.meetings.sides import OFFICE_HOURS, Hours

MINUTES = 60


def clock(minutes: int) -> str:
    """Minutes after midnight as a clock shows them."""
    return f"{minutes // MINUTES:02d}:{minutes % MINUTES:02d}"


def weekday_name(weekday: int) -> str:
    """A weekday (Monday = 0) in the language in use."""
    return str(get_day_names("wide", context="stand-alone", locale=get_locale() or "en")[weekday])


class DayPart(Part):
    """One weekday."""

    works = BooleanField(_l("We work on this day"))
    opens = line(_l("From"), maximum=10)
    closes = line(_l("To"), maximum=10)

    def hours(self) -> Hours:
        """What was typed.

        :raises ValueError: no hours.
        """
        return Hours.parse(f"{self.opens.data or ''}-{self.closes.data or ''}")

    def validate_closes(self, _field: Any) -> None:
        """Refuse what are no hours of a day on which they work.

        :raises ValidationError: with what to enter.
        """
        if self.works.data:
            try:
                self.hours()
            except ValueError:
                raise ValidationError(_("Enter both times like 09:00 and 18:00; work ends after it begins.")) from None


class WeekForm(VersionedForm):
    """The hours of each weekday on which the country works."""

    days = FieldList(FormField(DayPart))

    @staticmethod
    def filled(weekdays: Iterable[int], hours: Mapping[int, Hours] | None) -> list[dict[str, Any]]:
        """The entries for what stands: the usual hours where nothing was set."""
        rows = []
        for weekday in weekdays:
            own = OFFICE_HOURS if hours is None else hours.get(weekday)
            shown = own or OFFICE_HOURS
            rows.append({"works": own is not None, "opens": clock(shown.opens), "closes": clock(shown.closes)})
        return rows

    def chosen(self, weekdays: Iterable[int]) -> dict[int, Hours]:
        """The hours by weekday, once they are well formed."""
        return {weekday: part.form.hours() for weekday, part in zip(weekdays, self.days, strict=True) if part.form.works.data}


class DayOffForm(Once, Form):
    """Days on which the organisation does not work."""

    first = Day(_l("First day"))
    last = Day(_l("Last day"))
    note = line(_l("Note for your own people"), maximum=200)
