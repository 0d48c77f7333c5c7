"""The name of a file as readers see it; never a path, and never what it is stored under."""

import re
import unicodedata

from app.documents.models import NAME_LENGTH

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
RESERVED = re.compile(r"[<>:\"|?*]")
DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def shown_name(given: str, suffix: str) -> str:
    """The last part of the given name without control and direction characters, ending in the suffix of what the file is."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", given)[-1])
    name = "".join(sign for sign in name if unicodedata.category(sign) not in HIDDEN)
    name = RESERVED.sub("_", " ".join(name.split())).rstrip(". ")
    stem = name[: -len(suffix)] if name.lower().endswith(suffix) else name
    stem = stem.strip(". ")[: NAME_LENGTH - len(suffix)].strip(". ") or "document"
    return f"_{stem}{suffix}"[:NAME_LENGTH] if DEVICE.match(stem) else f"{stem}{suffix}"


def suffix_of(given: str) -> str:
    """What stands after the last dot of a name, in small letters."""
    visible = "".join(sign for sign in given if unicodedata.category(sign) not in HIDDEN).rstrip(". ")
    _stem, dot, suffix = visible.rpartition(".")
    return suffix.lower() if dot else ""
