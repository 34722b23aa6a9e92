import { type AppCommand, isUsedBy, type Values, type VariableName } from './config-variables.ts';

/** A problem of one variable; `found` is omitted if it is not set, and never contains a secret. */
export interface ConfigProblem {
  readonly variable: VariableName;
  readonly found?: string;
  readonly expected: string;
}

/**
 * Publicly known passwords and keys: from documentation, compose files or earlier versions of the
 * product.
 */
const wellKnown =
  /^(admin123|admin|administrator|ahlt|ahlt_dev_pass|secretpass|neo4j|postgres|password\d*|passw0rd|changeme|change-me|secret|letmein|qwerty\w*|test|\d{1,10})$/i;

/** Whether a value is publicly known or trivial. */
const isWellKnown = (value: string): boolean => wellKnown.test(value);

/** A problem of one variable that depends on others. */
interface BrokenRule extends ConfigProblem {
  readonly reads?: readonly VariableName[];
}

/**
 * Rules that no single value shows: between variables, and those that do not apply to dev and test.
 * A rule about an `unclear` variable, whose value is invalid by itself, is skipped, because its
 * result would be misleading.
 */
export function brokenRules(
  values: Values,
  command: AppCommand,
  unclear: ReadonlySet<VariableName>,
): ConfigProblem[] {
  const strict = !unclear.has('APP_ENV') && values.APP_ENV !== 'dev' && values.APP_ENV !== 'test';
  const broken: BrokenRule[] = [
    ...missing(values, command, strict),
    ...contradictions(values),
    ...(strict ? weakValues(values) : []),
  ];
  return broken
    .filter(
      ({ variable, reads = [] }) =>
        isUsedBy(variable, command) && ![variable, ...reads].some((name) => unclear.has(name)),
    )
    .map(({ reads: _, ...problem }) => problem);
}

function* missing(values: Values, command: AppCommand, strict: boolean): Generator<ConfigProblem> {
  if (values.NEO4J_URI !== undefined && values.NEO4J_PASSWORD === undefined) {
    yield { variable: 'NEO4J_PASSWORD', expected: 'a password, because NEO4J_URI is set' };
  }
  if (values.SMTP_URL !== undefined && values.MAIL_FROM === undefined)
    yield { variable: 'MAIL_FROM', expected: 'a sender, because SMTP_URL is set' };
  if (values.SMTP_USER !== undefined && values.SMTP_PASSWORD === undefined)
    yield { variable: 'SMTP_PASSWORD', expected: 'a password, because SMTP_USER is set' };
  if (values.SMTP_URL !== undefined && values.PUBLIC_URL === undefined && !strict)
    yield {
      variable: 'PUBLIC_URL',
      expected: 'an origin for links in emails, because SMTP_URL is set',
    };
  if (command === 'resync' && values.NEO4J_URI === undefined) {
    yield { variable: 'NEO4J_URI', expected: 'the address of the graph database' };
  }
  if (!strict) return;
  if (values.PUBLIC_URL === undefined)
    yield {
      variable: 'PUBLIC_URL',
      expected: `an origin such as https://app.local in ${values.APP_ENV}`,
    };
  if (values.SESSION_KEY === undefined) {
    yield {
      variable: 'SESSION_KEY',
      expected: `64 characters or more in ${values.APP_ENV}; replicas with different keys reject each other's sessions`,
    };
  }
}

function* contradictions(values: Values): Generator<BrokenRule> {
  const {
    SESSION_IDLE_MINUTES: idle = 15,
    SESSION_IDLE_MINUTES_ADMIN: admin = 10,
    SESSION_ABSOLUTE_HOURS: hours = 12,
  } = values;
  if (admin > idle) {
    const expected = `at most SESSION_IDLE_MINUTES (${idle})`;
    yield {
      variable: 'SESSION_IDLE_MINUTES_ADMIN',
      found: String(admin),
      expected,
      reads: ['SESSION_IDLE_MINUTES'],
    };
  }
  if (idle > hours * 60) {
    const expected = `at most SESSION_ABSOLUTE_HOURS (${hours} h)`;
    yield {
      variable: 'SESSION_IDLE_MINUTES',
      found: String(idle),
      expected,
      reads: ['SESSION_ABSOLUTE_HOURS'],
    };
  }
  if (values.COOKIE_SECURE === true && values.PUBLIC_URL?.startsWith('http:') === true) {
    yield {
      variable: 'COOKIE_SECURE',
      found: 'true',
      expected: 'false, because PUBLIC_URL is http and browsers would drop the cookie',
    };
  }
  if (values.PORT !== 0 && values.PORT === values.METRICS_PORT) {
    yield {
      variable: 'METRICS_PORT',
      found: String(values.METRICS_PORT),
      expected: 'a port other than PORT',
      reads: ['PORT'],
    };
  }
}

function* weakValues(values: Values): Generator<ConfigProblem> {
  const environment = values.APP_ENV;
  const prod = environment === 'prod';
  // Local connections need no TLS: compose runs prod on a workstation this way.
  if (
    prod &&
    values.PUBLIC_URL?.startsWith('http:') === true &&
    new URL(values.PUBLIC_URL).hostname !== 'localhost'
  ) {
    yield { variable: 'PUBLIC_URL', found: values.PUBLIC_URL, expected: 'https in prod' };
  }
  if (prod && values.COOKIE_SECURE === false)
    yield { variable: 'COOKIE_SECURE', found: 'false', expected: 'true in prod' };
  if (prod && values.SEED_DEMO === true)
    yield {
      variable: 'SEED_DEMO',
      found: 'true',
      expected: 'false: prod does not allow demo data',
    };
  if (values.TRUST_PROXY?.some((cidr) => cidr.endsWith('/0')) === true) {
    yield {
      variable: 'TRUST_PROXY',
      found: values.TRUST_PROXY.join(','),
      expected: `the addresses of the proxies in ${environment}; /0 trusts every client`,
    };
  }
  if (values.SESSION_KEY !== undefined && new Set(values.SESSION_KEY).size < 8) {
    yield {
      variable: 'SESSION_KEY',
      found: 'a repeated pattern',
      expected: `random characters in ${environment}, for example of: openssl rand -hex 64`,
    };
  }
  for (const variable of ['DATABASE_URL', 'NEO4J_PASSWORD', 'BOOTSTRAP_ADMIN_PASSWORD'] as const) {
    if (isWellKnown(secretOf(values, variable))) {
      yield {
        variable,
        found: 'a well-known default',
        expected: `a unique password in ${environment}`,
      };
    }
  }
  const first = values.BOOTSTRAP_ADMIN_PASSWORD;
  if (first !== undefined && first.length < 15) {
    yield {
      variable: 'BOOTSTRAP_ADMIN_PASSWORD',
      found: `${first.length} characters`,
      expected: `15 or more in ${environment}`,
    };
  }
}

function secretOf(
  values: Values,
  name: 'DATABASE_URL' | 'NEO4J_PASSWORD' | 'BOOTSTRAP_ADMIN_PASSWORD',
): string {
  const value = values[name] ?? '';
  return name === 'DATABASE_URL' && value !== ''
    ? decodeURIComponent(new URL(value).password)
    : value;
}
