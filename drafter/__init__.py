"""Drafts the annual reports of a Chinese government department from one YAML file."""

__version__ = "0.1.0"
