"""Input cleaning, per journey."""
