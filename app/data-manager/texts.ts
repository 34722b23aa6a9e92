import type { Texts } from '../ui/texts.ts';
import { counted, either, fileSize, listed, number } from '../ui/words.ts';

/** A limit of the server, which counts in powers of two. */
const limit = (bytes: number): string => `${number(Math.floor(bytes / 1_048_576))} MB`;

/** Texts of the data manager, for its pages and its script. */
export const texts = {
  /** Entries of the global search. */
  offers: {
    import: { label: 'Import data', words: 'upload file json load' },
    export: { label: 'Export data', words: 'download file json sql backup' },
  },
  title: 'Data manager',
  lead: 'Import and export entities and relations. Secrets are never imported or exported.',
  import: {
    title: 'Import',
    files: 'Files',
    filesHelp: (most: number) => `.json or .jsonld, several at once, up to ${limit(most)} each.`,
    drop: 'Drop files here, or choose them.',
    mode: 'Existing entities',
    modes: {
      skip: {
        label: 'Skip existing',
        help: 'Existing entities stay unchanged. Only new ones are added.',
      },
      upsert: {
        label: 'Replace existing',
        help: 'Label, order and all properties are replaced. Secrets are kept.',
      },
      fail: {
        label: 'All or nothing',
        help: 'The first conflict or error stops the import of a file. Nothing of that file is saved.',
      },
    },
    dryRun: 'Dry run',
    dryRunHelp: 'Shows what would happen. Nothing is saved.',
    password: 'Your password',
    passwordHelp: 'Imports need your password again after 15 minutes.',
    submit: 'Import files',
    cancel: 'Cancel import',
    remove: (name: string) => `Remove ${name}`,
    tooLarge: (most: number) =>
      `Larger than the upload limit of ${limit(most)}. Use the command line, which has no limit.`,
  },
  progress: {
    title: 'This import',
    waiting: 'Waiting',
    working: 'In progress',
    sent: (sent: number, of: number) => `${fileSize(sent)} of ${fileSize(of)} sent`,
    allSent: (of: number) => `${fileSize(of)} sent, being processed`,
    received: (bytes: number) => `${fileSize(bytes)} received`,
    done: (entities: number, relations: number) =>
      `${counted(entities, 'entity', 'entities')} and ${counted(relations, 'relation')} processed`,
    joining: (relations: number, of: number, entities: number) =>
      `${number(relations)} of ${counted(of, 'relation')} processed, after ${counted(entities, 'entity', 'entities')}`,
    finishing: (entities: number, relations: number) =>
      `${counted(entities, 'entity', 'entities')} and ${counted(relations, 'relation')} processed, saving`,
    leaving: 'Leaving this page cancels the import. Nothing of the current file is saved.',
    partly: 'With errors',
    stopped: 'Cancelled',
    imported: 'Imported',
    checked: 'Checked, nothing saved',
    checkedWithErrors: (count: number) => `${counted(count, 'error')} found, nothing saved`,
    withErrors: (count: number) => `Imported with ${counted(count, 'error')}`,
    notImported: 'Not imported',
    nothingKept: 'Nothing saved',
    cancelled: 'Nothing was saved.',
    notStarted: 'Not started',
    of: (name: string) => `Progress of ${name}`,
    announceStart: (count: number) => `Import of ${counted(count, 'file')} started.`,
    announceEnd: (errors: number) =>
      `Import finished ${errors === 0 ? 'without errors' : `with ${counted(errors, 'error')}`}.`,
    announceCancel: 'Import cancelled.',
  },
  result: {
    title: 'Result',
    dryRun: 'This was a dry run. Nothing was saved; the counts show what an import would do.',
    counts: { created: 'Created', updated: 'Updated', skipped: 'Skipped', errors: 'Errors' },
    entities: 'entities',
    relations: (count: number) => counted(count, 'relation'),
    both: 'entities and relations',
    files: 'Files',
    file: 'File',
    state: 'State',
    back: 'Back to the data manager',
    unnamed: 'The document',
    retried: 'Retried items',
  },
  errors: {
    title: 'Not imported',
    shown: (shown: number, all: number) =>
      shown === all ? number(all) : `${number(shown)} of ${number(all)}`,
    more: (count: number) => `Show ${number(count)} more`,
    limited: 'Only the first 1,000 errors of a file are listed.',
    item: 'Item',
    reason: 'Reason',
    actions: 'Actions',
    edit: 'Edit…',
    force: 'Force upsert',
    skip: 'Skip',
    editItem: (name: string) => `Edit ${name}`,
    forceItem: (name: string) => `Force upsert of ${name}`,
    skipItem: (name: string) => `Skip ${name}`,
    retryAll: 'Retry all',
    retryMode: 'Mode',
    skipAll: 'Skip all',
    retryPicked: 'Retry selected',
    retryThis: 'Retry item',
    carried: 'Edit items here, then retry or skip them.',
    imported: (name: string) => `${name} was imported.`,
    stillWrong: (name: string) => `${name} was not imported.`,
    allDone: 'Every item was imported or skipped.',
  },
  editor: {
    title: 'Edit item',
    label: 'Item as JSON',
    retry: 'Retry item',
    keep: 'Keep item',
    notJson: (message: string) => `This is not valid JSON: ${message}`,
    notObject: 'Enter one JSON object.',
  },
  export: {
    title: 'Export',
    lead: 'Excludes secrets, the audit log, ballots, motions, signatures of minutes, histories of workflows and data hidden from you. Versions and attachments are exported on the command line.',
    scope: 'Scope',
    all: 'Everything',
    allHelp: (entities: number, types: number) =>
      `${counted(entities, 'entity', 'entities')} of ${counted(types, 'type')}, and their relations.`,
    chosen: 'Selected types',
    chosenHelp: 'Includes the relations between these types.',
    types: 'Entity types',
    format: 'Format',
    formats: {
      json: { label: 'JSON', help: 'Can be imported again without loss.' },
      jsonld: {
        label: 'JSON-LD',
        help: 'Standard format for other tools. Can be imported again without loss.',
      },
      sql: {
        label: 'SQL',
        help: "Statements for a database with the same tables. Can't be imported here.",
      },
    },
    submit: 'Download export',
    schema: 'JSON-LD context',
    none: 'Nothing to export yet',
    noneAdvice: 'Import a file or create an entity first.',
  },
  running: {
    title: 'Running imports',
    by: (user: string, file: string) => `${user} imports ${file}`,
    system: 'The installation',
    document: 'a document',
  },
  history: {
    title: 'Recent imports and exports',
    all: 'Audit log',
    none: 'No imports or exports yet.',
    imported: 'imported',
    exported: 'exported',
    counts: (created: number, updated: number, skipped: number, errors: number): string =>
      listed([
        ...(created > 0 ? [`${number(created)} created`] : []),
        ...(updated > 0 ? [`${number(updated)} updated`] : []),
        ...(skipped > 0 ? [`${number(skipped)} skipped`] : []),
        ...(errors > 0 ? [counted(errors, 'error')] : []),
      ]),
    exportCounts: (entities: number, relations: number) =>
      `${counted(entities, 'entity', 'entities')}, ${counted(relations, 'relation')}`,
    formats: { json: 'JSON', jsonld: 'JSON-LD', sql: 'SQL' } as Readonly<Record<string, string>>,
    dryRun: 'dry run',
    failed: 'not saved',
  },
  problem: {
    type: 'Enter type names such as tor_function.',
    unknownTypes: (types: readonly string[]) =>
      `No entities have the type ${either(types.map((type) => `"${type}"`))}.`,
    noTypes: 'Choose at least one type, or everything.',
    noFile: 'Choose a file to import.',
    unencoded: 'a body without Content-Encoding',
    proofNeeded: 'Enter your password, then choose the files again.',
    proofWrong: 'Incorrect password, or too many attempts. Enter it, then choose the files again.',
    proofScript: 'Enter your password to continue.',
    proofScriptWrong: 'Incorrect password.',
    proofBlocked: 'Too many wrong passwords. Try again later.',
    notJson: (place: number, message: string) =>
      `Item ${number(place)} is not valid JSON: ${message}`,
    nothingPicked: 'Choose an item to retry.',
    noConnection: 'Connection lost. Nothing of this file was saved unless the audit log lists it.',
    noAnswer: 'The server did not respond. Try again.',
    refused: (status: number) => `The server responded with status ${status}.`,
    ended: 'Your session has ended. Sign in in another tab, then try again.',
  },
} as const satisfies Texts;
