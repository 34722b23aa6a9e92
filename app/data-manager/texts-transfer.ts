import { longestKey } from '../ontology/schema.ts';

/** Words of imports and exports: why an item of a file isn't taken. */
export const texts = {
  cancelled: 'The import was cancelled; nothing was kept.',
  tooLong: (minutes: number) => `The import took longer than ${minutes} minutes and was ended; nothing was kept. Split the file.`,
  spoolFailed: 'There is no room for the file on the server. Nothing was imported; try again later.',
  running: {
    import: 'Another import of yours is running. Wait until it ends, or cancel it.',
    export: 'Another export of yours is running. Wait until it ends, or cancel it.',
  },
  busy: 'Too many imports and exports are running. Try again in a minute.',
  interrupted: 'The import met another change of the same entities and nothing was kept. Try again.',
  malformed: (reason: string, place?: { readonly line: number; readonly column: number; readonly byte: number }) => {
    if (place === undefined) return `The file can't be read: ${reason}.`;
    const [line, column, byte] = [place.line, place.column, place.byte].map((n) => n.toLocaleString('en'));
    return `The file can't be read at line ${line}, column ${column} (byte ${byte}): ${reason}.`;
  },
  notAnObject: 'This is no object.',
  notAList: (member: string) => `"${member}" is no list`,
  missing: (field: string) => `"${field}" is missing.`,
  notText: (key: string) => `"${key}" is no text.`,
  inexact: (key: string) => `"${key}" is a number that can't be read exactly. Write it as a text.`,
  sortOrder: '"sort_order" is no number.',
  sortOrderRange: '"sort_order" is no whole number from -2147483648 to 2147483647.',
  isActive: '"is_active" is neither true nor false.',
  properties: '"properties" is no object.',
  reference: (text: string) => `invalid entity reference '${text}': expected type:name`,
  iri: (text: string) => `'${text}' names no entity: expected ahlt:type/name`,
  predicate: (text: string) => `'${text}' names no relation type: expected ahlt:name`,
  otherPrefix: (prefix: string, meant: string, namespace: string) => `"${prefix}" stands for ${meant} instead of ${namespace}`,
  otherNames: (term: string) =>
    `its context gives "${term}" a meaning of its own, and contexts are not followed; expand the file with a JSON-LD processor first`,
  severalValues: (key: string) => `"${key}" has more than one value.`,
  typeName: (type: string) => `'${type}' is no entity type: lower-case letters, digits and _, at most 63, a letter first`,
  namesake: (name: string) => `Another user has the name ${name} in another spelling.`,
  nameLength: 'A name has 1 to 255 characters.',
  labelLength: 'A label has at most 500 characters.',
  keyLength: `A property is named by 1 to ${longestKey} characters.`,
  unstorable: (field: string) => `"${field}" holds a character that can't be stored.`,
  auditEntry: "Entries of the audit log can't be imported.",
  exists: (type: string, name: string) => `entity already exists: ${type}:${name}`,
  notFound: (type: string, name: string) => `entity not found: ${type}:${name}`,
  unknownRelationType: (type: string) => `unknown relation type: ${type}`,
  relationExists: 'relation already exists',
  repeated: 'The file has this relation twice.',
  ends: (type: string, sources: readonly string[] | null, targets: readonly string[] | null, source: string, target: string) =>
    `"${type}" leads from ${sources?.join(', ') ?? 'anything'} to ${targets?.join(', ') ?? 'anything'}, not from ${source} to ${target}.`,
  needs: (code: string) => `This needs the permission ${code}.`,
  ownAccount: "You can't deactivate your own account.",
  lastAdministrator: 'Nobody would be left who can manage and assign roles.',
  defaultRole: 'Exactly one role is the one that new users get.',
  lateMode: (word: string, mebibytes: number) =>
    `in a file of more than ${mebibytes} MiB conflict_mode ${word} has to come before the entities, or to be chosen for the import`,
  emptyFile: 'it holds neither "entities" and "relations" nor "@graph"',
} as const;
