"""Runs killed at random moments: what the dataset holds afterwards."""
