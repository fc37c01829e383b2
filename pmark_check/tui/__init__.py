"""The terminal application. Textual lives here and only here."""
