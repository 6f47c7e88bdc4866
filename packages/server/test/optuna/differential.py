"""Sends the same calls to Optuna's own servicer and to the server on $STORAGE_PORT, and prints where they differ.

A call is (method, fields). Ids are those that the calls before made, the same on both sides; moments are compared by
whether they are there, but for those that a template gave.
"""

import json
import os
import sys
import tempfile

import grpc
import optuna
from optuna.storages import get_storage
from optuna.storages._grpc.auto_generated import api_pb2 as pb
from optuna.storages._grpc.auto_generated import api_pb2_grpc
from optuna.storages._grpc.server import make_server

optuna.logging.set_verbosity(optuna.logging.ERROR)

FLOAT = '{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0, "high": 1.0, "log": false}}'
WIDE = '{"name": "FloatDistribution", "attributes": {"step": null, "low": -5.0, "high": 9.0, "log": false}}'
LOG = '{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.1, "high": 1.0, "log": true}}'
INT = '{"name": "IntDistribution", "attributes": {"log": false, "step": 1, "low": 1, "high": 9}}'
KINDS = '{"name": "CategoricalDistribution", "attributes": {"choices": ["a", null, 1.5, 2, true]}}'
FEWER = '{"name": "CategoricalDistribution", "attributes": {"choices": ["a", null]}}'
RUNNING, COMPLETE, PRUNED, FAIL, WAITING = range(5)
START, END = "2024-02-29 12:00:00.123456", "2024-02-29 12:00:01.000001"

TEMPLATE = pb.Trial(
    state=COMPLETE, values=[0.5], datetime_start=START, datetime_complete=END, params={"x": 0.25, "kind": 2.0},
    distributions={"x": FLOAT, "kind": KINDS}, user_attributes={"note": '"ü"', "deep": '{"a": [1.0, NaN]}'},
    system_attributes={"grid": "[1, 2]"}, intermediate_values={0: 1.0, 7: float("inf"), 3: float("nan")},
)
INFINITE = pb.Trial(state=COMPLETE, values=[float("-inf")], datetime_start=START, datetime_complete=END)
TWO = pb.Trial(state=COMPLETE, values=[1.0, float("inf")], datetime_start=START, datetime_complete=END)
ENQUEUED = pb.Trial(state=WAITING, system_attributes={"fixed_params": '{"x": 0.5}'})
FAILED = pb.Trial(state=FAIL, datetime_start=START, datetime_complete=END)
UNKNOWN = 999_999

