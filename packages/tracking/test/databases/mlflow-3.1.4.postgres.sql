
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
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
    status character varying(50) NOT NULL
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

ALTER TABLE ONLY public.experiments ALTER COLUMN experiment_id SET DEFAULT nextval('public.experiments_experiment_id_seq'::regclass);

INSERT INTO public.alembic_version VALUES ('bda7b8c39065');

INSERT INTO public.datasets VALUES ('4ac8724ea0cd46afa165f1e800acef18', 1, 'digits', 'd1g357', 'http', '{"url": "https://example.com/digits.csv"}', '{"mlflow_colspec": []}', '{"num_rows": 3}');

INSERT INTO public.experiment_tags VALUES ('team', 'vision', 1);
INSERT INTO public.experiment_tags VALUES ('naïve', '🦜 ß', 1);
INSERT INTO public.experiment_tags VALUES ('why', 'an experiment that was deleted', 2);

INSERT INTO public.experiments VALUES (0, 'Default', 'mlflow-artifacts:/0', 'active', 1700000000000, 1700000000000);
INSERT INTO public.experiments VALUES (1, 'old', 'mlflow-artifacts:/1', 'active', 1700000000000, 1700000000000);
INSERT INTO public.experiments VALUES (2, 'gone', 'mlflow-artifacts:/2', 'deleted', 1700000001000, 1700000002000);

INSERT INTO public.input_tags VALUES ('67f7af89352b4daea6bb64863bf69a61', 'mlflow.data.context', 'training');

INSERT INTO public.inputs VALUES ('67f7af89352b4daea6bb64863bf69a61', 'DATASET', '4ac8724ea0cd46afa165f1e800acef18', 'RUN', '2cfd77c61c894527b4cfe1f6324951e4', 0);
INSERT INTO public.inputs VALUES ('9294f3f83cec4761b21df5dc072a58e1', 'RUN_OUTPUT', '2cfd77c61c894527b4cfe1f6324951e4', 'MODEL_OUTPUT', 'm-e59869793e644b129051d8db1b99dc38', 2);

