# make demo   sets everything up, prints the forms, reads them back, shows the records equal
# make test   sets everything up, runs the whole suite
# make lint   style, types, and which room may import which
# make bench  timings against the floor and against other libraries, as ratios
# make soak   what takes too long for every run
# make lock   exact versions and hashes anew from pyproject.toml (needs uv)

BIN := .venv/bin
READY := .venv/.ready
TESTABLE := .venv/.testable
ROOMS := forms extractors renderers tianbao

.PHONY: demo test lint bench soak setup lock

demo: $(READY)
	$(BIN)/python tools/demo.py build/demo

test: $(READY) $(TESTABLE)
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadgroup

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(ROOMS) tools
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/python -m benchmarks

soak: $(READY)
	$(BIN)/python -m benchmarks.soak
	$(BIN)/python -m benchmarks.soak_convert
	$(BIN)/python -m benchmarks.soak_scan
	$(BIN)/python -m benchmarks.soak_bulk
	TIANBAO_DRAW=anew $(BIN)/python -m pytest tests/test_laws.py tests/test_laws_pdf.py tests/test_laws_put.py \
		tests/test_laws_put_kinds.py tests/tianbao/api/test_description.py

setup: $(READY)

$(READY): requirements.lock pyproject.toml tools/set-up.sh tools/set_up.py tianbao/doctor.py tianbao/needs.json
	sh tools/set-up.sh
	touch $@

# PostgreSQL and Chromium: the demo does without.
$(TESTABLE): $(READY)
	sh tools/set-up.sh tests
	touch $@

lock:
	uv pip compile --universal --python-version 3.11 --extra dev --extra scan --extra service --extra cluster --generate-hashes \
	  --no-header --no-annotate --upgrade --output-file requirements.lock pyproject.toml
