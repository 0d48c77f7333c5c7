"""Stored files, their facts, and who opened them.

A domain links a document to what it belongs to by a table of its own, decides by its own policy who may open it, and hands that
policy to `services.open_document`. Start with `services`; what a file may be stands in `content`, where it lies in `storage`.
"""
