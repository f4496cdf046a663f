"""What people did to a rendered document: read anew, aligned with a fresh one, told in words.

Reading (`reading`, `looks`) is the only part that touches Word files; all the rest is plain data.
"""
