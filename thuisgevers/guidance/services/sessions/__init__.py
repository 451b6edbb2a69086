"""Inspiration sessions: planned, registered for, told about, held, forgotten."""
