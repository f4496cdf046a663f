"""Copies of a report for those who work on it: with comments that explain it, marked as draft."""
