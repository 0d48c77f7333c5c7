"""Writes of introductions: one function for each thing that a person, or the clock, does."""

from app.partnering.services.introducing.answering import (
    accept_introduction,
    answer_question,
    ask_question,
    decline_introduction,
    open_request,
)
from app.partnering.services.introducing.documents import add_document, open_document, remove_document
from app.partnering.services.introducing.finding import fulfil_through, link_introduction
from app.partnering.services.introducing.talking import (
    confirm_step,
    convert_introduction,
    end_talks,
    propose_agreement,
    propose_confidentiality,
    propose_meeting_held,
    propose_project,
    reopen_talks,
    set_step_aside,
    take_confirmation,
)
from app.partnering.services.introducing.time import lapse_introduction, lapse_step, let_sleep, run_introduction_clock
from app.partnering.services.introducing.writing import (
    edit_introduction,
    forward_introduction,
    refuse_introduction,
    send_back,
    send_introduction,
    withdraw_introduction,
    write_introduction,
)

__all__ = [
    "accept_introduction", "add_document", "answer_question", "ask_question", "confirm_step", "convert_introduction", "decline_introduction",
    "edit_introduction", "end_talks", "forward_introduction", "fulfil_through", "lapse_introduction", "lapse_step", "let_sleep", "link_introduction",
    "open_document", "open_request", "propose_agreement", "propose_confidentiality", "propose_meeting_held", "propose_project", "refuse_introduction",
    "remove_document", "reopen_talks", "run_introduction_clock", "send_back", "send_introduction", "set_step_aside",
    "take_confirmation", "withdraw_introduction", "write_introduction",
]
