"""Hebrew and Japanese are complete: every text, every plural form, the same placeholders."""

import io
import re

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from config import ROOT

LANGUAGES = ("he", "ja")
FOLDER = ROOT / "app" / "translations"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "_l": None, "_n": (1, 2), "lazy_gettext": None, "pgettext": ((1, "c"), 2)}


def texts_in_use() -> set[str]:
    """Every text of code and templates, extracted anew."""
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = extract_from_dir(str(ROOT), method_map=methods, options_map=options, keywords=KEYWORDS)
    return {message[2][0] if isinstance(message[2], tuple) else message[2] for message in found}


def catalogue(language: str) -> Catalog:
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def faults(messages: Catalog) -> list[str]:
    """What is wrong in a catalogue: untranslated, fuzzy, or placeholders that differ."""
    found = []
    for message in messages:
        if not message.id:
            continue
        source = message.id if isinstance(message.id, tuple) else (message.id,)
        target = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.fuzzy or not all(target):
            found.append(f"not translated: {source[0]}")
            continue
        wanted = set(PLACEHOLDER.findall(source[-1]))
        for text in target:
            named = set(PLACEHOLDER.findall(text))
            if named - wanted or (len(target) == 1 and named != wanted):
                found.append(f"placeholders differ: {source[0]}")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language):
    messages = catalogue(language)
    assert faults(messages) == []
    known = {message.id[0] if isinstance(message.id, tuple) else message.id for message in messages}
    assert sorted(texts_in_use() - known) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_cldr(language):
    assert catalogue(language).num_plurals >= len(Locale.parse(language).plural_form.tags) + 1 - (language == "he" and 0)


def test_the_check_finds_faults():
    source = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Hello %(name)s"\nmsgstr "X"\n\nmsgid "Bye"\nmsgstr ""\n'
    assert len(faults(read_po(io.BytesIO(source), locale="ja"))) == 2
