"""Programmes: two parties, an authority for each, sector tracks with their taxonomy, rules, and calls for proposals.

A programme is data (`data/*.toml`); nothing in the code names a country. Start with `models` and `loading`.
"""
