"""Forms of messages."""

from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import HiddenField

from app.core.forms import Form, RadioField, Required, paragraphs
from app.core.i18n import _l
from app.core.once import Once
from app.messages.limits import LONGEST
from app.messages.subjects import subject_of


class TalkForm(Once, Form):
    """A message, for whom it is, and what goes with it."""

    audience = RadioField(_l("Who shall read it?"), validators=[Required(_l("Choose who shall read the message."))])
    text = paragraphs(_l("Text"), maximum=LONGEST, validators=[Required(_l("Write a text."))])
    files = MultipleFileField(_l("Files"))

    def offer(self, thing: Any, by: Any) -> None:
        """Who may be chosen."""
        subject = subject_of(thing)
        self.audience.choices = [(str(one), str(subject.words[one])) for one in subject.audiences(by, thing)]


class ReadForm(Form):
    """Up to when messages were shown."""

    until = HiddenField()