# Trials of study 1: 1 and 2 running, 3 complete from a template, 4 infinite, 5 waiting, 6 failed; of study 2: 7, 8.
CALLS = [
    ("CreateNewStudy", dict(study_name="one", directions=[0])),
    ("CreateNewStudy", dict(study_name="two", directions=[1, 0])),
    ("CreateNewStudy", dict(study_name="one", directions=[0])),
    ("CreateNewStudy", dict(study_name="", directions=[1])),
    ("GetStudyIdFromName", dict(study_name="two")),
    ("GetStudyIdFromName", dict(study_name="nobody")),
    ("GetStudyNameFromId", dict(study_id=1)),
    ("GetStudyNameFromId", dict(study_id=3)),
    ("GetStudyNameFromId", dict(study_id=UNKNOWN)),
    ("GetStudyDirections", dict(study_id=2)),
    ("GetStudyDirections", dict(study_id=UNKNOWN)),
    ("SetStudyUserAttribute", dict(study_id=1, key="k", value='{"deep": [1, 1.0, NaN, Infinity], "é": "\\u00e9"}')),
    ("SetStudyUserAttribute", dict(study_id=1, key="k", value="1.0")),
    ("SetStudyUserAttribute", dict(study_id=1, key="l", value='{"b": 1, "a": "\\u00e9"}')),
    ("SetStudyUserAttribute", dict(study_id=UNKNOWN, key="k", value="1")),
    ("SetStudySystemAttribute", dict(study_id=1, key="k", value="[]")),
    ("SetStudySystemAttribute", dict(study_id=UNKNOWN, key="k", value="1")),
    ("GetStudyUserAttributes", dict(study_id=1)),
    ("GetStudyUserAttributes", dict(study_id=2)),
    ("GetStudyUserAttributes", dict(study_id=UNKNOWN)),
    ("GetStudySystemAttributes", dict(study_id=1)),
    ("GetStudySystemAttributes", dict(study_id=UNKNOWN)),
    ("GetAllStudies", {}),
    ("CreateNewTrial", dict(study_id=1, template_trial_is_none=True)),
    ("CreateNewTrial", dict(study_id=1, template_trial_is_none=True)),
    ("CreateNewTrial", dict(study_id=UNKNOWN, template_trial_is_none=True)),
    ("CreateNewTrial", dict(study_id=UNKNOWN, template_trial=TEMPLATE)),
    ("CreateNewTrial", dict(study_id=1, template_trial=TEMPLATE)),
    ("CreateNewTrial", dict(study_id=1, template_trial=INFINITE)),
    ("CreateNewTrial", dict(study_id=1, template_trial=ENQUEUED)),
    ("CreateNewTrial", dict(study_id=1, template_trial=FAILED)),
    ("CreateNewTrial", dict(study_id=2, template_trial=TWO)),
    ("CreateNewTrial", dict(study_id=2, template_trial_is_none=True)),
    ("GetTrial", dict(trial_id=3)),
    ("GetTrial", dict(trial_id=5)),
    ("GetTrial", dict(trial_id=7)),
    ("GetTrial", dict(trial_id=UNKNOWN)),
    ("GetTrialIdFromStudyIdTrialNumber", dict(study_id=2, trial_number=1)),
    ("GetTrialIdFromStudyIdTrialNumber", dict(study_id=2, trial_number=2)),
    ("GetTrialIdFromStudyIdTrialNumber", dict(study_id=UNKNOWN, trial_number=0)),
    ("SetTrialParameter", dict(trial_id=1, param_name="y", param_value_internal=0.5, distribution=FLOAT)),
    ("SetTrialParameter", dict(trial_id=1, param_name="n", param_value_internal=3, distribution=INT)),
    ("SetTrialParameter", dict(trial_id=2, param_name="y", param_value_internal=-4.5, distribution=WIDE)),
    ("SetTrialParameter", dict(trial_id=1, param_name="x", param_value_internal=0.5, distribution=LOG)),
    ("SetTrialParameter", dict(trial_id=1, param_name="x", param_value_internal=1, distribution=INT)),
    ("SetTrialParameter", dict(trial_id=1, param_name="kind", param_value_internal=1, distribution=FEWER)),
    ("SetTrialParameter", dict(trial_id=1, param_name="kind", param_value_internal=4, distribution=KINDS)),
    ("SetTrialParameter", dict(trial_id=7, param_name="kind", param_value_internal=1, distribution=FEWER)),
    ("SetTrialParameter", dict(trial_id=3, param_name="z", param_value_internal=1, distribution=FLOAT)),
    ("SetTrialParameter", dict(trial_id=UNKNOWN, param_name="z", param_value_internal=1, distribution=FLOAT)),
    ("SetTrialIntermediateValue", dict(trial_id=1, step=5, intermediate_value=0.5)),
    ("SetTrialIntermediateValue", dict(trial_id=1, step=5, intermediate_value=0.75)),
    ("SetTrialIntermediateValue", dict(trial_id=1, step=2, intermediate_value=float("nan"))),
    ("SetTrialIntermediateValue", dict(trial_id=1, step=-1, intermediate_value=float("-inf"))),
    ("SetTrialIntermediateValue", dict(trial_id=3, step=1, intermediate_value=1)),
    ("SetTrialIntermediateValue", dict(trial_id=UNKNOWN, step=1, intermediate_value=1)),
    ("SetTrialUserAttribute", dict(trial_id=1, key="k", value="1.0")),
    ("SetTrialUserAttribute", dict(trial_id=1, key="k", value='{"b": 1e3, "a": [true, null]}')),
    ("SetTrialUserAttribute", dict(trial_id=3, key="k", value="1")),
    ("SetTrialUserAttribute", dict(trial_id=UNKNOWN, key="k", value="1")),
    ("SetTrialSystemAttribute", dict(trial_id=1, key="k", value='"s"')),
    ("SetTrialSystemAttribute", dict(trial_id=3, key="k", value="1")),
    ("SetTrialSystemAttribute", dict(trial_id=UNKNOWN, key="k", value="1")),
    ("GetTrial", dict(trial_id=1)),
    ("GetTrials", dict(study_id=1, trial_id_greater_than=-1)),
    ("GetTrials", dict(study_id=1, trial_id_greater_than=4, included_trial_ids=[1, 2, 7, UNKNOWN])),
    ("GetTrials", dict(study_id=3, trial_id_greater_than=-1)),
    ("GetTrials", dict(study_id=UNKNOWN, trial_id_greater_than=-1)),
    ("SetTrialStateValues", dict(trial_id=5, state=RUNNING)),
    ("SetTrialStateValues", dict(trial_id=5, state=RUNNING)),
    ("SetTrialStateValues", dict(trial_id=5, state=WAITING)),
    ("GetTrial", dict(trial_id=5)),
    ("SetTrialStateValues", dict(trial_id=1, state=COMPLETE, values=[0.5])),
    ("SetTrialStateValues", dict(trial_id=1, state=COMPLETE, values=[0.5])),
    ("SetTrialStateValues", dict(trial_id=1, state=RUNNING)),
    ("SetTrialStateValues", dict(trial_id=2, state=PRUNED, values=[float("inf")])),
    ("SetTrialStateValues", dict(trial_id=8, state=COMPLETE, values=[1.0, 2.0])),
    ("SetTrialStateValues", dict(trial_id=UNKNOWN, state=FAIL)),
    ("GetTrials", dict(study_id=1, trial_id_greater_than=-1)),
    ("GetTrials", dict(study_id=2, trial_id_greater_than=-1)),
    ("DeleteStudy", dict(study_id=UNKNOWN)),
    ("DeleteStudy", dict(study_id=2)),
    ("DeleteStudy", dict(study_id=2)),
    ("GetTrials", dict(study_id=2, trial_id_greater_than=-1)),
    ("GetTrial", dict(trial_id=8)),
    ("GetAllStudies", {}),
]


