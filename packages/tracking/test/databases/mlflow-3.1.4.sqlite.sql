PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('bda7b8c39065');
CREATE TABLE "datasets" (
	dataset_uuid VARCHAR(36) NOT NULL, 
	experiment_id INTEGER NOT NULL, 
	name VARCHAR(500) NOT NULL, 
	digest VARCHAR(36) NOT NULL, 
	dataset_source_type VARCHAR(36) NOT NULL, 
	dataset_source TEXT NOT NULL, 
	dataset_schema TEXT, 
	dataset_profile TEXT, 
	CONSTRAINT dataset_pk PRIMARY KEY (experiment_id, name, digest), 
	CONSTRAINT fk_datasets_experiment_id_experiments FOREIGN KEY(experiment_id) REFERENCES experiments (experiment_id) ON DELETE CASCADE
);
INSERT INTO "datasets" VALUES('4ac8724ea0cd46afa165f1e800acef18',1,'digits','d1g357','http','{"url": "https://example.com/digits.csv"}','{"mlflow_colspec": []}','{"num_rows": 3}');
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
INSERT INTO "input_tags" VALUES('67f7af89352b4daea6bb64863bf69a61','mlflow.data.context','training');
CREATE TABLE inputs (
	input_uuid VARCHAR(36) NOT NULL, 
	source_type VARCHAR(36) NOT NULL, 
	source_id VARCHAR(36) NOT NULL, 
	destination_type VARCHAR(36) NOT NULL, 
	destination_id VARCHAR(36) NOT NULL, step BIGINT DEFAULT '0' NOT NULL, 
	CONSTRAINT inputs_pk PRIMARY KEY (source_type, source_id, destination_type, destination_id)
);
INSERT INTO "inputs" VALUES('67f7af89352b4daea6bb64863bf69a61','DATASET','4ac8724ea0cd46afa165f1e800acef18','RUN','2cfd77c61c894527b4cfe1f6324951e4',0);
INSERT INTO "inputs" VALUES('9294f3f83cec4761b21df5dc072a58e1','RUN_OUTPUT','2cfd77c61c894527b4cfe1f6324951e4','MODEL_OUTPUT','m-e59869793e644b129051d8db1b99dc38',2);
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
INSERT INTO "latest_metrics" VALUES('loss',0.25,1700000003090,4,0,'2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO "latest_metrics" VALUES('val/accuracy',-1.0e-300,1700000003080,2,0,'2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO "latest_metrics" VALUES('only_nan',0.0,1700000003100,0,1,'2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO "latest_metrics" VALUES('loss',1.0,1700000005100,0,0,'0efe8a3373264e45a3663ca88bf97f21');
INSERT INTO "latest_metrics" VALUES('auc',0.9,1700000009100,2,0,'2cfd77c61c894527b4cfe1f6324951e4');
CREATE TABLE logged_model_metrics (
	model_id VARCHAR(36) NOT NULL, 
	metric_name VARCHAR(500) NOT NULL, 
	metric_timestamp_ms BIGINT NOT NULL, 
	metric_step BIGINT NOT NULL, 
	metric_value FLOAT, 
	experiment_id INTEGER NOT NULL, 
	run_id VARCHAR(32) NOT NULL, 
	dataset_uuid VARCHAR(36), 
	dataset_name VARCHAR(500), 
	dataset_digest VARCHAR(36), 
	CONSTRAINT logged_model_metrics_pk PRIMARY KEY (model_id, metric_name, metric_timestamp_ms, metric_step, run_id), 
	CONSTRAINT fk_logged_model_metrics_experiment_id FOREIGN KEY(experiment_id) REFERENCES experiments (experiment_id), 
	CONSTRAINT fk_logged_model_metrics_model_id FOREIGN KEY(model_id) REFERENCES logged_models (model_id) ON DELETE CASCADE, 
	CONSTRAINT fk_logged_model_metrics_run_id FOREIGN KEY(run_id) REFERENCES runs (run_uuid) ON DELETE CASCADE
);
INSERT INTO "logged_model_metrics" VALUES('m-e59869793e644b129051d8db1b99dc38','auc',1700000009100,2,0.9,0,'2cfd77c61c894527b4cfe1f6324951e4',NULL,'digits','d1g357');
CREATE TABLE logged_model_params (
	model_id VARCHAR(36) NOT NULL, 
	experiment_id INTEGER NOT NULL, 
	param_key VARCHAR(255) NOT NULL, 
	param_value TEXT NOT NULL, 
	CONSTRAINT logged_model_params_pk PRIMARY KEY (model_id, param_key), 
	CONSTRAINT fk_logged_model_params_experiment_id FOREIGN KEY(experiment_id) REFERENCES experiments (experiment_id), 
	CONSTRAINT fk_logged_model_params_model_id FOREIGN KEY(model_id) REFERENCES logged_models (model_id) ON DELETE CASCADE
);
INSERT INTO "logged_model_params" VALUES('m-e59869793e644b129051d8db1b99dc38',1,'depth','3');
CREATE TABLE logged_model_tags (
	model_id VARCHAR(36) NOT NULL, 
	experiment_id INTEGER NOT NULL, 
	tag_key VARCHAR(255) NOT NULL, 
	tag_value TEXT NOT NULL, 
	CONSTRAINT logged_model_tags_pk PRIMARY KEY (model_id, tag_key), 
	CONSTRAINT fk_logged_model_tags_experiment_id FOREIGN KEY(experiment_id) REFERENCES experiments (experiment_id), 
	CONSTRAINT fk_logged_model_tags_model_id FOREIGN KEY(model_id) REFERENCES logged_models (model_id) ON DELETE CASCADE
);
INSERT INTO "logged_model_tags" VALUES('m-e59869793e644b129051d8db1b99dc38',1,'kind','forêt');
CREATE TABLE logged_models (
	model_id VARCHAR(36) NOT NULL, 
	experiment_id INTEGER NOT NULL, 
	name VARCHAR(500) NOT NULL, 
	artifact_location VARCHAR(1000) NOT NULL, 
	creation_timestamp_ms BIGINT NOT NULL, 
	last_updated_timestamp_ms BIGINT NOT NULL, 
	status INTEGER NOT NULL, 
	lifecycle_stage VARCHAR(32), 
	model_type VARCHAR(500), 
	source_run_id VARCHAR(32), 
	status_message VARCHAR(1000), 
	CONSTRAINT logged_models_pk PRIMARY KEY (model_id), 
	CONSTRAINT logged_models_lifecycle_stage_check CHECK (lifecycle_stage IN ('active', 'deleted')), 
	CONSTRAINT fk_logged_models_experiment_id FOREIGN KEY(experiment_id) REFERENCES experiments (experiment_id) ON DELETE CASCADE
);
INSERT INTO "logged_models" VALUES('m-e59869793e644b129051d8db1b99dc38',1,'forest','mlflow-artifacts:/1/models/m-e59869793e644b129051d8db1b99dc38/artifacts',1700000007100,1700000008100,2,'active','sklearn','2cfd77c61c894527b4cfe1f6324951e4',NULL);
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
INSERT INTO "metrics" VALUES('loss',2.5,1700000003010,'2cfd77c61c894527b4cfe1f6324951e4',0,0);
INSERT INTO "metrics" VALUES('loss',0.0,1700000003020,'2cfd77c61c894527b4cfe1f6324951e4',1,1);
INSERT INTO "metrics" VALUES('loss',1.79769313486231562234e+308,1700000003030,'2cfd77c61c894527b4cfe1f6324951e4',2,0);
INSERT INTO "metrics" VALUES('loss',-1.79769313486231562234e+308,1700000003040,'2cfd77c61c894527b4cfe1f6324951e4',3,0);
INSERT INTO "metrics" VALUES('loss',3.00000000000000044408e-01,1700000003050,'2cfd77c61c894527b4cfe1f6324951e4',4,0);
INSERT INTO "metrics" VALUES('val/accuracy',0.5,1700000003060,'2cfd77c61c894527b4cfe1f6324951e4',0,0);
INSERT INTO "metrics" VALUES('val/accuracy',0.75,1700000003070,'2cfd77c61c894527b4cfe1f6324951e4',1,0);
INSERT INTO "metrics" VALUES('val/accuracy',-1.0e-300,1700000003080,'2cfd77c61c894527b4cfe1f6324951e4',2,0);
INSERT INTO "metrics" VALUES('loss',0.25,1700000003090,'2cfd77c61c894527b4cfe1f6324951e4',4,0);
INSERT INTO "metrics" VALUES('only_nan',0.0,1700000003100,'2cfd77c61c894527b4cfe1f6324951e4',0,1);
INSERT INTO "metrics" VALUES('loss',1.0,1700000005100,'0efe8a3373264e45a3663ca88bf97f21',0,0);
INSERT INTO "metrics" VALUES('auc',0.9,1700000009100,'2cfd77c61c894527b4cfe1f6324951e4',2,0);
CREATE TABLE "model_version_tags" (
	"key" VARCHAR(250) NOT NULL, 
	value TEXT, 
	name VARCHAR(256) NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT model_version_tag_pk PRIMARY KEY ("key", name, version), 
	FOREIGN KEY(name, version) REFERENCES model_versions (name, version) ON UPDATE CASCADE
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
INSERT INTO "model_versions" VALUES('clé',1,1700000012350,1700000012350,'v1',NULL,'None','runs:/2cfd77c61c894527b4cfe1f6324951e4/model','2cfd77c61c894527b4cfe1f6324951e4','READY',NULL,NULL,'runs:/2cfd77c61c894527b4cfe1f6324951e4/model');
CREATE TABLE "params" (
	"key" VARCHAR(250) NOT NULL, 
	value VARCHAR(8000) NOT NULL, 
	run_uuid VARCHAR(32) NOT NULL, 
	CONSTRAINT param_pk PRIMARY KEY ("key", run_uuid), 
	FOREIGN KEY(run_uuid) REFERENCES runs (run_uuid)
);
INSERT INTO "params" VALUES('lr','0.001','2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO "params" VALUES('note','it''s "quoted", 100% \ of it','2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO "params" VALUES('long','xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx','2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO "params" VALUES('lr','0.01','0efe8a3373264e45a3663ca88bf97f21');
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
INSERT INTO "registered_models" VALUES('clé',1700000011350,1700000012350,'the first model');
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
	CONSTRAINT runs_lifecycle_stage CHECK (lifecycle_stage IN ('active', 'deleted')), 
	CONSTRAINT source_type CHECK (source_type IN ('NOTEBOOK', 'JOB', 'LOCAL', 'UNKNOWN', 'PROJECT')), 
	FOREIGN KEY(experiment_id) REFERENCES experiments (experiment_id), 
	CHECK (status IN ('SCHEDULED', 'FAILED', 'FINISHED', 'RUNNING', 'KILLED'))
);
INSERT INTO "runs" VALUES('2cfd77c61c894527b4cfe1f6324951e4','finished','UNKNOWN','','','ada','FINISHED',1700000003000,1700000011350,'','active','mlflow-artifacts:/1/2cfd77c61c894527b4cfe1f6324951e4/artifacts',1,NULL);
INSERT INTO "runs" VALUES('0efe8a3373264e45a3663ca88bf97f21','running 🏃','UNKNOWN','','','ada','RUNNING',1700000004100,NULL,'','active','mlflow-artifacts:/1/0efe8a3373264e45a3663ca88bf97f21/artifacts',1,NULL);
INSERT INTO "runs" VALUES('217f792d2dde4956a0c233aea243aa64','deleted','UNKNOWN','','','ada','FAILED',1700000006100,1700000007100,'','deleted','mlflow-artifacts:/1/217f792d2dde4956a0c233aea243aa64/artifacts',1,1700000007100);
CREATE TABLE "tags" (
	"key" VARCHAR(250) NOT NULL, 
	value VARCHAR(8000), 
	run_uuid VARCHAR(32) NOT NULL, 
	CONSTRAINT tag_pk PRIMARY KEY ("key", run_uuid), 
	FOREIGN KEY(run_uuid) REFERENCES runs (run_uuid)
);
INSERT INTO "tags" VALUES('mlflow.source.name','train.py','2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO "tags" VALUES('mlflow.runName','finished','2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO "tags" VALUES('наука','наука — 科学 🚀','2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO "tags" VALUES('mlflow.note.content','two
lines','2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO "tags" VALUES('empty','','2cfd77c61c894527b4cfe1f6324951e4');
INSERT INTO "tags" VALUES('mlflow.runName','running 🏃','0efe8a3373264e45a3663ca88bf97f21');
INSERT INTO "tags" VALUES('mlflow.parentRunId','2cfd77c61c894527b4cfe1f6324951e4','217f792d2dde4956a0c233aea243aa64');
INSERT INTO "tags" VALUES('mlflow.runName','deleted','217f792d2dde4956a0c233aea243aa64');
CREATE TABLE trace_info (
	request_id VARCHAR(50) NOT NULL, 
	experiment_id INTEGER NOT NULL, 
	timestamp_ms BIGINT NOT NULL, 
	execution_time_ms BIGINT, 
	status VARCHAR(50) NOT NULL, 
	CONSTRAINT trace_info_pk PRIMARY KEY (request_id), 
	CONSTRAINT fk_trace_info_experiment_id FOREIGN KEY(experiment_id) REFERENCES experiments (experiment_id)
);
INSERT INTO "trace_info" VALUES('2526b3bc358a431d8d4e6d644142da83',1,1700000010100,250,'OK');
CREATE TABLE "trace_request_metadata" (
	"key" VARCHAR(250) NOT NULL, 
	value VARCHAR(8000), 
	request_id VARCHAR(50) NOT NULL, 
	CONSTRAINT trace_request_metadata_pk PRIMARY KEY ("key", request_id), 
	CONSTRAINT fk_trace_request_metadata_request_id FOREIGN KEY(request_id) REFERENCES trace_info (request_id) ON DELETE CASCADE
);
INSERT INTO "trace_request_metadata" VALUES('mlflow.sourceRun','2cfd77c61c894527b4cfe1f6324951e4','2526b3bc358a431d8d4e6d644142da83');
INSERT INTO "trace_request_metadata" VALUES('mlflow.trace.session','session-1','2526b3bc358a431d8d4e6d644142da83');
INSERT INTO "trace_request_metadata" VALUES('mlflow.trace.tokenUsage','{"input_tokens": 11, "output_tokens": 7, "total_tokens": 18}','2526b3bc358a431d8d4e6d644142da83');
INSERT INTO "trace_request_metadata" VALUES('mlflow.trace.cost','{"input_cost": 0.25, "output_cost": 0.5, "total_cost": 0.75}','2526b3bc358a431d8d4e6d644142da83');
CREATE TABLE "trace_tags" (
	"key" VARCHAR(250) NOT NULL, 
	value VARCHAR(8000), 
	request_id VARCHAR(50) NOT NULL, 
	CONSTRAINT trace_tag_pk PRIMARY KEY ("key", request_id), 
	CONSTRAINT fk_trace_tags_request_id FOREIGN KEY(request_id) REFERENCES trace_info (request_id) ON DELETE CASCADE
);
INSERT INTO "trace_tags" VALUES('mlflow.traceName','answer 🤖','2526b3bc358a431d8d4e6d644142da83');
INSERT INTO "trace_tags" VALUES('flavour','test','2526b3bc358a431d8d4e6d644142da83');
INSERT INTO "trace_tags" VALUES('mlflow.artifactLocation','mlflow-artifacts:/1/traces/2526b3bc358a431d8d4e6d644142da83/artifacts','2526b3bc358a431d8d4e6d644142da83');
INSERT INTO "trace_tags" VALUES('ended','yes','2526b3bc358a431d8d4e6d644142da83');
CREATE INDEX index_metrics_run_uuid ON metrics (run_uuid);
CREATE INDEX index_latest_metrics_run_uuid ON latest_metrics (run_uuid);
CREATE INDEX index_inputs_destination_type_destination_id_source_type ON inputs (destination_type, destination_id, source_type);
CREATE INDEX index_inputs_input_uuid ON inputs (input_uuid);
CREATE INDEX index_params_run_uuid ON params (run_uuid);
CREATE INDEX index_trace_info_experiment_id_timestamp_ms ON trace_info (experiment_id, timestamp_ms);
CREATE INDEX index_trace_tags_request_id ON trace_tags (request_id);
CREATE INDEX index_trace_request_metadata_request_id ON trace_request_metadata (request_id);
CREATE INDEX index_tags_run_uuid ON tags (run_uuid);
CREATE INDEX index_datasets_dataset_uuid ON datasets (dataset_uuid);
CREATE INDEX index_datasets_experiment_id_dataset_source_type ON datasets (experiment_id, dataset_source_type);
CREATE INDEX index_logged_model_metrics_model_id ON logged_model_metrics (model_id);
COMMIT;
