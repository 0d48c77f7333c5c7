"""The form of a confidential document."""

from flask_wtf.file import FileField

from app.core.forms import Form, Required
from app.core.i18n import _l
from app.core.once import Once


class DocumentForm(Once, Form):
    """A file."""

    file = FileField(_l("File"), validators=[Required(_l("Choose a file."))])
