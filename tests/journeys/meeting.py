"""A meeting in a week with a holiday on each side, step by step: asked for, other times offered, accepted, held."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.pages import fill, follow, in_words, key_in, send, tick

WEEK = "2027-04-25T00:00%2B00:00"
"""The seventh day of Passover is on the 28th, Showa Day on the 29th."""
PAST = "UPDATE meeting SET starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour' WHERE public_id = :key"


def meet(asker: Page, owner: Page, introduction: str, run: Callable[..., object], language: str) -> None:
    """The two agree on a time at which both sides work, and the owner, who reads this language, says that they met."""
    asker.goto(f"/introductions/{introduction}")
    follow(asker, f"/introductions/{introduction}/plan-meeting")
    fill(asker, subject="Journey to a first meeting", agenda="Who we are.")
    send(asker)
    key = key_in(asker.url)
    offered = _common_times(asker, key)
    for value in offered[:2]:
        tick(asker, "times", value)
    send(asker, "main form.form")

    owner.goto("/work")
    follow(owner, f"/meetings/{key}")
    for clock in ("JST, UTC+9", "IDT, UTC+3"):
        expect(owner.locator("main")).to_contain_text(clock)
    owner.goto(f"/meetings/{key}/times?after={WEEK}")
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
    expect(owner.locator("main .heading .tag")).to_have_text(in_words("Held", language))


def _common_times(page: Page, key: str) -> list[str]:
    """The times that are offered in the week: on the Monday and the Tuesday alone of its first days."""
    page.goto(f"/meetings/{key}/times?after={WEEK}")
    offered: list[str] = page.locator("main input[name=times]").evaluate_all("all => all.map(one => one.value)")
    days = {value[:10] for value in offered}
    assert {"2027-04-26", "2027-04-27"} <= days
    assert not {"2027-04-28", "2027-04-29", "2027-04-30", "2027-05-01", "2027-05-02"} & days
    return offered
