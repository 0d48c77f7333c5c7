"""Forms of what the two sides hand to each other."""

from collections.abc import Sequence

from flask_wtf.file import FileField, MultipleFileField
from wtforms import HiddenField

from app.core.forms import Form, RadioField, Required, paragraphs
from app.core.i18n import _l
from app.core.once import Once
from app.core.templating import label
from app.partnering.enums import Audience
from app.partnering.introductions.questions import LONGEST


class DocumentForm(Once, Form):
    """A file."""

    file = FileField(_l("File"), validators=[Required(_l("Choose a file."))])


class TalkForm(Once, Form):
    """A message, for whom it is, and what goes with it."""

    audience = RadioField(_l("Who shall read it?"), validators=[Required(_l("Choose who shall read the message."))])
    text = paragraphs(_l("Text"), maximum=LONGEST, validators=[Required(_l("Write a text."))])
    files = MultipleFileField(_l("Files"))

    def offer(self, audiences: Sequence[Audience]) -> None:
        """Who may be chosen."""
        self.audience.choices = [(str(one), label(one)) for one in audiences]


class ReadForm(Form):
    """Up to when messages were shown."""

    until = HiddenField()
