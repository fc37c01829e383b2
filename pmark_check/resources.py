"""The data shipped with the program: the one way to it, from a wheel as from a checkout.

A wheel carries the repository's data folders inside the package, under `_bundled`; in a checkout
or an editable install they lie beside the package. Nothing is ever written there.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def shipped(folder: str) -> Traversable:
    """The shipped data folder of that name: `checklists` or `reports`.

    Raises:
        FileNotFoundError: No such folder was shipped; the installation is incomplete.
    """
    bundled = files("pmark_check") / "_bundled" / folder
    if bundled.is_dir():
        return bundled
    beside = Path(__file__).parents[1] / folder
    if beside.is_dir():
        return beside
    raise FileNotFoundError(beside)
