"""Partnering: profiles by which organisations offer or seek cooperation, their quality check and anonymity; introductions to their owners.

Start with `workflow` (the state tables), `completeness` and `anonymity` (what stands in the way of a submission) and
`services`. Modules are packages by subject, so that introductions (`introductions`) stand beside profiles.
"""
