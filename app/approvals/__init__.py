"""Both countries' approval: eligibility, reviews with conflicts of interest, national decisions, the joint result.

Start with `joint_result` (the derived table) and `workflow` (one decision per country and version).
"""
