"""Indicator systems as data, and the scores that follow from them. Pure: no I/O, no floats."""
