"""What the journeys do on every page: by names, actions and roles of elements, so that one script serves all languages."""

import re
from pathlib import Path

from babel.messages.pofile import read_po
from playwright.sync_api import Locator, Page, expect

from config import ROOT

SEND = "button[type=submit]"


def expect_language(page: Page, language: str) -> None:
    """The page is in this language, and runs in its direction."""
    root = page.locator("html")
    expect(root).to_have_attribute("lang", language)
    expect(root).to_have_attribute("dir", "rtl" if language == "he" else "ltr")


def send(page: Page, form: str = "main form[method=post]") -> None:
    """Press the first button of the form, opening the fold around it; the answer must be a page that took it."""
    chosen = page.locator(form).first
    fold = chosen.locator("xpath=ancestor::details[not(@open)]/summary")
    for at in range(fold.count()):
        fold.nth(at).click()
    with page.expect_navigation() as answer:
        chosen.locator(SEND).first.click()
    assert answer.value is not None
    assert answer.value.status == 200, f"{answer.value.status} at {page.url}: {complaints(page)}"


def act(page: Page, action: str) -> None:
    """Press the button whose form leads to this step, such as `take-up`."""
    send(page, f"main form[action$='/{action}']")


def complaints(page: Page) -> str:
    """What an error summary says, for the message of a failed test."""
    shown = page.locator(".error-summary, .field-error, .reasons, main h1")
    return " | ".join(shown.all_inner_texts())


def follow(page: Page, path: str) -> None:
    """Follow the first link in the page's own part whose address ends with this path."""
    with page.expect_navigation() as answer:
        link(page, path).first.click()
    assert answer.value is not None
    assert answer.value.status == 200, f"{answer.value.status} at {page.url}"


def link(page: Page, path: str) -> Locator:
    """The links whose address ends with this path."""
    return page.locator(f"main a[href$='{path}'], .breadcrumbs a[href$='{path}']")


def fill(page: Page, **values: str) -> None:
    """Type into fields by their names."""
    for name, value in values.items():
        page.fill(f"main [name={name}]", value)


def tick(page: Page, name: str, value: str | None = None) -> None:
    """Choose a radio button or a checkbox, opening the fold around it."""
    chosen = page.locator(f"main input[name={name}]" + (f"[value='{value}']" if value else "")).first
    fold = chosen.locator("xpath=ancestor::details[not(@open)]/summary")
    for at in range(fold.count()):
        fold.nth(at).click()
    if not chosen.is_checked():
        page.locator(f"label[for='{chosen.get_attribute('id')}']").click()
    expect(chosen).to_be_checked()


def key_in(url: str) -> str:
    """The public key of the object whose page this is."""
    found = re.search(r"/(?:organisations|projects|approvals|profiles|introductions|meetings|trials|events|event-requests)/([A-Za-z0-9_-]{12})(?:/|$|\?)", url)
    assert found, url
    return found.group(1)


def in_words(msgid: str, language: str) -> str:
    """A text of the interface in a language, from the catalogue that translators fill."""
    if language == "en":
        return msgid
    path: Path = ROOT / "app" / "translations" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        message = read_po(file).get(msgid)
    assert message is not None and message.string, f"{msgid!r} is not translated into {language}"
    assert isinstance(message.string, str)
    return message.string
