"""Meetings: when sides can meet, the meetings of an introduction, who meets whom at an event, and the invitation.

Start with `slots` (the half-hours that sides have in common), which works on the `sides` of a meeting; `zones` makes a side
from a time zone. The meetings of an introduction have their states in `workflow` and their rights in `policy`; `availability`
says when both sides can meet. `scheduler` plans the meetings of an event, `invitation` writes what calendar programs read.
"""
