"""Message templates, deliveries and the ways they leave the house."""
