# A front end to the CMake presets (CMakePresets.json): `make help` lists the targets.

JOBS ?= $(shell nproc 2>/dev/null || echo 2)
PREFIX ?= /usr/local
DESTDIR ?=
CLANG_FORMAT ?= clang-format-19
# ON or OFF: whether warnings are errors. Overrides the preset.
WERROR ?=

CXX_FILES = find app core scenarios tests -name '*.[ch]pp'

.DEFAULT_GOAL := all
# Serial: Ninja and CTest run jobs in parallel, and prerequisites are built in the order in which they are named.
.NOTPARALLEL:
.PHONY: all run test test-browser gallery bench bench-json bench-counts bench-docs bench-build corodemo-bench pyodide goldens check checks check-all format format-check layers tidy tidy-all same-bytes asan asan-gcc clang release mutate \
        coverage install uninstall packages deb tarball wheel dist staged package-tools reproducible clean help deps deps-check FORCE

all: build/release/build.ninja ## build the program: build/corodemo
	@cmake --build --preset release -j $(JOBS) --target corodemo corodemo_described
	@ln -sf release/corodemo build/corodemo

run: deps ## install missing packages, build the program, show a first trace
	@$(MAKE) --no-print-directory all
	@echo '$$ build/corodemo gather --trace' >&2
	@build/corodemo gather --trace

test: deps ## install missing packages, build and run all tests
	@$(MAKE) --no-print-directory test-dev

pyodide: build/pyodide/node_modules ## install CPython 3.14 from npm, for the conformance tests

build/pyodide/node_modules: tests/conformance/pyodide/package-lock.json
	@.ci/install pyodide
	@mkdir -p build/pyodide
	@cp tests/conformance/pyodide/package*.json build/pyodide
	@npm ci --prefix build/pyodide --silent --no-fund --no-audit
	@touch $@

# Not part of `make test`, since these tests need Chromium.
test-browser: deps build/browser/node_modules build-dev ## test the page and the pictures in a real browser
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

gallery: all ## write every scenario's pictures and page into docs/gallery
	@python3 docs/gallery.py build/corodemo

goldens: build-dev ## record the expected traces of the conformance tests again
	@CORODEMO=build/dev/corodemo python3 tests/conformance/record_goldens.py

bench: bench-build ## measure speed, compared with its floor and with peers
	@python3 tests/bench/table.py build/release

bench-json: bench-build ## the same, as JSON
	@python3 tests/bench/table.py build/release --json

bench-counts: deps ## count instructions instead of time: these are reproducible
	@.ci/install counts
	@$(MAKE) --no-print-directory corodemo-bench
	@echo '== counts of instructions'
	@python3 tests/bench/counts.py build/release $(if $(WRITE),--write)

bench-docs: bench-build ## measure everything, scale included, into docs/performance.md (half an hour)
	@python3 tests/bench/table.py build/release --write
	@python3 tests/bench/scale.py build/release

bench-build: deps
	@.ci/install bench
	@$(MAKE) --no-print-directory corodemo-bench

corodemo-bench:
	@$(MAKE) --no-print-directory all >&2
	@cmake --preset release >/dev/null && cmake --build --preset release -j $(JOBS) --target corodemo_bench >&2

# What CI checks on each change, besides the tests. Slow checks that rarely fail are in check-all, which CI runs weekly.
CHECKS := format-check layers asan same-bytes tidy

check: $(CHECKS) ## format, layers, sanitizers, same output from each compiler, clang-tidy on changed files
	@echo 'All checks passed.'

checks:
	@echo $(CHECKS)

check-all: check clang asan-gcc release tidy-all mutate ## all checks: hours

same-bytes: deps-check all build-dev build-asan ## compare the output of programs built by different compilers
	@echo '== same bytes'
	@python3 tests/checks/same_bytes.py build/dev/corodemo build/release/corodemo build/asan/corodemo

format: ## format every C++ file
	@$(CXX_FILES) | xargs $(CLANG_FORMAT) -i

format-check: deps-check
	@echo '== format'
	@files=$$($(CXX_FILES) | xargs $(CLANG_FORMAT) --dry-run 2>&1 | sed -n 's/:[0-9]*:.*: warning.*//p' | sort -u); \
	    [ -z "$$files" ] || { echo '`make format` would change' $$files; exit 1; }

