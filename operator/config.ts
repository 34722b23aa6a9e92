import { hostname } from 'node:os';
import { z } from 'zod';

const list = (what: string) =>
  z
    .string()
    .transform((text) => text.split(',').map((item) => item.trim()))
    .pipe(
      z
        .array(
          z
            .string()
            .regex(
              /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
              `${what} are required, separated by commas`,
            ),
        )
        .min(1),
    );
const name = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/,
    'a name of lowercase letters, digits, "-" and "." is required',
  );
const between = (least: number, most: number, what: string) => {
  const error = `${what} from ${least} to ${most} is required`;
  return z.coerce.number({ error }).min(least, error).max(most, error);
};
const whole = (least: number, most: number) => {
  const numbers = between(least, most, 'a whole number');
  return numbers.refine(Number.isInteger, `a whole number from ${least} to ${most} is required`);
};
const seconds = (least: number, most: number) => between(least, most, 'a number of seconds');

/**
 * The operator's variables. Others, such as those that Kubernetes sets in every container, are
 * ignored.
 */
const variables = z.object({
  /** Servers and namespaces configured by the platform; nothing outside them is watched. */
  PLATFORM_FILE: z.string().min(1),
  /** Namespace of the Lease. */
  POD_NAMESPACE: name.default('ahlt-system'),
  /** Holder of the Lease; a container that restarts in its pod continues at once. */
  POD_NAME: z.string().min(1).default(hostname()),
  LEASE_NAME: name.default('ahlt-operator'),
  /** Namespace of the shared servers, whose passwords are generated if missing. */
  INFRA_NAMESPACE: name.default('shared-infra'),
  /** Secrets to create; an external server provides its own. */
  INFRA_SECRETS: list('names of Secrets').default(['postgres-admin', 'neo4j-auth']),
  /** Port of `/healthz`, `/readyz` and `/metrics`; 0 chooses a free one. */
  PORT: whole(0, 65_535).default(8080),
  HOST: z.string().min(1).default('0.0.0.0'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error'], {
      error: 'trace, debug, info, warn or error is required',
    })
    .default('info'),
  INGRESS_CONTROLLER: z.string().min(1).default('nginx.org/ingress-controller'),
  /**
   * Delay after the first failure of a command, doubled after each further failure up to the
   * maximum.
   */
  RETRY_BASE_SECONDS: seconds(0.1, 600).default(5),
  RETRY_MAX_SECONDS: seconds(1, 86_400).default(600),
  /** Every environment's database is checked at least this often. */
  RESYNC_SECONDS: seconds(1, 86_400).default(300),
  /** Environments reconciled concurrently. */
  CONCURRENCY: whole(1, 64).default(4),
  /** Outside a cluster: the kubeconfig to use. */
  KUBECONFIG: z.string().min(1).optional(),
  KUBERNETES_SERVICE_HOST: z.string().min(1).optional(),
  KUBERNETES_SERVICE_PORT: z.string().min(1).default('443'),
  /** Folder of the service account's token and certificate, if not in the default place. */
  SERVICE_ACCOUNT_FOLDER: z.string().min(1).optional(),
});

export type Config = Readonly<z.output<typeof variables>>;

/** Invalid variables, all of them at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the environment of the process. Throws a `ConfigError` with one line for each invalid
 * variable.
 */
export function readConfig(environment: NodeJS.ProcessEnv = processEnvironment()): Config {
  // Kubernetes and shells set an empty variable for "not set".
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = variables.safeParse(given);
  if (parsed.success) return Object.freeze(parsed.data);
  const problems = parsed.error.issues.map(({ path, message }) => {
    const variable = String(path[0]);
    const found = given[variable];
    return `${variable}: ${found === undefined ? 'is required' : `"${found}": ${message}`}`;
  });
  throw new ConfigError([...new Set(problems)].join('\n'));
}

/**
 * Unparsed environment variables, for `npm start`, which passes most of them to the app's commands.
 */
export const processEnvironment = (): Readonly<NodeJS.ProcessEnv> => process.env;
