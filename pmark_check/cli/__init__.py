"""The command line. Importing it loads neither Textual nor Jinja2 nor pydantic: commands import what they need."""

from pmark_check.cli.program import main

__all__ = ["main"]