layers: ## check which layers include which
	@echo '== layers'
	@python3 tests/checks/layers.py

# Checks the program, not its tests.
tidy: deps-check build/asan/build.ninja ## clang-tidy on files that differ from BASE (default: where the branch began)
	@echo '== clang-tidy'
	@python3 tests/checks/tidy.py build/asan $(BASE)

tidy-all: deps-check build/asan/build.ninja ## clang-tidy on all files: half an hour
	@echo '== clang-tidy'
	@python3 tests/checks/tidy.py build/asan --all

asan: deps-check test-asan ## tests built with clang++, under AddressSanitizer and UndefinedBehaviorSanitizer

asan-gcc: deps test-asan-gcc ## the same with g++, and the conformance tests

clang: deps-check test-clang ## tests built with clang++ -O3

release: deps test-release ## tests of the release build

mutate: deps ## mutation tests: break the scheduler line by line; SHARD=2/6 for a part of them
	@python3 tests/conformance/mutate.py $(if $(SHARD),--shard $(SHARD))

coverage: build/coverage/build.ninja ## measure the coverage of the tests
	@cmake --build build/coverage --target coverage

install: all ## install under PREFIX (/usr/local), which DESTDIR may precede
	@DESTDIR='$(DESTDIR)' .packaging/install.sh build/release '$(PREFIX)' build/installed

uninstall: ## remove what the last `make install` wrote
	@.packaging/install.sh --undo build/installed

VERSION := $(shell sed -n 's/^project.corodemo VERSION \([^ ]*\).*/\1/p' CMakeLists.txt)
MACHINE := $(shell uname -m)
BINARY := corodemo-$(VERSION)-linux-$(MACHINE)
# The time of all files in a package: that of the commit, which `make dist` gives to the files that it packs.
deb tarball wheel: export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || date -r CMakeLists.txt +%s)

packages: deb tarball wheel dist ## make all packages, in build/packages

deb: package-tools build-package ## the program and the library as a Debian package
	@echo '== package: deb'
	@umask 022 && cpack --config build/package/CPackConfig.cmake -B build/package >build/package/cpack.log 2>&1 \
	    || { cat build/package/cpack.log >&2; exit 1; }
	@mkdir -p build/packages
	@mv build/package/*.deb build/packages

tarball: staged ## the static program in an archive
	@echo '== package: tarball'
	@tar --create --sort=name --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --mtime=@$$SOURCE_DATE_EPOCH \
	    --directory build/release/staged $(BINARY) | gzip -9n >build/packages/$(BINARY).tar.gz

wheel: staged ## the static program in a wheel, for pip; without a libc it runs beside any
	@echo '== package: wheel'
	@python3 .packaging/wheel.py build/release/staged/$(BINARY) $(VERSION) \
	    manylinux2014_$(MACHINE).musllinux_1_1_$(MACHINE) build/packages

dist: ## the sources of the last commit in an archive
	@echo '== package: dist'
	@mkdir -p build/packages
	@git archive --prefix=corodemo-$(VERSION)/ HEAD | gzip -9n >build/packages/corodemo-$(VERSION).tar.gz

staged: package-tools all
	@rm -rf build/release/staged
	@mkdir -p build/packages
	@cmake --install build/release --prefix build/release/staged/$(BINARY) --component program --strip >/dev/null

package-tools:
	@.ci/install build package

reproducible: ## make the packages of the last commit twice, in two folders: the same bytes? An hour
	@.packaging/reproducible.sh

clean: ## remove everything that was built
	@rm -rf build

help: ## show this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /make \1@/p' Makefile | while IFS=@ read -r target what; do \
	    printf '  %-18s %s\n' "$$target" "$$what"; done

deps:
	@.ci/install build

deps-check:
	@.ci/install build check

# Configured once per preset, and again when the presets change. Ninja notices other changes.
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

# Lines of test output that begin with "conformance:" are shown even on success.
test-%: build-%
	@echo '== tests: $*'
	@ctest --preset $* -j $(JOBS)
	@grep -h '^conformance: ' build/$*/Testing/Temporary/LastTest.log || true
