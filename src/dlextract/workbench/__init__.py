"""Tools for people who write patterns: check, explain, compare, suggest, start."""
