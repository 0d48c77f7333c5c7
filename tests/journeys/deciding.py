"""From a submitted project to both countries' decisions."""

from collections.abc import Iterable, Mapping

from playwright.sync_api import Page, expect

from tests.journeys.pages import act, fill, follow, send, tick

COUNTRIES = ("JP", "IL")
REASON = "Strong on both sides; the plan is clear and the shares are fair."


def open_case(page: Page, key: str) -> None:
    """From the queue of what waits for the official to the case."""
    page.goto("/approvals")
    follow(page, f"/approvals/{key}")


def check(secretariat: Page, officers: Iterable[Page], key: str) -> None:
    """The secretariat finds the submission complete, each country's officer its partners eligible; the reviews are closed."""
    open_case(secretariat, key)
    act(secretariat, "confirm-complete")
    for officer in officers:
        open_case(officer, key)
        act(officer, "confirm-eligible")
    open_case(secretariat, key)
    act(secretariat, "close-reviews")


def recommend(officer: Page, key: str, outcome: str = "approved", points: str = "") -> None:
    """An officer recommends, with reasons."""
    open_case(officer, key)
    follow(officer, "/recommend")
    _record(officer, outcome, points)


def decide(decider: Page, key: str, outcome: str = "approved", points: str = "") -> None:
    """Another person of the same authority decides."""
    open_case(decider, key)
    follow(decider, "/decide")
    _record(decider, outcome, points)


def _record(page: Page, outcome: str, points: str) -> None:
    tick(page, "outcome", outcome)
    fill(page, reason=REASON, points=points)
    send(page)


def decide_both(officials: Mapping[str, Page], key: str) -> None:
    """Both countries recommend, then decide; neither sees the other's recommendation before its own."""
    for country in COUNTRIES:
        recommend(officials[f"officer.{country.lower()}"], key)
    for country in COUNTRIES:
        decide(officials[f"decider.{country.lower()}"], key)


def expect_state(page: Page, key: str, words: str) -> None:
    """The project's page says its state in these words."""
    page.goto(f"/projects/{key}")
    expect(page.locator("main .heading .tag")).to_have_text(words)
