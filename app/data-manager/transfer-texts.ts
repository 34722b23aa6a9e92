import { longestKey } from '../ontology/schema.ts';
import { number } from '../ui/words.ts';

/** Texts of imports and exports: why an item of a file is refused. */
export const texts = {
  /** Names of the targets in the audit log. */
  targets: { import: 'Import', export: 'Export', users: 'Users' },
  cancelled: 'The import was cancelled. Nothing was saved.',
  tooLong: (minutes: number) =>
    `The import was stopped after ${minutes} minutes. Nothing was saved. Split the file.`,
  spoolFailed: 'The server has no space for the file. Nothing was saved; try again later.',
  running: {
    import: 'You already have an import running. Wait until it ends, or cancel it.',
    export: 'You already have an export running. Wait until it ends, or cancel it.',
  },
  busy: 'Too many imports and exports are running. Try again in a minute.',
  interrupted:
    'Another change of the same entities interrupted the import. Nothing was saved; try again.',
  malformed: (
    reason: string,
    place?: { readonly line: number; readonly column: number; readonly byte: number },
  ) => {
    if (place === undefined) return `The file can't be read: ${reason}.`;
    const [line, column, byte] = [place.line, place.column, place.byte].map(number);
    return `The file can't be read at line ${line}, column ${column} (byte ${byte}): ${reason}.`;
  },
  notAnObject: 'This item is not an object.',
  notAList: (member: string) => `"${member}" is not a list`,
  missing: (field: string) => `"${field}" is missing.`,
  notText: (key: string) => `"${key}" is not a text.`,
  inexact: (key: string) =>
    `"${key}" is a number that can't be stored exactly. Write it as a text.`,
  sortOrder: '"sort_order" is not a number.',
  sortOrderRange: '"sort_order" must be a whole number from -2147483648 to 2147483647.',
  isActive: '"is_active" must be true or false.',
  properties: '"properties" is not an object.',
  reference: (text: string) => `invalid entity reference '${text}': expected type:name`,
  iri: (text: string) => `'${text}' is not an entity: expected ahlt:type/name`,
  predicate: (text: string) => `'${text}' is not a relation type: expected ahlt:name`,
  otherPrefix: (prefix: string, meant: string, namespace: string) =>
    `"${prefix}" stands for ${meant} instead of ${namespace}`,
  otherNames: (term: string) =>
    `its context redefines "${term}", and contexts are not resolved; expand the file with a JSON-LD processor first`,
  severalValues: (key: string) => `"${key}" has more than one value.`,
  typeName: (type: string) =>
    `'${type}' is not an entity type: expected at most 63 lower-case letters, digits and _, starting with a letter`,
  namesake: (name: string) => `The user name ${name} is taken in another spelling.`,
  nameLength: 'A name must be 1 to 255 characters.',
  labelLength: 'A label must be at most 500 characters.',
  keyLength: `A property name must be 1 to ${longestKey} characters.`,
  unstorable: (field: string) => `"${field}" contains an invalid character.`,
  auditEntry: "Entries of the audit log can't be imported.",
  exists: (type: string, name: string) => `entity already exists: ${type}:${name}`,
  notFound: (type: string, name: string) => `entity not found: ${type}:${name}`,
  unknownRelationType: (type: string) => `unknown relation type: ${type}`,
  relationExists: 'relation already exists',
  repeated: 'The file has this relation twice.',
  ends: (
    type: string,
    sources: readonly string[] | null,
    targets: readonly string[] | null,
    source: string,
    target: string,
  ) =>
    `"${type}" leads from ${sources?.join(', ') ?? 'anything'} to ${targets?.join(', ') ?? 'anything'}, not from ${source} to ${target}.`,
  needs: (code: string) => `This needs the permission ${code}.`,
  ownAccount: "You can't deactivate your own account.",
  lastAdministrator: 'At least one user must be able to manage and assign roles.',
  defaultRole: 'Exactly one role must be the default role.',
  lateMode: (word: string, mebibytes: number) =>
    `in a file larger than ${mebibytes} MiB, conflict_mode ${word} must come before the entities or be set for the import`,
  notARecord: 'The line is not a record of an export.',
  recordsCut: 'the records beside it end too early, so some are missing. Export again',
  emptyFile: 'it contains neither "entities" and "relations" nor "@graph"',
} as const;
