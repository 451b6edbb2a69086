"""Verbs about members: invite, accept, give, end, hand over, join, put right."""
