"""How large an event can be."""

MOST_DAYS = 5
MOST_SLOTS = 200
