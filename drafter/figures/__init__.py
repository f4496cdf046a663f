"""Figures with provenance: the model lifted to nodes, and all that follows from it. No I/O."""
