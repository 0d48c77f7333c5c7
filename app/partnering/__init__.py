"""Partnering: profiles, introductions and meetings."""
