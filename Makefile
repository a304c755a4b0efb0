# What can be done here; `make` alone lists it.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
SHARED ?= ../shared
PYTEST := $(BIN)/python -m pytest -n 3 --dist worksteal
COVERAGE := --cov --cov-report=term

.PHONY: help demo test test-all mutants check bench bench-asof bench-subscribe race chaos eval eval-variations lock

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY)  ## load three articles, answer three questions, stay up (ONCE=1: print and exit)
	@$(BIN)/verbale demo

test: $(READY)  ## the tests, without the slow ones
	@$(PYTEST) -m "not slow and not browser"

test-all: $(READY)  ## all tests, the slow ones and those that need a browser too, with coverage by branch, and many more examples of each law
	@VERBALE_EXAMPLES=10 $(PYTEST) $(COVERAGE)

check: $(READY)  ## format, lint, types, imports
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

mutants: $(READY)  ## do the tests notice changed comparisons in the resolvers? (slow; MUTANTS="--sample 100")
	@$(BIN)/python -m tests.mutants $(MUTANTS)

bench-asof: $(READY)  ## as-of answers on records of 100,000 claims and more (SIZES=100000,1000000,10000000)
	@nice $(BIN)/python -m tests.bench.busy --sizes $(or $(SIZES),100000)

bench: $(READY)  ## speed, as ratios to peers measured in the same run
	@$(BIN)/python -m tests.bench

bench-subscribe: $(READY)  ## how soon 1 to 5,000 subscribers hear of a change, and what each costs (COUNTS=1,100,1000)
	@$(BIN)/python -m tests.bench.subscribing $(if $(COUNTS),--counts $(COUNTS))

race: $(READY)  ## writers against tailing readers of the log, 60 s, and of a naive one (its control)
	@$(BIN)/python -m tests.eventstore.racing

chaos: $(READY)  ## 210 times something is killed, cut off or filled up under load: is all there, once?
	@$(BIN)/python -m tests.chaos

eval: $(READY)  ## how well articles are read and questions answered (needs SHARED, ../shared)
	@$(BIN)/python -m tests.eval $(SHARED)/eval

eval-variations: $(READY)  ## which answers change with fewer claims, another order of arrival, restarts (needs SHARED)
	@$(BIN)/python -m tests.eval.variations $(SHARED)/eval

lock: $(READY)  ## write requirements.lock anew from pyproject.toml
	@$(BIN)/python .ci/lock

# An environment that is there already is kept and brought up to the lock.
$(READY): requirements.lock pyproject.toml
	@test -x $(BIN)/python || { \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.11"; exit 1; }; \
	  echo "Making the environment .venv"; $(PYTHON) -m venv .venv; }
	@echo "Installing what requirements.lock lists (once, about a minute)"
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements.lock \
	  | { grep --line-buffered -vE '^(Requirement already|Looking in|  )' || true; }
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	@touch $@
