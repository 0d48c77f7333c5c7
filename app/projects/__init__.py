"""Joint projects: registration as a task list, the consortium, frozen versions and each partner's commitment.

Start with `workflow` (the state table), `eligibility` (what is missing, always the whole list) and `services`.
"""
