"""What partnering stores."""

from app.partnering.models.exchange import IntroductionDocument
from app.partnering.models.hours import DayOff, WorkingDay, WorkingWeek
from app.partnering.models.introduction import Introduction, IntroductionStep
from app.partnering.models.meeting import Meeting, MeetingNote, MeetingParticipant, MeetingSlot, MeetingTime
from app.partnering.models.profile import Profile, ProfileSubtopic, ProfileTrack, ProfileTranslation, ProfileVersion
from app.partnering.models.readers import ProfileBookmark, ProfileViews
from app.partnering.models.review import ProfileReview, ProfileRevision
from app.partnering.models.suggestion import ProfileSuggestion
from app.partnering.models.trial import Trial, TrialVerdict

__all__ = [
    "DayOff", "Introduction", "IntroductionDocument", "IntroductionStep", "Meeting", "MeetingNote", "MeetingParticipant",
    "MeetingSlot", "MeetingTime", "Profile", "ProfileBookmark", "ProfileReview", "ProfileRevision", "ProfileSubtopic",
    "ProfileSuggestion", "ProfileTrack", "ProfileTranslation", "ProfileVersion", "ProfileViews", "Trial", "TrialVerdict",
    "WorkingDay",
    "WorkingWeek",
]
