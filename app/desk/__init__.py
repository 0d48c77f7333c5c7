"""What reads across domains: the home page, each person's work, the main navigation.

Start with `work` (what waits for whom) and `views`.
"""
