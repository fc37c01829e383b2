"""A client as files that other tools read: one module a format, all over the same ``view.dossier``."""
