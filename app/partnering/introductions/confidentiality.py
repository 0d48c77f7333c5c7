"""The texts of confidentiality agreements that both sides can confirm. A text is never changed: another wording is another version.

The digest is that of the English text, which binds; translations stand beside it.
"""

import hashlib
from collections.abc import Mapping, Sequence

from app.core.i18n import LazyText, _l
from app.partnering.enums import ConfidentialityText

STANDARD_1 = (
    "Each side keeps confidential what the other marks as confidential or what is confidential by its nature, and uses it only to examine a cooperation between the two.",
    "It shows it only to those of its people and advisers who need it for that and are bound to keep it confidential.",
    "This does not hold for what is public without a breach, what the receiver knew or developed itself, what a third party gave it lawfully, and what a law or an authority orders it to disclose.",
    "No right to inventions, know-how, works or marks passes with what is disclosed. Rules of both countries on the export of goods and technology stay as they are.",
    "The duty lasts five years from the day on which both sides have confirmed. On request each side returns or destroys what it received.",
)
TEXTS: Mapping[ConfidentialityText, tuple[Sequence[str], Sequence[LazyText]]] = {
    ConfidentialityText.STANDARD_1: (STANDARD_1, (
        _l("Each side keeps confidential what the other marks as confidential or what is confidential by its nature, and uses it only to examine a cooperation between the two."),
        _l("It shows it only to those of its people and advisers who need it for that and are bound to keep it confidential."),
        _l("This does not hold for what is public without a breach, what the receiver knew or developed itself, what a third party gave it lawfully, and what a law or an authority orders it to disclose."),
        _l("No right to inventions, know-how, works or marks passes with what is disclosed. Rules of both countries on the export of goods and technology stay as they are."),
        _l("The duty lasts five years from the day on which both sides have confirmed. On request each side returns or destroys what it received."),
    )),
}


def digest(version: ConfidentialityText, reference: str = "") -> str:
    """SHA-256 of the text, or of the reference to the sides' own agreement."""
    said = "\n".join(TEXTS[version][0]) if version in TEXTS else reference
    return hashlib.sha256(f"{version}\n{said}".encode()).hexdigest()


def paragraphs(version: ConfidentialityText | None) -> Sequence[LazyText]:
    """The text in the reader's language; none of an agreement of the sides' own."""
    return TEXTS[version][1] if version is not None and version in TEXTS else ()
