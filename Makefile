# Four commands, each of which sets up what it needs first:
#
#   make run     open the viewer on the bundled runs; ARGS="runs/mine.ginn" names others
#   make test    run the tests; ARGS="tests/store" picks some
#   make lint    look through the code with ruff and pyright; ARGS="ginn_gl/store" picks some
#   make soak    the long forms of what tests do shortly; takes some hours
#
# On Linux the tests get a virtual screen, so that no window pops up and none is needed.

SCREEN := $(if $(filter Linux,$(shell uname -s)),xvfb-run -a -s "-screen 0 1920x1080x24 +extension GLX")

.PHONY: run test lint soak clean

run:
	@tools/set-up.sh
	@.venv/bin/ginn-gl view $(ARGS)

test:
	@tools/set-up.sh tests
	@$(SCREEN) .venv/bin/python -m pytest $(ARGS)

lint:
	@tools/set-up.sh checks
	@.venv/bin/ruff check $(ARGS)
	@.venv/bin/pyright --pythonpath .venv/bin/python $(ARGS)

soak:
	@tools/set-up.sh tests
	@.venv/bin/python tools/soak/kills.py 200
	@.venv/bin/python tools/soak/mutants.py 10000
	@.venv/bin/python tools/soak/disks.py 100
	@$(SCREEN) .venv/bin/python tools/soak/monkey.py 3600

clean:
	rm -rf .venv build dist .pytest_cache .ruff_cache
	find ginn_gl tests -name __pycache__ -prune -exec rm -rf {} +
