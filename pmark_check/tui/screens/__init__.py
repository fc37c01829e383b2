"""One module per screen. A screen shows a view and calls a session; it holds no rule of its own."""
