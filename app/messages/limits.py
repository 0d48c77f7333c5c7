"""How much a message holds."""

LONGEST = 3000
MOST_FILES = 3
