.PHONY: help demo dist test test-js test-python test-frameworks test-clients test-durability lint bench services-up services-down status

help:  ## show the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo:  ## everything from a fresh clone: install, services up, a real manifest run
	@scripts/demo

test: lint test-js test-python  ## everything from a fresh clone: install, all tests

test-js: node_modules/.installed packages/web/dist/index.html
	@python=$$(scripts/oracle) && scripts/optuna 5.0.0 >/dev/null && scripts/optuna 4.9.0 >/dev/null && scripts/trackers >/dev/null && scripts/schemathesis >/dev/null && scripts/promtool >/dev/null && chromium=$$(scripts/chromium) && postgres=$$(scripts/postgres) && minio=$$(scripts/minio) && (scripts/docker || true) && (e2e/kubernetes/build >/dev/null || true) && (scripts/helm >/dev/null || true) && (scripts/images >/dev/null || true) && \
	ORRERY_ORACLE_PYTHON=$$python ORRERY_CHROMIUM=$$chromium ORRERY_POSTGRES=$$postgres ORRERY_MINIO=$$minio \
	node_modules/.bin/node --test --test-timeout=300000 --test-concurrency=2 \
	  "packages/*/test/**/*.test.ts" "e2e/**/*.test.ts"

test-python:
	@scripts/test-python

test-frameworks:  ## train with the real Keras, Lightning and XGBoost; not part of test
	@scripts/test-frameworks

test-clients: node_modules/.installed  ## try real MLflow clients, old and new; not part of test
	@scripts/test-clients

test-durability: node_modules/.installed  ## kill and cut the power of a server 200 times (ROUNDS=…); not part of test
	@python=$$(scripts/oracle) && ORRERY_ORACLE_PYTHON=$$python ORRERY_ROUNDS=$${ROUNDS:-200} \
	node_modules/.bin/node --test "e2e/durability/*.test.ts"

lint: node_modules/.installed  ## format, types and the direction of imports
	@npm run --silent lint

bench: node_modules/.installed packages/cli/dist/main.cjs  ## compare speed with the real MLflow and Optuna, and what samplers find with Optuna's
	@python=$$(scripts/oracle) && scripts/optuna >/dev/null && export ORRERY_ORACLE_PYTHON=$$python && \
	node_modules/.bin/node bench/main.ts && node_modules/.bin/node bench/main.ts --database postgres && \
	node_modules/.bin/node bench/ask.ts && node_modules/.bin/node bench/studies.ts && node_modules/.bin/node bench/samplers.ts

ifeq ($(ORRERY_SERVICES),compose)
services-up:  ## start the services in the background; in containers with ORRERY_SERVICES=compose
	@scripts/compose --profile gui up --detach --build

services-down:  ## stop them
	@scripts/compose --profile gui down

status:  ## show them
	@scripts/compose --profile gui ps
else
services-up: node_modules/.installed packages/web/dist/index.html packages/cli/dist/main.cjs
	@bin/orrery up

services-down:
	@bin/orrery down

status:
	@bin/orrery status
endif

packages/cli/dist/main.cjs: node_modules/.installed $(shell find packages/[!w]*/src packages/cli/rolldown.config.ts 2>/dev/null)
	@echo "bundling the program"
	@npm run --silent bundle >/dev/null
	@touch $@

node_modules/.installed: package-lock.json
	@echo "installing packages (npm ci)"
	@npm ci --loglevel=error
	@touch $@

packages/web/dist/index.html: node_modules/.installed $(shell find packages/web/src packages/web/index.html packages/web/vite.config.ts 2>/dev/null)
	@echo "building the web app"
	@npm run --silent build
	@touch $@

dist: node_modules/.installed  ## what is published: npm packages, a single executable, the Python wheel
	@node_modules/.bin/node scripts/dist.ts
