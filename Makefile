# Plain `make` lists what can be made.
PYTHON ?= python3
VENV = .venv/bin/python

help:  ## list these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/\1|\2/' \
	| while IFS='|' read -r name what; do printf 'make %-10s %s\n' "$$name" "$$what"; done

setup:  ## make .venv, install, migrate, load what a newsroom needs (and the demo)
	@$(PYTHON) scripts/setup.py

run: setup  ## serve on 127.0.0.1, port 8000 or PORT=…, with the worker beside it
	@exec $(VENV) scripts/run.py

dev: setup  ## the same pages, reloading while you edit the code
	@exec $(VENV) scripts/run.py --dev

test:  ## the suite on SQLite and PostgreSQL, and the journeys in a browser
	@$(PYTHON) scripts/setup.py --dev
	@exec $(VENV) scripts/test.py

lint:  ## ruff, migrations, system checks, templates
	@$(PYTHON) scripts/setup.py --dev
	@exec $(VENV) scripts/lint.py

messages:  ## collect the strings to translate (needs GNU gettext), then compile
	@$(VENV) manage.py makemessages --locale id --no-location --no-obsolete --no-wrap --ignore '.venv/*' --ignore 'var/*'
	@$(VENV) scripts/prepare.py --messages

lock:  ## compile requirements*.txt from requirements*.in (needs uv)
	@for name in requirements requirements-dev; do \
		uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
			--no-emit-index-url --quiet $$name.in -o $$name.txt || exit 1; \
	done

.PHONY: help setup run dev test lint messages lock
