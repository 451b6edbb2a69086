"""Homes in the demo: buildings that were looked at and opened, and two years of people who lived in them."""
