# De Thuisgevers. `make` alone tells what there is.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo install test check bench build migrate stop clean distclean
MAKEFLAGS += --no-print-directory
# Compiled modules are kept: without them every process of the stack starts three times as slowly.
unexport PYTHONDONTWRITEBYTECODE

PYTHON := .venv/bin/python
STACK := $(PYTHON) -m thuisgevers.stack
# Three on two cores: browser tests wait for pages now and then.
PYTEST_ARGS ?= -n 3 --dist loadgroup

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

demo: ## everything with invented data, at http://localhost:8000 (PORT=… for another)
	@.ci/bootstrap
	@exec $(PYTHON) -m thuisgevers.stack.demo

install: ## what a clean clone lacks, and nothing more
	@.ci/bootstrap test

test: ## all checks and all tests, as the continuous integration runs them
	@.ci/bootstrap test
	@.ci/check
	@exec $(STACK) run test $(PYTHON) -m pytest $(PYTEST_ARGS)

check: ## style, types, floors, templates, migrations, Django's production list
	@.ci/bootstrap test
	@.ci/check

bench: ## speed, in ratios to controls within one run
	@.ci/bootstrap test
	@exec $(STACK) run test $(PYTHON) -m tests.benchmarks

build: ## front end and collected static files, as a release has them
	@BUILD=always .ci/bootstrap
	@$(PYTHON) manage.py collectstatic --noinput --verbosity 0

migrate: ## bring the database of `make demo` up to date
	@.ci/bootstrap
	@DEMO=1 DB_ROLE=owner $(PYTHON) manage.py migrate
	@DEMO=1 DB_ROLE=owner $(PYTHON) manage.py derive_permissions

stop: ## a running demo and the servers of this checkout
	@test ! -x $(PYTHON) || $(STACK) stop

clean: ## data and everything built; packages stay
	@test ! -x $(PYTHON) || $(STACK) remove
	@rm -rf static/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
	@find var -mindepth 1 -maxdepth 1 ! -name tools -exec rm -rf {} + 2>/dev/null || true
	@find . -path ./node_modules -prune -o -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +

distclean: clean ## installed packages too
	@rm -rf .venv node_modules var
