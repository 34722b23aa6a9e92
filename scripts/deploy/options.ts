import { parseArgs } from 'node:util';

/** Arguments of `npm run deploy`. */
export type DeployRequest =
  | {
      readonly action: 'environment' | 'rollback';
      readonly environment: string;
      readonly image?: string | undefined;
      readonly options: DeployOptions;
    }
  | {
      readonly action: 'platform';
      readonly operatorImage?: string | undefined;
      readonly options: DeployOptions;
    }
  | { readonly action: 'smoke'; readonly environment: string; readonly options: DeployOptions }
  | { readonly action: 'digest'; readonly image: string }
  | { readonly action: 'tag'; readonly image: string; readonly tag: string }
  | { readonly action: 'help' };

export interface DeployOptions {
  readonly dryRun: boolean;
  readonly smoke: boolean;
  /** Timeout in seconds; undefined: the sum of the environment's own deadlines. */
  readonly timeoutSeconds?: number | undefined;
  /** `address:port` to use for the host instead of resolving its name. */
  readonly address?: string | undefined;
  /** File with the host's certificate authority. */
  readonly ca?: string | undefined;
}

/** An invalid command line. */
export class OptionError extends Error {}

const known = {
  image: { type: 'string' },
  'operator-image': { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  'no-smoke': { type: 'boolean', default: false },
  timeout: { type: 'string' },
  address: { type: 'string' },
  ca: { type: 'string' },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

/** Parses the command line. Throws OptionError. */
export function parseRequest(args: readonly string[]): DeployRequest {
  const { values, positionals } = read(args);
  const [first, second, third] = positionals;
  if (values.help || first === undefined) return { action: 'help' };
  const options: DeployOptions = {
    dryRun: values['dry-run'],
    smoke: !values['no-smoke'],
    timeoutSeconds: seconds(values.timeout),
    address: values.address,
    ca: values.ca,
  };
  const needed = (value: string | undefined, what: string): string => {
    if (value === undefined) throw new OptionError(`deploy ${first}: ${what} is missing`);
    return value;
  };
  if (first === 'platform')
    return { action: 'platform', operatorImage: values['operator-image'], options };
  if (first === 'smoke')
    return { action: 'smoke', environment: needed(second, 'the environment'), options };
  if (first === 'rollback')
    return {
      action: 'rollback',
      environment: needed(second, 'the environment'),
      image: values.image,
      options,
    };
  if (first === 'digest') return { action: 'digest', image: needed(second, 'the image') };
  if (first === 'tag')
    return { action: 'tag', image: needed(second, 'the image'), tag: needed(third, 'the tag') };
  if (second !== undefined) throw new OptionError(`deploy ${first}: unexpected argument ${second}`);
  return { action: 'environment', environment: first, image: values.image, options };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new OptionError(error.message.split('. ')[0], { cause: error });
  }
}

function seconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,4}$/.test(text))
    throw new OptionError(`--timeout ${text}: seconds are required, such as 600`);
  return Number(text);
}

export const help = `npm run deploy -- <environment> [options]        deploy one environment and wait until it is Ready and serves
npm run deploy -- rollback <environment>          roll back to the last good image
npm run deploy -- smoke <environment>             only check its host
npm run deploy -- platform [options]              shared servers and access rights, as an administrator
npm run deploy -- digest <image>                  print the digest of a registry tag
npm run deploy -- tag <image>@sha256:… <tag>      add a tag to an image of the registry

The target is the cluster of KUBECONFIG. A pipeline uses the account ahlt-deployer of its namespace, which can change that
one resource only.

  --image <ref>            image with its digest; default: keep the image. prod accepts only the version in its file
  --operator-image <ref>   platform: the operator's image, instead of the one in environments/cluster.yaml
  --dry-run                show what would change; nothing is applied
  --no-smoke               do not check the host afterwards
  --timeout <seconds>      when to give up (default: the sum of the environment's deadlines)
  --address <host:port>    connect to this address instead of resolving the host
  --ca <file>              certificate authority of the host, PEM
  -h, --help               this text

Exit code: 0 done, 1 failed (see the last lines), 2 invalid option or file, 3 cluster or registry did not answer.
`;
