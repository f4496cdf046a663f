"""Statements (附表) as data: what columns and rows a table has, and which figures stand in them.

One definition serves four uses: the table in the Word report, the check of the columns that were
drawn there, the sheet of an exported workbook, and reading such a table back in.
"""
