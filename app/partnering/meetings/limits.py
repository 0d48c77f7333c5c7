"""How much fits into a meeting."""

MOST_TIMES = 5
MOST_PEOPLE = 6
"""Of each side."""
MOST_HALF_HOURS = 8
LONGEST = 3000
"""Characters of a text."""
