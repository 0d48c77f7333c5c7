"""Forms of trials."""

from typing import Any

from app.core.forms import Form, RadioField, Required, SelectField, VersionedForm, line, paragraphs
from app.core.i18n import _, _l, text
from app.core.once import Once
from app.core.templating import label
from app.partnering.forms.sections import WRITTEN_IN, Day
from app.partnering.trials.enums import StopReason, TrialOutcome
from app.programmes.models import Programme

LONGEST = 3000
MET, NOT_MET = "met", "not_met"


class MaybeDay(Day):
    """A day that may be left empty."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day, if there is one."""
        if valuelist and valuelist[0].strip():
            super().process_formdata(valuelist)


class TrialForm(Once, Form):
    """What one side proposes to try."""

    subject = line(_l("What is tried?"), maximum=200, validators=[Required(_l("Say what is tried."))])
    language = SelectField(_l("Language of your texts"), choices=WRITTEN_IN)
    scope = paragraphs(
        _l("Scope"), maximum=LONGEST, validators=[Required(_l("Say what belongs to the trial, and what does not."))],
    )
    success_test = paragraphs(
        _l("Success test"), maximum=LONGEST,
        validators=[Required(_l("Say by what both of you will see that it worked: something that can be measured."))],
    )
    track = SelectField(_l("Sector track"))
    subtopic = SelectField(_l("Subtopic"))
    starts_on = Day(_l("First day"), validators=[Required(_l("Enter the first day."))])
    ends_on = Day(_l("Last day"), validators=[Required(_l("Enter the last day."))])
    decide_by = Day(_l("Decision due by"), validators=[Required(_l("Enter the day by which you decide."))])

    def offer(self, programme: Programme) -> None:
        """Tracks and subtopics of the programme."""
        tracks = [track for track in programme.tracks if track.retired_at is None]
        self.found_tracks = {track.code: track for track in tracks}
        self.found_subtopics = {topic.code: topic for track in tracks for topic in track.subtopics if topic.retired_at is None}
        self.track.choices = [("", _("None")), *((code, text(track.names)) for code, track in self.found_tracks.items())]
        self.subtopic.choices = [("", _("None")), *(
            (code, f"{text(topic.track.names)}: {text(topic.names)}") for code, topic in self.found_subtopics.items()
        )]

    def details(self) -> dict[str, Any]:
        """What was typed."""
        names = ("subject", "language", "scope", "success_test", "starts_on", "ends_on", "decide_by")
        return {
            **{name: self[name].data for name in names}, "track": self.found_tracks.get(self.track.data),
            "subtopic": self.found_subtopics.get(self.subtopic.data),
        }


class VerdictForm(Once, VersionedForm):
    """What one side proposes to decide about a trial."""

    outcome = RadioField(_l("What shall become of it?"), validators=[Required(_l("Choose what shall become of it."))])
    met = RadioField(_l("Was the success test met?"), validators=[Required(_l("Say whether the success test was met."))])
    results = paragraphs(_l("Results"), maximum=LONGEST, validators=[Required(_l("Say what came of the trial."))])
    reason = SelectField(_l("Why is it not gone on with?"))
    explanation = paragraphs(_l("Explanation"), maximum=LONGEST)
    ends_on = MaybeDay(_l("New last day"))
    decide_by = MaybeDay(_l("New day by which you decide"))

    def offer(self) -> None:
        """Outcomes and reasons."""
        self.outcome.choices = [(str(one), label(one)) for one in TrialOutcome]
        self.met.choices = [(MET, _("Yes")), (NOT_MET, _("No"))]
        self.reason.choices = [("", _("None")), *((str(one), label(one)) for one in StopReason)]

    def verdict(self) -> dict[str, Any]:
        """What was typed."""
        outcome, reason = self.outcome.data, self.reason.data
        return {
            "outcome": TrialOutcome(outcome) if outcome in set(TrialOutcome) else None, "met": self.met.data == MET,
            "results": self.results.data or "", "reason": StopReason(reason) if reason in set(StopReason) else None,
            "explanation": self.explanation.data, "ends_on": self.ends_on.data, "decide_by": self.decide_by.data,
        }
