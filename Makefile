# Every target sets up what it needs: a virtual environment in .venv, made once and again when pyproject.toml changes.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/.ready
NODE_JUDGE := .cache/node/node_modules/@ooxml-tools/validate
NODE_JUDGE_VERSION := 0.4.6
WORKERS ?= logical
TESTS ?= tests
FUZZ ?= 20000

.DEFAULT_GOAL := help
.PHONY: help setup examples test check fonts templates node-judge bench fuzz

help: ## what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## the virtual environment with everything

# pip 25.1 is the first that knows dependency groups. A machine that is already set up needs no network.
$(READY): pyproject.toml
	@test -x $(RUN) || $(PYTHON) -c 'import sys; sys.exit("Python 3.10 or later is needed, this is " + sys.version if sys.version_info < (3, 10) else 0)'
	@test -x $(RUN) || $(PYTHON) -m venv $(VENV) || { echo 'the venv module is missing: apt install python3-venv'; exit 1; }
	$(RUN) -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[pdf,fast,cluster]' --group dev --group bench
	@touch $@

# Best effort: without network the rest still runs, and what needs the fonts says so.
.fonts/fonts.conf: tools/fonts.py | $(READY)
	-@$(RUN) -m tools.fonts && touch .fonts/fonts.conf || echo 'fonts: could not be fetched; pages are not judged'

fonts: $(READY) ## the real TH Sarabun fonts into .fonts/
	$(RUN) -m tools.fonts

examples: $(READY) .fonts/fonts.conf ## every example into out/ (PDF where LibreOffice is)
	$(RUN) -m tools.examples

test: $(READY) .fonts/fonts.conf ## the tests (TESTS=tests/thai for a part, WORKERS=0 for one process)
	$(RUN) -m pytest -n $(WORKERS) $(TESTS)

check: $(READY) ## style and types
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

templates: $(READY) ## draw the templates anew
	$(RUN) -m tools.draw
	$(RUN) -m tools.draw_agency_example
	$(RUN) -m tools.broken_templates

# Microsoft's Open XML SDK as a judge of what was made; its tests are skipped visibly where Node is missing.
node-judge: $(NODE_JUDGE)

$(NODE_JUDGE):
	@mkdir -p .cache/node
	npm install --prefix .cache/node --no-fund --no-audit --no-save --loglevel=error @ooxml-tools/validate@$(NODE_JUDGE_VERSION)

bench: $(READY) .fonts/fonts.conf ## what it costs, beside its peers
	$(RUN) -m benchmarks

fuzz: $(READY) ## long property tests, FUZZ=20000 damaged files read in bounded memory, commands and templates, also without a tag
	$(RUN) -m tests.fuzz --count $(FUZZ) --keep out/fuzz
	$(RUN) -m tests.fuzz --inputs --count $(FUZZ) --keep out/fuzz-inputs
	$(RUN) -m tests.fuzz --commands --count $$(($(FUZZ) / 10)) --keep out/fuzz-commands
	$(RUN) -m tests.fuzz --templates --count $$(($(FUZZ) / 40)) --keep out/fuzz-templates
	HYPOTHESIS_PROFILE=fuzz $(RUN) -m pytest -n $(WORKERS) -m hypothesis $(TESTS)
	MUTANTS=7 $(RUN) -m pytest -n $(WORKERS) tests/test_template_losses.py
