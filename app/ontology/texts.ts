/**
 * Texts of the store: why it refuses a change. They are here and not in a feature, because the
 * store depends on no page.
 */
export const texts = {
  keyReused: 'This Idempotency-Key was used for another request. Use a new one.',
  keyRunning: 'A request with this Idempotency-Key is in progress.',
  needsPermission: (code: string) => `You need the permission ${code}.`,
  relationTypeUsed: (name: string, uses: string) =>
    `The relation type "${name}" is used by ${uses} ${uses === '1' ? 'relation' : 'relations'}. End these first.`,
  relationTypeInUse: 'This relation type is in use. End its relations first.',
  nameTaken: (type: string, name: string) =>
    `A ${type.replaceAll('_', ' ')} named "${name}" already exists.`,
  nameTakenNow: 'This name is already taken.',
  nameLength: 'A name must be 1 to 255 characters.',
  gone: 'A referenced entity was deleted. Reload the page and try again.',
  unknownRelationType: (type: string) => `Unknown relation type "${type}".`,
  endGone: (type: string) => `One end of "${type}" was deleted.`,
  anything: 'anything',
  wrongEnds: (type: string, sources: string, targets: string, source: string, target: string) =>
    `"${type}" leads from ${sources} to ${targets}, not from ${source} to ${target}.`,
  secretProperty: (key: string) => `${key} can't be stored as a property: it names a secret.`,
  secretHere: (key: string) => `${key} can't be set here: it is a secret.`,
  expected: (key: string, what: string) => `${key}: expected ${what}.`,
  /** Complete "expected …". */
  kinds: {
    text: (most: string) => `text of at most ${most} characters`,
    integer: (min: number, max: number) => `a whole number from ${min} to ${max}`,
    flag: 'true or false',
    reference: (type: string) => `the id of a ${type.replaceAll('_', ' ')}`,
    date: 'a date such as 2026-03-18',
    time: 'a time such as 14:30',
    moment: 'a date and time such as 2026-03-18T14:30:00',
    json: 'a valid JSON document',
  },
} as const;
