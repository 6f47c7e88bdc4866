PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('acf3f17fdcc7');
CREATE TABLE datasets (
	dataset_uuid VARCHAR(36) NOT NULL, 
	experiment_id INTEGER NOT NULL, 
	name VARCHAR(500) NOT NULL, 
	digest VARCHAR(36) NOT NULL, 
	dataset_source_type VARCHAR(36) NOT NULL, 
	dataset_source TEXT NOT NULL, 
	dataset_schema TEXT, 
	dataset_profile TEXT, 
	CONSTRAINT dataset_pk PRIMARY KEY (experiment_id, name, digest), 
	FOREIGN KEY(experiment_id) REFERENCES experiments (experiment_id)
);
INSERT INTO "datasets" VALUES('532ab202d64f4daaaa3d625626665d6d',1,'digits','d1g357','http','{"url": "https://example.com/digits.csv"}','{"mlflow_colspec": []}','{"num_rows": 3}');
CREATE TABLE experiment_tags (
	"key" VARCHAR(250) NOT NULL, 
	value VARCHAR(5000), 
	experiment_id INTEGER NOT NULL, 
	CONSTRAINT experiment_tag_pk PRIMARY KEY ("key", experiment_id), 
	FOREIGN KEY(experiment_id) REFERENCES experiments (experiment_id)
);
INSERT INTO "experiment_tags" VALUES('team','vision',1);
INSERT INTO "experiment_tags" VALUES('naïve','🦜 ß',1);
INSERT INTO "experiment_tags" VALUES('why','an experiment that was deleted',2);
CREATE TABLE experiments (
	experiment_id INTEGER NOT NULL, 
	name VARCHAR(256) NOT NULL, 
	artifact_location VARCHAR(256), 
	lifecycle_stage VARCHAR(32), creation_time BIGINT, last_update_time BIGINT, 
	CONSTRAINT experiment_pk PRIMARY KEY (experiment_id), 
	CONSTRAINT experiments_lifecycle_stage CHECK (lifecycle_stage IN ('active', 'deleted')), 
	UNIQUE (name)
);
INSERT INTO "experiments" VALUES(0,'Default','mlflow-artifacts:/0','active',1700000000000,1700000000000);
INSERT INTO "experiments" VALUES(1,'old','mlflow-artifacts:/1','active',1700000000000,1700000000000);
INSERT INTO "experiments" VALUES(2,'gone','mlflow-artifacts:/2','deleted',1700000001000,1700000002000);
CREATE TABLE input_tags (
	input_uuid VARCHAR(36) NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	value VARCHAR(500) NOT NULL, 
	CONSTRAINT input_tags_pk PRIMARY KEY (input_uuid, name)
);
INSERT INTO "input_tags" VALUES('8e98878dea86487faebe8821312907f5','mlflow.data.context','training');
CREATE TABLE inputs (
	input_uuid VARCHAR(36) NOT NULL, 
	source_type VARCHAR(36) NOT NULL, 
	source_id VARCHAR(36) NOT NULL, 
	destination_type VARCHAR(36) NOT NULL, 
	destination_id VARCHAR(36) NOT NULL, 
	CONSTRAINT inputs_pk PRIMARY KEY (source_type, source_id, destination_type, destination_id)
);
INSERT INTO "inputs" VALUES('8e98878dea86487faebe8821312907f5','DATASET','532ab202d64f4daaaa3d625626665d6d','RUN','4ad6b69cc3fc4889a50dce99c49c42eb');
CREATE TABLE "latest_metrics" (
	"key" VARCHAR(250) NOT NULL, 
	value FLOAT NOT NULL, 
	timestamp BIGINT, 
	step BIGINT NOT NULL, 
	is_nan BOOLEAN NOT NULL, 
	run_uuid VARCHAR(32) NOT NULL, 
	CONSTRAINT latest_metric_pk PRIMARY KEY ("key", run_uuid), 
	FOREIGN KEY(run_uuid) REFERENCES runs (run_uuid), 
	CHECK (is_nan IN (0, 1))
);
INSERT INTO "latest_metrics" VALUES('loss',0.25,1700000003090,4,0,'4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO "latest_metrics" VALUES('val/accuracy',-1.0e-300,1700000003080,2,0,'4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO "latest_metrics" VALUES('only_nan',0.0,1700000003100,0,1,'4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO "latest_metrics" VALUES('loss',1.0,1700000005100,0,0,'4b6283f052d44740bf3534ac944ec98e');
CREATE TABLE "metrics" (
	"key" VARCHAR(250) NOT NULL, 
	value FLOAT NOT NULL, 
	timestamp BIGINT NOT NULL, 
	run_uuid VARCHAR(32) NOT NULL, 
	step BIGINT DEFAULT '0' NOT NULL, 
	is_nan BOOLEAN DEFAULT '0' NOT NULL, 
	CONSTRAINT metric_pk PRIMARY KEY ("key", timestamp, step, run_uuid, value, is_nan), 
	FOREIGN KEY(run_uuid) REFERENCES runs (run_uuid), 
	CHECK (is_nan IN (0, 1))
);
INSERT INTO "metrics" VALUES('loss',2.5,1700000003010,'4ad6b69cc3fc4889a50dce99c49c42eb',0,0);
INSERT INTO "metrics" VALUES('loss',0.0,1700000003020,'4ad6b69cc3fc4889a50dce99c49c42eb',1,1);
INSERT INTO "metrics" VALUES('loss',1.79769313486231562234e+308,1700000003030,'4ad6b69cc3fc4889a50dce99c49c42eb',2,0);
INSERT INTO "metrics" VALUES('loss',-1.79769313486231562234e+308,1700000003040,'4ad6b69cc3fc4889a50dce99c49c42eb',3,0);
INSERT INTO "metrics" VALUES('loss',3.00000000000000044408e-01,1700000003050,'4ad6b69cc3fc4889a50dce99c49c42eb',4,0);
INSERT INTO "metrics" VALUES('val/accuracy',0.5,1700000003060,'4ad6b69cc3fc4889a50dce99c49c42eb',0,0);
INSERT INTO "metrics" VALUES('val/accuracy',0.75,1700000003070,'4ad6b69cc3fc4889a50dce99c49c42eb',1,0);
INSERT INTO "metrics" VALUES('val/accuracy',-1.0e-300,1700000003080,'4ad6b69cc3fc4889a50dce99c49c42eb',2,0);
INSERT INTO "metrics" VALUES('loss',0.25,1700000003090,'4ad6b69cc3fc4889a50dce99c49c42eb',4,0);
INSERT INTO "metrics" VALUES('only_nan',0.0,1700000003100,'4ad6b69cc3fc4889a50dce99c49c42eb',0,1);
INSERT INTO "metrics" VALUES('loss',1.0,1700000005100,'4b6283f052d44740bf3534ac944ec98e',0,0);
CREATE TABLE model_version_tags (
	"key" VARCHAR(250) NOT NULL, 
	value VARCHAR(5000), 
	name VARCHAR(256) NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT model_version_tag_pk PRIMARY KEY ("key", name, version), 
	FOREIGN KEY(name, version) REFERENCES model_versions (name, version) ON UPDATE cascade
);
INSERT INTO "model_version_tags" VALUES('stage','try','clé',1);
CREATE TABLE "model_versions" (
	name VARCHAR(256) NOT NULL, 
	version INTEGER NOT NULL, 
	creation_time BIGINT, 
	last_updated_time BIGINT, 
	description VARCHAR(5000), 
	user_id VARCHAR(256), 
	current_stage VARCHAR(20), 
	source VARCHAR(500), 
	run_id VARCHAR(32), 
	status VARCHAR(20), 
	status_message VARCHAR(500), 
	run_link VARCHAR(500), storage_location VARCHAR(500), 
	CONSTRAINT model_version_pk PRIMARY KEY (name, version), 
	FOREIGN KEY(name) REFERENCES registered_models (name) ON UPDATE CASCADE
);
INSERT INTO "model_versions" VALUES('clé',1,1700000009100,1700000009100,'v1',NULL,'None','runs:/4ad6b69cc3fc4889a50dce99c49c42eb/model','4ad6b69cc3fc4889a50dce99c49c42eb','READY',NULL,NULL,'runs:/4ad6b69cc3fc4889a50dce99c49c42eb/model');
CREATE TABLE "params" (
	"key" VARCHAR(250) NOT NULL, 
	value VARCHAR(8000) NOT NULL, 
	run_uuid VARCHAR(32) NOT NULL, 
	CONSTRAINT param_pk PRIMARY KEY ("key", run_uuid), 
	FOREIGN KEY(run_uuid) REFERENCES runs (run_uuid)
);
INSERT INTO "params" VALUES('lr','0.001','4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO "params" VALUES('note','it''s "quoted", 100% \ of it','4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO "params" VALUES('long','xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx','4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO "params" VALUES('lr','0.01','4b6283f052d44740bf3534ac944ec98e');
CREATE TABLE registered_model_aliases (
	alias VARCHAR(256) NOT NULL, 
	version INTEGER NOT NULL, 
	name VARCHAR(256) NOT NULL, 
	CONSTRAINT registered_model_alias_pk PRIMARY KEY (name, alias), 
	CONSTRAINT registered_model_alias_name_fkey FOREIGN KEY(name) REFERENCES registered_models (name) ON DELETE cascade ON UPDATE cascade
);
INSERT INTO "registered_model_aliases" VALUES('champion',1,'clé');
CREATE TABLE registered_model_tags (
	"key" VARCHAR(250) NOT NULL, 
	value VARCHAR(5000), 
	name VARCHAR(256) NOT NULL, 
	CONSTRAINT registered_model_tag_pk PRIMARY KEY ("key", name), 
	FOREIGN KEY(name) REFERENCES registered_models (name) ON UPDATE cascade
);
INSERT INTO "registered_model_tags" VALUES('owner','ada','clé');
CREATE TABLE registered_models (
	name VARCHAR(256) NOT NULL, 
	creation_time BIGINT, 
	last_updated_time BIGINT, 
	description VARCHAR(5000), 
	CONSTRAINT registered_model_pk PRIMARY KEY (name), 
	UNIQUE (name)
);
INSERT INTO "registered_models" VALUES('clé',1700000008100,1700000009100,'the first model');
CREATE TABLE "runs" (
	run_uuid VARCHAR(32) NOT NULL, 
	name VARCHAR(250), 
	source_type VARCHAR(20), 
	source_name VARCHAR(500), 
	entry_point_name VARCHAR(50), 
	user_id VARCHAR(256), 
	status VARCHAR(9), 
	start_time BIGINT, 
	end_time BIGINT, 
	source_version VARCHAR(50), 
	lifecycle_stage VARCHAR(20), 
	artifact_uri VARCHAR(200), 
	experiment_id INTEGER, deleted_time BIGINT, 
	CONSTRAINT run_pk PRIMARY KEY (run_uuid), 
	CONSTRAINT source_type CHECK (source_type IN ('NOTEBOOK', 'JOB', 'LOCAL', 'UNKNOWN', 'PROJECT')), 
	CONSTRAINT runs_lifecycle_stage CHECK (lifecycle_stage IN ('active', 'deleted')), 
	FOREIGN KEY(experiment_id) REFERENCES experiments (experiment_id), 
	CHECK (status IN ('SCHEDULED', 'FAILED', 'FINISHED', 'RUNNING', 'KILLED'))
);
INSERT INTO "runs" VALUES('4ad6b69cc3fc4889a50dce99c49c42eb','finished','UNKNOWN','','','ada','FINISHED',1700000003000,1700000008100,'','active','mlflow-artifacts:/1/4ad6b69cc3fc4889a50dce99c49c42eb/artifacts',1,NULL);
INSERT INTO "runs" VALUES('4b6283f052d44740bf3534ac944ec98e','running 🏃','UNKNOWN','','','ada','RUNNING',1700000004100,NULL,'','active','mlflow-artifacts:/1/4b6283f052d44740bf3534ac944ec98e/artifacts',1,NULL);
INSERT INTO "runs" VALUES('a344878bed8d4cc7b07d5681db0a6141','deleted','UNKNOWN','','','ada','FAILED',1700000006100,1700000007100,'','deleted','mlflow-artifacts:/1/a344878bed8d4cc7b07d5681db0a6141/artifacts',1,1700000007100);
CREATE TABLE "tags" (
	"key" VARCHAR(250) NOT NULL, 
	value VARCHAR(5000), 
	run_uuid VARCHAR(32) NOT NULL, 
	CONSTRAINT tag_pk PRIMARY KEY ("key", run_uuid), 
	FOREIGN KEY(run_uuid) REFERENCES runs (run_uuid)
);
INSERT INTO "tags" VALUES('mlflow.source.name','train.py','4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO "tags" VALUES('mlflow.runName','finished','4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO "tags" VALUES('наука','наука — 科学 🚀','4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO "tags" VALUES('mlflow.note.content','two
lines','4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO "tags" VALUES('empty','','4ad6b69cc3fc4889a50dce99c49c42eb');
INSERT INTO "tags" VALUES('mlflow.runName','running 🏃','4b6283f052d44740bf3534ac944ec98e');
INSERT INTO "tags" VALUES('mlflow.parentRunId','4ad6b69cc3fc4889a50dce99c49c42eb','a344878bed8d4cc7b07d5681db0a6141');
INSERT INTO "tags" VALUES('mlflow.runName','deleted','a344878bed8d4cc7b07d5681db0a6141');
CREATE INDEX index_metrics_run_uuid ON metrics (run_uuid);
CREATE INDEX index_latest_metrics_run_uuid ON latest_metrics (run_uuid);
CREATE INDEX index_tags_run_uuid ON tags (run_uuid);
CREATE INDEX index_datasets_experiment_id_dataset_source_type ON datasets (experiment_id, dataset_source_type);
CREATE INDEX index_datasets_dataset_uuid ON datasets (dataset_uuid);
CREATE INDEX index_inputs_input_uuid ON inputs (input_uuid);
CREATE INDEX index_inputs_destination_type_destination_id_source_type ON inputs (destination_type, destination_id, source_type);
CREATE INDEX index_params_run_uuid ON params (run_uuid);
COMMIT;
