
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);

CREATE TABLE public.assessments (
    assessment_id character varying(50) NOT NULL,
    trace_id character varying(50) NOT NULL,
    name character varying(250) NOT NULL,
    assessment_type character varying(20) NOT NULL,
    value text NOT NULL,
    error text,
    created_timestamp bigint NOT NULL,
    last_updated_timestamp bigint NOT NULL,
    source_type character varying(50) NOT NULL,
    source_id character varying(250),
    run_id character varying(32),
    span_id character varying(50),
    rationale text,
    overrides character varying(50),
    valid boolean NOT NULL,
    assessment_metadata text
);

CREATE TABLE public.datasets (
    dataset_uuid character varying(36) NOT NULL,
    experiment_id integer NOT NULL,
    name character varying(500) NOT NULL,
    digest character varying(36) NOT NULL,
    dataset_source_type character varying(36) NOT NULL,
    dataset_source text NOT NULL,
    dataset_schema text,
    dataset_profile text
);

CREATE TABLE public.entity_associations (
    association_id character varying(36) NOT NULL,
    source_type character varying(36) NOT NULL,
    source_id character varying(36) NOT NULL,
    destination_type character varying(36) NOT NULL,
    destination_id character varying(36) NOT NULL,
    created_time bigint
);

CREATE TABLE public.evaluation_dataset_records (
    dataset_record_id character varying(36) NOT NULL,
    dataset_id character varying(36) NOT NULL,
    inputs json NOT NULL,
    expectations json,
    tags json,
    source json,
    source_id character varying(36),
    source_type character varying(255),
    created_time bigint,
    last_update_time bigint,
    created_by character varying(255),
    last_updated_by character varying(255),
    input_hash character varying(64) NOT NULL,
    outputs json
);

CREATE TABLE public.evaluation_dataset_tags (
    dataset_id character varying(36) NOT NULL,
    key character varying(255) NOT NULL,
    value character varying(5000)
);

CREATE TABLE public.evaluation_datasets (
    dataset_id character varying(36) NOT NULL,
    name character varying(255) NOT NULL,
    schema text,
    profile text,
    digest character varying(64),
    created_time bigint,
    last_update_time bigint,
    created_by character varying(255),
    last_updated_by character varying(255)
);

CREATE TABLE public.experiment_tags (
    key character varying(250) NOT NULL,
    value character varying(5000),
    experiment_id integer NOT NULL
);

CREATE TABLE public.experiments (
    experiment_id integer NOT NULL,
    name character varying(256) NOT NULL,
    artifact_location character varying(256),
    lifecycle_stage character varying(32),
    creation_time bigint,
    last_update_time bigint,
    CONSTRAINT experiments_lifecycle_stage CHECK (((lifecycle_stage)::text = ANY ((ARRAY['active'::character varying, 'deleted'::character varying])::text[])))
);

CREATE SEQUENCE public.experiments_experiment_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.experiments_experiment_id_seq OWNED BY public.experiments.experiment_id;

CREATE TABLE public.input_tags (
    input_uuid character varying(36) NOT NULL,
    name character varying(255) NOT NULL,
    value character varying(500) NOT NULL
);

CREATE TABLE public.inputs (
    input_uuid character varying(36) NOT NULL,
    source_type character varying(36) NOT NULL,
    source_id character varying(36) NOT NULL,
    destination_type character varying(36) NOT NULL,
    destination_id character varying(36) NOT NULL,
    step bigint DEFAULT '0'::bigint NOT NULL
);

CREATE TABLE public.jobs (
    id character varying(36) NOT NULL,
    creation_time bigint NOT NULL,
    function_fullname character varying(500) NOT NULL,
    params text NOT NULL,
    timeout double precision,
    status integer NOT NULL,
    result text,
    retry_count integer NOT NULL,
    last_update_time bigint NOT NULL
);

CREATE TABLE public.latest_metrics (
    key character varying(250) NOT NULL,
    value double precision NOT NULL,
    "timestamp" bigint,
    step bigint NOT NULL,
    is_nan boolean NOT NULL,
    run_uuid character varying(32) NOT NULL
);

CREATE TABLE public.logged_model_metrics (
    model_id character varying(36) NOT NULL,
    metric_name character varying(500) NOT NULL,
    metric_timestamp_ms bigint NOT NULL,
    metric_step bigint NOT NULL,
    metric_value double precision,
    experiment_id integer NOT NULL,
    run_id character varying(32) NOT NULL,
    dataset_uuid character varying(36),
    dataset_name character varying(500),
    dataset_digest character varying(36)
);

CREATE TABLE public.logged_model_params (
    model_id character varying(36) NOT NULL,
    experiment_id integer NOT NULL,
    param_key character varying(255) NOT NULL,
    param_value text NOT NULL
);

