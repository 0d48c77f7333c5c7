"""Finding organisations: the search index and counterparts with reasons. Nothing below knows of it.

Start with `tokens` (how texts become searchable), then `queries` (the registry's search, counterparts) and `scoring`.
"""
