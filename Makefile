# Two commands do everything: `make run` and `make test`. The rest are steps of these two, or tools.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup setup-tests run test compare pastes hostile format lint types layers editor rehearsal bench bench-live messages requirements clean

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PORT

help:
	@echo "make run      the site on http://127.0.0.1:$(PORT)"
	@echo "make test     every test"
	@echo "make pastes hostile    the whole of the checks of which make test tries a sample"
	@echo "make format lint types layers    the checks of the code, one by one; make test runs them too"
	@echo "make compare    the proof that a clean-up changes nothing for readers; it says how"
	@echo "make editor   an account for the admin"
	@echo "make rehearsal    a race of 2021 run live, faster than life, on a throw-away database (RACE=2021/russia/race-1)"
	@echo "make bench        what pages cost, beside a floor measured in the same run"
	@echo "make bench-live   5,000 readers poll a rehearsal"
	@echo "make messages     the catalogues of translations in step with the code"
	@echo "make setup    what both commands need, without starting anything"

# The wanted Python is named in .python-version; any 3.12 or newer will do.
$(BIN)/python:
	@set -e; found=""; \
	for name in python$$(cat .python-version) python3.14 python3.13 python3.12 python3 python; do \
	  if "$$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then found="$$name"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Python 3.12 or newer is needed and was not found: install Python $$(cat .python-version) with its venv module, then run this again." >&2; exit 1; \
	fi; \
	echo "Setting up with $$("$$found" --version)"; "$$found" -m venv $(VENV)

$(VENV)/.site: requirements.txt | $(BIN)/python
	@echo "Installing what the site needs ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.tests: requirements-dev.txt $(VENV)/.site
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.env: | $(VENV)/.site
	@$(BIN)/python -m wtcr_site.environment .env

setup: $(VENV)/.site .env
	@$(BIN)/python manage.py prepare

setup-tests: $(VENV)/.tests .env

run: setup
	@echo "Door to Door is on http://127.0.0.1:$(PORT) (stop it with Ctrl-C)."
	@echo "The admin is on http://127.0.0.1:$(PORT)/admin/ ; make an editor's account with: make editor"
	@exec $(BIN)/granian --interface wsgi --host 127.0.0.1 --port $(PORT) --workers $$($(BIN)/python -c 'import os; print(min(os.cpu_count() or 1, 4))') \
	  --blocking-threads 2 --backlog 2048 --log-level warning --no-ws wtcr_site.wsgi:application

editor: setup
	@$(BIN)/python manage.py createsuperuser

# The race runs in var/rehearsal, which is made anew each time; the site's own database is not opened.
REHEARSAL := var/rehearsal
RACE ?= 2021/russia/race-1

rehearsal: $(VENV)/.site .env
	@rm -rf $(REHEARSAL) && mkdir -p $(REHEARSAL)
	@exec env REHEARSAL=1 DATABASE_URL="sqlite:///$(CURDIR)/$(REHEARSAL)/db.sqlite3" MEDIA_ROOT="$(CURDIR)/$(REHEARSAL)/media" \
	  SITE_URL="http://127.0.0.1:$(PORT)" $(BIN)/python manage.py rehearse --race $(RACE)

# On a throw-away database in var/bench.
bench: $(VENV)/.site .env
	@exec $(BIN)/python benchmarks/pages.py

messages: $(VENV)/.site .env
	@$(BIN)/python manage.py messages

bench-live: $(VENV)/.site .env
	@rm -rf $(REHEARSAL) && mkdir -p $(REHEARSAL)
	@exec $(BIN)/python benchmarks/readers.py

test: setup-tests
	@$(BIN)/python -m pytest

# The suite tries a sample of these.
pastes: setup-tests
	@WHOLE=1 $(BIN)/python -m pytest tests/championship/race_control

hostile: setup-tests
	@WHOLE=1 $(BIN)/python -m pytest tests/test_hostile_requests.py tests/admin/test_admin_nonsense.py \
	  tests/admin/test_race_control.py tests/browser/test_race_control.py \
	  tests/browser/test_axe_in_english.py tests/browser/test_axe_in_swedish.py

# Each is a step of .ci/run, a hook of pre-commit and a test of the suite. They change nothing.
format:
	@$(BIN)/python -m ruff format --check --quiet --no-cache .
	@$(BIN)/djangofmt --check templates

lint:
	@$(BIN)/python -m ruff check --quiet --no-cache .
	@$(BIN)/djangofmt check templates

types:
	@$(BIN)/python -m mypy --no-error-summary

layers:
	@$(BIN)/lint-imports --no-cache --no-logo

# make compare SAVE=FOLDER saves a run; make compare BEFORE=FOLDER AFTER=FOLDER [PARSED=1] compares two.
compare: setup-tests
	@$(BIN)/python -m tests.compare $(if $(SAVE),save "$(SAVE)",$(if $(BEFORE),diff "$(BEFORE)" "$(AFTER)" $(if $(PARSED),--parsed),--help))

requirements: $(VENV)/.tests
	@$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o requirements.txt requirements.in
	@$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o requirements-dev.txt requirements-dev.in

clean:
	@rm -rf $(VENV) .env var