INSERT INTO public.latest_metrics VALUES ('val/accuracy', -1e-300, 1700000003080, 2, false, '2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO public.latest_metrics VALUES ('loss', 0.25, 1700000003090, 4, false, '2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO public.latest_metrics VALUES ('only_nan', 0, 1700000003100, 0, true, '2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO public.latest_metrics VALUES ('loss', 1, 1700000005100, 0, false, '0efe8a3373264e45a3663ca88bf97f21');
INSERT INTO public.latest_metrics VALUES ('auc', 0.9, 1700000009100, 2, false, '2cfd77c61c894527b4cfe1f6324951e4');

INSERT INTO public.logged_model_metrics VALUES ('m-e59869793e644b129051d8db1b99dc38', 'auc', 1700000009100, 2, 0.9, 0, '2cfd77c61c894527b4cfe1f6324951e4', NULL, 'digits', 'd1g357');

INSERT INTO public.logged_model_params VALUES ('m-e59869793e644b129051d8db1b99dc38', 1, 'depth', '3');

INSERT INTO public.logged_model_tags VALUES ('m-e59869793e644b129051d8db1b99dc38', 1, 'kind', 'forêt');

INSERT INTO public.logged_models VALUES ('m-e59869793e644b129051d8db1b99dc38', 1, 'forest', 'mlflow-artifacts:/1/models/m-e59869793e644b129051d8db1b99dc38/artifacts', 1700000007100, 1700000008100, 2, 'active', 'sklearn', '2cfd77c61c894527b4cfe1f6324951e4', NULL);

INSERT INTO public.metrics VALUES ('loss', 2.5, 1700000003010, '2cfd77c61c894527b4cfe1f6324951e4', 0, false);
INSERT INTO public.metrics VALUES ('loss', 0, 1700000003020, '2cfd77c61c894527b4cfe1f6324951e4', 1, true);
INSERT INTO public.metrics VALUES ('loss', 1.7976931348623157e+308, 1700000003030, '2cfd77c61c894527b4cfe1f6324951e4', 2, false);
INSERT INTO public.metrics VALUES ('loss', -1.7976931348623157e+308, 1700000003040, '2cfd77c61c894527b4cfe1f6324951e4', 3, false);
INSERT INTO public.metrics VALUES ('loss', 0.30000000000000004, 1700000003050, '2cfd77c61c894527b4cfe1f6324951e4', 4, false);
INSERT INTO public.metrics VALUES ('val/accuracy', 0.5, 1700000003060, '2cfd77c61c894527b4cfe1f6324951e4', 0, false);
INSERT INTO public.metrics VALUES ('val/accuracy', 0.75, 1700000003070, '2cfd77c61c894527b4cfe1f6324951e4', 1, false);
INSERT INTO public.metrics VALUES ('val/accuracy', -1e-300, 1700000003080, '2cfd77c61c894527b4cfe1f6324951e4', 2, false);
INSERT INTO public.metrics VALUES ('loss', 0.25, 1700000003090, '2cfd77c61c894527b4cfe1f6324951e4', 4, false);
INSERT INTO public.metrics VALUES ('only_nan', 0, 1700000003100, '2cfd77c61c894527b4cfe1f6324951e4', 0, true);
INSERT INTO public.metrics VALUES ('loss', 1, 1700000005100, '0efe8a3373264e45a3663ca88bf97f21', 0, false);
INSERT INTO public.metrics VALUES ('auc', 0.9, 1700000009100, '2cfd77c61c894527b4cfe1f6324951e4', 2, false);

INSERT INTO public.model_version_tags VALUES ('stage', 'try', 'clé', 1);

INSERT INTO public.model_versions VALUES ('clé', 1, 1700000012350, 1700000012350, 'v1', NULL, 'None', 'runs:/2cfd77c61c894527b4cfe1f6324951e4/model', '2cfd77c61c894527b4cfe1f6324951e4', 'READY', NULL, NULL, 'runs:/2cfd77c61c894527b4cfe1f6324951e4/model');

INSERT INTO public.params VALUES ('lr', '0.001', '2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO public.params VALUES ('note', 'it''s "quoted", 100% \ of it', '2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO public.params VALUES ('long', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', '2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO public.params VALUES ('lr', '0.01', '0efe8a3373264e45a3663ca88bf97f21');

INSERT INTO public.registered_model_aliases VALUES ('champion', 1, 'clé');

INSERT INTO public.registered_model_tags VALUES ('owner', 'ada', 'clé');

INSERT INTO public.registered_models VALUES ('clé', 1700000011350, 1700000012350, 'the first model');

INSERT INTO public.runs VALUES ('0efe8a3373264e45a3663ca88bf97f21', 'running 🏃', 'UNKNOWN', '', '', 'ada', 'RUNNING', 1700000004100, NULL, '', 'active', 'mlflow-artifacts:/1/0efe8a3373264e45a3663ca88bf97f21/artifacts', 1, NULL);
INSERT INTO public.runs VALUES ('217f792d2dde4956a0c233aea243aa64', 'deleted', 'UNKNOWN', '', '', 'ada', 'FAILED', 1700000006100, 1700000007100, '', 'deleted', 'mlflow-artifacts:/1/217f792d2dde4956a0c233aea243aa64/artifacts', 1, 1700000007100);
INSERT INTO public.runs VALUES ('2cfd77c61c894527b4cfe1f6324951e4', 'finished', 'UNKNOWN', '', '', 'ada', 'FINISHED', 1700000003000, 1700000011350, '', 'active', 'mlflow-artifacts:/1/2cfd77c61c894527b4cfe1f6324951e4/artifacts', 1, NULL);

INSERT INTO public.tags VALUES ('mlflow.source.name', 'train.py', '2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO public.tags VALUES ('mlflow.runName', 'finished', '2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO public.tags VALUES ('наука', 'наука — 科学 🚀', '2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO public.tags VALUES ('mlflow.note.content', 'two
lines', '2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO public.tags VALUES ('empty', '', '2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO public.tags VALUES ('mlflow.runName', 'running 🏃', '0efe8a3373264e45a3663ca88bf97f21');
INSERT INTO public.tags VALUES ('mlflow.parentRunId', '2cfd77c61c894527b4cfe1f6324951e4', '217f792d2dde4956a0c233aea243aa64');
INSERT INTO public.tags VALUES ('mlflow.runName', 'deleted', '217f792d2dde4956a0c233aea243aa64');

INSERT INTO public.trace_info VALUES ('2526b3bc358a431d8d4e6d644142da83', 1, 1700000010100, 250, 'OK');

INSERT INTO public.trace_request_metadata VALUES ('mlflow.sourceRun', '2cfd77c61c894527b4cfe1f6324951e4', '2526b3bc358a431d8d4e6d644142da83');
INSERT INTO public.trace_request_metadata VALUES ('mlflow.trace.session', 'session-1', '2526b3bc358a431d8d4e6d644142da83');
INSERT INTO public.trace_request_metadata VALUES ('mlflow.trace.tokenUsage', '{"input_tokens": 11, "output_tokens": 7, "total_tokens": 18}', '2526b3bc358a431d8d4e6d644142da83');
INSERT INTO public.trace_request_metadata VALUES ('mlflow.trace.cost', '{"input_cost": 0.25, "output_cost": 0.5, "total_cost": 0.75}', '2526b3bc358a431d8d4e6d644142da83');

INSERT INTO public.trace_tags VALUES ('mlflow.traceName', 'answer 🤖', '2526b3bc358a431d8d4e6d644142da83');
INSERT INTO public.trace_tags VALUES ('flavour', 'test', '2526b3bc358a431d8d4e6d644142da83');
INSERT INTO public.trace_tags VALUES ('mlflow.artifactLocation', 'mlflow-artifacts:/1/traces/2526b3bc358a431d8d4e6d644142da83/artifacts', '2526b3bc358a431d8d4e6d644142da83');
INSERT INTO public.trace_tags VALUES ('ended', 'yes', '2526b3bc358a431d8d4e6d644142da83');

SELECT pg_catalog.setval('public.experiments_experiment_id_seq', 2, true);

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);

ALTER TABLE ONLY public.datasets
    ADD CONSTRAINT dataset_pk PRIMARY KEY (experiment_id, name, digest);

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

ALTER TABLE ONLY public.tags
    ADD CONSTRAINT tag_pk PRIMARY KEY (key, run_uuid);

ALTER TABLE ONLY public.trace_info
    ADD CONSTRAINT trace_info_pk PRIMARY KEY (request_id);

ALTER TABLE ONLY public.trace_request_metadata
    ADD CONSTRAINT trace_request_metadata_pk PRIMARY KEY (key, request_id);

ALTER TABLE ONLY public.trace_tags
    ADD CONSTRAINT trace_tag_pk PRIMARY KEY (key, request_id);

CREATE INDEX index_datasets_dataset_uuid ON public.datasets USING btree (dataset_uuid);

CREATE INDEX index_datasets_experiment_id_dataset_source_type ON public.datasets USING btree (experiment_id, dataset_source_type);

CREATE INDEX index_inputs_destination_type_destination_id_source_type ON public.inputs USING btree (destination_type, destination_id, source_type);

CREATE INDEX index_inputs_input_uuid ON public.inputs USING btree (input_uuid);

CREATE INDEX index_latest_metrics_run_uuid ON public.latest_metrics USING btree (run_uuid);

CREATE INDEX index_logged_model_metrics_model_id ON public.logged_model_metrics USING btree (model_id);

CREATE INDEX index_metrics_run_uuid ON public.metrics USING btree (run_uuid);

CREATE INDEX index_params_run_uuid ON public.params USING btree (run_uuid);

CREATE INDEX index_tags_run_uuid ON public.tags USING btree (run_uuid);

CREATE INDEX index_trace_info_experiment_id_timestamp_ms ON public.trace_info USING btree (experiment_id, timestamp_ms);

CREATE INDEX index_trace_request_metadata_request_id ON public.trace_request_metadata USING btree (request_id);

CREATE INDEX index_trace_tags_request_id ON public.trace_tags USING btree (request_id);

ALTER TABLE ONLY public.experiment_tags
    ADD CONSTRAINT experiment_tags_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id);

ALTER TABLE ONLY public.datasets
    ADD CONSTRAINT fk_datasets_experiment_id_experiments FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id) ON DELETE CASCADE;

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

