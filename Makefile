# Everything works from a fresh clone on a machine with only Python 3.11 or newer.

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name))))
JOBS ?= auto
BIN := .venv/bin
READY := .venv/.ready
CODE := chassis services sandbox cli protos deploy requirements tests

.DEFAULT_GOAL := help
.PHONY: help setup lock protos check test test-fast demo up down bench

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

setup: $(READY) ## make .venv with everything in it; quick when nothing changed

$(READY): requirements/dev.txt requirements/install.py pyproject.toml
	@test -n "$(PYTHON)" || { echo "setup: install Python 3.11 or newer, or name it: make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "setup: $(PYTHON) is older than 3.11; name another: make PYTHON=/path/to/python"; exit 1; }
	@$(BIN)/python -c '' 2>/dev/null || { echo "setup: making .venv with $(PYTHON)"; $(PYTHON) -m venv --clear .venv; } \
		|| { rm -rf .venv; echo "setup: the module venv is missing; on Debian install python3-venv"; exit 1; }
	@$(BIN)/python requirements/install.py
	@touch $(READY)
	@echo "setup: ready; try $(BIN)/granary --help"

lock: setup ## pin the libraries of requirements/*.in with hashes; UPGRADE=1 takes newer versions
	@for name in runtime dev; do \
		echo "lock: $$name"; \
		$(BIN)/uv pip compile --quiet $(if $(UPGRADE),--upgrade) --universal --python-version 3.11 \
			--generate-hashes --no-header --no-emit-index-url --no-annotate \
			$$(test $$name = runtime || echo "--constraints requirements/runtime.txt") \
			requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done

protos: setup ## write generated/ from protos/
	@$(BIN)/python protos/generate.py

check: setup ## style, types, contracts and deployment files
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy $(foreach folder,$(CODE),$(if $(wildcard $(folder)/*.py $(folder)/*/*.py),$(folder)))
	@$(BIN)/python protos/generate.py --lint
	@$(BIN)/python protos/generate.py --check
	@if [ -f deploy/check.py ]; then $(BIN)/python deploy/check.py; fi

test: check ## set up, check, and run every test that CI runs
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

test-fast: setup ## only the tests that need no server
	@$(BIN)/python -m pytest -n $(JOBS) tests/unit tests/architecture

demo: setup ## play three customers' loans from registration to settlement on real servers; verify the books
	@$(BIN)/granary demo

up: setup ## run the suite and keep it running; print its addresses
	@$(BIN)/granary up --detach

down: setup ## stop the suite that `make up` runs
	@$(BIN)/granary down

bench: setup ## measure, beside what the bare machine can do
	@$(BIN)/granary bench all