CREATE TABLE public.logged_model_tags (
    model_id character varying(36) NOT NULL,
    experiment_id integer NOT NULL,
    tag_key character varying(255) NOT NULL,
    tag_value text NOT NULL
);

CREATE TABLE public.logged_models (
    model_id character varying(36) NOT NULL,
    experiment_id integer NOT NULL,
    name character varying(500) NOT NULL,
    artifact_location character varying(1000) NOT NULL,
    creation_timestamp_ms bigint NOT NULL,
    last_updated_timestamp_ms bigint NOT NULL,
    status integer NOT NULL,
    lifecycle_stage character varying(32),
    model_type character varying(500),
    source_run_id character varying(32),
    status_message character varying(1000),
    CONSTRAINT logged_models_lifecycle_stage_check CHECK (((lifecycle_stage)::text = ANY ((ARRAY['active'::character varying, 'deleted'::character varying])::text[])))
);

CREATE TABLE public.metrics (
    key character varying(250) NOT NULL,
    value double precision NOT NULL,
    "timestamp" bigint NOT NULL,
    run_uuid character varying(32) NOT NULL,
    step bigint DEFAULT '0'::bigint NOT NULL,
    is_nan boolean DEFAULT false NOT NULL
);

CREATE TABLE public.model_version_tags (
    key character varying(250) NOT NULL,
    value text,
    name character varying(256) NOT NULL,
    version integer NOT NULL
);

CREATE TABLE public.model_versions (
    name character varying(256) NOT NULL,
    version integer NOT NULL,
    creation_time bigint,
    last_updated_time bigint,
    description character varying(5000),
    user_id character varying(256),
    current_stage character varying(20),
    source character varying(500),
    run_id character varying(32),
    status character varying(20),
    status_message character varying(500),
    run_link character varying(500),
    storage_location character varying(500)
);

CREATE TABLE public.params (
    key character varying(250) NOT NULL,
    value character varying(8000) NOT NULL,
    run_uuid character varying(32) NOT NULL
);

CREATE TABLE public.registered_model_aliases (
    alias character varying(256) NOT NULL,
    version integer NOT NULL,
    name character varying(256) NOT NULL
);

CREATE TABLE public.registered_model_tags (
    key character varying(250) NOT NULL,
    value character varying(5000),
    name character varying(256) NOT NULL
);

CREATE TABLE public.registered_models (
    name character varying(256) NOT NULL,
    creation_time bigint,
    last_updated_time bigint,
    description character varying(5000)
);

CREATE TABLE public.runs (
    run_uuid character varying(32) NOT NULL,
    name character varying(250),
    source_type character varying(20),
    source_name character varying(500),
    entry_point_name character varying(50),
    user_id character varying(256),
    status character varying(9),
    start_time bigint,
    end_time bigint,
    source_version character varying(50),
    lifecycle_stage character varying(20),
    artifact_uri character varying(200),
    experiment_id integer,
    deleted_time bigint,
    CONSTRAINT runs_lifecycle_stage CHECK (((lifecycle_stage)::text = ANY ((ARRAY['active'::character varying, 'deleted'::character varying])::text[]))),
    CONSTRAINT runs_status_check CHECK (((status)::text = ANY ((ARRAY['SCHEDULED'::character varying, 'FAILED'::character varying, 'FINISHED'::character varying, 'RUNNING'::character varying, 'KILLED'::character varying])::text[]))),
    CONSTRAINT source_type CHECK (((source_type)::text = ANY ((ARRAY['NOTEBOOK'::character varying, 'JOB'::character varying, 'LOCAL'::character varying, 'UNKNOWN'::character varying, 'PROJECT'::character varying])::text[])))
);

CREATE TABLE public.scorer_versions (
    scorer_id character varying(36) NOT NULL,
    scorer_version integer NOT NULL,
    serialized_scorer text NOT NULL,
    creation_time bigint
);

CREATE TABLE public.scorers (
    experiment_id integer NOT NULL,
    scorer_name character varying(256) NOT NULL,
    scorer_id character varying(36) NOT NULL
);

CREATE TABLE public.spans (
    trace_id character varying(50) NOT NULL,
    experiment_id integer NOT NULL,
    span_id character varying(50) NOT NULL,
    parent_span_id character varying(50),
    name text,
    type character varying(500),
    status character varying(50) NOT NULL,
    start_time_unix_nano bigint NOT NULL,
    end_time_unix_nano bigint,
    duration_ns bigint GENERATED ALWAYS AS ((end_time_unix_nano - start_time_unix_nano)) STORED,
    content text NOT NULL
);

CREATE TABLE public.tags (
    key character varying(250) NOT NULL,
    value character varying(8000),
    run_uuid character varying(32) NOT NULL
);

