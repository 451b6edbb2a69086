"""What asks attention, in one list with the most urgent first."""

from .reading import LISTS, MOST_OF_A_KIND, Radar, Signal, radar_counts, radar_of, subject_of

__all__ = ["LISTS", "MOST_OF_A_KIND", "Radar", "Signal", "radar_counts", "radar_of", "subject_of"]
