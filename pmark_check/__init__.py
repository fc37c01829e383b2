"""pmark-check: walk an organisation through control checklists and report the gaps.

Nothing is imported here: importing any submodule runs this file.
"""
