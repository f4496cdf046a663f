"""Numbers and changes as Chinese text, by a template's style. Pure."""
