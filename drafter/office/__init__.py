"""LibreOffice, where the machine has one: makes PDF files and tells on which page things stand."""
