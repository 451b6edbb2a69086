"""Pages about members, teams, invitations and joining."""
