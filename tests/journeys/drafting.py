"""From a first draft to a submitted project."""

import datetime as dt

from playwright.sync_api import Page, expect

from tests.journeys.pages import fill, follow, key_in, send, tick

SUMMARY = "Both partners bring technology of their own, build one prototype together, and try it with a user in each country."
INNOVATION = "Two techniques that have not been used together are joined, and what each contributes is measured."
MARKET = "Operators in both countries who today do this work by hand; trial users have been named on both sides."
TASKS = "Brings its own technology, builds its part of the prototype, and runs the trial in its own country."
TOTALS = {"JPY": 60_000_000, "ILS": 1_600_000}
SECTIONS = ("summary", "tracks", "schedule", "intellectual-property", "sensitive-technology")


def begin(lead: Page, title: str) -> str:
    """Register a draft; gives its key."""
    lead.goto("/projects")
    follow(lead, "/projects/new")
    fill(lead, title=title)
    lead.select_option("main [name=language]", "en")
    send(lead)
    return key_in(lead.url)


def open_section(page: Page, key: str, section: str) -> None:
    """From the task list of the draft to one of its sections."""
    if not page.url.endswith(f"/projects/{key}"):
        page.goto(f"/projects/{key}")
    follow(page, f"/projects/{key}/{section}")


def write_sections(lead: Page, key: str) -> None:
    """All that the lead writes alone, section by section."""
    open_section(lead, key, "summary")
    fill(lead, summary=SUMMARY, innovation=INNOVATION, market=MARKET)
    send(lead)
    open_section(lead, key, "tracks")
    tick(lead, "tracks", "RO")
    tick(lead, "subtopics", "RO-04")
    lead.select_option("main [name=trl_from]", "3")
    lead.select_option("main [name=trl_to]", "6")
    send(lead)
    open_section(lead, key, "schedule")
    start = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=200)
    fill(
        lead,
        starts_on=start.isoformat(),
        duration_months="24",
        milestones="Month 12: prototype.\nMonth 24: trials in both countries.",
    )
    send(lead)
    open_section(lead, key, "intellectual-property")
    fill(lead, background_ip="Each partner keeps what it brings.", foreground_ip="Results belong to the partner that makes them.")
    send(lead)
    open_section(lead, key, "sensitive-technology")
    tick(lead, "declaration", "none")
    send(lead)


def invite(lead: Page, key: str, partner_name: str) -> None:
    """Find the partner in the registry by a name, and invite it."""
    open_section(lead, key, "consortium")
    follow(lead, "/partners/invite")
    lead.fill("main [name=q]", partner_name)
    with lead.expect_navigation():
        lead.press("main [name=q]", "Enter")
    tick(lead, "organisation")
    fill(lead, message="We would like to do this with you.")
    send(lead, "main form:has([name=organisation])")


def accept(partner: Page, key: str) -> None:
    """The partner's representative finds the invitation among the own work, and joins."""
    partner.goto("/work")
    follow(partner, f"/projects/{key}")
    follow(partner, "/answer")
    tick(partner, "answer", "accept")
    send(partner)


def write_own_part(page: Page, key: str, *, lead: bool = False) -> None:
    """A partner's own tasks and budget; the lead also declares independence."""
    open_section(page, key, "consortium")
    page.locator("main textarea[name$='-tasks']").first.fill(TASKS)
    if lead:
        tick(page, "independent")
    send(page)
    open_section(page, key, "budget")
    own = page.locator("main fieldset:has([name$='-total_cost'])").first
    total = TOTALS[own.locator("[name$='-currency']").input_value()]
    for name, amount in {
        "cost_labour": total // 2,
        "cost_equipment": total // 4,
        "cost_travel": total // 4,
        "total_cost": total,
        "funding_requested": total // 2,
    }.items():
        own.locator(f"[name$='-{name}']").fill(f"{amount:,}")
    send(page)


def lock(lead: Page, key: str) -> None:
    """Nothing is missing; the lead locks the draft for commitment."""
    lead.goto(f"/projects/{key}")
    follow(lead, "/check")
    expect(lead.locator("main .notice.tone-warn")).to_have_count(0)
    follow(lead, "/lock")
    send(lead)


def commit(signatory: Page, key: str) -> None:
    """A signatory reads the frozen version and commits to it."""
    signatory.goto(f"/projects/{key}")
    follow(signatory, "/commit")
    tick(signatory, "confirm")
    send(signatory)


def draft_together(lead: Page, partner: Page, title: str, partner_name: str) -> str:
    """From nothing to a submitted project of two partners; gives its key."""
    key = begin(lead, title)
    write_sections(lead, key)
    invite(lead, key, partner_name)
    accept(partner, key)
    write_own_part(partner, key)
    write_own_part(lead, key, lead=True)
    lock(lead, key)
    commit(lead, key)
    commit(partner, key)
    return key
