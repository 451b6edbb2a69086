"""Which household can live where, why, why not, and the best plan for all: facts in, reasons out.

Pure Python and numpy. No Django, no database, no clock of its own: whoever calls gives the facts and today's date.
"""
