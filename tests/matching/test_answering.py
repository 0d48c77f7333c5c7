"""How reliably candidates answer: drawn towards the mean, and nothing against whoever has no figures."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from app.core.db import now
from app.matching import queries
from app.matching.queries.exchange import exchange
from app.matching.scoring import Evidence
from app.matching.scoring.answering import HALF_DAYS, STRENGTH, Figures, answering
from app.partnering.enums import IntroductionState as S
from app.partnering.enums import ProfileState

GOOD, BAD = Figures(1, 1.0, 20), Figures(60, 0.2, 20)


def test_figures_are_drawn_towards_the_mean():
    found = answering([1, 2, 3], {1: GOOD, 2: BAD})
    mean = (GOOD.value + BAD.value) / 2
    assert found[1].degree == pytest.approx((20 * GOOD.value + STRENGTH * mean) / (20 + STRENGTH))
    assert found[3].degree == pytest.approx(mean)
    assert found[1].degree > found[3].degree > found[2].degree
    assert (found[1].words, found[1].count) == (("1", "100"), 20)
    assert found[3].words == ()


def test_few_requests_say_less_than_many():
    few, many = (answering([1, 2], {1: Figures(1, 1.0, number), 2: Figures(60, 0.2, 1000)})[1].degree for number in (5, 50))
    assert few < many


def test_so_many_days_halve_the_value():
    assert Figures(HALF_DAYS, 0.8, 5).value == pytest.approx(0.4)
    assert Figures(None, 0.0, 5).value == 0


def test_where_nobody_has_figures_nothing_is_said():
    assert answering([1, 2], {}) == {}


some_figures = st.builds(Figures, days=st.floats(0, 700), share=st.floats(0, 1), requests=st.integers(5, 500))


@given(known=st.dictionaries(st.integers(1, 6), some_figures, max_size=5))
def test_who_has_no_figures_stands_between_the_best_and_the_worst(known):
    found = answering([*known, 99], known)
    for key in known:
        assert 0 <= found[key].degree <= 1
    if known:
        degrees = [found[key].degree for key in known]
        assert min(degrees) - 1e-9 <= found[99].degree <= max(degrees) + 1e-9


@pytest.fixture
def asked(make, session):
    """`asked(organisation, states, days, anonymous)`: requests that reached it so many days ago and were answered as said."""

    programme = make.programme(code="sample", introduction_quota=100)

    def asked(organisation, states, days=1, *, anonymous=False):
        for state in states:
            profile = make.profile(ProfileState.PUBLISHED, organisation=organisation, programme=programme, anonymous=anonymous)
            made = make.introduction(state, profile=profile)
            made.sent_at = now() - timedelta(days=days)
        session.flush()

    return asked


def found_for(keys):
    said = exchange(keys, (), None).findings
    return {key: next((one for one in said.get(key, ()) if one.evidence == Evidence.ANSWERING), None) for key in keys}


def test_the_figures_of_five_requests_count_and_anonymous_ones_do_not(make, asked):
    quick, silent, few, hidden, new = (make.organisation(country="JP") for _ in range(5))
    asked(quick, [S.ACCEPTED] * 5)
    asked(silent, [S.LAPSED] * 5, days=30)
    asked(few, [S.ACCEPTED] * 4)
    asked(hidden, [S.ACCEPTED] * 6, anonymous=True)
    found = found_for([one.id for one in (quick, silent, few, hidden, new)])
    assert found[quick.id].degree > found[new.id].degree > found[silent.id].degree
    assert found[few.id] == found[hidden.id] == found[new.id]
    assert found[quick.id].count == 5


def test_the_page_says_how_it_answers(client, make, asked, index):
    quick, _new = (make.organisation(country="JP", name_latin=name, description="Grippers.") for name in ("Quick Works", "New Works"))
    ours = make.organisation(country="IL", description="Grippers.")
    asked(quick, [S.ACCEPTED] * 5)
    index()
    page = client(make.person()).get(f"/organisations/{ours.public_id}/counterparts").text
    rows = {name: page.split(f">{name}</bdi>", 1)[1].split("</article>")[0] for name in ("Quick Works", "New Works")}
    assert "Answers requests within 1 day (median); 100% answered" in rows["Quick Works"]
    assert "It looks for partners now: 5 open profiles" in rows["Quick Works"]
    assert "How it answers requests is not known yet; it counts like the average" in rows["New Works"]
    assert "It looks for partners now" not in rows["New Works"]


def test_statements_do_not_grow_with_profiles(session, make, asked, index):
    ours, theirs = make.organisation(country="IL", description="Grippers."), make.organisation(country="JP", description="Grippers.")
    index()
    by = make.person()

    def statements():
        seen = []
        session.expire_all()
        subject = queries.of_organisation(ours)
        assert subject.profile
        assert not by.is_administrator
        event.listen(session.connection(), "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
        assert queries.counterparts(by, subject, 1).page.items
        return len(seen)

    before = statements()
    asked(theirs, [S.ACCEPTED] * 6)
    assert statements() == before
