"""Who may do what to an introduction, and who knows whom. The actor comes first; whoever asks has loaded it whole.

The asker is the organisation that expresses its interest, the owner that of the profile. A broker screens for the asker's country,
the programme's secretariat, or an economic organisation that the asker lets broker, and has a part in neither. Before the owner
accepts, an asker whose name is withheld is known to its own side, those brokers of its own, and the officials of its country only, and the owner of an anonymous profile to those whom `policy.sees_owner` names.
"""

from typing import Any

from app.accounts.enums import Role
from app.accounts.rights import OFFICIALS
from app.organisations.affiliations.enums import Consent
from app.organisations.affiliations.policy import allowed, speaks_for_economic, speaks_for_some_economic
from app.organisations.models import Organisation
from app.organisations.policy import OWN_ROLES
from app.partnering import policy as profiles
from app.partnering.enums import IntroductionState, Side, StepKind
from app.partnering.models import Introduction, IntroductionStep, Profile

S = IntroductionState
TALKING_STATES = frozenset({S.ACCEPTED, S.IN_TALKS, S.UNDER_NDA})
"""States in which both sides know each other and talk."""
DOCUMENT_STATES = frozenset({S.UNDER_NDA, S.CONVERTED, S.AGREED})
STEP_STATES = {
    StepKind.MEETING: frozenset({S.ACCEPTED}), StepKind.CONFIDENTIALITY: frozenset({S.IN_TALKS}),
    StepKind.PROJECT: frozenset({S.IN_TALKS, S.UNDER_NDA}), StepKind.AGREEMENT: frozenset({S.IN_TALKS, S.UNDER_NDA}),
}
"""In which states a step may be proposed and confirmed."""


def clock(by: Any, _thing: Any) -> bool:
    """Only time itself."""
    return bool(by.is_clock)


def view(_by: Any, _introduction: Introduction) -> bool:
    """Whoever was let through to the introduction reads what is theirs of it."""
    return True


def express(by: Any, profile: Profile) -> bool:
    """A representative of an organisation other than the owner."""
    return any(organisation != profile.organisation_id for organisation in by.organisations(Role.REPRESENTATIVE))


def list_own(by: Any, _nothing: Any) -> bool:
    """Whoever belongs to an organisation has introductions."""
    return bool(by.holds(*OWN_ROLES))


def list_of(by: Any, organisation: Organisation) -> bool:
    """One of the organisation's people."""
    return profiles.belongs(by, organisation)


def open_screening(by: Any, _nothing: Any) -> bool:
    """Officers, coordinators, and economic organisations screen."""
    return bool(by.holds(Role.OFFICER, Role.COORDINATOR)) or speaks_for_some_economic(by)


def of_asker(by: Any, introduction: Introduction) -> bool:
    """One of the asker's people."""
    return bool(by.holds(*OWN_ROLES, organisation_id=introduction.organisation_id))


def of_owner(by: Any, introduction: Introduction) -> bool:
    """One of the owner's people."""
    return bool(by.holds(*OWN_ROLES, organisation_id=introduction.profile.organisation_id))


def asks(by: Any, introduction: Introduction) -> bool:
    """A representative of the asker."""
    return bool(by.holds(Role.REPRESENTATIVE, organisation_id=introduction.organisation_id))


def answers(by: Any, introduction: Introduction) -> bool:
    """A representative of the owner."""
    return bool(by.holds(Role.REPRESENTATIVE, organisation_id=introduction.profile.organisation_id))


def either(by: Any, introduction: Introduction) -> bool:
    """A representative of one of the two sides."""
    return asks(by, introduction) or answers(by, introduction)


def side_of(by: Any, introduction: Introduction) -> Side | None:
    """The side to which the actor belongs; none for a broker."""
    if of_asker(by, introduction):
        return Side.ASKER
    return Side.OWNER if of_owner(by, introduction) else None


def official_of_asker(by: Any, introduction: Introduction) -> bool:
    """An official of the asker's country who has no part in the owner."""
    return bool(by.holds(*OFFICIALS, country=introduction.organisation.country)) and not of_owner(by, introduction)


def screening_officer(by: Any, introduction: Introduction) -> bool:
    """An officer of the asker's country or a coordinator of the programme, with a part in neither side."""
    secretariat = introduction.programme.secretariat_id
    officer = by.holds(Role.OFFICER, country=introduction.organisation.country)
    coordinator = secretariat is not None and by.holds(Role.COORDINATOR, organisation_id=secretariat)
    return (officer or coordinator) and side_of(by, introduction) is None


