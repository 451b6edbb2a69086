"""Which buddy can go with which household, why, why not, and the best plan for all: facts in, reasons out.

Pure Python and numpy. No Django, no database, no clock of its own. The solver and its proof are those of `housing.matching`.
"""
