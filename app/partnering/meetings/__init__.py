"""Meetings: when sides can meet, who meets whom at an event, and the invitation.

Start with `slots` (the half-hours that sides have in common), which works on the `sides` of a meeting; `zones` makes a side
from a time zone. `scheduler` plans the meetings of an event, `invitation` writes what calendar programs read.
"""
