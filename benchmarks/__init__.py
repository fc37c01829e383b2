"""Speed as ratios: each measured against a floor in one alternating run, so that a slow or busy machine cancels out."""
