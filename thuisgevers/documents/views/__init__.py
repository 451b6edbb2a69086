"""Pages and parts about documents."""
