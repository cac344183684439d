# All targets set up what they need by themselves; Python 3.11 or later has to be there.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help pack test check programs code gallery fuzz faults bench scale pins clean always

# Tests start the program many times: what Python has compiled is kept, also where the user's own
# settings say otherwise.
unexport PYTHONDONTWRITEBYTECODE

# On macOS Python does not look for libraries where brew puts them.
ifeq ($(shell uname),Darwin)
RUN := DYLD_FALLBACK_LIBRARY_PATH="$$(brew --prefix 2>/dev/null)/lib:/usr/local/lib:/usr/lib" .venv/bin/
else
RUN := .venv/bin/
endif

# Sets the shell variable python to the first Python that is recent and can make environments. The
# system's own comes first: it is optimised, and one that somebody built often is not, which costs a
# tenth of all work here.
define FIND_PYTHON
python=; recent=; \
for name in $(or $(PYTHON),/usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11 python); do \
  $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
  recent=$$name; \
  if $$name -c 'import ensurepip, venv' 2>/dev/null; then python=$$name; break; fi; \
done; \
if [ -z "$$recent" ]; then \
  echo 'Python 3.11 or later is needed and was not found. Install it (Debian, Ubuntu:' >&2; \
  echo 'sudo apt-get install python3 python3-venv; macOS: brew install python), or say where it is:' >&2; \
  echo 'make PYTHON=/path/to/python3 …' >&2; exit 1; \
elif [ -z "$$python" ]; then \
  echo "$$recent cannot make environments: its modules venv and ensurepip are missing." >&2; \
  echo 'Install them (Debian, Ubuntu: sudo apt-get install python3-venv) and try again.' >&2; exit 1; \
fi
endef

help: ## show this list
	@echo 'make TARGET, where TARGET is one of:'
	@sed -n 's/^\([a-z]*\):.*## /  \1\t/p' Makefile

pack: .venv/project ## build the default pack into output/
	@.ci/native-libraries
	$(RUN)packbuilder build

check: .venv/project ## look for problems in the content, without building
	@.ci/native-libraries
	$(RUN)packbuilder check

test: .venv/place ## run all tests and checks, of the program and of the content
	@$(MAKE) --no-print-directory -j2 programs code
	$(RUN)packbuilder check
	$(RUN)pytest -n auto --dist worksteal

# Two things of `make test` that go on side by side: most of the first is waiting for downloads.
programs: .venv/place
	@.ci/native-libraries test

code: .venv/project
	$(RUN)ruff check
	$(RUN)ruff format --check
	$(RUN)mypy
	$(RUN)lint-imports --no-logo

fuzz: .venv/project ## try changed content for an hour, or as MINUTES=10 says; keep what crashes
	@.ci/native-libraries
	$(RUN)python tests/fuzz/explore.py --minutes $(or $(MINUTES),60)

faults: .venv/project ## hurt builds at every file system call, kill and interrupt them (an hour; Linux)
	@.ci/native-libraries test
	$(RUN)python tests/robustness/inject.py calls
	$(RUN)python tests/robustness/inject.py kills --times 1000
	$(RUN)python tests/robustness/interrupt.py --times 50
	$(RUN)python tests/robustness/interrupt.py --times 20 --signal TERM
	$(RUN)python tests/robustness/listing.py full-pack

gallery: .venv/project ## draw the pictures of pages that the guides show
	@.ci/native-libraries
	$(RUN)python docs/gallery.py

bench: .venv/project ## measure this program beside pandoc, typst, WeasyPrint and LibreOffice
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
	  --require-hashes --target .venv/bench -r tests/bench/constraints.txt
	PYTHONPATH=.venv/bench $(RUN)python tests/bench/bench.py --times $(or $(TIMES),3) --size $(or $(SIZE),1)

scale: .venv/project ## measure a save under watch, many pages, two hundred editions, a thousand forms, HTML, edits
	$(RUN)python tests/bench/latency.py
	$(RUN)python tests/bench/scale.py
	$(RUN)python tests/bench/forms.py
	$(RUN)python tests/bench/html_cost.py
	$(RUN)python tests/bench/page_speed.py
	$(RUN)python tests/bench/edits.py

pins: ## write constraints.txt anew, with the latest versions that pyproject.toml allows
	@$(FIND_PYTHON); set -e; \
	place=$$(mktemp -d); trap 'rm -rf "$$place"' EXIT; trap 'exit 1' HUP INT TERM; \
	"$$python" -m venv "$$place/uv"; \
	"$$place/uv/bin/python" -m pip install --quiet --disable-pip-version-check uv; \
	"$$place/uv/bin/uv" pip compile --quiet --universal --python-version 3.11 --extra test \
	  --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
	  --output-file "$$place/pins" pyproject.toml; \
	{ echo '# Every package of the program, its tests and its build. `make pins` writes this file.'; \
	  grep -v '://' "$$place/pins"; } > "$$place/constraints.txt"; \
	cp "$$place/constraints.txt" constraints.txt

clean: ## remove the environment and caches; output/ stays
	rm -rf .venv dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find packbuilder tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment: first the pinned packages, then the project itself as a path to this folder.
# A copied or moved folder gets a new one, as the old one leads to the old place; so does one whose
# Python is gone.
ifneq ($(shell test -x .venv/bin/python && cat .venv/place 2>/dev/null),$(CURDIR))
.venv/place: always
endif

.venv/place: constraints.txt
	@$(FIND_PYTHON); set -e; \
	echo "Setting up .venv with $$("$$python" --version); this may take a minute"; \
	"$$python" -m venv --clear .venv; \
	echo '$(CURDIR)' > $@

.venv/pins: .venv/place
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
	  --require-hashes -r constraints.txt
	@touch $@

.venv/project: .venv/pins pyproject.toml
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
	  --no-deps --no-build-isolation --editable .
	@touch $@
