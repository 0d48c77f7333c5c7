"""What happened to a project, in full sentences: one function for every page that tells it.

`SENTENCES` has a sentence for each kind of event that a person brings about; packages above add those of their own. An
event without one is told by its wording in the catalogue, which for what time or the system does is a sentence already.
"""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

from app.core.events import CATALOGUE, Event
from app.core.i18n import LazyText, _l
from app.core.templating import isolated, label
from app.projects.enums import Section

SENTENCES: dict[str, LazyText] = {
    "project.create": _l("%(name)s registered the project."),
    "project.edit": _l("%(name)s changed: %(sections)s."),
    "project.invite_partner": _l("%(name)s invited a partner."),
    "project.lock": _l("%(name)s locked the project and asked the partners to commit."),
    "project.commit": _l("%(name)s committed to the version."),
    "project.object": _l("%(name)s objected to the version."),
    "project.confirm_eligible": _l("%(name)s found the project complete and eligible."),
    "project.reject_ineligible": _l("%(name)s confirmed that the project is not eligible."),
    "project.ask_information": _l("%(name)s asked for information."),
    "project.prepare_answer": _l("%(name)s wrote the answer and asked the partners to commit to the changed version."),
    "project.recommit": _l("%(name)s committed to the changed version."),
    "project.answer_information": _l("%(name)s answered the request for information."),
    "project.close_reviews": _l("%(name)s closed the reviews."),
    "project.revise": _l("%(name)s locked the revised version."),
    "project.withdraw": _l("%(name)s withdrew the project."),
    "project.withdraw_partner": _l("%(name)s took the organisation out of the consortium; the project is a draft again."),
    "partner.accept": _l("%(name)s accepted the invitation."),
    "partner.decline": _l("%(name)s declined the invitation."),
    "partner.remove": _l("%(name)s removed a partner from the consortium."),
}
TOLD_ELSEWHERE = frozenset({"partner.invite", "partner.lead", "partner.leave"})
"""Events that another one of the same moment tells as well."""
EDIT = "project.edit"


def tell(events: Iterable[tuple[Event, str | None]]) -> list[dict[str, Any]]:
    """The entries of a timeline, the newest first; edits of one person that follow each other on a day are one entry."""
    entries: list[dict[str, Any]] = []
    run: list[Event] = []
    for event, name in events:
        if event.kind in TOLD_ELSEWHERE:
            continue
        if event.kind == EDIT and run and _continues(run[0], event):
            run.append(event)
            entries[-1]["text"] = _sentence(event, name, run)
            continue
        run = [event] if event.kind == EDIT else []
        entries.append({"time": event.at, "text": _sentence(event, name, run), "detail": event.data.get("comment") or ""})
    return entries


def _continues(first: Event, event: Event) -> bool:
    return first.actor_id == event.actor_id and first.at.date() == event.at.date()


def _sentence(event: Event, name: str | None, run: list[Event]) -> Markup:
    sentence = SENTENCES.get(event.kind)
    if sentence is None or not name:
        return escape(str(CATALOGUE[event.kind].wording))
    edited = {each.data.get("section") for each in run}
    sections = ", ".join(label(section) for section in Section if str(section) in edited)
    return escape(str(sentence)) % {"name": isolated(name), "sections": sections}
