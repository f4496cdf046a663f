"""The fence around docxtpl: everything that touches a Word template or a rendered document.

Only this package imports docxtpl, jinja2 and lxml.
"""
