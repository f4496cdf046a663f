"""The form (填报表): a workbook in which several people fill what no statement holds.

`layout` says which sheets, rows and columns it has, `prefilled` puts in what an input holds,
`write_form` makes the workbook, `read_form` takes back what people filled in.
"""
