"""Addresses to go on to that come from outside."""

import unicodedata
from urllib.parse import unquote, urlsplit

LONGEST_PATH = 2000


def safe_next(target: str | None, default: str = "/") -> str:
    r"""The target if it is a path of this site, else the default.

    Refused are schemes, hosts (also `//host`, `/\\host`, and what turns into them once decoded), control characters and
    backslashes, which browsers read as slashes.
    """
    if not target or len(target) > LONGEST_PATH:
        return default
    for text in (target, unquote(target.split("?")[0])):
        if not text.startswith("/") or text.startswith("//") or "\\" in text:
            return default
        if any(unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp", "Cs"} for character in text):
            return default
    try:
        parts = urlsplit(target)
    except ValueError:
        return default
    return default if parts.scheme or parts.netloc else target
