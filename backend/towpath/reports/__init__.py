"""What happened, told: read-only views over everything."""
