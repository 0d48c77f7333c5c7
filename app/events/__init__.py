"""Events: who takes part, who wants to meet whom, and the round of meetings that the organiser plans at once.

An event is a `ProgrammeEvent` in code, since `Event` is an entry of the audit chain. A participant asks another for a
meeting (`MeetingRequest`), a plan (`MeetingPlan`) proposes slots and tables for all requests, and what the organiser
confirms of it becomes meetings (`EventMeeting`). Start with `workflow` (the state tables) and `round` (what the scheduler
of `app.partnering.meetings` is given).
"""
