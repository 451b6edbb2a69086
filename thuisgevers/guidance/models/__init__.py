"""Step plans, sessions and who comes to them."""
