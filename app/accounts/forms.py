"""What people type about themselves."""

from typing import Any

from wtforms import EmailField, PasswordField
from wtforms.fields import SelectChoice
from wtforms.validators import Email, Length

from app.accounts.enums import Role
from app.accounts.zones import likely_zone, zone_choices
from app.core.forms import Form, Required, SafeText, SelectField, VersionedForm, clean, line
from app.core.i18n import LANGUAGES, _l, language
from app.core.once import Once
from app.core.templating import label

PASSWORD_LONGEST = 1024
NOWHERE = ""


def email_field() -> EmailField:
    """An e-mail address."""
    return EmailField(
        _l("E-mail address"),
        filters=[clean],
        validators=[
            Required(_l("Enter your e-mail address.")), Length(max=254, message=_l("Shorten this to %(max)d characters.")),
            SafeText(), Email(_l("Enter an e-mail address in the format name@example.org.")),
        ],
    )


def password_field(words: Any, missing: Any) -> PasswordField:
    """A password; it is taken as typed, spaces included."""
    return PasswordField(
        words, validators=[Required(missing), Length(max=PASSWORD_LONGEST, message=_l("Shorten this to %(max)d characters."))]
    )


def name_field() -> Any:
    """A person's name, in any script."""
    return line(_l("Full name"), maximum=120, validators=[Required(_l("Enter your name."))])


class SignInForm(Form):
    """Address and password."""

    email = email_field()
    password = password_field(_l("Password"), _l("Enter your password."))


class _Preferences(Form):
    name = name_field()
    name_reading = line(_l("Reading of the name"), maximum=120)
    language = SelectField(_l("Language of mails and pages"), choices=[SelectChoice(*row) for row in LANGUAGES.items()])
    time_zone = SelectField(_l("Time zone"), validate_choice=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.time_zone.choices = [SelectChoice(*row) for row in zone_choices(language())]
        if not self.is_submitted() and self.time_zone.data is None:
            self.language.data, self.time_zone.data = language(), likely_zone(language())


class SignUpForm(Once, _Preferences):
    """What an account needs."""

    email = email_field()
    password = password_field(_l("Password"), _l("Choose a password."))


class AccountForm(_Preferences, VersionedForm):
    """One's own details."""


class InvitedForm(_Preferences):
    """What an account needs where the address is known from the invitation."""

    password = password_field(_l("Password"), _l("Choose a password."))


class AddressForm(Once, Form):
    """An address to which a link goes."""

    email = email_field()


class ConfirmForm(Form):
    """The password chosen at sign-up."""

    password = password_field(_l("Password"), _l("Enter the password that you chose when you signed up."))


class NewPasswordForm(Form):
    """A new password."""

    new = password_field(_l("New password"), _l("Choose a new password."))


class ChangePasswordForm(NewPasswordForm):
    """The present password and a new one."""

    current = password_field(_l("Present password"), _l("Enter your present password."))


class ButtonForm(Form):
    """A form of one button."""


class GrantForm(Once, Form):
    """A role for a person. The organisations to choose from are given by the view."""

    role = SelectField(_l("Role"))
    organisation = SelectField(_l("Organisation"), validate_choice=True)

    def __init__(self, organisations: list[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.role.choices = [SelectChoice(str(role), label(role)) for role in Role]
        workspace = SelectChoice(NOWHERE, _l("The whole workspace (administrators and reviewers only)"))
        self.organisation.choices = [workspace, *(SelectChoice(row.public_id, row.name) for row in organisations)]

