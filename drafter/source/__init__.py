"""Reading: a YAML file becomes a tree whose scalars stay the text that the user typed.

`read_source` never raises because of what is in a file: what is wrong with it is a finding with a
place. Only this package imports a YAML library.
"""

from drafter.source.reader import ReadResult, read_source, read_text
from drafter.source.tree import Entry, Mapping, Mark, Node, Scalar, Sequence, SourceTree

__all__ = [
    "Entry",
    "Mapping",
    "Mark",
    "Node",
    "ReadResult",
    "Scalar",
    "Sequence",
    "SourceTree",
    "read_source",
    "read_text",
]
