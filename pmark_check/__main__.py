"""`python -m pmark_check` is the command `pmark-check`."""

from pmark_check.cli import main

if __name__ == "__main__":
    main()
