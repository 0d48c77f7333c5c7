"""The grammar of the application; knows no domain.

Start with `access` (who may call a view), `workflow` (what may happen to a thing), `transaction` (when it is stored),
`events` (the audit chain) and `outbox` (what is owed after a commit).
"""
