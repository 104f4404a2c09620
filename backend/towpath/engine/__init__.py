"""The pure heart: graph, conditions, checks and ticks. No database, no web, no clock of its own."""
