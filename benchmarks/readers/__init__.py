"""Readers of tables side by side: how exactly and how fast each reads the same files."""
