import { parseArgs } from 'node:util';

/** Arguments of `npm run gitlab`. */
export type GitlabRequest =
  | { readonly action: 'help' }
  | { readonly action: 'setup'; readonly dryRun: boolean; readonly url: string }
  | {
      readonly action: 'migrate';
      readonly from: string;
      readonly to: string;
      readonly allow: readonly string[];
      readonly dryRun: boolean;
      readonly mirrorTo?: string | undefined;
      readonly url: string;
    }
  | { readonly action: 'scan'; readonly history: boolean }
  | { readonly action: 'images'; readonly pin: boolean }
  | {
      readonly action: 'kubeconfig';
      readonly environment: string;
      readonly server?: string | undefined;
    };

/** An invalid command line. */
export class OptionError extends Error {}

const known = {
  'dry-run': { type: 'boolean', default: false },
  url: { type: 'string', default: 'https://gitlab.local:8929' },
  from: { type: 'string' },
  to: { type: 'string', default: 'ssh://git@gitlab.local:2222/ahlt/im-ctrl.git' },
  allow: { type: 'string', multiple: true, default: [] as string[] },
  'mirror-to': { type: 'string' },
  history: { type: 'boolean', default: false },
  pin: { type: 'boolean', default: false },
  server: { type: 'string' },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

/** Parses the command line. Throws OptionError. */
export function parseRequest(args: readonly string[]): GitlabRequest {
  const { values, positionals } = read(args);
  const [action, environment] = positionals;
  if (values.help || action === undefined) return { action: 'help' };
  const dryRun = values['dry-run'];
  if (action === 'setup') return { action, dryRun, url: values.url };
  if (action === 'scan') return { action, history: values.history };
  if (action === 'images') return { action, pin: values.pin };
  if (action === 'kubeconfig') {
    if (environment === undefined)
      throw new OptionError('gitlab kubeconfig: the environment is missing, such as staging');
    return { action, environment, server: values.server };
  }
  if (action !== 'migrate')
    throw new OptionError(`gitlab ${action}: expected setup, migrate, scan, images or kubeconfig`);
  if (values.from === undefined)
    throw new OptionError('gitlab migrate: --from <url> of the old repository is missing');
  return {
    action,
    from: values.from,
    to: values.to,
    allow: values.allow,
    dryRun,
    mirrorTo: values['mirror-to'],
    url: values.url,
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new OptionError(error.message.split('. ')[0], { cause: error });
  }
}

export const help = `npm run gitlab -- setup [--dry-run] [--url <url>]
    Sets up GitLab and updates it later: root's password, group, project, protected branch and tags, environments,
    tokens, pipeline variables, runner. Keeps what exists. --dry-run prints every API call with secrets masked; without a
    GitLab it prints the calls of a first setup.
npm run gitlab -- migrate --from <url> [--to <url>] [--allow <fingerprint>] [--mirror-to <url>] [--dry-run]
    Moves a repository with every branch and tag: mirrors it, scans the whole history for secrets, pushes and compares all heads.
    --mirror-to makes GitLab push every change to another repository.
npm run gitlab -- scan [--history]
    Scans for secrets in the working tree, or in the history of all branches and tags.
npm run gitlab -- images [--pin]
    Compares the digests of the images of GitLab, its runner and the jobs with the registries. --pin writes the current digests
    of the tags.
npm run gitlab -- kubeconfig <environment> [--server <url>]
    Writes the kubeconfig of an environment's deployer to gitlab/secrets; setup adds it as a pipeline variable.

Secrets are files of gitlab/secrets, which git ignores. Exit code: 0 done, 1 refused or secrets found, 2 invalid option, 3 no answer.
`;
