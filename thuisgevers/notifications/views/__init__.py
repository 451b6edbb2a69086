"""Pages about mail: the own choice, and what did not arrive."""
