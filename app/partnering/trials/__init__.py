"""Trials (proofs of concept) of the two sides of an introduction: what is tried, what counts as success, and what became of it.

Start with `workflow` (the state table) and `services.trial`. What becomes of a trial is a step of its introduction that one side
proposes and another person of the other confirms, with a `TrialVerdict`.
"""
