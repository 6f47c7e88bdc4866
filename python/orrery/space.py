"""What a parameter of a study may be, as JSON Schema states it."""

from typing import Any, Dict, Mapping, Optional, Sequence, Union

Value = Union[str, float, int, bool, None]
Field = Dict[str, Any]
Space = Mapping[str, Field]


def real(low: float, high: float, *, log: bool = False, step: Optional[float] = None) -> Field:
    """A number from `low` to `high`, on a log scale or in steps."""
    return _number("number", low, high, log, step)


def integer(low: int, high: int, *, log: bool = False, step: Optional[int] = None) -> Field:
    """A whole number from `low` to `high`, on a log scale or in steps."""
    return _number("integer", low, high, log, step)


def choice(values: Sequence[Value]) -> Field:
    """One of these values."""
    return {"enum": list(values)}


def _number(kind: str, low: float, high: float, log: bool, step: Optional[float]) -> Field:
    field: Field = {"type": kind, "minimum": low, "maximum": high}
    if log:
        field["x-log"] = True
    if step is not None:
        field["x-step"] = step
    return field
