/**
 * The desired configuration of a project in GitLab, in terms of its API. Plain data;
 * docs/delivery.md explains it.
 */
export const groupPath = 'ahlt';
export const projectPath = 'im-ctrl';
export const fullPath = encodeURIComponent(`${groupPath}/${projectPath}`);

/** No self-registration, and no pipelines from elsewhere. */
export const instanceSettings = {
  signup_enabled: false,
  auto_devops_enabled: false,
  default_project_visibility: 'private',
} as const;

export const groupSettings = { name: groupPath, path: groupPath, visibility: 'private' } as const;

export const projectSettings = {
  default_branch: 'main',
  visibility: 'private',
  merge_method: 'ff',
  squash_option: 'default_off',
  only_allow_merge_if_pipeline_succeeds: true,
  allow_merge_on_skipped_pipeline: false,
  only_allow_merge_if_all_discussions_are_resolved: true,
  remove_source_branch_after_merge: true,
  container_registry_access_level: 'private',
  ci_config_path: '.gitlab-ci.yml',
  ci_forward_deployment_enabled: true,
  auto_cancel_pending_pipelines: 'enabled',
  public_jobs: false,
  // Caches of branches never reach jobs of main or of a version.
  ci_separated_caches: true,
} as const;

/** Job tokens of other projects have no access here. */
export const jobTokenScope = { inbound_enabled: true } as const;

/** Access levels of GitLab. */
const nobody = 0;
const reporter = 20;
const maintainers = 40;

export const mainBranch = {
  name: 'main',
  push_access_level: nobody,
  merge_access_level: maintainers,
  allow_force_push: false,
} as const;
export const versionTags = { name: 'v*', create_access_level: maintainers } as const;

/**
 * Registry repositories that only maintainers can push to, which includes pipelines of main after
 * their merge: images that staging ran, versions, and the image for jobs with keys. Branches push
 * to `ahlt/im-ctrl/branches`. A job's token has the permissions of the user who started its
 * pipeline.
 */
export const protectedRepositories = [
  `${groupPath}/${projectPath}`,
  `${groupPath}/${projectPath}/toolchain`,
].map((repository_path_pattern) => ({
  repository_path_pattern,
  minimum_access_level_for_push: 'maintainer',
  minimum_access_level_for_delete: 'maintainer',
}));

export const environments = [
  { name: 'dev', external_url: 'https://dev.local', tier: 'development' },
  { name: 'staging', external_url: 'https://staging.local', tier: 'staging' },
  { name: 'prod', external_url: 'https://app.local', tier: 'production' },
] as const;

/**
 * Images of commits are deleted after a while; versions and what staging accepted are kept
 * (docs/runbooks/registry-clean-up.md).
 */
export const cleanUp = {
  enabled: true,
  cadence: '7d',
  keep_n: 25,
  older_than: '30d',
  name_regex: '^[0-9a-f]{40}$',
  name_regex_keep: '^([0-9]+\\.[0-9]+\\.[0-9]+|staging-[0-9a-f]{40})$',
} as const;

export const runnerSettings = {
  runner_type: 'project_type',
  description: 'workstation',
  run_untagged: true,
  locked: true,
  // Branches need it too; each variable specifies whether it is for protected refs only.
  access_level: 'not_protected',
  maximum_timeout: 7200,
} as const;

/** Reads images from within the cluster, and nothing else. */
export const deployToken = {
  name: 'cluster',
  username: 'cluster',
  scopes: ['read_registry'],
} as const;

/** Writes the note of a merge request. */
export const previewToken = { name: 'preview', scopes: ['api'], access_level: reporter } as const;

/** The environment whose jobs alone get the signing key of images. */
const signing = 'signing';

/** A pipeline variable, and the file with its value. */
export interface PipelineVariable {
  readonly key: string;
  readonly scope: string;
  /** Only on protected branches and tags. */
  readonly protected: boolean;
  readonly type: 'file' | 'env_var';
  /** Hidden in logs, which GitLab supports for single lines only. */
  readonly masked: boolean;
  /** File below gitlab/secrets. */
  readonly file: string;
  /** How the file is created. */
  readonly from: string;
}

export const variables: readonly PipelineVariable[] = [
  ...environments.map(
    ({ name }): PipelineVariable => ({
      key: 'KUBECONFIG',
      scope: name,
      protected: name !== 'dev',
      type: 'file',
      masked: false,
      file: `kubeconfig-${name}`,
      from: `npm run gitlab -- kubeconfig ${name}`,
    }),
  ),
  {
    key: 'PREVIEW_TOKEN',
    scope: '*',
    protected: false,
    type: 'env_var',
    masked: true,
    file: 'preview-token',
    from: 'setup creates it',
  },
  {
    key: 'COSIGN_PRIVATE_KEY',
    scope: signing,
    protected: true,
    type: 'file',
    masked: false,
    file: 'cosign.key',
    from: 'cosign generate-key-pair',
  },
  {
    key: 'COSIGN_PUBLIC_KEY',
    scope: '*',
    protected: true,
    type: 'file',
    masked: false,
    file: 'cosign.pub',
    from: 'cosign generate-key-pair',
  },
  {
    key: 'COSIGN_PASSWORD',
    scope: signing,
    protected: true,
    type: 'env_var',
    masked: true,
    file: 'cosign-password',
    from: 'the password of cosign.key',
  },
];
