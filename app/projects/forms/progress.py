"""Forms of the steps after the draft."""

from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired

from app.core.forms import Form, Required, VersionedForm, paragraphs
from app.core.i18n import _l
from app.core.once import Once


class CommitForm(Form):
    """A signatory's yes to the version whose hash the page shows."""

    version_hash = HiddenField()
    confirm = BooleanField(
        _l("I am authorised to sign for my organisation, and commit it to this version of the project."),
        validators=[DataRequired(_l("Confirm that you may sign."))],
    )


class ObjectForm(Form):
    """A signatory's no, with the reason."""

    version_hash = HiddenField()
    comment = paragraphs(_l("What must change"), maximum=4000, validators=[Required(_l("Give a reason."))])


class ReasonForm(VersionedForm):
    """A step that needs a reason."""

    comment = paragraphs(_l("Reason"), maximum=4000, validators=[Required(_l("Give a reason."))])


class AnswerInformationForm(VersionedForm):
    """The answer to a question of the authorities."""

    answer = paragraphs(_l("Answer"), maximum=4000, validators=[Required(_l("Write an answer."))])


class CopyForm(Once, VersionedForm):
    """The button that copies a project."""


class IntroducedForm(Once, VersionedForm):
    """The button that registers the project on which two organisations agreed in an introduction."""
