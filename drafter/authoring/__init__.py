"""What helps to make and to change templates: copies, previews, tests, palettes, first drafts."""
