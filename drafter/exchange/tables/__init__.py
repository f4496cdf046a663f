"""Statements in workbooks: found by title and headings, read row by row, and written.

Where a table stands, which columns it has left out and what its sheet is called does not matter;
what is not understood is told with sheet and cell.
"""
