"""The main job in each language: a newcomer registers, is verified, finds a partner, and both countries approve the project."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import deciding, drafting, registration
from tests.journeys.conftest import Site
from tests.journeys.pages import expect_language, in_words

pytestmark = pytest.mark.journey

SPEAKS = {"jp": "ja", "il": "he"}
PARTNERS = {"IL": ("hana@mihon.example", "Mihon Robotics", "jp"), "JP": ("dana@dugma.example", "Dugma Vision", "il")}
DOMAINS = {"jp": "meti.example", "il": "moei.example"}


@pytest.mark.parametrize("language", ["en", "he", "ja"])
def test_a_newcomer_comes_to_an_approved_project(
    language: str, site: Site, visitor: Callable[..., Page], sign_in: Callable[..., Page]
) -> None:
    newcomer = registration.NEWCOMERS[language]
    own, (partner_email, partner_name, other) = newcomer.country.lower(), PARTNERS[newcomer.country]

    def official(seat: str, country: str) -> Page:
        """Officials read the page in their own language; in the English journey everybody reads English."""
        spoken = "en" if language == "en" else SPEAKS[country]
        page = sign_in(f"{seat}.{country}@{DOMAINS[country]}", spoken)
        expect_language(page, spoken)
        return page

    lead = visitor(language)
    organisation = registration.register(lead, site, newcomer)
    officers = {country: official("officer", country) for country in (own, other)}
    registration.verify(officers[own], organisation)
    registration.find_counterpart(lead, organisation, other.upper(), language)

    partner = sign_in(partner_email, "en" if language == "en" else SPEAKS[other])
    title = f"Journey of a joint project ({language})"
    key = drafting.draft_together(lead, partner, title, partner_name)

    secretariat = sign_in("secretariat@jetro.example", "en")
    deciding.check(secretariat, officers.values(), key)
    seats = {f"officer.{country}": page for country, page in officers.items()}
    seats |= {f"decider.{country}": official("decider", country) for country in officers}
    deciding.decide_both(seats, key)

    deciding.expect_state(lead, key, in_words("Approved", language))
    expect_language(lead, language)
    expect(lead.locator("main .timeline-entry").first).to_contain_text(in_words("Both countries approved the project", language))
    public = visitor(language)
    public.goto(f"/programmes/japan-israel/tracks/{registration.TRACK}")
    expect_language(public, language)
    public.locator(f"main a[href$='/projects/{key}']").click()
    expect(public.locator("h1")).to_have_text(title)
