import { z } from 'zod';

/** A call of GitLab's REST API v4 with all its parameters. */
interface ApiCall {
  /** Method and path, as in the documentation. */
  readonly call: string;
  /** Its page and section below https://docs.gitlab.com/api/. */
  readonly documented: string;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
}

const visibility = z.enum(['private', 'internal', 'public']);
const feature = z.enum(['disabled', 'private', 'enabled']);
const level = z.union([0, 30, 40, 60].map((value) => z.literal(value)));
const page = {
  page: z.coerce.number().int().min(1).optional(),
  per_page: z.coerce.number().int().min(1).max(100).optional(),
};
const pages = z.strictObject(page);
const scopeOfVariable = z.strictObject({ 'filter[environment_scope]': z.string().optional() });
const day = z.iso.date();

const cleanUpPolicy = z.strictObject({
  cadence: z.enum(['1d', '7d', '14d', '1month', '3month']).optional(),
  enabled: z.boolean().optional(),
  keep_n: z.union([1, 5, 10, 25, 50, 100].map((value) => z.literal(value))).optional(),
  older_than: z.enum(['7d', '14d', '30d', '60d', '90d']).optional(),
  name_regex: z.string().optional(),
  name_regex_keep: z.string().optional(),
});

const project = {
  visibility: visibility.optional(),
  default_branch: z.string().optional(),
  merge_method: z.enum(['merge', 'rebase_merge', 'ff']).optional(),
  squash_option: z.enum(['never', 'always', 'default_on', 'default_off']).optional(),
  only_allow_merge_if_pipeline_succeeds: z.boolean().optional(),
  allow_merge_on_skipped_pipeline: z.boolean().optional(),
  only_allow_merge_if_all_discussions_are_resolved: z.boolean().optional(),
  remove_source_branch_after_merge: z.boolean().optional(),
  container_registry_access_level: feature.optional(),
  container_expiration_policy_attributes: cleanUpPolicy.optional(),
  ci_config_path: z.string().optional(),
  auto_cancel_pending_pipelines: z.enum(['disabled', 'enabled']).optional(),
  public_jobs: z.boolean().optional(),
  ci_separated_caches: z.boolean().optional(),
};

const variable = {
  value: z.string(),
  environment_scope: z.string().optional(),
  protected: z.boolean().optional(),
  masked: z.boolean().optional(),
  raw: z.boolean().optional(),
  variable_type: z.enum(['env_var', 'file']).optional(),
};

const protection = {
  minimum_access_level_for_push: z.enum(['maintainer', 'owner', 'admin']).optional(),
  minimum_access_level_for_delete: z.enum(['maintainer', 'owner', 'admin']).optional(),
};

const note = z.strictObject({ body: z.string().max(1_000_000) });

/**
 * The calls that this repository makes, with their parameters in the documentation of GitLab 19, as
 * far as needed. The double refuses all others: look up a new call there first. GitLab itself
 * silently ignores unknown parameters.
 */
