"""Accounts: users, roles, sessions, API keys, the workspace."""
