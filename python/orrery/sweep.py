"""Ask and tell: a study of an Orrery server, from any number of programs at once."""

import math
import os
import time
import urllib.parse
from types import TracebackType
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Type, Union

from .space import Space, Value
from .wire import Refused, Unreachable, Wire

_TIMEOUT_SECONDS = 30.0
_PATIENCE_SECONDS = 60.0
_STUDIES = "/api/sweeps/studies"

Values = Union[float, Sequence[float]]
Sampler = Union[str, Mapping[str, Any]]


class Pruned(Exception):
    """Raised to end a trial that is not worth going on with."""


class Study:
    """A study, made where there is none of its name; every program that opens it works on the same.

        study = orrery.Study("mlp", space={"lr": orrery.real(1e-4, 0.1, log=True)})
        for trial in study.ask_for(20):
            with trial:
                for epoch in range(10):
                    loss = train(trial.params["lr"])
                    trial.report(epoch, loss)
                trial.tell(loss)

    Args:
        name: of the study.
        direction: ``"minimize"``, ``"maximize"``, or one of them for each objective.
        space: the parameters, where `ask` does not bring them.
        sampler: a name, or ``{"name": ..., "options": {...}}``; the study keeps the one that it was made with.
        pruner: as the sampler.
        seed: to get the same trials again.
        user_attrs: attributes of the study.
        uri: the server; ``ORRERY_URI``, else ``MLFLOW_TRACKING_URI``, else the sweeps door of this machine.

    Raises:
        Refused: where the study cannot be, or goes in another direction.
        Unreachable: where the server does not answer for a minute.
    """

    def __init__(
        self,
        name: str,
        direction: Union[str, Sequence[str], None] = None,
        *,
        space: Optional[Space] = None,
        sampler: Optional[Sampler] = None,
        pruner: Optional[Sampler] = None,
        seed: Optional[int] = None,
        user_attrs: Optional[Mapping[str, Any]] = None,
        uri: Optional[str] = None,
    ) -> None:
        self._wire = Wire(uri or _server(), _TIMEOUT_SECONDS)
        wanted: Dict[str, Any] = {
            "name": name,
            "directions": [direction] if isinstance(direction, str) else direction and list(direction),
            "space": space,
            "sampler": sampler,
            "pruner": pruner,
            "seed": seed,
            "user_attrs": user_attrs,
        }
        body = {key: value for key, value in wanted.items() if value is not None}
        answer = self._send("POST", _STUDIES, {**body, "load_if_exists": True})
        self.name = name
        self.id: int = answer["study"]["study_id"]
        self.directions: List[str] = answer["study"]["directions"]
        self._path = "%s/%d" % (_STUDIES, self.id)

    def ask(self, space: Optional[Space] = None) -> Optional["Trial"]:
        """Begins a trial: an enqueued one if there is one, else one that the sampler fills.

        Args:
            space: the parameters of this trial, in place of the study's.

        Returns:
            None where there is nothing left to do: the study was stopped, or every combination is tried.
        """
        answer = self._send("POST", self._path + "/ask", {} if space is None else {"space": space})
        trial = answer["trial"]
        return None if trial is None else Trial(self, trial["number"], trial["params"])

    def ask_for(self, count: Optional[int] = None, space: Optional[Space] = None) -> Iterator["Trial"]:
        """Trials one after the other, `count` at most, until there is nothing left to do."""
        done = 0
        while count is None or done < count:
            trial = self.ask(space)
            if trial is None:
                return
            yield trial
            done += 1

    def tell(self, trial: Union["Trial", int], values: Optional[Values] = None, state: Optional[str] = None) -> None:
        """Ends a trial.

        Args:
            trial: the trial, or its number.
            values: of the objective, or one for each; NaN is a failure.
            state: ``"PRUNED"`` or ``"FAIL"`` where there are no values.
        """
        number = trial if isinstance(trial, int) else trial.number
        self._tell(number, values, state, {})

    def enqueue(self, params: Mapping[str, Value], user_attrs: Optional[Mapping[str, Any]] = None) -> int:
        """Has a trial run with these params before others; returns its number."""
        body = {"params": dict(params), "user_attrs": dict(user_attrs or {})}
        return int(self._send("POST", self._path + "/enqueue", body)["trial"]["number"])

    def stop(self, reason: str = "stopped by a program") -> None:
        """Begins no more trials, here and elsewhere; those that run end as they will."""
        self._send("POST", self._path + "/stop", {"reason": reason})

    def trials(self, *states: str) -> List[Dict[str, Any]]:
        """All trials, or those of these states, as the server describes them."""
        query = urllib.parse.urlencode([("state", state) for state in states])
        found: List[Dict[str, Any]] = self._send("GET", "%s/trials?%s" % (self._path, query))["trials"]
        return found

    @property
    def best_trials(self) -> List[Dict[str, Any]]:
        """The best trial, or with several objectives those that no other dominates."""
        found: List[Dict[str, Any]] = self._send("GET", self._path + "/best")["trials"]
        return found

    def _tell(
        self, number: int, values: Optional[Values], state: Optional[str], extra: Mapping[str, Mapping[str, Any]]
    ) -> None:
        body: Dict[str, Any] = {key: dict(value) for key, value in extra.items() if value}
        given = [values] if isinstance(values, (int, float)) else values and [float(value) for value in values]
        if given and any(math.isnan(value) for value in given):
            state, given = "FAIL", None
        if given is not None:
            body["values"] = [_double(value) for value in given]
        if state is not None:
            body["state"] = state
        self._send("POST", "%s/trials/%d/tell" % (self._path, number), body)

    def _send(self, method: str, path: str, body: Optional[Dict[str, Any]] = None) -> Any:
        """Sends a request; while no server listens it tries again, for a minute: nothing was taken then."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        pause = 0.2
        while True:
            try:
                return self._wire.send(method, path, body)
            except Unreachable as error:
                cause = getattr(error.__cause__, "reason", None)
                if not isinstance(cause, ConnectionRefusedError) or time.monotonic() + pause > deadline:
                    raise
            time.sleep(pause)
            pause = min(pause * 2, 5.0)


class Trial:
    """A trial that runs. As a context it ends when the block does: an error makes it FAIL, `Pruned` PRUNED."""

    def __init__(self, study: Study, number: int, params: Dict[str, Any]) -> None:
        self.study = study
        self.number = number
        self.params = params
        self._told = False
        self._should_prune = False
        self._path = "%s/trials/%d" % (study._path, number)

    def suggest(self, space: Space) -> Dict[str, Any]:
        """More parameters, which may depend on those that the trial has; returns all of `params`."""
        self.params = self.study._send("POST", self._path + "/suggest", {"space": space})["params"]
        return self.params

    def report(self, step: int, value: float) -> bool:
        """Records an intermediate value of the objective; says whether the trial is worth ending."""
        body = {"step": step, "value": _double(value)}
        self._should_prune = bool(self.study._send("POST", self._path + "/report", body)["should_prune"])
        return self._should_prune

    def should_prune(self) -> bool:
        """What the last report was answered."""
        return self._should_prune

    def set_user_attr(self, name: str, value: Any) -> None:
        """Notes something beside the trial."""
        self.study._send("PATCH", self._path, {"user_attrs": {name: value}})

    def tell(
        self,
        values: Optional[Values] = None,
        state: Optional[str] = None,
        *,
        constraints: Optional[Mapping[str, float]] = None,
        user_attrs: Optional[Mapping[str, Any]] = None,
    ) -> None:
        """Ends the trial; see `Study.tell`.

        Args:
            values: of the objective, or one for each.
            state: ``"PRUNED"`` or ``"FAIL"`` where there are no values.
            constraints: by name; one above 0 is broken.
            user_attrs: noted beside the trial.
        """
        extra = {"constraints": constraints or {}, "user_attrs": user_attrs or {}}
        self.study._tell(self.number, values, state, extra)
        self._told = True

    def __enter__(self) -> "Trial":
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> bool:
        if self._told:
            return False
        if isinstance(error, Pruned):
            self.tell(state="PRUNED")
            return True
        reason = "the block ended without a value" if error is None else repr(error)
        try:
            self.tell(state="FAIL", user_attrs={"orrery.reason": reason})
        except (Refused, Unreachable):
            if error is None:
                raise
        return False


def _server() -> str:
    for name in ("ORRERY_URI", "MLFLOW_TRACKING_URI"):
        uri = os.environ.get(name, "")
        if uri.startswith(("http://", "https://")):
            return uri
    return "http://localhost:%s" % os.environ.get("OPTUNA_PORT", "28080")


def _double(value: float) -> Union[float, str]:
    """JSON has no NaN and no infinities."""
    if math.isfinite(value):
        return float(value)
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
