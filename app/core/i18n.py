"""Interface languages, and the way to texts that are kept in several languages."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale
from babel.lists import format_list
from flask import current_app, has_request_context, request, session
from flask_babel import get_locale, gettext, lazy_gettext, ngettext
from flask_babel.speaklater import LazyString as LazyText

LANGUAGES = {"en": "English", "he": "עברית", "ja": "日本語"}
DEFAULT_LANGUAGE = "en"
SHORTEST_LIST = 2
HEBREW_LETTER = re.compile("[\u05d0-\u05ea]")

_ = gettext
_l = lazy_gettext
_n = ngettext


def select_language() -> str:
    """The language of this request: asked for in the address, chosen before, the person's own, then the browser's."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        return asked
    chosen = session.get("language", "")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(list(LANGUAGES)) or DEFAULT_LANGUAGE


def language() -> str:
    """The code of the language in use."""
    locale = get_locale()
    return locale.language if locale else DEFAULT_LANGUAGE


def direction() -> str:
    """`rtl` or `ltr`, for the language in use."""
    locale = get_locale()
    return locale.text_direction if locale else "ltr"


def text(value: Mapping[str, str] | None) -> str:
    """The text in the language in use; English where it is missing, else whichever there is."""
    if not value:
        return ""
    return value.get(language()) or value.get(DEFAULT_LANGUAGE) or next(iter(value.values()), "")


def country_name(code: str | None) -> str:
    """The name of a country (ISO 3166 alpha-2) in the language in use; the code itself where it is unknown."""
    if not code:
        return ""
    locale = get_locale() or Locale.parse(DEFAULT_LANGUAGE)
    return str(locale.territories.get(code.upper(), code))


def language_name(code: str | None) -> str:
    """The name of a language in the language in use."""
    if not code:
        return ""
    locale = get_locale() or Locale.parse(DEFAULT_LANGUAGE)
    return str(locale.languages.get(code.lower(), code))


def isolated_name(name: str) -> str:
    """A name for a sentence of plain text, kept apart from the direction around it (first-strong isolate, U+2068 and U+2069)."""
    return f"\u2068{name}\u2069" if name else ""


def joined(texts: Sequence[str]) -> str:
    """Texts as a list in words. In Hebrew the "and" is bound with a maqaf to what does not begin with a Hebrew letter."""
    listed = [isolated_name(one) for one in texts]
    if language() != "he" or len(listed) < SHORTEST_LIST:
        return str(format_list(listed, locale=language()))
    return f"{', '.join(listed[:-1])} {hebrew_prefix('ו', texts[-1])}{listed[-1]}"


def hebrew_prefix(letter: str, word: str) -> str:
    """A Hebrew prefix letter before a word: bare before a Hebrew letter, with a maqaf before anything else."""
    return letter if HEBREW_LETTER.match(word) else f"{letter}\N{HEBREW PUNCTUATION MAQAF}"


def remember_language() -> None:
    """Keep a language asked for in the address (`?lang=`) for the requests that follow."""
    asked = request.args.get("lang", "")
    if asked in LANGUAGES and session.get("language") != asked:
        session["language"] = asked


def language_url(code: str) -> str:
    """The address of the present page in another language, with all else kept."""
    if request.method != "GET" or request.endpoint is None:
        return f"/?lang={code}"
    arguments: dict[str, Any] = request.args.to_dict(flat=False)
    arguments.update(request.view_args or {})
    arguments["lang"] = code
    return current_app.url_for(request.endpoint, **arguments)


__all__ = [
    "DEFAULT_LANGUAGE", "LANGUAGES", "LazyText", "_", "_l", "_n", "country_name", "direction", "hebrew_prefix",
    "isolated_name", "joined", "language", "language_name", "language_url", "remember_language", "select_language", "text",
]
