"""What a team does in its workspace, a module per part."""
