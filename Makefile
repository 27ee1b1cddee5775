# The front door. `make help` lists what there is; every target can be run again at any time.

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

ENV ?= .venv
BIN := $(ENV)/bin
PY := $(BIN)/python
JOBS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
# A live table in a terminal; in a log, one line per finished task.
PYTASK = $(BIN)/pytask -n $(JOBS) $$([ -t 1 ] || echo -v 0)
BOOK := book/_build/html/index.html
# What a user gives reaches the commands through the environment, quotes and all.
export N P ALLIANCE OWN MIRROR NAME DISTRICTS LANGUAGE WITH TOPIC MINUTES
# LANGUAGE and NAME may stand in the environment for other things: only those given here count.
given = $(filter command,$(origin $(1)))

# Any Python from 3.11 on will do; the first that is found is taken (PYTHON=... chooses one).
SUPPORTED := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c '$(SUPPORTED)' 2>/dev/null && echo $$p && break; done)

.PHONY: all
all: $(ENV)/.installed ## Set up the environment, run every notebook, build the book
	@$(PYTASK)
	@echo "The book: open $(CURDIR)/$(BOOK) in a browser."

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {sub(/^all$$/, "", $$1); \
		printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  Options: ALLIANCE=reegion-now  N=1-1-regional-potential  P=\"year=2015 draws=500\""
	@echo "           MIRROR=../shared/raw-mirror  JOBS=4  PYTHON=python3.12"

ifndef LOCKED
# One `make` at a time sets up the environment; the next one then finds it done.
$(ENV)/.installed: requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then \
		echo "No Python from 3.11 on was found. Install one, or name it: make PYTHON=/path/to/python3"; \
		exit 1; fi
	@PYTHONPATH=src "$(PYTHON)" -m wir.run.lock $(MAKE) -s LOCKED=1 "ENV=$(ENV)" "PYTHON=$(PYTHON)" $@
else
$(ENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -m venv $(ENV) || { \
		echo "The environment could not be made. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@printf 'Installing the locked packages into $(ENV) (once, one to four minutes):'
	@{ $(PY) -m pip install --disable-pip-version-check --no-input --no-deps --require-hashes \
		-r requirements.lock && \
	   $(PY) -m pip install --disable-pip-version-check --no-input --no-deps --no-build-isolation \
		-e . && echo __complete__; } 2>&1 | awk '\
		/^Collecting/ {n++; if (n % 25 == 0) {printf " %d", n; fflush()} next} \
		/^Installing collected/ {printf " installing"; fflush(); next} \
		/__complete__/ {complete = 1; next} \
		/^(ERROR|error|fatal)|No matching|Could not|HASH|Errno|Expected|Got/ {print "\n" $$0} \
		END {print complete ? " done." : "\nThe packages could not be installed; mend the cause above and run make again."; exit !complete}'
	@touch $@
endif

.PHONY: env
env: $(ENV)/.installed ## Set up the environment only

.PHONY: test
test: env ## Run all tests (those that need what is missing here are skipped, with the reason)
	@$(PY) -m pytest $(ARGS)

.PHONY: lint
lint: env ## Check style and types
	@echo "Style:" && $(BIN)/ruff check . && $(BIN)/ruff format --check .
	@echo "Types (up to a minute):" && $(BIN)/mypy

.PHONY: format
format: env ## Put the code into the project's format
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

.PHONY: data
data: env ## Rebuild data/processed/ from the upstream files (MIRROR=folder reads them there)
	@$(PY) -m wir.data $(if $(MIRROR),--mirror "$$MIRROR")

.PHONY: check-data
check-data: env ## Rebuild the tables in a temporary folder and compare them with the committed ones
	@$(PY) -m wir.data --check $(if $(MIRROR),--mirror "$$MIRROR")

.PHONY: notebooks
notebooks: env ## Run every notebook that is not up to date
	@$(PYTASK) -k task_run

.PHONY: notebook
notebook: env ## Run one notebook, with other parameters or own data (N=... P="name=value" ALLIANCE=...)
	@$(PY) -m wir.run notebook "$$N" --parameters="$$P" $(if $(ALLIANCE),--alliance="$$ALLIANCE")

.PHONY: alliance
alliance: env ## Make a folder for your own data (NAME=mein-buendnis DISTRICTS="Görlitz, Bautzen")
	@$(PY) -m wir.own new "$(if $(call given,NAME),$$NAME)" \
		$(if $(call given,LANGUAGE),--language="$$LANGUAGE") $(if $(DISTRICTS),--districts="$$DISTRICTS")

.PHONY: check
check: env ## Check your own data and say what is ready (ALLIANCE=mein-buendnis LANGUAGE=de)
	@$(PY) -m wir.own check "$$ALLIANCE" $(if $(call given,LANGUAGE),--language="$$LANGUAGE")

.PHONY: adapt
adapt: env ## Copy a notebook for your own use (N=1-2-new-fields ALLIANCE=mein-buendnis)
	@$(PY) -m wir.run adapt "$$N" "$$ALLIANCE"

.PHONY: dossiers
dossiers: env ## Make the dossiers of all alliances, in German and English, in parallel
	@$(PYTASK) -k "task_printable_dossier"

.PHONY: dossier
dossier: env ## Make the dossier of one alliance, known or your own (ALLIANCE=... LANGUAGE=de|en)
	@$(PY) -m wir.run dossier "$$ALLIANCE" $(if $(call given,LANGUAGE),--language="$$LANGUAGE") \
		$(if $(OWN),--own="$$OWN")

.PHONY: export
export: env ## Show what may be passed on for a comparison; YES=1 writes it (ALLIANCE=...)
	@$(PY) -m wir.exchange export "$$ALLIANCE" $(if $(filter 1,$(YES)),--yes)

.PHONY: compare
compare: env ## Compare with exports of other alliances (ALLIANCE=... WITH=one.json,two.json)
	@$(PY) -m wir.exchange compare "$$ALLIANCE" --with="$$WITH"

.PHONY: workshop
workshop: env ## Make a workshop kit (TOPIC=ecosystem ALLIANCE=..., several with commas, MINUTES=180)
	@$(PY) -m wir.workshop --topic="$$TOPIC" --alliance="$$ALLIANCE" --minutes="$$MINUTES" \
		$(if $(call given,LANGUAGE),--language="$$LANGUAGE")

.PHONY: book
book: all ## Build the book, and first what it shows

.PHONY: verify
verify: env ## Run everything that is not up to date and compare the numbers with the committed ones
	@$(PYTASK) -k "task_run or task_numbers" && $(PY) -m wir.run verify

.PHONY: accept
accept: env ## Show how the numbers changed and make them the committed ones
	@$(PY) -m wir.run accept

.PHONY: lab
lab: env ## Open the notebooks in JupyterLab (on this machine only, with a token)
	@$(BIN)/jupyter lab --ServerApp.ip=127.0.0.1 --notebook-dir=. notebooks

.PHONY: lock
lock: ## Compile requirements.lock anew from pyproject.toml (needs uv)
	@echo "Resolving the packages (up to a minute) ..."
	@uv pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes \
		--no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.lock

.PHONY: clean
clean: ## Remove all results, keep the environment and the downloads
	rm -rf book/_build book/executed book/generated runs .pytask pytask.lock pytask.lock.journal \
		.pytest_cache .mypy_cache .ruff_cache

.PHONY: distclean
distclean: clean ## Remove the environment and the downloads as well
	rm -rf $(ENV) data/raw/cache
