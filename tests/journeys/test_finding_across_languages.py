"""A Japanese company finds, by meaning, one that describes itself in Hebrew, sees why, and corrects the list."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site
from tests.journeys.pages import expect_language, in_words, key_in, send, tick

pytestmark = pytest.mark.journey

SOUGHT = "Dugma Vision"
QUESTION = "ロボットが透明な物を見分けるための画像処理"
SECONDS = 60


def _search_until_found(page: Page) -> None:
    """The worker gives texts their vectors within seconds."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        page.goto(f"/organisations?q={QUESTION}")
        if page.locator("main .card", has_text=SOUGHT).count():
            return
        time.sleep(1)
    raise AssertionError(f"{SOUGHT} is not found by {QUESTION}")


def test_what_is_described_in_hebrew_is_found_in_japanese_and_set_aside(site: Site, sign_in: Callable[..., Page]) -> None:
    page = sign_in("hana@mihon.example", "ja")
    _search_until_found(page)
    expect_language(page, "ja")
    card = page.locator("main .card", has_text=SOUGHT).first
    expect(card.locator("[lang=he]").first).to_be_visible()
    card.locator("summary").click()
    expect(card.locator("details li").first).to_contain_text(in_words("Means something alike, in whatever language: place %(place)s by meaning", "ja").split("%(place)s")[0])

    page.goto("/organisations?q=Mihon")
    page.locator("main .card a[href*='/organisations/']").first.click()
    own = key_in(page.url)
    page.goto(f"/organisations/{own}/counterparts")
    shown = page.locator("main .card", has_text=SOUGHT).first
    expect(shown.locator("ul li").first).not_to_be_empty()
    shown.locator("a[href$='/set-aside']").click()
    tick(page, "reason", "wrong_size")
    send(page)
    expect(page.locator("main .card", has_text=SOUGHT)).to_have_count(0)

    page.goto(f"/organisations/{own}/counterparts/set-aside")
    row = page.locator("main tbody tr", has_text=SOUGHT)
    expect(row).to_contain_text(in_words("Too large or too small for us", "ja"))
    send(page, "main tbody form[method=post]")
    page.goto(f"/organisations/{own}/counterparts")
    expect(page.locator("main .card", has_text=SOUGHT).first).to_be_visible()
