"""What asks attention, in one list with the most urgent first."""

from .kinds import MOST_OF_A_KIND
from .reading import LISTS, PUT_OFF, Radar, Signal, radar_counts, radar_of, subject_of

__all__ = ["LISTS", "MOST_OF_A_KIND", "PUT_OFF", "Radar", "Signal", "radar_counts", "radar_of", "subject_of"]
