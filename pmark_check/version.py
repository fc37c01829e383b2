"""The version, for the command line: asking the installation takes 75 ms, more than all the rest of ``--version``.

A test holds it against ``pyproject.toml``.
"""

VERSION = "0.1.0"
