# Every task of the house. What CI runs is `make check` and `make test`.
.DEFAULT_GOAL := help
.PHONY: help run test test-servers check format bench chaos demo shots vendor lock settings manual clean

BIN := .venv/bin
RUN := .venv/.to-run
DEV := .venv/.to-work
# The browser side's tools, from the lock file in frontend/tools; Node itself comes out of .venv.
TOOLS := frontend/tools
NODE := .python/node
MODULES := $(TOOLS)/node_modules/.installed
BIOME := $(NODE) $(TOOLS)/node_modules/@biomejs/biome/bin/biome
TSC := $(NODE) $(TOOLS)/node_modules/typescript/bin/tsc

help: ## Say what can be done (this)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(RUN) ## Run Towpath on this machine; Ctrl-C stops it
	@exec $(BIN)/towpath up

demo: $(RUN) ## Let 2,357 real customers walk a journey in a running Towpath
	@exec $(BIN)/towpath demo

test: $(DEV) ## Run every test (ARGS="-k words" for some)
	@.python/chromium >/dev/null || true # without one the tests in a browser fail and say why
	$(BIN)/pytest -n 2 $(ARGS)

test-servers: $(DEV) ## Run the tests that meet servers on the system's PostgreSQL instead
	.ci/servers $(BIN)/pytest -n 2 tests/test_schema.py tests/slices/journeys tests/slices/events tests/operations/test_work.py

check: $(DEV) $(MODULES) ## Lint, format, types, floors; is the vendored code what the lock file makes?
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIOME) check --error-on-warnings
	$(TSC) -p frontend/jsconfig.json
	$(NODE) $(TOOLS)/build.mjs --check

format: $(DEV) $(MODULES) ## Format and mend what lint can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIOME) check --write

bench: $(DEV) ## Measure speed (ONLY=engine.reference for one figure)
	@exec $(BIN)/python backend/bench/run.py $(if $(ONLY),--only $(ONLY))

shots: $(DEV) ## Take pictures of every screen into shots/ (ONLY=canvas for some)
	@.python/chromium >/dev/null
	@PYTHONPATH=. exec $(BIN)/python tests/browser/shots.py $(if $(ONLY),--only $(ONLY))

chaos: $(DEV) ## Kill everything at random and count the messages
	@exec $(BIN)/python backend/bench/chaos.py $(ARGS)

vendor: $(MODULES) ## Make frontend/vendor and the icons anew from the lock file in frontend/tools
	$(NODE) $(TOOLS)/build.mjs

lock: $(DEV) ## Write the lock files anew (UPGRADE=1: the newest of everything)
	$(BIN)/python .python/lock.py $(if $(UPGRADE),--upgrade)

settings: $(DEV) ## Write the table of settings in docs/operations.md anew
	$(BIN)/python .python/settings.py

manual: $(DEV) ## Write docs/node-types.md anew
	$(BIN)/python .python/manual.py

clean: ## Remove what was built and installed; .towpath, your data, stays
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist $(TOOLS)/node_modules
	find . -name __pycache__ -not -path './.towpath/*' -prune -exec rm -rf {} +

$(RUN): requirements.lock pyproject.toml .python/venv
	@.python/venv
	@touch $@

$(DEV): requirements.lock requirements-dev.lock pyproject.toml .python/venv
	@.python/venv dev
	@touch $(RUN) $@

$(MODULES): $(TOOLS)/package.json $(TOOLS)/package-lock.json | $(DEV)
	@echo "Installing the browser side's tools that the lock file lists (seconds)." >&2
	@cd $(TOOLS) && ../../$(NODE) npm ci --no-progress --loglevel=error >&2
	@touch $@
