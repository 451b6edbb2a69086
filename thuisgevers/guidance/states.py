"""What may follow what, as data."""
