"""What is shown: plain, rounded, translated data for every screen, report and file.

The only place that formats a number.
"""
