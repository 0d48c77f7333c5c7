"""Finding organisations: the search index and counterparts with reasons. Nothing below knows of it.

Start with `tokens` (how texts become searchable), `queries` (search) and `counterparts`.
"""
