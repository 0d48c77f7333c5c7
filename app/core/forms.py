"""Parsing and wording of input, the same for every form.

A form normalises what was typed (NFC, trimmed, no control or direction-override characters), carries the version of
what it edits, and takes up the problems that a service finds, so that the page is shown again with all of it (422).
"""

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import wtforms
from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError
from wtforms import Field, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import Length, StopValidation, ValidationError
from wtforms.widgets import HiddenInput, TextInput

from app.core import transaction
from app.core.errors import Problem, Refused, StaleVersion
from app.core.i18n import LazyText, _, _l

LINE_BREAKS = frozenset("\n\r\t")


def clean(value: str | None) -> str | None:
    """Text in Unicode NFC with single line ends, trimmed; `None` stays `None`."""
    if value is None:
        return None
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()


def forbidden(value: str, *, lines: bool) -> list[str]:
    """The control, bidirectional-override and unpaired characters in a text that may not be stored."""
    kept = LINE_BREAKS if lines else frozenset()
    return [c for c in value if (unicodedata.category(c) in UNSTORABLE and c not in kept) or c in BIDI_CONTROLS]


UNSTORABLE = frozenset({"Cc", "Cs", "Co", "Cn"})
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2060\ufeff")


class SafeText:
    """Refuses characters that could disguise or break a text, and says so."""

    def __init__(self, *, lines: bool = False) -> None:
        self.lines = lines

    def __call__(self, _form: Any, field: Field) -> None:
        """Refuse the field.

        :raises ValidationError: such a character stands in it.
        """
        if field.data and forbidden(field.data, lines=self.lines):
            raise ValidationError(_l("Remove the invisible or control characters from this text."))


def line(label: Any, *, maximum: int = 200, validators: Sequence[Any] = (), **options: Any) -> StringField:
    """A text of one line."""
    limit = Length(max=maximum, message=_l("Shorten this to %(max)d characters."))
    return StringField(label, filters=[clean], validators=[*validators, limit, SafeText()], **options)


def paragraphs(label: Any, *, maximum: int = 5000, validators: Sequence[Any] = (), **options: Any) -> TextAreaField:
    """A text of several lines."""
    limit = Length(max=maximum, message=_l("Shorten this to %(max)d characters."))
    return TextAreaField(label, filters=[clean], validators=[*validators, limit, SafeText(lines=True)], **options)


class Required:
    """The field must hold something; unlike the browser's check it says what to do."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms reads this name as a plain mapping

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, _form: Any, field: Field) -> None:
        """Refuse an empty field.

        :raises StopValidation: it holds nothing.
        """
        empty = field.data is None or (isinstance(field.data, str | list | tuple) and not field.data)
        if empty:
            field.errors = [error for error in field.errors if error]
            raise StopValidation(str(self.message) if not field.errors else None)


class Form(FlaskForm):
    """Base of all forms; `problems` holds what a service refused that belongs to no single field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.problems: list[Problem] = []

    def take_up(self, refusal: Refused) -> None:
        """Put each problem at its field, or above the form."""
        if isinstance(refusal, StaleVersion) and isinstance(self, VersionedForm):
            self.version.data, self.version.raw_data = refusal.thing.version, None
        for problem in refusal.problems:
            field = self._fields.get(problem.field)
            if field is not None and not isinstance(field, HiddenField):
                field.errors = [*field.errors, str(problem.message)]
            else:
                self.problems.append(problem)

    def accepted(self, service: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Whether the input is well formed and the service took it; what the service gave is in `result`.

        A refusal leaves no trace in the database, and its reasons in the form.
        """
        if not self.validate_on_submit():
            return False
        try:
            with transaction.attempt():
                self.result = service(*args, **kwargs)
        except Refused as refusal:
            self.take_up(refusal)
            return False
        except IntegrityError:
            self.problems.append(Problem("", _l("This was entered by someone else at the same moment. Look at the present state, then send again.")))
            return False
        return True


class NumberInput(TextInput):
    """A text field with a keyboard of digits: a browser's own number field loses what is no number."""

    inputmode = "decimal"

    def __call__(self, field: Field, **attributes: Any) -> Markup:
        """The element."""
        return super().__call__(field, inputmode=self.inputmode, **attributes)


class ReadFirst:
    """A field whose other rules wait until what was typed can be read: one mistake gets one answer."""

    process_errors: Sequence[str]

    def pre_validate(self, _form: Any) -> None:
        """Keep the rules from running.

        :raises StopValidation: what was typed could not be read.
        """
        if self.process_errors:
            raise StopValidation


class Whole(ReadFirst, IntegerField):
    """A whole number in the digits of any script; says what to do where it is none."""

    widget = NumberInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed.

        :raises ValueError: it is no whole number.
        """
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = int(valuelist[0])
            except ValueError:
                raise ValueError(_("Enter a whole number.")) from None


class Offered:
    """A choice among options; what is not among them is refused by the name of the field."""

    def __init__(self, label: Any = None, validators: Sequence[Any] | None = None, **options: Any) -> None:
        message = _l("Choose one of the options offered for “%(field)s”.", field=label)
        super().__init__(label, validators, invalid_choice_message=message, invalid_value_message=message, **options)  # type: ignore[call-arg]

    def pre_validate(self, form: Any) -> None:
        """Leave an empty choice to the rule that asks for one, in its own words."""
        chosen: Any = self
        if chosen.flags.required and not any(chosen.raw_data or ()):
            return
        super().pre_validate(form)  # type: ignore[misc]


class SelectField(Offered, wtforms.SelectField):
    """One of a list."""


class RadioField(Offered, wtforms.RadioField):
    """One of a few, all of them shown."""


class SelectMultipleField(Offered, wtforms.SelectMultipleField):
    """Any of a list."""


class VersionedForm(Form):
    """A form that edits a row: it carries the version it was filled from."""

    version = IntegerField(widget=HiddenInput())


class ActionForm(VersionedForm):
    """The form of one button: a comment where one is due, and the version seen."""

    comment = paragraphs(_l("Comment"), maximum=4000)


def press(
    service: Callable[..., None], thing: Any, *, by: Any, done: LazyText, back: Callable[[Any], ResponseReturnValue],
    show: Callable[..., ResponseReturnValue], sent: str, comment: bool,
) -> ResponseReturnValue:
    """Answer one button: `done` is told on the page that `back` leads to; a refused step shows its page with what was typed."""
    form = ActionForm()
    said = {"comment": form.comment.data or ""} if comment else {}
    if form.accepted(service, thing, by=by, version=form.version.data, **said):
        flash(done, "success")
        return back(thing)
    return show(thing, form, sent=sent)


def page(template: str, form: Form | None = None, **context: Any) -> ResponseReturnValue:
    """Render a page; 422 when its form was sent and refused."""
    refused = form is not None and form.is_submitted() and (form.errors or form.problems)
    return render_template(template, form=form, **context), 422 if refused else 200
