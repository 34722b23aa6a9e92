import type { AppCommand, Config } from '../config.ts';
import type { Log } from '../log.ts';

export interface OptionDefinition {
  readonly type: 'boolean' | 'string';
  /** One line for `--help`. */
  readonly about: string;
  /** The allowed values of a string option. */
  readonly choices?: readonly string[];
}

/** The arguments of a command. */
export interface CommandContext {
  readonly options: Readonly<Record<string, string | boolean>>;
  readonly config: Config;
  readonly log: Log;
}

/** The result of a command: a document for programs, lines for users. */
export interface Outcome {
  readonly document: object;
  readonly lines: readonly string[];
}

export interface CommandLine {
  readonly name: AppCommand;
  /** One line for `--help`. */
  readonly about: string;
  /** Further information, shown by `<command> --help`. */
  readonly details: readonly string[];
  /** The positional argument of the command; `options` contains it under this name. */
  readonly operand?: { readonly name: string; readonly about: string };
  readonly options: Readonly<Record<string, OptionDefinition>>;
  /** Resolves with nothing for `serve`, which reports while it runs. */
  readonly run: (context: CommandContext) => Promise<Outcome | undefined>;
}

const json: OptionDefinition = {
  type: 'boolean',
  about: 'Print one JSON document; logs go to stderr.',
};

/**
 * All commands, in the order in which a release runs them. Each loads its own modules: a migration
 * does not need the web server.
 */
export const commands: readonly CommandLine[] = [
  {
    name: 'migrate',
    about: 'Migrate the database to the latest schema.',
    details: [
      'Each migration and its ledger row are one transaction, so a failed migration leaves no changes.',
      'Concurrent runs are safe: one applies the migrations, the others wait and find nothing to do.',
      '--plan only shows the pending migrations and their grades: safe, locking or destructive.',
    ],
    options: {
      plan: { type: 'boolean', about: 'Show pending migrations without applying them.' },
      json,
    },
    run: async (context) => (await import('./run-migrate.ts')).runMigrate(context),
  },
  {
    name: 'seed',
    about: 'Add the data that the app needs, without overwriting changes.',
    details: [
      'A second run only adds missing data. Without --profile, SEED_DEMO selects base or demo.',
    ],
    options: {
      profile: {
        type: 'string',
        choices: ['none', 'base', 'demo'],
        about: 'Data to add: none, base, or base with demo data.',
      },
      digest: { type: 'boolean', about: 'Print the digest of the profile. Needs no database.' },
      json,
    },
    run: async (context) => (await import('./run-seed.ts')).runSeed(context),
  },
  {
    name: 'resync',
    about: 'Rebuild the graph from the database.',
    details: [
      'Readers see the old graph until it is replaced. The new graph is then compared with the database.',
    ],
    options: { json },
    run: async (context) => (await import('./run-resync.ts')).runResync(context),
  },
  {
    name: 'serve',
    about: 'Serve the app until SIGTERM, then finish open requests.',
    details: ['Serves the app, /healthz and /readyz on PORT, and /metrics on METRICS_PORT.'],
    options: {},
    run: async (context) => (await import('./run-serve.ts')).runServe(context),
  },
  {
    name: 'status',
    about: 'Show the state of the database and the graph.',
    details: [],
    options: { json },
    run: async (context) => (await import('./run-status.ts')).runStatus(context),
  },
  {
    name: 'audit',
    about: 'Verify the audit log, or remove expired entries.',
    details: [
      'Each row contains the digest of the previous row. --verify finds edited, deleted, inserted and swapped rows.',
      'To detect a rewrite of the whole log, pass a digest from earlier output or from the app log as --witness.',
    ],
    options: {
      verify: { type: 'boolean', about: 'Verify the whole chain.' },
      witness: { type: 'string', about: 'A row that must exist, as <number>:<digest>.' },
      prune: {
        type: 'boolean',
        about: 'Remove rows older than the setting audit.retention_days; serve does this daily.',
      },
      json,
    },
    run: async (context) => (await import('./run-audit.ts')).runAudit(context),
  },
  {
    name: 'import',
    about: 'Import a JSON or JSON-LD file, including JSON exports of the predecessor.',
    details: [
      'A file is one transaction. Existing items are kept (skip), replaced (upsert), or stop the import and roll it back (fail).',
      'Invalid items are reported and the others imported, except with fail. Default mode: as the file says, else skip.',
      'The folder <file>.files holds versions and attachments. Files with another SHA-256 are refused.',
      'Secrets and audit log entries are never imported.',
    ],
    operand: { name: 'file', about: 'The file to import; - reads standard input.' },
    options: {
      format: {
        type: 'string',
        choices: ['json', 'jsonld', 'detect'],
        about: 'Format of the file (default: detect).',
      },
      mode: {
        type: 'string',
        choices: ['skip', 'upsert', 'fail'],
        about: 'How to handle existing items.',
      },
      'dry-run': { type: 'boolean', about: 'Show the result of the import without saving it.' },
      json,
    },
    run: async (context) => (await import('./run-import.ts')).runImport(context),
  },
  {
    name: 'export',
    about: 'Export entities and relations.',
    details: [
      'With --out, the folder <file>.files gets versions and attachments; keep it beside the file. Not for sql.',
      'Equal content gives an equal file, from any database. Secrets, pictures and the audit log are never exported.',
      'The file appears only when the export is complete.',
    ],
    options: {
      format: {
        type: 'string',
        choices: ['json', 'jsonld', 'sql'],
        about: 'Format of the file (default: json).',
      },
      types: {
        type: 'string',
        about: 'Entity types to export, separated by commas. Includes the relations between them.',
      },
      out: { type: 'string', about: 'File to write (default: -, standard output).' },
      json,
    },
    run: async (context) => (await import('./run-export.ts')).runExport(context),
  },
  {
    name: 'account',
    about: 'Restore access for a user: unlock, activate, or reset the password.',
    details: [
      'Use it when no administrator can sign in. It needs no permission; the audit log names the command line.',
      'A new password is printed once, ends all sessions, unlocks the account and must be changed at the next sign-in.',
    ],
    operand: { name: 'user', about: 'User name, in upper or lower case.' },
    options: {
      unlock: { type: 'boolean', about: 'Unlock an account that failed attempts locked.' },
      activate: { type: 'boolean', about: 'Activate a deactivated user.' },
      'reset-password': { type: 'boolean', about: 'Generate a new password and print it.' },
      json,
    },
    run: async (context) => (await import('./run-account.ts')).runAccount(context),
  },
];
