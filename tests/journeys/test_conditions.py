"""The site under other conditions: by keyboard alone, without JavaScript, at 400 % zoom, with an old form, with a double click."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import drafting
from tests.journeys.pages import fill, follow, send

pytestmark = pytest.mark.journey

LEAD = "hana@mihon.example"
MOST_TABS = 80
ZOOMED = {"width": 320, "height": 256}
"""1280 × 1024 at 400 % (WCAG 2.2, 1.4.10)."""


def tab_to(page: Page, selector: str) -> None:
    """Press the tabulator until the element has the focus, and see that the focus is visible."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"{selector}: the focus does not show"
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard on {page.url}")


def press(page: Page, key: str = "Enter") -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


@pytest.mark.parametrize("language", ["en", "he", "ja"])
def test_a_draft_by_keyboard_alone(language: str, visitor: Callable[..., Page]) -> None:
    from app.cli.sample import PASSWORD

    page = visitor(language)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.getAttribute('href')") == "#main"
    tab_to(page, "a[href^='/sign-in']")
    press(page)
    tab_to(page, "[name=email]")
    page.keyboard.type(LEAD)
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    press(page)
    tab_to(page, "nav a[href='/projects']")
    press(page)
    tab_to(page, "main a[href$='/projects/new']")
    press(page)
    tab_to(page, "main [name=title]")
    page.keyboard.type(f"By keyboard ({language})")
    tab_to(page, "main [name=language]")
    page.keyboard.type("E")
    tab_to(page, "main button[type=submit]")
    press(page)
    expect(page.locator("h1")).to_have_text(f"By keyboard ({language})")


def test_a_draft_without_javascript(sign_in: Callable[..., Page]) -> None:
    page = sign_in(LEAD, "ja", java_script_enabled=False)
    key = drafting.begin(page, "Without JavaScript")
    drafting.write_sections(page, key)
    page.goto(f"/projects/{key}")
    follow(page, "/check")
    expect(page.locator("main")).to_contain_text(drafting.SUMMARY)


def test_bad_input_takes_the_focus_and_loses_nothing(sign_in: Callable[..., Page]) -> None:
    page = sign_in(LEAD)
    key = drafting.begin(page, "A draft with nonsense")
    drafting.open_section(page, key, "schedule")
    fill(page, duration_months="forty-two", milestones="Month 1: begin.")
    page.locator("main form[method=post] button[type=submit]").first.click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("[name=duration_months]")).to_have_value("forty-two")
    expect(page.locator("[name=milestones]")).to_have_value("Month 1: begin.")
    page.locator(".error-summary a[href='#duration_months']").click()
    expect(page.locator("[name=duration_months]")).to_be_focused()


@pytest.mark.parametrize("language", ["en", "he", "ja"])
def test_nothing_is_cut_off_at_400_per_cent(language: str, sign_in: Callable[..., Page]) -> None:
    page = sign_in(LEAD, language, viewport=ZOOMED)
    page.goto("/projects")
    project = page.locator("main a[href^='/projects/']:not([href$='/new'])").first.get_attribute("href")
    assert project
    for path in ("/", "/organisations", "/work", "/projects", "/projects/new", project, "/organisations/new", "/account", "/programmes"):
        page.goto(path)
        wider = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider == 0, f"{path} is {wider} px wider than the screen"


def test_an_old_form_comes_back_filled(sign_in: Callable[..., Page]) -> None:
    page = sign_in(LEAD)
    page.goto("/projects/new")
    fill(page, title="Sent with an old form")
    page.select_option("main [name=language]", "en")
    page.evaluate("() => { document.querySelector('main [name=csrf_token]').value = 'old' }")
    with page.expect_navigation() as answer:
        page.locator("main form[method=post] button[type=submit]").first.click()
    assert answer.value.status == 422
    expect(page.locator("main [name=title]")).to_have_value("Sent with an old form")
    send(page)
    expect(page.locator("h1")).to_have_text("Sent with an old form")


def test_a_double_click_registers_one_draft(sign_in: Callable[..., Page]) -> None:
    page = sign_in(LEAD)
    page.goto("/projects/new")
    fill(page, title="Registered by a double click")
    page.select_option("main [name=language]", "en")
    page.locator("main form[method=post] button[type=submit]").first.dblclick()
    expect(page.locator("h1")).to_have_text("Registered by a double click")
    page.goto("/projects")
    expect(page.locator("main a", has_text="Registered by a double click")).to_have_count(1)
