import { parseArgs } from 'node:util';
import { type Point, points } from './facts.ts';

/** Arguments of `npm run verify-platform`. */
export interface ChecklistOptions {
  readonly points: readonly Point[];
  readonly json: boolean;
  /** `address:port` to use for the environments' hosts instead of resolving their names. */
  readonly address: string | undefined;
  /** File with the certificate authority of all hosts. */
  readonly ca: string | undefined;
  readonly gitlab: URL;
}

/** An invalid command line. */
export class OptionError extends Error {}

const known = {
  only: { type: 'string' },
  json: { type: 'boolean', default: false },
  address: { type: 'string' },
  ca: { type: 'string' },
  gitlab: { type: 'string', default: 'https://gitlab.local:8929' },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

/** Parses the command line; undefined for help. Throws OptionError. */
export function parseOptions(args: readonly string[]): ChecklistOptions | undefined {
  const values = read(args);
  if (values.help) return undefined;
  if (!URL.canParse(values.gitlab))
    throw new OptionError(
      `--gitlab ${values.gitlab}: an address such as ${known.gitlab.default} is required`,
    );
  return {
    points: values.only === undefined ? points : chosen(values.only),
    json: values.json,
    address: values.address,
    ca: values.ca,
    gitlab: new URL(values.gitlab),
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new OptionError(error.message.split('. ')[0], { cause: error });
  }
}

function chosen(text: string): Point[] {
  const names = text.split(',');
  const unknown = names.find((name) => !(points as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new OptionError(`--only ${unknown}: expected ${points.join(', ')}`);
  return points.filter((point) => names.includes(point));
}

export const help = `npm run verify-platform [-- options]       check an installation, from the repository to the certificates

Checks an installation or a migration: ${points.join(', ')}. Each point passes or fails with the next
step. Uses the cluster of KUBECONFIG, and GitLab with the token in gitlab/secrets that npm run gitlab -- setup wrote.

  --only <points>          only these points, such as namespaces,databases,graph,app,ingress,tls for a cluster without GitLab
  --json                   { passed, checks: [{ name, passed, message, next }] }
  --address <host:port>    connect to this address instead of resolving the hosts
  --ca <file>              certificate authority of all hosts, PEM (default: certs/ca.crt, if it exists)
  --gitlab <url>           default: https://gitlab.local:8929
  -h, --help               this text

Exit code: 0 every point passed, 1 a point failed, 2 invalid option or file.
`;
