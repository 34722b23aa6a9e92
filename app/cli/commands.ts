import type { AppCommand, Config } from '../config.ts';
import type { Log } from '../log.ts';

export interface OptionDefinition {
  readonly type: 'boolean' | 'string';
  /** One line for `--help`. */
  readonly about: string;
  /** The only values that a string option takes. */
  readonly choices?: readonly string[];
}

/** What a command gets. */
export interface CommandContext {
  readonly options: Readonly<Record<string, string | boolean>>;
  readonly config: Config;
  readonly log: Log;
}

/** What a command leaves behind: a document for programs, lines for people. */
export interface Outcome {
  readonly document: object;
  readonly lines: readonly string[];
}

export interface CommandLine {
  readonly name: AppCommand;
  /** One line for `--help`. */
  readonly about: string;
  /** More to know, shown by `<command> --help`. */
  readonly details: readonly string[];
  /** The one word that the command takes beside its options; `options` gets it by this name. */
  readonly operand?: { readonly name: string; readonly about: string };
  readonly options: Readonly<Record<string, OptionDefinition>>;
  /** Resolves with nothing for `serve`, which reports while it runs. */
  readonly run: (context: CommandContext) => Promise<Outcome | undefined>;
}

const json: OptionDefinition = { type: 'boolean', about: 'Print one JSON document; logs go to stderr.' };

/** Every command, in the order in which a release runs them. Each loads what it needs: a migration has no use for the web server. */
export const commands: readonly CommandLine[] = [
  {
    name: 'migrate',
    about: 'Bring the database to the newest schema.',
    details: [
      'Each migration is one transaction together with its row in the ledger, so it ran wholly or not at all.',
      'It may be started many times at once: one works, the others wait and find nothing left to do.',
      '--plan only says what would run and how it is graded: safe, locking or destructive.',
    ],
    options: { plan: { type: 'boolean', about: 'Show what would run, and change nothing.' }, json },
    run: async (context) => (await import('./run-migrate.ts')).runMigrate(context),
  },
  {
    name: 'seed',
    about: 'Add what the app needs in its database, without touching what people changed.',
    details: ['Running it again adds what is missing and nothing else. Without --profile, SEED_DEMO decides between base and demo.'],
    options: {
      profile: { type: 'string', choices: ['none', 'base', 'demo'], about: 'What to add: nothing, the base, or the base with demo data.' },
      digest: { type: 'boolean', about: "Print the profile's digest, without a database." },
      json,
    },
    run: async (context) => (await import('./run-seed.ts')).runSeed(context),
  },
  {
    name: 'resync',
    about: 'Make the graph equal to the database.',
    details: ['Readers see the old graph until it is replaced; the result is compared with the database at the end.'],
    options: { json },
    run: async (context) => (await import('./run-resync.ts')).runResync(context),
  },
  {
    name: 'serve',
    about: 'Serve the app until SIGTERM, then finish what has begun.',
    details: ['/healthz, /readyz and the app on PORT, /metrics on METRICS_PORT.'],
    options: {},
    run: async (context) => (await import('./run-serve.ts')).runServe(context),
  },
  {
    name: 'status',
    about: 'Say where the database and the graph stand.',
    details: [],
    options: { json },
    run: async (context) => (await import('./run-status.ts')).runStatus(context),
  },
  {
    name: 'audit',
    about: 'Check that nobody changed the audit log, or remove what is too old.',
    details: [
      'Each row holds the digest of the row before it; --verify finds any edit, deletion, insertion and swap, and says where.',
      'Whoever rewrites the whole log can be found out by a digest kept elsewhere: --witness takes one from the output or the log.',
    ],
    options: {
      verify: { type: 'boolean', about: 'Follow the chain from its beginning to its end.' },
      witness: { type: 'string', about: 'A row that must be there, as <number>:<digest>.' },
      prune: { type: 'boolean', about: 'Remove rows older than the setting audit.retention_days; serve does so daily.' },
      json,
    },
    run: async (context) => (await import('./run-audit.ts')).runAudit(context),
  },
  {
    name: 'import',
    about: 'Import a file: a native export, of the predecessor too, or JSON-LD.',
    details: [
      'A file is one transaction. What exists already stays (skip), is replaced (upsert), or ends the import (fail), which then keeps nothing.',
      'Items that make no sense are left out and told, and the others imported, except with fail. Without --mode the file decides, else skip.',
      'Secrets and entries of the audit log are never imported.',
    ],
    operand: { name: 'file', about: 'The file to import; - reads standard input.' },
    options: {
      format: {
        type: 'string',
        choices: ['json', 'jsonld', 'detect'],
        about: 'How the file is written; detect, which looks, is the standard.',
      },
      mode: { type: 'string', choices: ['skip', 'upsert', 'fail'], about: 'What happens to what exists already.' },
      'dry-run': { type: 'boolean', about: 'Do everything, say how it went, and keep nothing.' },
      json,
    },
    run: async (context) => (await import('./run-import.ts')).runImport(context),
  },
  {
    name: 'export',
    about: 'Export entities and relations as of this moment.',
    details: [
      'Equal content gives an equal file, whatever database it comes from. Secrets, pictures and the audit log are in none.',
      'A file is complete or not there: it gets its name when everything is in it.',
    ],
    options: {
      format: { type: 'string', choices: ['json', 'jsonld', 'sql'], about: 'How it is written; json is the standard.' },
      types: { type: 'string', about: 'Entity types to export, separated by commas, with the relations among them.' },
      out: { type: 'string', about: 'File to write; -, the standard, is standard output.' },
      json,
    },
    run: async (context) => (await import('./run-export.ts')).runExport(context),
  },
  {
    name: 'account',
    about: 'Let somebody in again: lift a lock, activate, or give a new password.',
    details: [
      'For the day on which nobody who could do it in the app can sign in. It may do everything, and is audited as the command line.',
      'A new password is printed once, ends all sessions, lifts a lock, and has to be replaced at the next sign-in.',
    ],
    operand: { name: 'user', about: 'Name with which the user signs in, in any case.' },
    options: {
      unlock: { type: 'boolean', about: 'Lift the lock that failed attempts put on the account.' },
      activate: { type: 'boolean', about: 'Let a deactivated user sign in again.' },
      'reset-password': { type: 'boolean', about: 'Make a new password and print it.' },
      json,
    },
    run: async (context) => (await import('./run-account.ts')).runAccount(context),
  },
];
