"""Names that a tracking server takes."""

import re

_LONGEST = 250


def metric_name(name: object) -> str:
    """A metric's name with ``_`` for what MLflow refuses, ``:`` among it; the TypeScript SDK makes the same."""
    plain = re.sub(r"[^\w\-. /]", "_", str(name).strip())
    plain = re.sub(r"/+", "/", plain).strip("/")
    return re.sub(r"(^|/)\.\.?(?=/|$)", r"\1_", plain)[:_LONGEST] or "_"
