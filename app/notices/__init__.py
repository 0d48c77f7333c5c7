"""Mail: what the outbox owes under the topic "mail" is written in the recipient's language and sent.

Start with `delivery`: it asks `recipients` who gets the mail and whether they may still see what it is about, `composing`
for the text, and `sending` to hand it to a mail server or to a file.
"""
