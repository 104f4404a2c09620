# Every task of the house. What CI runs is `make check` and `make test`.
.DEFAULT_GOAL := help
.PHONY: help run test test-servers check format bench chaos demo lock settings manual clean

BIN := .venv/bin
RUN := .venv/.to-run
DEV := .venv/.to-work

help: ## Say what can be done (this)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(RUN) ## Run Towpath on this machine; Ctrl-C stops it
	@exec $(BIN)/towpath up

demo: $(RUN) ## Let 2,357 real customers walk a journey in a running Towpath
	@exec $(BIN)/towpath demo

test: $(DEV) ## Run every test (ARGS="-k words" for some)
	$(BIN)/pytest -n 2 $(ARGS)

test-servers: $(DEV) ## Run the tests that meet servers on the system's PostgreSQL instead
	.ci/servers $(BIN)/pytest -n 2 tests/test_schema.py tests/slices/journeys tests/slices/events tests/operations/test_work.py

check: $(DEV) ## Lint, format, types, floors
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/basedpyright
	$(BIN)/lint-imports

format: $(DEV) ## Format and mend what lint can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(DEV) ## Measure speed (ONLY=engine.reference for one figure)
	@exec $(BIN)/python backend/bench/run.py $(if $(ONLY),--only $(ONLY))

chaos: $(DEV) ## Kill everything at random and count the messages
	@exec $(BIN)/python backend/bench/chaos.py $(ARGS)

lock: $(DEV) ## Write the lock files anew (UPGRADE=1: the newest of everything)
	$(BIN)/python .python/lock.py $(if $(UPGRADE),--upgrade)

settings: $(DEV) ## Write the table of settings in docs/operations.md anew
	$(BIN)/python .python/settings.py

manual: $(DEV) ## Write docs/node-types.md anew
	$(BIN)/python .python/manual.py

clean: ## Remove what was built and installed; .towpath, your data, stays
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find . -name __pycache__ -not -path './.towpath/*' -prune -exec rm -rf {} +

$(RUN): requirements.lock pyproject.toml .python/venv
	@.python/venv
	@touch $@

$(DEV): requirements.lock requirements-dev.lock pyproject.toml .python/venv
	@.python/venv dev
	@touch $(RUN) $@
