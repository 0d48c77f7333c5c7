# The two commands are `make run` and `make test`; `make help` lists the others.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app wsgi
HOST ?= 127.0.0.1
PORT ?= 8000
DATA ?= ../shared/data
PO := $(wildcard app/translations/*/LC_MESSAGES/messages.po)
MO := $(PO:.po=.mo)
export OMP_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help run test check bench fix migrate translations docs clean

help: ## List the targets
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Set PYTHON=…"; exit 1; }
	@echo "• making the virtual environment"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "The venv module is missing. Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/.run-installed: requirements.txt | $(BIN)/python
	@echo "• installing what runs the application (a minute the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev-installed: requirements.txt requirements-dev.txt | $(BIN)/python
	@echo "• installing what tests the application (a minute the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.run-installed

%.mo: %.po | $(BIN)/python
	@$(BIN)/pybabel --quiet compile -i $< -o $@

migrate: $(VENV)/.run-installed ## Bring the database up to date
	@$(FLASK) database upgrade

run: $(VENV)/.run-installed ## Serve the site on 127.0.0.1:8000, with everything it needs
	@$(MAKE) --no-print-directory $(MO)
	@$(FLASK) site run --host $(HOST) --port $(PORT)

test: $(VENV)/.dev-installed ## Run all tests, browser journeys included where there is a Chromium
	@$(MAKE) --no-print-directory $(MO)
	@$(BIN)/python -m tests.run

check: $(VENV)/.dev-installed ## Linters, types, import contracts, migrations, translations and generated documents
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(FLASK) docs check

bench: $(VENV)/.dev-installed ## Measure the search on 100,000 organisations; DATA names the folder of the two registers
	@$(BIN)/python -m tests.bench.search 100000 --data $(DATA)

fix: $(VENV)/.dev-installed ## Put right what the linters can put right
	@$(BIN)/ruff check --fix .

translations: $(VENV)/.dev-installed ## Collect the texts and bring the catalogues up to date
	@$(BIN)/pybabel extract -F babel.cfg -k _l -k _n:1,2 --no-location --sort-output --project Musubi --version 0 --copyright-holder "Musubi maintainers" -o app/translations/messages.pot .
	@$(BIN)/pybabel update -i app/translations/messages.pot -d app/translations --no-fuzzy-matching --ignore-obsolete

docs: $(VENV)/.dev-installed ## Write the generated documents anew
	@$(FLASK) docs write

clean: ## Remove the virtual environment and the compiled catalogues; the data stay
	@rm -rf $(VENV) $(MO) .pytest_cache .mypy_cache .ruff_cache
