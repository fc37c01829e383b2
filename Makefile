# make run     set up and open the program on the demo client
# make test    set up and run the test suite
# make check   format, lint, types, layers, then the same tests
# make lint    the first four of them
# make format  put the code into the one format
# make messages  compile the catalogues (.po to .mo) after editing one
#
# Needs Python 3.11 or newer, git and make. Everything goes into .venv; no root, no service.

.POSIX:

VENV = .venv
BIN = $(VENV)/bin
STAMP = $(VENV)/.ready
LOCALE = pmark_check/i18n/locale
PYTEST = $(BIN)/python -m pytest -n auto
DATA = hatch_build.py checklists/*.toml checklists/*/*.toml
FAST = -m "not browser and not slow"

.PHONY: all run test lint formatted sound typed layered check format messages setup clean help

all: help

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

run: setup
	@set -eu; \
	demo="$$($(BIN)/pmark-check demo)"; \
	if [ -t 0 ] && [ -t 1 ]; then exec $(BIN)/pmark-check open "$$demo"; fi; \
	$(BIN)/pmark-check score "$$demo"; \
	$(BIN)/pmark-check report "$$demo"

test: setup
	@$(PYTEST) $(FAST)

check: lint test

lint: formatted sound typed layered

formatted: setup
	$(BIN)/ruff format --check .

sound: setup
	$(BIN)/ruff check .

typed: setup
	$(BIN)/mypy pmark_check tests $$(ls -d benchmarks 2>/dev/null)

layered: setup
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The .mo files are committed. Setup does not compile them: that would hide a stale one from the tests.
messages: setup
	for po in $(LOCALE)/*/LC_MESSAGES/*.po; do $(BIN)/pybabel -q compile -i $$po -o $${po%.po}.mo; done

# The stamp holds what was installed where, and is written last. No stamp means an interrupted setup: start over.
# A changed pyproject.toml (down to the lint settings), constraints.txt or data file, which hatch_build.py prepares,
# means: bring the venv up to date in place.
# hatchling goes in first, because neither PIP_CONSTRAINT nor -c reaches an isolated build in every pip.
# The link to this folder is made relative: under LC_ALL=C Python does not even start with a Japanese path in it (tried).
setup:
	@set -eu; \
	want="$$(pwd) $$(sed '/^\[tool\.ruff/,$$d' pyproject.toml | cat - constraints.txt $(DATA) | cksum)"; \
	have="$$(cat $(STAMP) 2>/dev/null || :)"; \
	if [ "$$want" = "$$have" ] && $(BIN)/python -c '' 2>/dev/null; then exit 0; fi; \
	case "$$have" in "$$(pwd) "*) $(BIN)/python -c '' 2>/dev/null || have= ;; *) have= ;; esac; \
	rm -f $(STAMP); \
	if [ -z "$$have" ]; then \
		found=; \
		for python in $${PYTHON:-python3} python3.14 python3.13 python3.12 python3.11 python; do \
			if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
		done; \
		if [ -z "$$found" ]; then \
			echo 'Python 3.11 以上が見つかりません。インストールしてから、もう一度実行してください(場所の指定: make PYTHON=/path/to/python3)。' >&2; \
			echo 'No Python 3.11 or newer was found. Install one and try again (to name one: make PYTHON=/path/to/python3).' >&2; \
			exit 1; \
		fi; \
		if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then \
			echo "$$found に venv がありません。Debian や Ubuntu では: apt install python3-venv" >&2; \
			echo "$$found lacks venv. On Debian or Ubuntu: apt install python3-venv" >&2; \
			exit 1; \
		fi; \
		echo "準備しています(初回のみ、1〜2分)… / Setting up (first time only, a minute or two)…" >&2; \
		rm -rf $(VENV); \
		"$$found" -m venv $(VENV); \
	else \
		echo "更新しています… / Updating…" >&2; \
	fi; \
	export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_USER=0; \
	$(BIN)/python -m pip install --quiet -c constraints.txt hatchling; \
	$(BIN)/python -m pip install --quiet -c constraints.txt --no-build-isolation -e '.[dev]'; \
	for link in $(VENV)/lib/python*/site-packages/_pmark_check.pth; do echo ../../../.. >"$$link"; done; \
	echo "$$want" >$(STAMP)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