CREATE TABLE public.trace_info (
    request_id character varying(50) NOT NULL,
    experiment_id integer NOT NULL,
    timestamp_ms bigint NOT NULL,
    execution_time_ms bigint,
    status character varying(50) NOT NULL,
    client_request_id character varying(50),
    request_preview character varying(1000),
    response_preview character varying(1000)
);

CREATE TABLE public.trace_request_metadata (
    key character varying(250) NOT NULL,
    value character varying(8000),
    request_id character varying(50) NOT NULL
);

CREATE TABLE public.trace_tags (
    key character varying(250) NOT NULL,
    value character varying(8000),
    request_id character varying(50) NOT NULL
);

CREATE TABLE public.webhook_events (
    webhook_id character varying(256) NOT NULL,
    entity character varying(50) NOT NULL,
    action character varying(50) NOT NULL
);

CREATE TABLE public.webhooks (
    webhook_id character varying(256) NOT NULL,
    name character varying(256) NOT NULL,
    description character varying(1000),
    url character varying(500) NOT NULL,
    status character varying(20) DEFAULT 'ACTIVE'::character varying NOT NULL,
    secret character varying(1000),
    creation_timestamp bigint,
    last_updated_timestamp bigint,
    deleted_timestamp bigint
);

ALTER TABLE ONLY public.experiments ALTER COLUMN experiment_id SET DEFAULT nextval('public.experiments_experiment_id_seq'::regclass);

INSERT INTO public.alembic_version VALUES ('bf29a5ff90ea');

INSERT INTO public.assessments VALUES ('a-a6d782a1ff2247ff864549f27b4b3855', 'tr-ea96b92c622946469ef6fae8d37bd2c1', 'score', 'feedback', '0.5', NULL, 1700000011100, 1700000011100, 'HUMAN', 'ada', NULL, NULL, NULL, NULL, true, NULL);
INSERT INTO public.assessments VALUES ('a-4b6969675d6b4f9b86afa6bc26bdca0c', 'tr-ea96b92c622946469ef6fae8d37bd2c1', 'correct', 'feedback', 'true', NULL, 1700000012100, 1700000012100, 'HUMAN', 'ada', NULL, NULL, NULL, NULL, true, NULL);
INSERT INTO public.assessments VALUES ('a-72efc476e11a411d91d4a60032f770a6', 'tr-ea96b92c622946469ef6fae8d37bd2c1', 'polite', 'feedback', '"yes"', NULL, 1700000013100, 1700000013100, 'HUMAN', 'ada', NULL, NULL, NULL, NULL, true, NULL);
INSERT INTO public.assessments VALUES ('a-ce88f312a6a049ec93ee7829c12ec991', 'tr-ea96b92c622946469ef6fae8d37bd2c1', 'count', 'feedback', '3', NULL, 1700000014100, 1700000014100, 'HUMAN', 'ada', NULL, NULL, NULL, NULL, true, NULL);
INSERT INTO public.assessments VALUES ('a-f6a6cf683384477fb545cfebef95c8bd', 'tr-ea96b92c622946469ef6fae8d37bd2c1', 'remark', 'feedback', '"good"', NULL, 1700000015100, 1700000015100, 'HUMAN', 'ada', NULL, NULL, NULL, NULL, true, NULL);
INSERT INTO public.assessments VALUES ('a-1e60afc74d4a4f8baa4f600a6e47325e', 'tr-ea96b92c622946469ef6fae8d37bd2c1', 'list', 'feedback', '[1, 2]', NULL, 1700000016100, 1700000016100, 'HUMAN', 'ada', NULL, NULL, NULL, NULL, true, NULL);

INSERT INTO public.datasets VALUES ('f6d3042815d141e9a9520742eaaa5a31', 1, 'digits', 'd1g357', 'http', '{"url": "https://example.com/digits.csv"}', '{"mlflow_colspec": []}', '{"num_rows": 3}');

INSERT INTO public.experiment_tags VALUES ('team', 'vision', 1);
INSERT INTO public.experiment_tags VALUES ('naïve', '🦜 ß', 1);
INSERT INTO public.experiment_tags VALUES ('why', 'an experiment that was deleted', 2);

INSERT INTO public.experiments VALUES (0, 'Default', 'mlflow-artifacts:/0', 'active', 1700000000000, 1700000000000);
INSERT INTO public.experiments VALUES (1, 'old', 'mlflow-artifacts:/1', 'active', 1700000000000, 1700000000000);
INSERT INTO public.experiments VALUES (2, 'gone', 'mlflow-artifacts:/2', 'deleted', 1700000001000, 1700000002000);

INSERT INTO public.input_tags VALUES ('8c29b906251841c5ada807b83508b5b8', 'mlflow.data.context', 'training');

