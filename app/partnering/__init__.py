"""Partnering: profiles by which organisations offer or seek cooperation, their quality check, and their anonymity;
introductions to their owners (`introductions`).

Start with `workflow` (the state tables), `completeness` and `anonymity` (what stands in the way of a submission) and
`services`. Modules are packages by subject, so that introductions stand beside profiles.
"""
