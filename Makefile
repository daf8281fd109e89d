PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SEEDS ?= 200

.PHONY: demo test lint calibrate bench clean

demo: $(VENV)/installed
	$(BIN)/fairgrade demo

test: $(VENV)/installed
	$(BIN)/python -m pytest

lint: $(VENV)/installed
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

calibrate: $(VENV)/installed
	for name in $(notdir $(wildcard tests/bank/*)); do \
	  $(BIN)/fairgrade calibrate $$name --seeds $(SEEDS) --page docs/calibration/$$name.html --json build/calibrate/$$name.json || failed=1; \
	done; exit $${failed:-0}

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) autograded submitted feedback gradebook.db
