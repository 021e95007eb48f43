"""Measures mentions and whole papers against gold."""
