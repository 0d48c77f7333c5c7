"""Economic organisations and their members, moved along by the real services."""

from collections.abc import Callable
from types import SimpleNamespace

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.organisations.affiliations import services
from app.organisations.affiliations.enums import AffiliationState, Consent, VouchState
from app.organisations.affiliations.models import Affiliation, Vouch
from app.organisations.enums import OrganisationKind
from app.organisations.models import Organisation

S, V = AffiliationState, VouchState


def build(session: Session, make: SimpleNamespace) -> dict[str, Callable[..., object]]:
    """`economic(country=…)`, `affiliation(state, economic=…, member=…, allows=…)`, `chamber(a)`, `of_member(a)`, `vouch(state, affiliation=…)`."""

    def economic(country: str = "JP", **values: object) -> Organisation:
        return make.listed(country=country, kind=OrganisationKind.ECONOMIC_ORGANISATION, **values)

    def chamber(made: Affiliation) -> Person:
        return make.speaker(made.economic)

    def of_member(made: Affiliation) -> Person:
        return make.speaker(made.member)

    def affiliation(
        state: AffiliationState = S.ACTIVE, *, economic: Organisation | None = None, member: Organisation | None = None,
        allows: tuple[Consent, ...] = (),
    ) -> Affiliation:
        economic = economic or make.economic()
        member = member or make.listed(country=economic.country)
        of_economic, of_member = make.speaker(economic), make.speaker(member)
        if state == S.REQUESTED:
            return services.request_membership(member, economic, by=of_member)
        made = services.invite_member(economic, member, by=of_economic)
        if state == S.DECLINED:
            services.decline_affiliation(made, by=of_member)
        elif state == S.WITHDRAWN:
            services.withdraw_affiliation(made, by=of_economic)
        elif state == S.LAPSED:
            services.lapse_affiliation(made)
        elif state != S.INVITED:
            services.accept_affiliation(made, by=of_member)
            if allows:
                services.set_consents(made, allows, by=of_member)
            if state == S.ENDED:
                services.end_affiliation(made, comment="We have left the chamber.", by=of_member)
        return made

    def vouch(state: VouchState = V.IN_FORCE, *, affiliation: Affiliation | None = None) -> Vouch:
        affiliation = affiliation or make.affiliation()
        made = services.give_vouch(
            affiliation, known_since=2009, known_as="exhibitor at our fair", statement="It has shown at our fair each year and paid its dues.",
            language="en", by=chamber(affiliation),
        )
        if state == V.WITHDRAWN:
            services.withdraw_vouch(made, comment="It has not paid its dues.", by=chamber(affiliation))
        elif state == V.EXPIRED:
            services.expire_vouch(made)
        elif state == V.ENDED:
            services.end_affiliation(affiliation, comment="It has left us.", by=chamber(affiliation))
        return made

    return {"economic": economic, "affiliation": affiliation, "chamber": chamber, "of_member": of_member, "vouch": vouch}
