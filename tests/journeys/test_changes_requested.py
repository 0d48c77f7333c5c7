"""One country asks for changes: the lead revises, commitments and decisions are asked for again, and both approve.

Everybody reads the pages in the own language: the lead Japanese, the partner Hebrew, the secretariat English.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import deciding, drafting
from tests.journeys.pages import expect_language, fill, follow, in_words, send

pytestmark = pytest.mark.journey

CHANGE = "Name the trial user in each country."
OFFICIALS = {"jp": ("meti.example", "ja"), "il": ("moei.example", "he")}


@pytest.fixture
def officials(sign_in: Callable[..., Page]) -> dict[str, Page]:
    """Officer and decision maker of both countries, by seat and country."""
    return {
        f"{seat}.{country}": sign_in(f"{seat}.{country}@{domain}", language)
        for country, (domain, language) in OFFICIALS.items()
        for seat in ("officer", "decider")
    }


def test_the_revised_project_is_decided_anew(sign_in: Callable[..., Page], officials: dict[str, Page]) -> None:
    lead, partner = sign_in("hana@mihon.example", "ja"), sign_in("dana@dugma.example", "he")
    secretariat = sign_in("secretariat@jetro.example", "en")
    officers = [officials["officer.jp"], officials["officer.il"]]
    key = drafting.draft_together(lead, partner, "Journey of a revised project", "Dugma Vision")
    deciding.check(secretariat, officers, key)

    deciding.recommend(officials["officer.jp"], key, "changes_requested", CHANGE)
    deciding.recommend(officials["officer.il"], key)
    deciding.decide(officials["decider.jp"], key, "changes_requested", CHANGE)
    deciding.decide(officials["decider.il"], key)
    deciding.expect_state(lead, key, in_words("Changes requested", "ja"))

    revise(lead, key)
    for signatory, language in ((lead, "ja"), (partner, "he")):
        drafting.commit(signatory, key)
        expect_language(signatory, language)
    deciding.expect_state(partner, key, in_words("Submitted", "he"))
    secretariat.goto(f"/projects/{key}")
    expect(secretariat.locator(f"main a[href$='/projects/{key}/versions/2']")).to_have_count(1)

    deciding.check(secretariat, officers, key)
    deciding.decide_both(officials, key)
    deciding.expect_state(lead, key, in_words("Approved", "ja"))
    deciding.expect_state(partner, key, in_words("Approved", "he"))


def revise(lead: Page, key: str) -> None:
    """The lead reads which changes are asked for, writes them in, and locks the second version."""
    expect(lead.locator("main")).to_contain_text(CHANGE)
    drafting.open_section(lead, key, "summary")
    fill(lead, summary=f"{drafting.SUMMARY} The trial users are a packing house in Hadera and a food works in Nagoya.")
    send(lead)
    follow(lead, "/check")
    follow(lead, "/revise")
    send(lead)
    assert lead.locator("main a[href$='/commit']").count() == 1
