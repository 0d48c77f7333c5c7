"""A meeting in a week with a holiday on each side: asked for, other times offered, accepted, held, confirmed; one side reads Japanese, the other Hebrew."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

from app.core.embedded import driver_url
from tests.journeys.conftest import Site
from tests.journeys.pages import act, expect_language, fill, follow, in_words, key_in, send, tick

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

WEEK = "2027-04-25T00:00+00:00"
"""The seventh day of Passover is on the 28th, Showa Day on the 29th."""
SAMPLE = "SELECT public_id FROM introduction WHERE state = 'accepted' ORDER BY id LIMIT 1"
PAST = "UPDATE meeting SET starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour' WHERE public_id = :key"


@pytest.fixture
def run(site: Site) -> Callable[..., object]:
    """Runs a statement on the site's database; gives the first value."""

    def run(statement: str, **values: str) -> object:
        engine = create_engine(driver_url(site.environment["DATABASE_URL"]))
        with engine.begin() as connection:
            found = connection.execute(text(statement), values)
            value = found.scalar() if found.returns_rows else None
        engine.dispose()
        return value

    return run


def test_asked_countered_accepted_held(sign_in: Callable[..., Page], run: Callable[..., object]) -> None:
    introduction = run(SAMPLE)
    asker, owner = sign_in("hana@mihon.example", "ja"), sign_in("moshe@mashal.example", "he")
    asker.goto(f"/introductions/{introduction}")
    follow(asker, f"/introductions/{introduction}/plan-meeting")
    expect_language(asker, "ja")
    fill(asker, subject="Journey to a first meeting", agenda="Who we are.")
    send(asker)
    key = key_in(asker.url)
    asker.goto(f"/meetings/{key}/times?after={WEEK.replace('+', '%2B')}")
    offered = asker.locator("main input[name=times]").evaluate_all("all => all.map(one => one.value)")
    days = [value[:10] for value in offered]
    assert {"2027-04-26", "2027-04-27"} <= set(days)
    assert not {"2027-04-28", "2027-04-29", "2027-04-30", "2027-05-01", "2027-05-02"} & set(days)
    for value in offered[:2]:
        tick(asker, "times", value)
    send(asker, "main form.form")

    owner.goto("/work")
    follow(owner, f"/meetings/{key}")
    expect_language(owner, "he")
    expect(owner.locator("main")).to_contain_text("JST, UTC+9")
    expect(owner.locator("main")).to_contain_text("IDT, UTC+3")
    owner.goto(f"/meetings/{key}/times?after={WEEK.replace('+', '%2B')}")
    tick(owner, "times", offered[-1])
    fill(owner, comment="We are at a fair that week.")
    send(owner, "main form.form")

    asker.goto("/work")
    follow(asker, f"/meetings/{key}")
    follow(asker, f"/meetings/{key}/accept")
    tick(asker, "start", offered[-1])
    send(asker, "main form.form")
    for page in (asker, owner):
        page.goto(f"/meetings/{key}")
        expect(page.locator(f"main a[href$='/meetings/{key}/invitation.ics']")).to_be_visible()

    run(PAST, key=key)
    owner.goto("/work")
    follow(owner, f"/meetings/{key}")
    follow(owner, f"/meetings/{key}/record")
    tick(owner, "became", "held")
    send(owner, "main form.form")
    asker.goto(f"/introductions/{introduction}")
    act(asker, "confirm")
    expect(asker.locator("main .heading .tag")).to_have_text(in_words("In talks", "ja"))
