"""How much fits into a meeting."""

MOST_TIMES = 5
MOST_PEOPLE = 6
"""Of each side."""
MOST_HALF_HOURS = 8
MOST_DAYS_OFF = 60
LONGEST_DAYS_OFF = 366
"""Days between the first and the last of one entry."""
LONGEST = 3000
"""Characters of a text."""
