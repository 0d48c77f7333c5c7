"""Words of the programmes domain, and the rules of a programme as sentences."""

from flask_babel import format_percent

from app.core.i18n import _, _l, _n
from app.core.templating import words
from app.programmes.enums import BodyRole
from app.programmes.models import Programme

words(
    {
        BodyRole.POLICY_OWNER: _l("Policy owner"),
        BodyRole.CO_CHAIR: _l("Co-chair"),
        BodyRole.SECRETARIAT: _l("Secretariat"),
        BodyRole.IMPLEMENTING_AGENCY: _l("Implementing agency"),
        BodyRole.FUNDER: _l("Funder"),
        BodyRole.EVALUATOR_PROVIDER: _l("Provider of evaluators"),
        BodyRole.PROMOTER: _l("Promoter"),
        BodyRole.MATCHMAKER: _l("Matchmaker"),
        BodyRole.TRAINING_HOST: _l("Training host"),
        BodyRole.EXPERT_PROVIDER: _l("Provider of experts"),
        BodyRole.LICENSING_AUTHORITY: _l("Licensing authority"),
        BodyRole.STATISTICS_SOURCE: _l("Source of statistics"),
        BodyRole.MEMBER: _l("Member"),
        BodyRole.OBSERVER: _l("Observer"),
        BodyRole.TEST_SITE: _l("Test site"),
        BodyRole.AUDITOR: _l("Auditor"),
    }
)


def rules_in_words(programme: Programme) -> list[dict[str, str]]:
    """The rules that bind, as rows of a summary list."""
    rows = [
        (_("Partners"), _partners(programme.minimum_partners_per_party)),
        (_("Share of the budget"), _share(programme)),
        (_("Duration"), _duration(programme.duration_months_min, programme.duration_months_max)),
        (_("Commitment of each partner"), _working_days(programme.commitment_working_days)),
        (_("Check of eligibility"), _working_days(programme.eligibility_working_days)),
        (_("Answer to a request for information"), _working_days(programme.info_request_working_days)),
        (_("Outside reviews"), _reviews(programme.minimum_reviews_per_party)),
        (_("Recommendation of each country"), _working_days(programme.recommendation_working_days)),
        (_("Decision of each country"), _working_days(programme.decision_working_days)),
        (_("Requested changes"), _changes(programme.changes_wait_days)),
        (_("Agreement after the approval"), _agreement(programme.agreement_weeks)),
        (_("Screening of introductions"), _screening(programme.introduction_screening_days)),
        (_("Open requests for introductions"), _n("At most %(num)d for each organisation", "At most %(num)d for each organisation", programme.introduction_quota)),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _partners(number: int) -> str:
    return _n(
        "At least %(num)d verified partner from each country",
        "At least %(num)d verified partners from each country", number,
    )


def _share(programme: Programme) -> str:
    if programme.share_cap_percent is None:
        return ""
    share = format_percent(float(programme.share_cap_percent) / 100, "#,##0.##%")
    return _("No country holds more than %(share)s", share=share)


def _duration(shortest: int | None, longest: int | None) -> str:
    if shortest is not None and longest is not None:
        return _("%(shortest)d to %(longest)d months", shortest=shortest, longest=longest)
    if longest is not None:
        return _n("At most %(num)d month", "At most %(num)d months", longest)
    if shortest is not None:
        return _n("At least %(num)d month", "At least %(num)d months", shortest)
    return ""


def _working_days(number: int) -> str:
    return _n("Within %(num)d working day", "Within %(num)d working days", number)


def _screening(number: int) -> str:
    return _working_days(number) if number else _("None: a request goes straight to the owner of the profile")


def _reviews(number: int) -> str:
    if not number:
        return _("None needed before the decisions")
    return _n(
        "At least %(num)d review from each country before the decisions",
        "At least %(num)d reviews from each country before the decisions", number,
    )


def _changes(number: int) -> str:
    return _n(
        "They wait %(num)d day for the other country's decision",
        "They wait %(num)d days for the other country's decision", number,
    )


def _agreement(number: int) -> str:
    return _n("Signed within %(num)d week", "Signed within %(num)d weeks", number)
