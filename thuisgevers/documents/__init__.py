"""Documents (floor 7): national template texts, and the PDFs that a worker makes of them."""
