# One line for people, after ##; groups begin with ##@. `make` alone shows them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help
npm := npm run --silent
compose := $(npm) compose --
ENV ?= dev

##@ Local environments (containers)
.PHONY: infra dev staging prod all down ps logs-dev logs-staging logs-prod
infra: ## PostgreSQL and Neo4j
	@$(compose) infra
dev staging prod: ## one environment: http://localhost:8080, 8081, 8082
	@$(compose) up $@
all: ## all three
	@$(compose) up
down: ## stop; keeps the data
	@$(compose) down
ps: ## containers and their health
	@$(compose) ps
logs-dev logs-staging logs-prod: ## follow the log of an app
	@$(compose) logs $(@:logs-%=%)

##@ Data (default: ENV=dev)
.PHONY: migrate seed resync backup restore clean
migrate seed resync: ## run one command of the app
	@$(compose) $@ $(ENV)
backup: ## dump a database into backups/
	@$(compose) backup $(ENV)
restore: ## restore FILE=backups/….dump; asks for the name
	@$(compose) restore $(ENV) $(FILE)
clean: ## delete all data of the containers; asks for the name
	@$(compose) clean

##@ Quality and image
.PHONY: verify test e2e image build
verify: ## format, lint, types, manifests, unit tests
	@$(npm) verify
test: ## every test that needs no containers
	@npm test --silent
e2e: ## tests of the image, and of compose from start to stop
	@$(npm) test:image && $(npm) test:compose
image: ## build the image, with cache
	@$(npm) image
build: ## build the image without cache, with SBOM and source maps in build/image
	@$(npm) image -- --no-cache --output build/image

# --- Cluster, certificates, deployment: targets below belong to scripts/kind, scripts/certificates, scripts/deploy. ---
##@ Cluster and certificates
.PHONY: kind kind-down kind-status test-kind certs hosts verify-platform
kind: ## the whole platform on a kind cluster: https://dev.local, staging.local, app.local
	@$(npm) kind -- up
kind-down: ## delete the cluster and everything in it; asks for the name
	@$(npm) kind -- down
kind-status: ## pods of the cluster
	@$(npm) kind -- status
test-kind: ## timed scenarios on a separate cluster
	@$(npm) test:kind
certs: ## create or renew the certificate of all hosts, in certs/
	@$(npm) certs
hosts: ## print lines for /etc/hosts; sudo make hosts writes them
	@$(npm) certs -- hosts
verify-platform: ## the checklist after an installation: ONLY=app,tls for some points
	@$(npm) verify-platform -- $(if $(ONLY),--only $(ONLY)) $(if $(ADDRESS),--address $(ADDRESS))

##@ GitLab and deployment
.PHONY: gitlab-up gitlab-down gitlab-backup k8s-up deploy-dev
gitlab-up: ## GitLab, its registry and a runner; then: npm run gitlab -- setup
	@docker compose -f gitlab/compose.yaml up --detach --wait gitlab && $(npm) gitlab -- setup && docker compose -f gitlab/compose.yaml up --detach runner
gitlab-down: ## stop them; keeps the data
	@docker compose -f gitlab/compose.yaml down
gitlab-backup: ## archives of GitLab and of its keys, in its data folder
	@docker compose -f gitlab/compose.yaml exec -T gitlab sh -c 'gitlab-backup create STRATEGY=copy && gitlab-ctl backup-etc --delete-old-backups'
k8s-up: ## deploy the platform and its environments to the current context, as an administrator
	@$(npm) deploy -- platform && for name in dev staging prod; do $(npm) deploy -- $$name || exit; done
deploy-dev: ## deploy dev from its files; IMAGE=… for another image
	@$(npm) deploy -- dev $(if $(IMAGE),--image $(IMAGE))

# --- end ---

help:
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@/ { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z].*:.*## / { printf "  %-32s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
