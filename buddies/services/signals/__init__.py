"""The safeguarding lane: raising, receiving, passing on, warning and closing. See docs/safeguarding.md."""
