"""The form that takes a register in."""

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField

from app.core.forms import Form, RadioField, Required, SelectField
from app.core.i18n import _l, text
from app.core.once import Once
from app.organisations.importing.formats import Format, formats
from app.programmes.models import Programme


class UploadForm(Once, Form):
    """A file, what it is, and whose tracks its organisations are put under."""

    file = FileField(_l("File"), validators=[Required(_l("Choose the file that holds the register."))])
    format = RadioField(_l("Format of the file"), validators=[Required(_l("Choose what the file is."))])
    programme = SelectField(_l("Programme"))

    def __init__(self, offered: Iterable[Format], programmes: Iterable[Programme], **options: Any) -> None:
        super().__init__(**options)
        self.format.choices = [(form.key, text(form.names)) for form in offered]
        self.programme.choices = [(programme.code, text(programme.names)) for programme in programmes]

    @property
    def chosen(self) -> Format:
        """The format that was chosen."""
        return formats()[self.format.data]
