
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
    destination_id character varying(36) NOT NULL
);

CREATE TABLE public.latest_metrics (
    key character varying(250) NOT NULL,
    value double precision NOT NULL,
    "timestamp" bigint,
    step bigint NOT NULL,
    is_nan boolean NOT NULL,
    run_uuid character varying(32) NOT NULL
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
    value character varying(5000),
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
    value character varying(5000),
    run_uuid character varying(32) NOT NULL
);

ALTER TABLE ONLY public.experiments ALTER COLUMN experiment_id SET DEFAULT nextval('public.experiments_experiment_id_seq'::regclass);

INSERT INTO public.alembic_version VALUES ('acf3f17fdcc7');

INSERT INTO public.datasets VALUES ('532ab202d64f4daaaa3d625626665d6d', 1, 'digits', 'd1g357', 'http', '{"url": "https://example.com/digits.csv"}', '{"mlflow_colspec": []}', '{"num_rows": 3}');

INSERT INTO public.experiment_tags VALUES ('team', 'vision', 1);
INSERT INTO public.experiment_tags VALUES ('naïve', '🦜 ß', 1);
INSERT INTO public.experiment_tags VALUES ('why', 'an experiment that was deleted', 2);

INSERT INTO public.experiments VALUES (0, 'Default', 'mlflow-artifacts:/0', 'active', 1700000000000, 1700000000000);
INSERT INTO public.experiments VALUES (1, 'old', 'mlflow-artifacts:/1', 'active', 1700000000000, 1700000000000);
INSERT INTO public.experiments VALUES (2, 'gone', 'mlflow-artifacts:/2', 'deleted', 1700000001000, 1700000002000);

INSERT INTO public.input_tags VALUES ('8e98878dea86487faebe8821312907f5', 'mlflow.data.context', 'training');

INSERT INTO public.inputs VALUES ('8e98878dea86487faebe8821312907f5', 'DATASET', '532ab202d64f4daaaa3d625626665d6d', 'RUN', '4ad6b69cc3fc4889a50dce99c49c42eb');

