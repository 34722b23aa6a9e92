import { z } from 'zod';

/** Maximum length of a setting. */
const longestText = 1000;

const days = () => z.int().min(0).max(3650);

/**
 * A rule of a field that JSON Schema cannot express: `rule` is for the API server, `holds` is the
 * same for files. The keys of settings contain dots, so these rules stay at their fields and not in
 * `rules/`.
 */
const ruled = <Schema extends z.ZodType>(
  schema: Schema,
  { rule, message, holds }: FieldRule<z.output<Schema>>,
) => schema.refine(holds, message).meta({ 'x-kubernetes-validations': [{ rule, message }] });

interface FieldRule<Value> {
  readonly rule: string;
  readonly message: string;
  readonly holds: (value: Value) => boolean;
}

/** A number with a minimum, below which only 0 has a meaning of its own. */
const zeroOrFrom = (least: number, most: number) =>
  ruled(z.int().min(0).max(most), {
    rule: `self == 0 || self >= ${least}`,
    message: `0 or a whole number from ${least} to ${most} is required`,
    holds: (number) => number === 0 || number >= least,
  });

/** The app offers these and accepts no older names. */
const zones: ReadonlySet<string> = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);

const timeZone = () =>
  ruled(z.string().min(1).max(64), {
    rule: `timestamp('2026-01-01T12:00:00Z').getFullYear(self) > 0`,
    message: 'a time zone that the app offers is required, such as UTC or Europe/Berlin',
    holds: (zone) => zones.has(zone),
  });

/** The languages that the app offers for the search of documents. */
const searchLanguages = [
  'simple',
  'english',
  'german',
  'french',
  'italian',
  'spanish',
  'dutch',
  'norwegian',
  'swedish',
] as const;

/** Whether each item of a list begins with a valid date; a name may follow it. */
const hasDates = (list: string): boolean =>
  list
    .split(/[\n,;]/)
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .every((item) => /^\d{4}-\d{2}-\d{2}(\s|$)/.test(item) && isDay(item.slice(0, 10)));

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

const oneAddress =
  '([0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]{1,2})?|[0-9a-fA-F]*:[0-9a-fA-F:.]*(/[0-9]{1,3})?|(\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9_.-]+):[0-9]{1,5})';
/** The format that the app requires (app/webhooks/addresses.ts), up to the ranges of numbers. */
const privateAddresses = new RegExp(`^[\\s,;]*(${oneAddress}([\\s,;]+${oneAddress})*[\\s,;]*)?$`);

/**
 * Settings of the app that an environment file fixes, which makes them read-only in the app. The
 * app validates them against its catalogue at startup (app/settings/pinned-commands.ts); a test keeps the
 * two lists equal.
 */
export const pinnedSettings = z
  .strictObject({
    'app.name': z
      .string()
      .min(1)
      .max(60)
      .optional()
      .describe('Name in the navigation bar, in page titles, and on the sign-in page.'),
    'app.description': z
      .string()
      .max(200)
      .optional()
      .describe('One line that describes the installation.'),
    'app.support': z.string().max(200).optional().describe('Contact for sign-in problems.'),
    'app.time_zone': timeZone()
      .optional()
      .describe('IANA time zone of users whose browser reports none.'),
    'app.holidays': z
      .string()
      .max(20_000)
      .refine(hasDates, 'Start each line with a date such as 2026-12-25.')
      .optional()
      .describe('Holidays, one date such as 2026-12-25 a line, with a name after it if wanted.'),
    'app.classification': z
      .string()
      .max(100)
      .optional()
      .describe('Text above and below every page.'),
    'auth.sign_in_notice': z
      .string()
      .max(longestText)
      .optional()
      .describe('Text above the sign-in form.'),
    'auth.password_policy': z
      .enum(['asvs', 'stig'])
      .optional()
      .describe('Rules for new passwords.'),
    'auth.password_min_length': zeroOrFrom(8, 128)
      .optional()
      .describe('Minimum length of a new password, at least 8. 0: 15, in dev 8.'),
    'auth.password_max_age_days': z
      .int()
      .min(0)
      .max(365)
      .optional()
      .describe('Days after which a password expires. 0: never.'),
    'auth.password_min_age_hours': z
      .int()
      .min(0)
      .max(720)
      .optional()
      .describe('Hours before a user can change the password again.'),
    'auth.password_history': z
      .int()
      .min(5)
      .max(24)
      .optional()
      .describe('Previous passwords that cannot be reused.'),
    'auth.sign_in_failures': z
      .int()
      .min(1)
      .max(10)
      .optional()
      .describe('Failed attempts after which an account is locked.'),
    'auth.lock_minutes': zeroOrFrom(15, 1440)
      .optional()
      .describe('Minutes for which an account stays locked, at least 15; 0: until unlocked.'),
    'auth.sessions_per_user': z
      .int()
      .min(1)
      .max(10)
      .optional()
      .describe('Sessions per user at the same time.'),
    'audit.enabled': z
      .boolean()
      .optional()
      .describe('Whether changes are written to the audit log; false in dev only.'),
    'audit.retention_days': zeroOrFrom(90, 3650)
      .optional()
      .describe('Days to keep audit entries, at least 90. 0: forever.'),
    'documents.search_language': z
      .enum(searchLanguages)
      .optional()
      .describe('Language in which documents are searched; simple: words as written.'),
    'documents.attachment_megabytes': z
      .int()
      .min(1)
      .max(50)
      .optional()
      .describe('Maximum size of an attachment in MB.'),
    'warnings.retention_resolved_days': days()
      .optional()
      .describe('Days after which resolved warnings are deleted.'),
    'warnings.retention_info_days': days()
      .optional()
      .describe('Days after which informational warnings count as resolved.'),
    'warnings.retention_deleted_days': days()
      .optional()
      .describe('Days after which dismissed warnings are deleted.'),
    'warnings.database_size_mb': z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .describe('Size of the database in MB from which a warning is raised.'),
    'warnings.sign_in_failures': z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe('Failed sign-ins to an account within an hour that raise a warning.'),
    'warnings.sign_in_failures_critical': z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe('Failed sign-ins to an account within an hour that raise a critical warning.'),
    'warnings.proposal_days': z
      .int()
      .min(1)
      .max(365)
      .optional()
      .describe('Days after which a proposal that waits for a review raises a warning.'),
    'warnings.suggestion_days': z
      .int()
      .min(1)
      .max(365)
      .optional()
      .describe('Days after which an open suggestion raises a warning.'),
    'webhooks.private_addresses': z
      .string()
      .max(longestText)
      .regex(privateAddresses, 'networks and hosts with a port are required, separated by commas')
      .optional()
      .describe(
        'Private networks (10.1.0.0/16) and hosts with a port (hooks.internal:8443) that webhooks may reach.',
      ),
  })
  .optional()
  .describe('App settings that this environment sets. They are read-only in the app.');
