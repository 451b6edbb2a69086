"""Verbs. Each takes `access` first where a person or link acts."""
