PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SEEDS ?= 200
SIDE_BY_SIDE := bank course docs fuzz unit
ONE_BY_ONE := attacks contract end_to_end faults # they start processes of their own, and hold limits of time

.PHONY: demo test test-all lint calibrate notebooks local-model bench clean

demo: $(VENV)/installed
	$(BIN)/fairgrade demo

test: $(VENV)/installed
	$(BIN)/python -m pytest -m "not slow" -n 2 --dist loadfile $(addprefix tests/,$(SIDE_BY_SIDE))
	$(BIN)/python -m pytest -m "not slow" $(addprefix tests/,$(ONE_BY_ONE))

test-all: $(VENV)/installed
	$(BIN)/python -m pytest

lint: $(VENV)/installed
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

calibrate: $(VENV)/installed
	for name in $(sort $(foreach folder,$(wildcard tests/bank/*/*/wrong),$(word 3,$(subst /, ,$(folder))))); do \
	  $(BIN)/fairgrade calibrate $$name --seeds $(SEEDS) --page docs/calibration/$$name.html --json build/calibrate/$$name.json || failed=1; \
	done; exit $${failed:-0}

notebooks: $(VENV)/installed
	$(BIN)/python -m benchmarks.notebooks

local-model: $(VENV)/installed
	$(BIN)/python -m reference.local_diffusion.train
	$(BIN)/python -m reference.local_diffusion.evaluate

bench: $(VENV)/installed
	$(BIN)/python -m benchmarks

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) autograded submitted feedback gradebook.db