const apiCalls: readonly ApiCall[] = [
  { call: 'GET /personal_access_tokens/self', documented: 'personal_access_tokens#self-inform' },
  {
    call: 'GET /application/settings',
    documented: 'settings#get-details-on-current-application-settings',
  },
  {
    call: 'PUT /application/settings',
    documented: 'settings#update-application-settings',
    body: z.strictObject({
      signup_enabled: z.boolean().optional(),
      auto_devops_enabled: z.boolean().optional(),
      default_project_visibility: visibility.optional(),
    }),
  },
  { call: 'GET /groups/:id', documented: 'groups#get-a-single-group' },
  {
    call: 'POST /groups',
    documented: 'groups#create-a-group',
    body: z.strictObject({ name: z.string(), path: z.string(), visibility: visibility.optional() }),
  },
  { call: 'GET /projects/:id', documented: 'projects#get-a-single-project' },
  {
    call: 'POST /projects',
    documented: 'projects#create-a-project',
    body: z.strictObject({
      name: z.string(),
      path: z.string().optional(),
      namespace_id: z.int().optional(),
      ...project,
    }),
  },
  {
    call: 'PUT /projects/:id',
    documented: 'projects#edit-a-project',
    body: z.strictObject({ ...project, ci_forward_deployment_enabled: z.boolean().optional() }),
  },
  {
    call: 'GET /projects/:id/job_token_scope',
    documented: 'project_job_token_scopes#get-a-projects-cicd-job-token-access-settings',
  },
  {
    call: 'PATCH /projects/:id/job_token_scope',
    documented: 'project_job_token_scopes#patch-a-projects-cicd-job-token-access-settings',
    body: z.strictObject({ enabled: z.boolean() }),
  },
  {
    call: 'GET /projects/:id/protected_branches/:name',
    documented: 'protected_branches#get-a-single-protected-branch-or-wildcard-protected-branch',
  },
  {
    call: 'POST /projects/:id/protected_branches',
    documented: 'protected_branches#protect-repository-branches',
    body: z.strictObject({
      name: z.string(),
      push_access_level: level.optional(),
      merge_access_level: level.optional(),
      allow_force_push: z.boolean().optional(),
    }),
  },
  {
    call: 'DELETE /projects/:id/protected_branches/:name',
    documented: 'protected_branches#unprotect-repository-branches',
  },
  {
    call: 'GET /projects/:id/protected_tags/:name',
    documented: 'protected_tags#get-a-protected-tag-or-wildcard-protected-tag',
  },
  {
    call: 'POST /projects/:id/protected_tags',
    documented: 'protected_tags#protect-a-repository-tag',
    body: z.strictObject({ name: z.string(), create_access_level: level.optional() }),
  },
  {
    call: 'DELETE /projects/:id/protected_tags/:name',
    documented: 'protected_tags#unprotect-repository-tags',
  },
  {
    call: 'GET /projects/:id/registry/protection/repository/rules',
    documented: 'container_repository_protection_rules#list-container-repository-protection-rules',
    query: pages,
  },
  {
    call: 'POST /projects/:id/registry/protection/repository/rules',
    documented:
      'container_repository_protection_rules#create-a-container-repository-protection-rule',
    body: z.strictObject({ repository_path_pattern: z.string(), ...protection }),
  },
  {
    call: 'PATCH /projects/:id/registry/protection/repository/rules/:protection_rule_id',
    documented:
      'container_repository_protection_rules#update-a-container-repository-protection-rule',
    body: z.strictObject(protection),
  },
  {
    call: 'GET /projects/:id/environments',
    documented: 'environments#list-environments',
    query: pages,
  },
  {
    call: 'POST /projects/:id/environments',
    documented: 'environments#create-a-new-environment',
    body: z.strictObject({
      name: z.string(),
      external_url: z.string().optional(),
      tier: z.enum(['production', 'staging', 'testing', 'development', 'other']).optional(),
    }),
  },
  {
    call: 'PUT /projects/:id/environments/:environment_id',
    documented: 'environments#update-an-existing-environment',
    body: z.strictObject({ external_url: z.string().optional(), tier: z.string().optional() }),
  },
  {
    call: 'GET /projects/:id/deploy_tokens',
    documented: 'deploy_tokens#list-project-deploy-tokens',
    query: pages,
  },
  {
    call: 'POST /projects/:id/deploy_tokens',
    documented: 'deploy_tokens#create-a-project-deploy-token',
    body: z.strictObject({
      name: z.string(),
      username: z.string().optional(),
      expires_at: z.string().optional(),
      scopes: z
        .array(
          z.enum([
            'read_repository',
            'read_registry',
            'write_registry',
            'read_package_registry',
            'write_package_registry',
          ]),
        )
        .min(1),
    }),
  },
  {
    call: 'GET /projects/:id/access_tokens',
    documented: 'project_access_tokens#list-all-project-access-tokens',
    query: pages,
  },
  {
    call: 'POST /projects/:id/access_tokens',
    documented: 'project_access_tokens#create-a-project-access-token',
    body: z.strictObject({
      name: z.string(),
      scopes: z
        .array(
          z.enum([
            'api',
            'read_api',
            'read_repository',
            'write_repository',
            'read_registry',
            'write_registry',
          ]),
        )
        .min(1),
      access_level: z.union([10, 20, 30, 40, 50].map((value) => z.literal(value))).optional(),
      expires_at: day.optional(),
    }),
  },
  {
    call: 'GET /projects/:id/variables/:key',
    documented: 'project_level_variables#get-a-single-variable',
    query: scopeOfVariable,
  },
  {
    call: 'POST /projects/:id/variables',
    documented: 'project_level_variables#create-a-variable',
    body: z.strictObject({ key: z.string().regex(/^\w{1,255}$/), ...variable }),
  },
  {
    call: 'PUT /projects/:id/variables/:key',
    documented: 'project_level_variables#update-a-variable',
    query: scopeOfVariable,
    body: z.strictObject(variable),
  },
  {
    call: 'GET /projects/:id/runners',
    documented: "runners#list-a-project's-runners",
    query: z.strictObject({
      ...page,
      type: z.enum(['instance_type', 'group_type', 'project_type']).optional(),
    }),
  },
  {
    call: 'GET /projects/:id/pipelines',
    documented: 'pipelines#list-project-pipelines',
    query: z.strictObject({
      ...page,
      ref: z.string().optional(),
      order_by: z.enum(['id', 'status', 'ref', 'updated_at', 'user_id']).optional(),
      sort: z.enum(['asc', 'desc']).optional(),
    }),
  },
  {
    call: 'POST /user/runners',
    documented: 'users#create-a-runner-linked-to-a-user',
    body: z.strictObject({
      runner_type: z.literal('project_type'),
      project_id: z.int(),
      description: z.string().optional(),
      run_untagged: z.boolean().optional(),
      locked: z.boolean().optional(),
      access_level: z.enum(['not_protected', 'ref_protected']).optional(),
      maximum_timeout: z.int().min(600).optional(),
    }),
  },
  {
    call: 'GET /projects/:id/remote_mirrors',
    documented: 'remote_mirrors#list-a-projects-remote-mirrors',
    query: pages,
  },
  {
    call: 'POST /projects/:id/remote_mirrors',
    documented: 'remote_mirrors#create-a-push-mirror',
    body: z.strictObject({
      url: z.string(),
      enabled: z.boolean().optional(),
      only_protected_branches: z.boolean().optional(),
      keep_divergent_refs: z.boolean().optional(),
    }),
  },
  {
    call: 'GET /projects/:id/merge_requests/:merge_request_iid/notes',
    documented: 'notes#list-all-merge-request-notes',
    query: z.strictObject({
      ...page,
      order_by: z.enum(['created_at', 'updated_at']).optional(),
      sort: z.enum(['asc', 'desc']).optional(),
    }),
  },
  {
    call: 'POST /projects/:id/merge_requests/:merge_request_iid/notes',
    documented: 'notes#create-new-merge-request-note',
    body: note,
  },
  {
    call: 'PUT /projects/:id/merge_requests/:merge_request_iid/notes/:note_id',
    documented: 'notes#modify-existing-merge-request-note',
    body: note,
  },
  {
    call: 'DELETE /projects/:id/merge_requests/:merge_request_iid/notes/:note_id',
    documented: 'notes#delete-a-merge-request-note',
  },
];

/**
 * Why a call is not in GitLab's documentation, as a sentence; undefined if it is. `path` is not
 * decoded, without the version.
 */
export function notDocumented(
  method: string,
  path: string,
  query: Record<string, string>,
  body: unknown,
): string | undefined {
  const found = apiCalls.find(({ call }) => patternOf(call).test(`${method} ${path}`));
  if (found === undefined) return `${method} ${path} is not in test/gitlab/gitlab-api-calls.ts`;
  return (
    mistake(
      `${found.call} takes other query parameters (${found.documented})`,
      found.query ?? z.strictObject({}),
      query,
    ) ??
    mistake(
      `${found.call} takes another body (${found.documented})`,
      found.body ?? z.undefined(),
      body,
    )
  );
}

/** A name in a path is encoded and contains no slash. */
const patternOf = (call: string): RegExp => new RegExp(`^${call.replaceAll(/:\w+/g, '[^/]+')}$`);

function mistake(what: string, schema: z.ZodType, value: unknown): string | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success
    ? undefined
    : `${what}: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`;
}
