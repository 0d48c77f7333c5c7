"""People: sign-up, sign-in, the roles they hold in organisations, invitations.

A *membership* gives one person one role in one organisation; all rights come from memberships that have not ended.
Start with `rights` (what a role lets a policy ask) and `services` (what a person can do).
"""