def member_broker(by: Any, introduction: Introduction) -> bool:
    """A representative of an economic organisation that the asker lets broker for it, with a part in neither side."""
    let = any(allowed(by, one, Consent.BROKERING) and speaks_for_economic(by, one) for one in introduction.brokerages)
    return let and side_of(by, introduction) is None


def broker(by: Any, introduction: Introduction) -> bool:
    """Whoever screens."""
    return screening_officer(by, introduction) or member_broker(by, introduction)


def knows_asker(by: Any, introduction: Introduction) -> bool:
    """Who asks is told to everyone here unless it is withheld; then to the owner with the acceptance."""
    own = of_asker(by, introduction) or member_broker(by, introduction)
    if not introduction.withheld or own or official_of_asker(by, introduction):
        return True
    return introduction.accepted_at is not None and of_owner(by, introduction)


def knows_owner(by: Any, introduction: Introduction) -> bool:
    """Who owns the profile is told as on its page, and to the asker with the acceptance."""
    if of_owner(by, introduction) or profiles.sees_owner(by, introduction.profile):
        return True
    return introduction.accepted_at is not None and of_asker(by, introduction)


def reads_request(by: Any, introduction: Introduction) -> bool:
    """The owner's side reads the request once a representative has opened it."""
    return side_of(by, introduction) != Side.OWNER or introduction.seen_at is not None or introduction.answered_at is not None


def reads_messages(by: Any, introduction: Introduction) -> bool:
    """What the two sides say to each other is theirs alone."""
    return side_of(by, introduction) is not None


def may_open_documents(by: Any, introduction: Introduction) -> bool:
    """Confidential documents are open to both sides once both confirmed a confidentiality agreement, while the talks or what came of them last."""
    agreed = introduction.state in DOCUMENT_STATES and introduction.confidentiality is not None
    return agreed and side_of(by, introduction) is not None


def writes(by: Any, introduction: Introduction) -> bool:
    """A representative of the asker, while it is a draft."""
    return introduction.state == S.DRAFT and asks(by, introduction)


def screens(by: Any, introduction: Introduction) -> bool:
    """A broker, while it waits for the screening."""
    return introduction.state == S.SCREENING and broker(by, introduction)


def talks(by: Any, introduction: Introduction) -> bool:
    """A representative of one of the two sides, once both know each other."""
    return introduction.state in TALKING_STATES and either(by, introduction)


def proposes(by: Any, introduction: Introduction) -> bool:
    """The same, where no step waits for its confirmation."""
    return talks(by, introduction) and introduction.open_step is None


def _represents(by: Any, introduction: Introduction, side: Side) -> bool:
    return asks(by, introduction) if side == Side.ASKER else answers(by, introduction)


def proposes_step(by: Any, step: IntroductionStep) -> bool:
    """A representative of the side that proposes it."""
    return _represents(by, step.introduction, step.side)


def confirms_step(by: Any, step: IntroductionStep) -> bool:
    """A representative of the other side, who is not the person that proposed it."""
    return by.id != step.proposed_by_id and _represents(by, step.introduction, step.side.other)


def drops_step(by: Any, step: IntroductionStep) -> bool:
    """Either side sets a proposed step aside; it falls with the talks."""
    return either(by, step.introduction) or clock(by, step)


def confirms(by: Any, introduction: Introduction) -> bool:
    """Whoever may confirm the step that is proposed."""
    step = introduction.open_step
    return step is not None and introduction.state in STEP_STATES[step.kind] and confirms_step(by, step)


def confirms_plainly(by: Any, introduction: Introduction) -> bool:
    """The same, where the step is confirmed by a button."""
    return confirms(by, introduction) and _proposed(introduction) in {StepKind.MEETING, StepKind.AGREEMENT}


def confirms_confidentiality(by: Any, introduction: Introduction) -> bool:
    """The same, where the step is a confidentiality agreement."""
    return confirms(by, introduction) and _proposed(introduction) == StepKind.CONFIDENTIALITY


def confirms_project(by: Any, introduction: Introduction) -> bool:
    """The same, where the step is a joint project."""
    return confirms(by, introduction) and _proposed(introduction) == StepKind.PROJECT


def _proposed(introduction: Introduction) -> StepKind | None:
    return introduction.open_step.kind if introduction.open_step else None