INSERT INTO public.inputs VALUES ('8c29b906251841c5ada807b83508b5b8', 'DATASET', 'f6d3042815d141e9a9520742eaaa5a31', 'RUN', '3e2255734e7848c8bb08efbeeb795c22', 0);
INSERT INTO public.inputs VALUES ('9ea8ea978a84468aa302ec7d74b2a2e6', 'RUN_OUTPUT', '3e2255734e7848c8bb08efbeeb795c22', 'MODEL_OUTPUT', 'm-536f7568c5f945a28758d78f1e747586', 2);

INSERT INTO public.jobs VALUES ('9b21516c-27d5-407e-883a-46859f79d5e7', 1700000019100, 'evaluate', '{"rows": 3}', NULL, 0, NULL, 0, 1700000019100);

INSERT INTO public.latest_metrics VALUES ('val/accuracy', -1e-300, 1700000003080, 2, false, '3e2255734e7848c8bb08efbeeb795c22');
INSERT INTO public.latest_metrics VALUES ('loss', 0.25, 1700000003090, 4, false, '3e2255734e7848c8bb08efbeeb795c22');
INSERT INTO public.latest_metrics VALUES ('only_nan', 0, 1700000003100, 0, true, '3e2255734e7848c8bb08efbeeb795c22');
INSERT INTO public.latest_metrics VALUES ('loss', 1, 1700000005100, 0, false, 'f9a72a3914224a02af97906ce79c32a3');
INSERT INTO public.latest_metrics VALUES ('auc', 0.9, 1700000009100, 2, false, '3e2255734e7848c8bb08efbeeb795c22');

INSERT INTO public.logged_model_metrics VALUES ('m-536f7568c5f945a28758d78f1e747586', 'auc', 1700000009100, 2, 0.9, 0, '3e2255734e7848c8bb08efbeeb795c22', NULL, 'digits', 'd1g357');

INSERT INTO public.logged_model_params VALUES ('m-536f7568c5f945a28758d78f1e747586', 1, 'depth', '3');

INSERT INTO public.logged_model_tags VALUES ('m-536f7568c5f945a28758d78f1e747586', 1, 'kind', 'forêt');

INSERT INTO public.logged_models VALUES ('m-536f7568c5f945a28758d78f1e747586', 1, 'forest', 'mlflow-artifacts:/1/models/m-536f7568c5f945a28758d78f1e747586/artifacts', 1700000007100, 1700000008100, 2, 'active', 'sklearn', '3e2255734e7848c8bb08efbeeb795c22', NULL);

INSERT INTO public.metrics VALUES ('loss', 2.5, 1700000003010, '3e2255734e7848c8bb08efbeeb795c22', 0, false);
INSERT INTO public.metrics VALUES ('loss', 0, 1700000003020, '3e2255734e7848c8bb08efbeeb795c22', 1, true);
INSERT INTO public.metrics VALUES ('loss', 1.7976931348623157e+308, 1700000003030, '3e2255734e7848c8bb08efbeeb795c22', 2, false);
INSERT INTO public.metrics VALUES ('loss', -1.7976931348623157e+308, 1700000003040, '3e2255734e7848c8bb08efbeeb795c22', 3, false);
INSERT INTO public.metrics VALUES ('loss', 0.30000000000000004, 1700000003050, '3e2255734e7848c8bb08efbeeb795c22', 4, false);
INSERT INTO public.metrics VALUES ('val/accuracy', 0.5, 1700000003060, '3e2255734e7848c8bb08efbeeb795c22', 0, false);
INSERT INTO public.metrics VALUES ('val/accuracy', 0.75, 1700000003070, '3e2255734e7848c8bb08efbeeb795c22', 1, false);
INSERT INTO public.metrics VALUES ('val/accuracy', -1e-300, 1700000003080, '3e2255734e7848c8bb08efbeeb795c22', 2, false);
INSERT INTO public.metrics VALUES ('loss', 0.25, 1700000003090, '3e2255734e7848c8bb08efbeeb795c22', 4, false);
INSERT INTO public.metrics VALUES ('only_nan', 0, 1700000003100, '3e2255734e7848c8bb08efbeeb795c22', 0, true);
INSERT INTO public.metrics VALUES ('loss', 1, 1700000005100, 'f9a72a3914224a02af97906ce79c32a3', 0, false);
INSERT INTO public.metrics VALUES ('auc', 0.9, 1700000009100, '3e2255734e7848c8bb08efbeeb795c22', 2, false);

INSERT INTO public.model_version_tags VALUES ('stage', 'try', 'clé', 1);

INSERT INTO public.model_versions VALUES ('clé', 1, 1700000018100, 1700000018100, 'v1', NULL, 'None', 'runs:/3e2255734e7848c8bb08efbeeb795c22/model', '3e2255734e7848c8bb08efbeeb795c22', 'READY', NULL, NULL, 'runs:/3e2255734e7848c8bb08efbeeb795c22/model');

