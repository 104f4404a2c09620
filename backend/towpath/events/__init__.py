"""Facts that happened, append-only."""
