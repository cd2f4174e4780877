# Everything a person or a CI types. Each line hands over to one readable script under bin/.
.PHONY: up test bench check down clean
.NOTPARALLEL:

up: ## the whole portal, in the foreground, until Ctrl-C
	@exec bin/up

test: ## every test: Python, TypeScript, browser
	@exec bin/test

bench: ## the benchmarks; ONLY=live runs some
	@exec bin/bench $(ONLY)

check: ## lint, format, types, import order, migrations, translations, deployment settings
	@exec bin/check

down: ## stop what an earlier run left running
	@exec bin/down

clean: ## remove var/ with its data, .venv, node_modules and builds
	@exec bin/clean
