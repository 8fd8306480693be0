# A door to the CMake presets (CMakePresets.json): `make help` lists what it opens.

JOBS ?= $(shell nproc 2>/dev/null || echo 2)
PREFIX ?= /usr/local
CLANG_FORMAT ?= clang-format-19
# ON or OFF: warnings are errors, against what the preset says.
WERROR ?=

CXX_FILES = find app core scenarios tests -name '*.[ch]pp'

.DEFAULT_GOAL := all
# Ninja and CTest share the work out; what a target needs is made in the order in which it is named.
.NOTPARALLEL:
.PHONY: all run test test-browser gallery bench bench-json bench-counts bench-docs bench-build corodemo-bench pyodide goldens check checks check-all format format-check layers tidy tidy-all same-bytes asan asan-gcc clang release mutate \
        coverage install clean help deps deps-check FORCE

all: build/release/build.ninja ## the program, build/corodemo
	@cmake --build --preset release -j $(JOBS) --target corodemo
	@ln -sf release/corodemo build/corodemo

run: deps ## installs what is missing, builds the program, shows a first trace
	@$(MAKE) --no-print-directory all
	@echo '$$ build/corodemo gather --trace' >&2
	@build/corodemo gather --trace

test: deps ## installs what is missing, builds and runs all tests
	@$(MAKE) --no-print-directory test-dev

pyodide: build/pyodide/node_modules ## a CPython 3.14 for the conformance tests, from npm

build/pyodide/node_modules: tests/conformance/pyodide/package-lock.json
	@.ci/install pyodide
	@mkdir -p build/pyodide
	@cp tests/conformance/pyodide/package*.json build/pyodide
	@npm ci --prefix build/pyodide --silent --no-fund --no-audit
	@touch $@

# They need Chromium, which `make test` doesn't.
test-browser: deps build/browser/node_modules build-dev ## the page and the pictures, in a real browser
	@echo '== tests: browser'
	@CORODEMO=$(CURDIR)/build/dev/corodemo PLAYBACK_STATES=$(CURDIR)/build/dev/playback_states \
	    BROWSER_MODULES=$(CURDIR)/build/browser/node_modules \
	    node --test --test-concurrency=$(JOBS) --test-reporter=spec tests/browser/

build/browser/node_modules: tests/browser/package-lock.json
	@.ci/install browser
	@mkdir -p build/browser
	@cp tests/browser/package*.json build/browser
	@npm ci --prefix build/browser --silent --no-fund --no-audit
	@touch $@

gallery: all ## every scenario's picture and page, into docs/gallery
	@python3 docs/gallery.py build/corodemo

goldens: build-dev ## records anew what the conformance tests compare with
	@CORODEMO=build/dev/corodemo python3 tests/conformance/record_goldens.py

bench: bench-build ## measures speed, beside its floor and its peers
	@python3 tests/bench/table.py build/release

bench-json: bench-build ## the same, as JSON
	@python3 tests/bench/table.py build/release --json

bench-counts: deps ## instructions instead of time: they repeat exactly
	@.ci/install counts
	@$(MAKE) --no-print-directory corodemo-bench
	@echo '== counts of instructions'
	@python3 tests/bench/counts.py build/release $(if $(WRITE),--write)

bench-docs: bench-build ## measures all, scale too, into docs/performance.md (half an hour)
	@python3 tests/bench/table.py build/release --write
	@python3 tests/bench/scale.py build/release

bench-build: deps
	@.ci/install bench
	@$(MAKE) --no-print-directory corodemo-bench

corodemo-bench:
	@$(MAKE) --no-print-directory all >&2
	@cmake --preset release >/dev/null && cmake --build --preset release -j $(JOBS) --target corodemo_bench >&2

# What CI asks for each change beyond the tests. What rarely fails and takes long is in check-all, which CI runs weekly.
CHECKS := format-check layers asan same-bytes tidy

check: $(CHECKS) ## format, layers, sanitizers, same bytes from each compiler, clang-tidy on what changed
	@echo 'All checks passed.'

checks:
	@echo $(CHECKS)

check-all: check clang asan-gcc release tidy-all mutate ## and the rest: hours

same-bytes: deps-check all build-dev build-asan ## whichever compiler made the program
	@echo '== same bytes'
	@python3 tests/checks/same_bytes.py build/dev/corodemo build/release/corodemo build/asan/corodemo

format: ## lays out every C++ file
	@$(CXX_FILES) | xargs $(CLANG_FORMAT) -i

format-check: deps-check
	@echo '== format'
	@files=$$($(CXX_FILES) | xargs $(CLANG_FORMAT) --dry-run 2>&1 | sed -n 's/:[0-9]*:.*: warning.*//p' | sort -u); \
	    [ -z "$$files" ] || { echo '`make format` would change' $$files; exit 1; }

layers: ## who includes whom
	@echo '== layers'
	@python3 tests/checks/layers.py

# Of the program, not of the tests.
tidy: deps-check build/asan/build.ninja ## clang-tidy on what differs from BASE (where the branch began)
	@echo '== clang-tidy'
	@python3 tests/checks/tidy.py build/asan $(BASE)

tidy-all: deps-check build/asan/build.ninja ## clang-tidy on all files: half an hour
	@echo '== clang-tidy'
	@python3 tests/checks/tidy.py build/asan --all

asan: deps-check test-asan ## tests as compiled by clang++, under AddressSanitizer and UndefinedBehaviorSanitizer

asan-gcc: deps test-asan-gcc ## the same by g++, the conformance tests, too

clang: deps-check test-clang ## tests as compiled by clang++ -O3

release: deps test-release ## tests as compiled for users

mutate: deps ## breaks the scheduler line by line: do the tests notice? SHARD=2/6: a part of it
	@python3 tests/conformance/mutate.py $(if $(SHARD),--shard $(SHARD))

coverage: build/coverage/build.ninja ## what the tests cover
	@cmake --build build/coverage --target coverage

install: all ## under PREFIX (/usr/local)
	@cmake --install build/release --prefix $(PREFIX)

clean: ## removes all that was built
	@rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /make \1@/p' Makefile | while IFS=@ read -r target what; do \
	    printf '  %-18s %s\n' "$$target" "$$what"; done

deps:
	@.ci/install build

deps-check:
	@.ci/install build check

# Each preset is configured once, and again when the presets change; what else changes Ninja sees.
build/%/build.ninja: CMakePresets.json $(if $(WERROR),FORCE)
	@.ci/install --say build
	@mkdir -p build
	@cmake --preset $* $(if $(WERROR),-DCORODEMO_WERROR=$(WERROR)) >build/$*.log 2>&1 \
	    || { cat build/$*.log >&2; exit 1; }
	@touch $@

.PRECIOUS: build/%/build.ninja

build-%: build/%/build.ninja
	@echo '== build: $*'
	@cmake --build --preset $* -j $(JOBS)

# A line of a test's output that begins with "conformance:" is worth seeing when all is well, too.
test-%: build-%
	@echo '== tests: $*'
	@ctest --preset $* -j $(JOBS)
	@grep -h '^conformance: ' build/$*/Testing/Temporary/LastTest.log || true
