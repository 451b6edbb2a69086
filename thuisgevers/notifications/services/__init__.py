"""Queueing, sending, bundling and choosing mail."""
