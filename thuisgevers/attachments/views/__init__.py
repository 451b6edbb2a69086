"""Pages and parts about files."""
