"""Starter inputs: what a template asks for, written as YAML with blanks to fill."""
