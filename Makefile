PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PEERS := .venv-peers
MANY ?= ../shared/eval/awsdocs
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check -c constraints.txt

.PHONY: run test evaluate bench screenshots clean
.DELETE_ON_ERROR:

run: $(VENV)/installed
	@$(BIN)/tutor index build >&2
	@$(BIN)/tutor

# HF_HUB_OFFLINE: no test asks a model hub for anything.
test: export HF_HUB_OFFLINE = 1
test: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

# Asks several hundred questions of our own, and writes docs/evaluation.md.
evaluate: $(VENV)/installed-dev
	$(BIN)/python tests/evaluation/evaluate.py --docs

# The pictures in docs/screenshots, of the notes that come with it.
screenshots: $(VENV)/installed-dev
	$(BIN)/python -m tests.tui.screenshots

# Writes docs/benchmarks.md. QUICK=1 for a few minutes; MANY=FOLDER for very many notes, besides what is made up.
bench: $(VENV)/installed-dev $(PEERS)/installed
	$(BIN)/python tests/benchmarks/bench.py --docs --peers $(PEERS)/bin/python \
		$(if $(QUICK),--quick) $(if $(wildcard $(MANY)),--many $(MANY))

$(PEERS)/installed: tests/benchmarks/requirements-peers.txt
	@$(PYTHON) -m venv $(PEERS) >&2
	@grep -v '^#' $< | while read -r peer; do \
		$(PEERS)/bin/python -m pip install --disable-pip-version-check "$$peer" >&2 || echo "left out: $$peer" >&2; done
	@touch $@

clean:
	rm -rf $(VENV) $(PEERS) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/installed: pyproject.toml constraints.txt
	@$(PYTHON) -m venv $(VENV) >&2
	@$(INSTALL) -e . >&2
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(INSTALL) -e '.[dev]'
	@touch $@
