# make run    the demo, ready to be joined        make test   everything a change must pass
# make unit   the quick tests                     make check  everything but the tests
# make fuzz   property tests with other examples  make bench  the load benchmark
# make chaos  servers killed 200 times under load, and what was acknowledged held against what is stored
# make house  files, lines, floors, imports that go up or round, and the files three things pass, beside the aims
# The other targets are named below; each does one thing and says little.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
INSTALL := $(PY) -m pip install --disable-pip-version-check --quiet --require-hashes --requirement
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

# The tests start hundreds of processes of the same modules: what is compiled is kept, whatever the shell is set to.
unexport PYTHONDONTWRITEBYTECODE

QUIETLY := .ci/quietly

TYPED := app.py balint_live tests bench deploy
PINS := env -u PIP_FIND_LINKS PIP_CONFIG_FILE=/dev/null $(VENV)/pins/bin/pip-compile --quiet --upgrade --generate-hashes \
	--strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: run test check unit fuzz format format-fix lint types imports house chaos bench dev tools system pins clean

run: $(VENV)/.run-stamp
	@exec $(PY) app.py demo $(if $(PORT),--port "$(PORT)") $(if $(HOST),--host "$(HOST)") $(if $(DATA),--data "$(DATA)")

# First everything that needs no browser, then what plays in browsers (apart, because a browser's driver keeps an event loop of
# its own in the process): many of those tests wait more than they work, so four at a time keep two cores busy, the longest
# first and the quick ones last. Last, one after the other, what measures.
FOUR_AT_A_TIME := --numprocesses=4 --dist=loadscope --no-loadscope-reorder -m "not alone"

test: system check
	@$(PY) -m pytest $(FOUR_AT_A_TIME) --ignore=tests/browser tests
	@$(PY) -m pytest $(FOUR_AT_A_TIME) tests/browser
	@$(PY) -m pytest -m alone tests/integration/live tests/integration/deploy tests/browser

check: format lint types imports

unit: dev
	@$(PY) -m pytest tests/unit tests/properties

fuzz: dev
	@exec .ci/fuzz $(PY) $(or $(MINUTES),10) $(SEED)

format: dev tools
	@$(PY) -m ruff format --quiet --check --output-format=concise .
	@$(QUIETLY) node_modules/.bin/biome format

format-fix: dev tools
	@$(PY) -m ruff check --quiet --fix-only .
	@$(PY) -m ruff format --quiet .
	@$(QUIETLY) node_modules/.bin/biome check --write --linter-enabled=false

lint: dev tools
	@$(PY) -m ruff check --quiet --output-format=concise .
	@$(QUIETLY) node_modules/.bin/biome lint --error-on-warnings
	@$(QUIETLY) $(PY) -m djlint --quiet --lint templates
	@$(QUIETLY) $(PY) -m deptry --no-ansi .

types: dev tools
	@$(PY) -m mypy --no-error-summary $(TYPED) & python=$$!; \
	node_modules/.bin/tsc --project tsconfig.json && node_modules/.bin/tsc --project tests/js/tsconfig.json; javascript=$$?; \
	wait $$python && exit $$javascript

imports: dev
	@$(QUIETLY) $(VENV)/bin/lint-imports --no-logo

house: dev
	@$(PY) -m tests.architecture.house $(if $(FILES),--files)

chaos: system dev
	@KILLS=$(or $(KILLS),200) exec $(PY) -m pytest tests/integration/chaos

bench: dev
	@exec $(PY) -m bench $(if $(QUICK),--quick)

# ---- What the targets above stand on ----------------------------------------------------------------------------

dev: $(VENV)/.dev-stamp

tools: node_modules/.stamp

system:
	@.ci/system-packages

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run-stamp: requirements/run.txt | $(VENV)/.made
	@echo "Installing the application's libraries into $(VENV) ..." >&2
	@$(QUIETLY) $(INSTALL) $<
	@touch $@

$(VENV)/.dev-stamp: requirements/dev.txt | $(VENV)/.made
	@echo "Installing what tests and checks need into $(VENV) ..." >&2
	@$(QUIETLY) $(INSTALL) $<
	@touch $@

$(VENV)/.node-stamp: requirements/node.txt | $(VENV)/.made
	@.ci/node-for-venv $(VENV)
	@touch $@

node_modules/.stamp: package.json package-lock.json .npmrc $(VENV)/.node-stamp
	@$(QUIETLY) npm ci --loglevel=error
	@touch $@

# Every pin anew from requirements/*.in, run.txt first, since dev.txt must agree with it. The machine's own pip settings
# are left out: what only this machine can reach has no place in the pins.
pins: $(VENV)/.made
	@$(PYTHON) -m venv $(VENV)/pins
	@$(VENV)/pins/bin/python -m pip install --disable-pip-version-check --quiet pip-tools==7.6.2
	@$(PINS) --output-file requirements/run.txt requirements/run.in
	@$(PINS) --output-file requirements/dev.txt requirements/dev.in
	@$(PINS) --output-file requirements/node.txt requirements/node.in

# The demo's data folder is not touched: it may be in use.
clean:
	@rm -rf $(VENV) node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
