import { z } from 'zod';
import { cronPattern, explainCron } from './cron.ts';

// Patterns are read by three engines: JavaScript (files), RE2 (the API server) and the editor's
// JSON Schema. So: no look-around, no named groups, always anchored, and always with a maximum
// length, from which the API server estimates the cost of the CEL rules.

const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
const octet = '(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';

const text = (pattern: string, maximum: number, expected: string) =>
  z.string().max(maximum).regex(new RegExp(pattern), expected);

/** A DNS label, as Kubernetes requires for namespaces. */
export const dnsLabel = () =>
  text(
    `^${label}$`,
    63,
    'a DNS label is required: lowercase letters, digits and "-", at most 63 characters',
  );

/**
 * The name of an environment: short, because the names of its objects, roles and Jobs are derived
 * from it.
 */
export const environmentName = () =>
  text('^[a-z]([a-z0-9-]*[a-z0-9])?$', 40, environmentNameExpected);

export const environmentNameExpected =
  'a short name is required: lowercase letters, digits and "-", beginning with a letter, at most 40 characters';

/** The name of an object in Kubernetes. */
export const objectName = () =>
  text(
    `^${label}(\\.${label})*$`,
    253,
    'an object name is required: lowercase letters, digits, "-" and ".", beginning and ending with a letter or digit',
  );

/** A public host name with at least one dot, without scheme, port or path. */
export const hostName = () =>
  text(
    `^${label}(\\.${label})+$`,
    253,
    'a host name is required, such as dev.local: no scheme, no port, no path, lowercase letters',
  );

/** Host of a server: a name (one label is enough inside a cluster) or an IPv4 address. */
export const serverHost = () =>
  text(
    `^${label}(\\.${label})*$`,
    253,
    'a host name or an IPv4 address is required: no scheme, no port',
  );

/** The platform's name for a server. */
export const serverName = () =>
  text('^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$', 40, 'the name of a server is required, such as main');

/**
 * An image reference with a tag, a digest or both. A separate rule refuses `latest`, because it
 * depends on the stage.
 */
export const imageReference = () =>
  text(
    '^([a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?/)?[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}(@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64})$',
    512,
    'an image with a tag or a digest is required, such as registry.gitlab.local:5050/ahlt/im-ctrl:1.4.0',
  );

/** CPU in the format of Kubernetes: cores ("1", "0.5") or thousandths ("250m"). */
export const cpuQuantity = () =>
  text(
    '^([1-9][0-9]{0,5}m|[1-9][0-9]{0,2}(\\.[0-9]{1,3})?|0\\.[0-9]{0,2}[1-9])$',
    8,
    'CPU in cores ("1", "0.5") or thousandths ("250m") is required, as text',
  );

/**
 * Memory or storage in binary units; whole numbers only, so that 512M is not mistaken for 512Mi.
 */
export const byteQuantity = () =>
  text(
    '^[1-9][0-9]{0,6}(Ki|Mi|Gi|Ti)$',
    9,
    'an amount of memory is required, such as "256Mi" or "1Gi"',
  );

/** The hash of a migration plan, as printed by `migrate --plan`. */
export const planHash = () =>
  text(
    '^sha256:[0-9a-f]{64}$',
    71,
    'a plan hash is required: "sha256:" and 64 hexadecimal digits, as the plan printed it',
  );

/** A PostgreSQL database name. 55 characters leave room for the suffix of the runtime role. */
export const databaseName = () =>
  text(
    '^[a-z][a-z0-9_]{0,54}$',
    55,
    'a database name is required: lowercase letters, digits and "_", beginning with a letter, at most 55 characters',
  );

/** The address of a graph. */
export const graphUri = () =>
  text(
    `^(bolt|neo4j)(\\+s|\\+ssc)?://${label}(\\.${label})*(:[0-9]{1,5})?$`,
    300,
    'a graph address is required, such as bolt://neo4j.shared-infra.svc.cluster.local:7687',
  );

/** The sender of emails: an address, or a name with an address in angle brackets. */
export const mailSender = () =>
  text(
    '^([^\\r\\n<>@]* <[^@ <>\\r\\n]+@[^@ <>\\r\\n]+>|[^@ <>\\r\\n]+@[^@ <>\\r\\n]+)$',
    320,
    'a sender is required, such as ahlt@example.com or Ahlt <ahlt@example.com>',
  );

/** A key inside a Secret. */
export const secretKey = () =>
  text(
    '^[-._a-zA-Z0-9]+$',
    253,
    'a key of a Secret is required: letters, digits, "-", "_" and "."',
  );

/** An IANA time zone by format; a rule checks that it exists (`rules/values.ts`). */
export const timeZone = () =>
  text(
    '^[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*)*$',
    64,
    'a time zone is required by its IANA name, such as UTC or Europe/Berlin',
  );

/** A network by format; the pattern validates IPv4 numbers, a rule IPv6. */
export const network = () =>
  text(
    `^(${octet}(\\.${octet}){3}/(3[0-2]|[12]?[0-9])|[0-9a-f:]+/[0-9]{1,3})$`,
    43,
    'a network is required in CIDR form, such as 10.42.0.0/16',
  );

/** Five cron fields with their ranges. */
export const cronSchedule = () =>
  z
    .string()
    .max(100)
    .regex(cronPattern, {
      error: ({ input }) => explainCron(String(input)) ?? 'five cron fields are required',
    });

/** A moment in RFC 3339, UTC, in the format of Kubernetes. */
export const moment = () =>
  z
    .string()
    .max(40)
    .refine(isMoment, 'a moment is required, e.g. 2026-11-24T12:00:00Z')
    .meta({ format: 'date-time' });

/** As the API server reads the format `date-time`, which a schema only names. */
const isMoment = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
  Number.isFinite(Date.parse(text));
