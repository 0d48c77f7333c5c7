"""The registry: organisations of four kinds, their official numbers and names, duplicates, verification, import.

Start with `workflow` (onboarding), `services` (what a person does to an organisation) and `queries.visible_to`.
"""
