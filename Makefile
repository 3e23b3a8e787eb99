# Every target also runs without make: python3 tools/dev.py TARGET ARGUMENTS
PYTHON ?= python3
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: run demo test trials check setup build format bench lock help

run demo test trials check setup build format bench lock help:
	@$(PYTHON) tools/dev.py $@ $(ARGS)
