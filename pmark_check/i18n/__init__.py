"""Interface text in two languages: gettext catalogues whose msgids are dotted keys."""