def plain(value):
    """A reply as JSON, maps in order of key, JSON of attributes read, moments that nobody gave as `now`."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, (int, str, bool)):
        return value
    if hasattr(value, "DESCRIPTOR"):
        fields = {f.name: getattr(value, f.name) for f in value.DESCRIPTOR.fields}
        return {name: moment(name, plain(field)) for name, field in fields.items()}
    if hasattr(value, "items"):
        return {str(k): attribute(plain(value[k])) for k in sorted(value)}
    return [plain(item) for item in value]


def attribute(value):
    try:
        return repr(json.loads(value)) if isinstance(value, str) else value
    except ValueError:
        return value


def moment(name, value):
    if name.startswith("datetime") and value not in ("", START, END):
        assert len(value) == 26, value
        return "now"
    return value


def answer(stub, method, fields):
    request = getattr(pb, method + "Request")(**fields)
    try:
        return plain(getattr(stub, method)(request))
    except grpc.RpcError as error:
        return error.code().name


def main():
    folder = tempfile.mkdtemp()
    server = make_server(get_storage(f"sqlite:///{folder}/theirs.db"), "127.0.0.1", 0)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    stubs = [
        api_pb2_grpc.StorageServiceStub(grpc.insecure_channel(f"127.0.0.1:{at}"))
        for at in (port, os.environ["STORAGE_PORT"])
    ]
    differences, answers = [], []
    for method, fields in CALLS:
        theirs, ours = (answer(stub, method, fields) for stub in stubs)
        answers.append(theirs)
        if theirs != ours:
            differences.append({"call": f"{method} {fields}", "theirs": theirs, "ours": ours})
    server.stop(None)
    called = {method for method, _ in CALLS}
    every = {m.name for m in pb.DESCRIPTOR.services_by_name["StorageService"].methods}
    json.dump({"calls": len(CALLS), "uncalled": sorted(every - called), "differences": differences,
               "errors": sorted({a for a in answers if isinstance(a, str)})}, sys.stdout)


main()
