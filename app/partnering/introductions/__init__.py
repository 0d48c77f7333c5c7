"""Introductions: expressions of interest in profiles, their screening, answer, staged disclosure, and what comes of them.

Start with `workflow` (the state tables), `policy` (who may what, and who knows whom) and `services.introducing`.
"""
