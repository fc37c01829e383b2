"""What the product knows: checklists, answers, scores. No files, no clock, no language, no screen."""
