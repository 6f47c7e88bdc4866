"""Warnings that cannot end the training."""

import sys
import warnings


def warn(message: str) -> None:
    """Warns, and prints where warnings are errors: a program under ``-W error`` goes on as well."""
    try:
        warnings.warn("orrery: " + message, RuntimeWarning, stacklevel=3)
    except RuntimeWarning:
        print("orrery: " + message, file=sys.stderr)