INSERT INTO public.latest_metrics VALUES ('val/accuracy', -1e-300, 1700000003080, 2, false, '4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO public.latest_metrics VALUES ('loss', 0.25, 1700000003090, 4, false, '4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO public.latest_metrics VALUES ('only_nan', 0, 1700000003100, 0, true, '4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO public.latest_metrics VALUES ('loss', 1, 1700000005100, 0, false, '4b6283f052d44740bf3534ac944ec98e');

INSERT INTO public.metrics VALUES ('loss', 2.5, 1700000003010, '4ad6b69cc3fc4889a50dce99c49c42eb', 0, false);
INSERT INTO public.metrics VALUES ('loss', 0, 1700000003020, '4ad6b69cc3fc4889a50dce99c49c42eb', 1, true);
INSERT INTO public.metrics VALUES ('loss', 1.7976931348623157e+308, 1700000003030, '4ad6b69cc3fc4889a50dce99c49c42eb', 2, false);
INSERT INTO public.metrics VALUES ('loss', -1.7976931348623157e+308, 1700000003040, '4ad6b69cc3fc4889a50dce99c49c42eb', 3, false);
INSERT INTO public.metrics VALUES ('loss', 0.30000000000000004, 1700000003050, '4ad6b69cc3fc4889a50dce99c49c42eb', 4, false);
INSERT INTO public.metrics VALUES ('val/accuracy', 0.5, 1700000003060, '4ad6b69cc3fc4889a50dce99c49c42eb', 0, false);
INSERT INTO public.metrics VALUES ('val/accuracy', 0.75, 1700000003070, '4ad6b69cc3fc4889a50dce99c49c42eb', 1, false);
INSERT INTO public.metrics VALUES ('val/accuracy', -1e-300, 1700000003080, '4ad6b69cc3fc4889a50dce99c49c42eb', 2, false);
INSERT INTO public.metrics VALUES ('loss', 0.25, 1700000003090, '4ad6b69cc3fc4889a50dce99c49c42eb', 4, false);
INSERT INTO public.metrics VALUES ('only_nan', 0, 1700000003100, '4ad6b69cc3fc4889a50dce99c49c42eb', 0, true);
INSERT INTO public.metrics VALUES ('loss', 1, 1700000005100, '4b6283f052d44740bf3534ac944ec98e', 0, false);

INSERT INTO public.model_version_tags VALUES ('stage', 'try', 'clé', 1);

INSERT INTO public.model_versions VALUES ('clé', 1, 1700000009100, 1700000009100, 'v1', NULL, 'None', 'runs:/4ad6b69cc3fc4889a50dce99c49c42eb/model', '4ad6b69cc3fc4889a50dce99c49c42eb', 'READY', NULL, NULL, 'runs:/4ad6b69cc3fc4889a50dce99c49c42eb/model');

INSERT INTO public.params VALUES ('lr', '0.001', '4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO public.params VALUES ('note', 'it''s "quoted", 100% \ of it', '4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO public.params VALUES ('long', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', '4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO public.params VALUES ('lr', '0.01', '4b6283f052d44740bf3534ac944ec98e');

INSERT INTO public.registered_model_aliases VALUES ('champion', 1, 'clé');

INSERT INTO public.registered_model_tags VALUES ('owner', 'ada', 'clé');

INSERT INTO public.registered_models VALUES ('clé', 1700000008100, 1700000009100, 'the first model');

INSERT INTO public.runs VALUES ('4b6283f052d44740bf3534ac944ec98e', 'running 🏃', 'UNKNOWN', '', '', 'ada', 'RUNNING', 1700000004100, NULL, '', 'active', 'mlflow-artifacts:/1/4b6283f052d44740bf3534ac944ec98e/artifacts', 1, NULL);
INSERT INTO public.runs VALUES ('a344878bed8d4cc7b07d5681db0a6141', 'deleted', 'UNKNOWN', '', '', 'ada', 'FAILED', 1700000006100, 1700000007100, '', 'deleted', 'mlflow-artifacts:/1/a344878bed8d4cc7b07d5681db0a6141/artifacts', 1, 1700000007100);
INSERT INTO public.runs VALUES ('4ad6b69cc3fc4889a50dce99c49c42eb', 'finished', 'UNKNOWN', '', '', 'ada', 'FINISHED', 1700000003000, 1700000008100, '', 'active', 'mlflow-artifacts:/1/4ad6b69cc3fc4889a50dce99c49c42eb/artifacts', 1, NULL);

INSERT INTO public.tags VALUES ('mlflow.source.name', 'train.py', '4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO public.tags VALUES ('mlflow.runName', 'finished', '4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO public.tags VALUES ('наука', 'наука — 科学 🚀', '4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO public.tags VALUES ('mlflow.note.content', 'two
lines', '4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO public.tags VALUES ('empty', '', '4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO public.tags VALUES ('mlflow.runName', 'running 🏃', '4b6283f052d44740bf3534ac944ec98e');
INSERT INTO public.tags VALUES ('mlflow.parentRunId', '4ad6b69cc3fc4889a50dce99c49c42eb', 'a344878bed8d4cc7b07d5681db0a6141');
INSERT INTO public.tags VALUES ('mlflow.runName', 'deleted', 'a344878bed8d4cc7b07d5681db0a6141');

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

CREATE INDEX index_datasets_dataset_uuid ON public.datasets USING btree (dataset_uuid);

CREATE INDEX index_datasets_experiment_id_dataset_source_type ON public.datasets USING btree (experiment_id, dataset_source_type);

CREATE INDEX index_inputs_destination_type_destination_id_source_type ON public.inputs USING btree (destination_type, destination_id, source_type);

CREATE INDEX index_inputs_input_uuid ON public.inputs USING btree (input_uuid);

CREATE INDEX index_latest_metrics_run_uuid ON public.latest_metrics USING btree (run_uuid);

CREATE INDEX index_metrics_run_uuid ON public.metrics USING btree (run_uuid);

CREATE INDEX index_params_run_uuid ON public.params USING btree (run_uuid);

CREATE INDEX index_tags_run_uuid ON public.tags USING btree (run_uuid);

ALTER TABLE ONLY public.datasets
    ADD CONSTRAINT datasets_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id);

ALTER TABLE ONLY public.experiment_tags
    ADD CONSTRAINT experiment_tags_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id);

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