INSERT INTO public.params VALUES ('lr', '0.001', '3e2255734e7848c8bb08efbeeb795c22');
INSERT INTO public.params VALUES ('note', 'it''s "quoted", 100% \ of it', '3e2255734e7848c8bb08efbeeb795c22');
INSERT INTO public.params VALUES ('long', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', '3e2255734e7848c8bb08efbeeb795c22');
INSERT INTO public.params VALUES ('lr', '0.01', 'f9a72a3914224a02af97906ce79c32a3');

INSERT INTO public.registered_model_aliases VALUES ('champion', 1, 'clé');

INSERT INTO public.registered_model_tags VALUES ('owner', 'ada', 'clé');

INSERT INTO public.registered_models VALUES ('clé', 1700000017100, 1700000018100, 'the first model');

INSERT INTO public.runs VALUES ('f9a72a3914224a02af97906ce79c32a3', 'running 🏃', 'UNKNOWN', '', '', 'ada', 'RUNNING', 1700000004100, NULL, '', 'active', 'mlflow-artifacts:/1/f9a72a3914224a02af97906ce79c32a3/artifacts', 1, NULL);
INSERT INTO public.runs VALUES ('b6941a4810cc465dbf53178bd2939bd1', 'deleted', 'UNKNOWN', '', '', 'ada', 'FAILED', 1700000006100, 1700000007100, '', 'deleted', 'mlflow-artifacts:/1/b6941a4810cc465dbf53178bd2939bd1/artifacts', 1, 1700000007100);
INSERT INTO public.runs VALUES ('3e2255734e7848c8bb08efbeeb795c22', 'finished', 'UNKNOWN', '', '', 'ada', 'FINISHED', 1700000003000, 1700000017100, '', 'active', 'mlflow-artifacts:/1/3e2255734e7848c8bb08efbeeb795c22/artifacts', 1, NULL);

INSERT INTO public.spans VALUES ('tr-ea96b92c622946469ef6fae8d37bd2c1', 1, '0000000000001234', NULL, 'answer', 'LLM', 'OK', 1700000010100000000, 1700000010350000000, DEFAULT, '{"trace_id": "6pa5LGIpRkae9vro03vSwQ==", "span_id": "AAAAAAAAEjQ=", "parent_span_id": null, "name": "answer", "start_time_unix_nano": 1700000010100000000, "end_time_unix_nano": 1700000010350000000, "events": [], "status": {"code": "STATUS_CODE_OK", "message": ""}, "attributes": {"mlflow.traceRequestId": "\"tr-ea96b92c622946469ef6fae8d37bd2c1\"", "mlflow.spanType": "\"LLM\"", "mlflow.llm.model": "\"small-1\"", "mlflow.llm.provider": "\"acme\"", "mlflow.llm.cost": "{\"input_cost\": 0.25, \"output_cost\": 0.5, \"total_cost\": 0.75}"}}');

INSERT INTO public.tags VALUES ('mlflow.source.name', 'train.py', '3e2255734e7848c8bb08efbeeb795c22');
INSERT INTO public.tags VALUES ('mlflow.runName', 'finished', '3e2255734e7848c8bb08efbeeb795c22');
INSERT INTO public.tags VALUES ('наука', 'наука — 科学 🚀', '3e2255734e7848c8bb08efbeeb795c22');
INSERT INTO public.tags VALUES ('mlflow.note.content', 'two
lines', '3e2255734e7848c8bb08efbeeb795c22');
INSERT INTO public.tags VALUES ('empty', '', '3e2255734e7848c8bb08efbeeb795c22');
INSERT INTO public.tags VALUES ('mlflow.runName', 'running 🏃', 'f9a72a3914224a02af97906ce79c32a3');
INSERT INTO public.tags VALUES ('mlflow.parentRunId', '3e2255734e7848c8bb08efbeeb795c22', 'b6941a4810cc465dbf53178bd2939bd1');
INSERT INTO public.tags VALUES ('mlflow.runName', 'deleted', 'b6941a4810cc465dbf53178bd2939bd1');

INSERT INTO public.trace_info VALUES ('tr-ea96b92c622946469ef6fae8d37bd2c1', 1, 1700000010100, 250, 'OK', 'request-1', '{"question": "?"}', '"!"');

INSERT INTO public.trace_request_metadata VALUES ('mlflow.sourceRun', '3e2255734e7848c8bb08efbeeb795c22', 'tr-ea96b92c622946469ef6fae8d37bd2c1');
INSERT INTO public.trace_request_metadata VALUES ('mlflow.trace.session', 'session-1', 'tr-ea96b92c622946469ef6fae8d37bd2c1');
INSERT INTO public.trace_request_metadata VALUES ('mlflow.trace.tokenUsage', '{"input_tokens": 11, "output_tokens": 7, "total_tokens": 18}', 'tr-ea96b92c622946469ef6fae8d37bd2c1');
INSERT INTO public.trace_request_metadata VALUES ('mlflow.trace.cost', '{"input_cost": 0.25, "output_cost": 0.5, "total_cost": 0.75}', 'tr-ea96b92c622946469ef6fae8d37bd2c1');

INSERT INTO public.trace_tags VALUES ('mlflow.traceName', 'answer 🤖', 'tr-ea96b92c622946469ef6fae8d37bd2c1');
INSERT INTO public.trace_tags VALUES ('flavour', 'test', 'tr-ea96b92c622946469ef6fae8d37bd2c1');
INSERT INTO public.trace_tags VALUES ('mlflow.artifactLocation', 'mlflow-artifacts:/1/traces/tr-ea96b92c622946469ef6fae8d37bd2c1/artifacts', 'tr-ea96b92c622946469ef6fae8d37bd2c1');
INSERT INTO public.trace_tags VALUES ('mlflow.trace.spansLocation', 'TRACKING_STORE', 'tr-ea96b92c622946469ef6fae8d37bd2c1');

SELECT pg_catalog.setval('public.experiments_experiment_id_seq', 2, true);

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);

ALTER TABLE ONLY public.assessments
    ADD CONSTRAINT assessments_pk PRIMARY KEY (assessment_id);

ALTER TABLE ONLY public.datasets
    ADD CONSTRAINT dataset_pk PRIMARY KEY (experiment_id, name, digest);

ALTER TABLE ONLY public.entity_associations
    ADD CONSTRAINT entity_associations_pk PRIMARY KEY (source_type, source_id, destination_type, destination_id);

ALTER TABLE ONLY public.evaluation_dataset_records
    ADD CONSTRAINT evaluation_dataset_records_pk PRIMARY KEY (dataset_record_id);

ALTER TABLE ONLY public.evaluation_dataset_tags
    ADD CONSTRAINT evaluation_dataset_tags_pk PRIMARY KEY (dataset_id, key);

ALTER TABLE ONLY public.evaluation_datasets
    ADD CONSTRAINT evaluation_datasets_pk PRIMARY KEY (dataset_id);

ALTER TABLE ONLY public.experiments
    ADD CONSTRAINT experiment_pk PRIMARY KEY (experiment_id);

ALTER TABLE ONLY public.experiment_tags
    ADD CONSTRAINT experiment_tag_pk PRIMARY KEY (key, experiment_id);

ALTER TABLE ONLY public.experiments
    ADD CONSTRAINT experiments_name_key UNIQUE (name);

ALTER TABLE ONLY public.input_tags
    ADD CONSTRAINT input_tags_pk PRIMARY KEY (input_uuid, name);

ALTER TABLE ONLY public.inputs
    ADD CONSTRAINT inputs_pk PRIMARY KEY (source_type, source_id, destination_type, destination_id);

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_pk PRIMARY KEY (id);

ALTER TABLE ONLY public.latest_metrics
    ADD CONSTRAINT latest_metric_pk PRIMARY KEY (key, run_uuid);

ALTER TABLE ONLY public.logged_model_metrics
    ADD CONSTRAINT logged_model_metrics_pk PRIMARY KEY (model_id, metric_name, metric_timestamp_ms, metric_step, run_id);

ALTER TABLE ONLY public.logged_model_params
    ADD CONSTRAINT logged_model_params_pk PRIMARY KEY (model_id, param_key);

ALTER TABLE ONLY public.logged_model_tags
    ADD CONSTRAINT logged_model_tags_pk PRIMARY KEY (model_id, tag_key);

ALTER TABLE ONLY public.logged_models
    ADD CONSTRAINT logged_models_pk PRIMARY KEY (model_id);

ALTER TABLE ONLY public.metrics
    ADD CONSTRAINT metric_pk PRIMARY KEY (key, "timestamp", step, run_uuid, value, is_nan);

ALTER TABLE ONLY public.model_versions
    ADD CONSTRAINT model_version_pk PRIMARY KEY (name, version);

ALTER TABLE ONLY public.model_version_tags
    ADD CONSTRAINT model_version_tag_pk PRIMARY KEY (key, name, version);

ALTER TABLE ONLY public.params
    ADD CONSTRAINT param_pk PRIMARY KEY (key, run_uuid);

ALTER TABLE ONLY public.registered_model_aliases
    ADD CONSTRAINT registered_model_alias_pk PRIMARY KEY (name, alias);

ALTER TABLE ONLY public.registered_models
    ADD CONSTRAINT registered_model_pk PRIMARY KEY (name);

ALTER TABLE ONLY public.registered_model_tags
    ADD CONSTRAINT registered_model_tag_pk PRIMARY KEY (key, name);

ALTER TABLE ONLY public.runs
    ADD CONSTRAINT run_pk PRIMARY KEY (run_uuid);

ALTER TABLE ONLY public.scorers
    ADD CONSTRAINT scorer_pk PRIMARY KEY (scorer_id);

ALTER TABLE ONLY public.scorer_versions
    ADD CONSTRAINT scorer_version_pk PRIMARY KEY (scorer_id, scorer_version);

ALTER TABLE ONLY public.spans
    ADD CONSTRAINT spans_pk PRIMARY KEY (trace_id, span_id);

ALTER TABLE ONLY public.tags
    ADD CONSTRAINT tag_pk PRIMARY KEY (key, run_uuid);

ALTER TABLE ONLY public.trace_info
    ADD CONSTRAINT trace_info_pk PRIMARY KEY (request_id);

ALTER TABLE ONLY public.trace_request_metadata
    ADD CONSTRAINT trace_request_metadata_pk PRIMARY KEY (key, request_id);

ALTER TABLE ONLY public.trace_tags
    ADD CONSTRAINT trace_tag_pk PRIMARY KEY (key, request_id);

ALTER TABLE ONLY public.evaluation_dataset_records
    ADD CONSTRAINT unique_dataset_input UNIQUE (dataset_id, input_hash);

ALTER TABLE ONLY public.webhook_events
    ADD CONSTRAINT webhook_event_pk PRIMARY KEY (webhook_id, entity, action);

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhook_pk PRIMARY KEY (webhook_id);

CREATE INDEX idx_webhook_events_action ON public.webhook_events USING btree (action);

CREATE INDEX idx_webhook_events_entity ON public.webhook_events USING btree (entity);

CREATE INDEX idx_webhook_events_entity_action ON public.webhook_events USING btree (entity, action);

CREATE INDEX idx_webhooks_name ON public.webhooks USING btree (name);

CREATE INDEX idx_webhooks_status ON public.webhooks USING btree (status);

CREATE INDEX index_assessments_assessment_type ON public.assessments USING btree (assessment_type);

CREATE INDEX index_assessments_last_updated_timestamp ON public.assessments USING btree (last_updated_timestamp);

CREATE INDEX index_assessments_run_id_created_timestamp ON public.assessments USING btree (run_id, created_timestamp);

CREATE INDEX index_assessments_trace_id_created_timestamp ON public.assessments USING btree (trace_id, created_timestamp);

CREATE INDEX index_datasets_dataset_uuid ON public.datasets USING btree (dataset_uuid);

CREATE INDEX index_datasets_experiment_id_dataset_source_type ON public.datasets USING btree (experiment_id, dataset_source_type);

CREATE INDEX index_entity_associations_association_id ON public.entity_associations USING btree (association_id);

CREATE INDEX index_entity_associations_reverse_lookup ON public.entity_associations USING btree (destination_type, destination_id, source_type, source_id);

CREATE INDEX index_evaluation_dataset_records_dataset_id ON public.evaluation_dataset_records USING btree (dataset_id);

CREATE INDEX index_evaluation_dataset_tags_dataset_id ON public.evaluation_dataset_tags USING btree (dataset_id);

CREATE INDEX index_evaluation_datasets_created_time ON public.evaluation_datasets USING btree (created_time);

CREATE INDEX index_evaluation_datasets_name ON public.evaluation_datasets USING btree (name);

CREATE INDEX index_inputs_destination_type_destination_id_source_type ON public.inputs USING btree (destination_type, destination_id, source_type);

CREATE INDEX index_inputs_input_uuid ON public.inputs USING btree (input_uuid);

CREATE INDEX index_jobs_function_status_creation_time ON public.jobs USING btree (function_fullname, status, creation_time);

CREATE INDEX index_latest_metrics_run_uuid ON public.latest_metrics USING btree (run_uuid);

CREATE INDEX index_logged_model_metrics_model_id ON public.logged_model_metrics USING btree (model_id);

CREATE INDEX index_metrics_run_uuid ON public.metrics USING btree (run_uuid);

CREATE INDEX index_params_run_uuid ON public.params USING btree (run_uuid);

CREATE INDEX index_scorer_versions_scorer_id ON public.scorer_versions USING btree (scorer_id);

CREATE UNIQUE INDEX index_scorers_experiment_id_scorer_name ON public.scorers USING btree (experiment_id, scorer_name);

CREATE INDEX index_spans_experiment_id ON public.spans USING btree (experiment_id);

CREATE INDEX index_spans_experiment_id_duration ON public.spans USING btree (experiment_id, duration_ns);

CREATE INDEX index_spans_experiment_id_status_type ON public.spans USING btree (experiment_id, status, type);

CREATE INDEX index_spans_experiment_id_type_status ON public.spans USING btree (experiment_id, type, status);

CREATE INDEX index_tags_run_uuid ON public.tags USING btree (run_uuid);

CREATE INDEX index_trace_info_experiment_id_timestamp_ms ON public.trace_info USING btree (experiment_id, timestamp_ms);

CREATE INDEX index_trace_request_metadata_request_id ON public.trace_request_metadata USING btree (request_id);

CREATE INDEX index_trace_tags_request_id ON public.trace_tags USING btree (request_id);

ALTER TABLE ONLY public.experiment_tags
    ADD CONSTRAINT experiment_tags_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id);

