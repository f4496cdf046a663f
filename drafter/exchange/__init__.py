"""Workbooks and Word files of others, to and from the tree that reading YAML gives.

Only this package imports a workbook library.
"""
