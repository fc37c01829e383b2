"""Files: checklists in, client files in and out. No screens, no templates, no sentences."""
