"""What a report prints: rows, terms, annexes, by a template's options. Pure."""