ALTER TABLE ONLY public.assessments
    ADD CONSTRAINT fk_assessments_trace_id FOREIGN KEY (trace_id) REFERENCES public.trace_info(request_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.datasets
    ADD CONSTRAINT fk_datasets_experiment_id_experiments FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.evaluation_dataset_records
    ADD CONSTRAINT fk_evaluation_dataset_records_dataset_id FOREIGN KEY (dataset_id) REFERENCES public.evaluation_datasets(dataset_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.evaluation_dataset_tags
    ADD CONSTRAINT fk_evaluation_dataset_tags_dataset_id FOREIGN KEY (dataset_id) REFERENCES public.evaluation_datasets(dataset_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.logged_model_metrics
    ADD CONSTRAINT fk_logged_model_metrics_experiment_id FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id);

ALTER TABLE ONLY public.logged_model_metrics
    ADD CONSTRAINT fk_logged_model_metrics_model_id FOREIGN KEY (model_id) REFERENCES public.logged_models(model_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.logged_model_metrics
    ADD CONSTRAINT fk_logged_model_metrics_run_id FOREIGN KEY (run_id) REFERENCES public.runs(run_uuid) ON DELETE CASCADE;

ALTER TABLE ONLY public.logged_model_params
    ADD CONSTRAINT fk_logged_model_params_experiment_id FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id);

ALTER TABLE ONLY public.logged_model_params
    ADD CONSTRAINT fk_logged_model_params_model_id FOREIGN KEY (model_id) REFERENCES public.logged_models(model_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.logged_model_tags
    ADD CONSTRAINT fk_logged_model_tags_experiment_id FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id);

ALTER TABLE ONLY public.logged_model_tags
    ADD CONSTRAINT fk_logged_model_tags_model_id FOREIGN KEY (model_id) REFERENCES public.logged_models(model_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.logged_models
    ADD CONSTRAINT fk_logged_models_experiment_id FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.scorer_versions
    ADD CONSTRAINT fk_scorer_versions_scorer_id FOREIGN KEY (scorer_id) REFERENCES public.scorers(scorer_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.scorers
    ADD CONSTRAINT fk_scorers_experiment_id FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.spans
    ADD CONSTRAINT fk_spans_experiment_id FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id);

ALTER TABLE ONLY public.spans
    ADD CONSTRAINT fk_spans_trace_id FOREIGN KEY (trace_id) REFERENCES public.trace_info(request_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.trace_info
    ADD CONSTRAINT fk_trace_info_experiment_id FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id);

ALTER TABLE ONLY public.trace_request_metadata
    ADD CONSTRAINT fk_trace_request_metadata_request_id FOREIGN KEY (request_id) REFERENCES public.trace_info(request_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.trace_tags
    ADD CONSTRAINT fk_trace_tags_request_id FOREIGN KEY (request_id) REFERENCES public.trace_info(request_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.latest_metrics
    ADD CONSTRAINT latest_metrics_run_uuid_fkey FOREIGN KEY (run_uuid) REFERENCES public.runs(run_uuid);

ALTER TABLE ONLY public.metrics
    ADD CONSTRAINT metrics_run_uuid_fkey FOREIGN KEY (run_uuid) REFERENCES public.runs(run_uuid);

ALTER TABLE ONLY public.model_version_tags
    ADD CONSTRAINT model_version_tags_name_version_fkey FOREIGN KEY (name, version) REFERENCES public.model_versions(name, version) ON UPDATE CASCADE;

ALTER TABLE ONLY public.model_versions
    ADD CONSTRAINT model_versions_name_fkey FOREIGN KEY (name) REFERENCES public.registered_models(name) ON UPDATE CASCADE;

ALTER TABLE ONLY public.params
    ADD CONSTRAINT params_run_uuid_fkey FOREIGN KEY (run_uuid) REFERENCES public.runs(run_uuid);

ALTER TABLE ONLY public.registered_model_aliases
    ADD CONSTRAINT registered_model_alias_name_fkey FOREIGN KEY (name) REFERENCES public.registered_models(name) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.registered_model_tags
    ADD CONSTRAINT registered_model_tags_name_fkey FOREIGN KEY (name) REFERENCES public.registered_models(name) ON UPDATE CASCADE;

ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id);

ALTER TABLE ONLY public.tags
    ADD CONSTRAINT tags_run_uuid_fkey FOREIGN KEY (run_uuid) REFERENCES public.runs(run_uuid);

ALTER TABLE ONLY public.webhook_events
    ADD CONSTRAINT webhook_events_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES public.webhooks(webhook_id) ON DELETE CASCADE;

