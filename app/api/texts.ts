import { longestKey } from '../ontology/schema.ts';
import type { Texts } from '../ui/texts.ts';

/** Descriptions of operations. The keys are their ids in the document. */
const words = {
  listUsers: 'List users',
  getUser: 'Read a user',
  createUser: 'Create a user',
  replaceUser: 'Replace a user',
  changeUser: 'Change a user',
  deleteUser: 'Delete a user',
  setTheme: 'Set your theme',
  listEntities: 'List entities',
  getEntity: 'Read an entity',
  createEntity: 'Create an entity',
  replaceEntity: 'Replace an entity',
  changeEntity: 'Change an entity',
  deleteEntity: 'Delete an entity',
  listRelations: 'List relations',
  getRelation: 'Read a relation',
  createRelation: 'Create a relation',
  deleteRelation: 'Delete a relation',
  listTors: 'List Terms of Reference',
  getTor: 'Read Terms of Reference',
  listPositions: 'List the positions of a committee',
  getPosition: 'Read a position',
  createPosition: 'Create a position',
  changePosition: 'Change a position',
  deletePosition: 'Delete a position',
  assignPosition: 'Assign a position to a user',
  vacatePosition: 'Vacate a position',
  listProposals: 'List proposals',
  listWarnings: 'List your warnings',
  listRoles: 'List roles',
  listSettings: 'List settings',
  listAudit: 'List audit log entries',
} as const;
export type ApiWords = keyof typeof words;

const notes: Partial<Record<ApiWords, string>> = {
  createUser:
    'The password is initial: the user must choose another one at the first sign-in. Without role_ids, the user gets the default role.',
  replaceUser:
    'Replaces user name, email and display name. Password and roles change only if given.',
  changeUser: 'Omitted members stay unchanged.',
  deleteUser:
    "You can't delete your own account, or the last user who can manage and assign roles.",
  listEntities:
    'With entity_type, sorted in the order of that type; otherwise by id. Leaves out secrets and types that you may not see.',
  createEntity:
    'System types, such as user and role, are read-only here. Declared properties must match their declaration.',
  replaceEntity:
    'Replaces name and label, and sets the given properties. Other properties stay unchanged.',
  changeEntity: 'Omitted members stay unchanged; a property with the value null is removed.',
  deleteEntity: 'Also deletes the entities that it owns.',
  createRelation: 'Relations that grant permissions are read-only here.',
  listPositions: 'Mandatory positions first.',
  changePosition: 'Omitted members stay unchanged.',
  deletePosition: 'Refused while a user fills the position, today or later.',
  assignPosition: 'Refused without a free seat on each day of the term.',
  vacatePosition: 'Without until, the terms end now: yesterday is their last day.',
  listProposals: 'Lists the proposals of all Terms of Reference.',
  listAudit: 'Newest first.',
  listWarnings: 'Unread first, then newest. Dismissed and resolved warnings are left out.',
};

const tags = {
  users: 'Users',
  entities: 'Entities',
  relations: 'Relations',
  governance: 'Governance',
  administration: 'Administration',
} as const;
export type ApiTag = keyof typeof tags;

/** Texts of the API: its document, its page and its refusals. */
export const texts = {
  words,
  notes,
  tags,
  document: {
    title: 'REST API',
    description:
      'Send an access token as `Authorization: Bearer …`. A list returns one page and its total. To read the whole list, send `next` as `after`, or follow the `Link` header. Send the `ETag` of a resource as `If-Match` to refuse a change when another user saved changes first. A POST that creates a resource accepts an `Idempotency-Key` and can be repeated for 24 hours. Every error is a problem document.',
    token: 'An access token from your account page.',
    session: 'The cookie of a browser session. Changes also need the header X-CSRF-Token.',
    ifMatch:
      'ETag that you last read; if the current one differs, the answer is 412. Omit it, or send *, to accept any.',
    ifNoneMatch: 'ETag that you already have; the answer is 304 if it is still current.',
    idempotencyKey:
      'A unique text for each change. A repeated request with the same key gets the first response, for 24 hours.',
    etag: 'Identifies this version.',
    link: 'Links to the rest of the list, rel="next", and to its pages by number, rel="first", "prev" and "last".',
    location: 'Address of the created resource.',
    rateLimit: 'Remaining requests, and seconds until they are reset.',
    ratePolicy: 'Allowed requests, and the period in seconds.',
    retryAfter: 'Seconds to wait.',
    authenticate: 'Authentication scheme.',
    requestId: 'Names the request in the log.',
    replayed: 'The response repeats an earlier one.',
    statuses: {
      200: 'Done',
      201: 'Created',
      204: 'Done, no content',
      304: 'Not modified',
    } as Readonly<Record<number, string>>,
  },
  auditLog: 'Audit log',
  members: {
    id: 'Permanent id.',
    code: 'Stable code for programs.',
    requestId: 'Names the request in the log.',
    error: 'Same as detail, for older clients.',
    ok: 'Always false, for older clients.',
    page: 'Page number, from 1; an invalid number counts as 1. Pages after the last are empty, and `Link` leads back.',
    perPage: 'Items per page, 1 to 100; an invalid number counts as 25.',
    after: 'Position in the list: `next` of the previous response.',
    q: 'Words in the name or label; case is ignored.',
    fields: 'Members to return, separated by commas; id is always included.',
    pageShown: 'null when the list starts at a position.',
    total: 'Number of items; null when the list starts at a position.',
    next: 'Position where the list continues; null at its end.',
    password: 'Initial password; never returned.',
    roleIds: 'All roles of the user. Needs the permission roles.assign.',
    roleId: 'Ignored.',
    entityName: 'Unique within its type.',
    ignoredType: 'Ignored: the type of an entity is fixed.',
    properties: 'Values by property name, as in imports and exports.',
    removed: 'null removes the property.',
    propertyFilter: 'key:value that the entity has; repeat it up to five times.',
    positionName: 'Unique within the committee.',
    since: 'First day; null is an open end.',
    until: 'Last day; null is an open end.',
    holders: 'Users who fill the position today, at most 20.',
    planned: 'Terms that begin later, at most 20.',
    assignedSince: 'First day; today if omitted.',
    vacatedUser: 'All users who fill the position today, if omitted.',
    vacatedUntil: 'Last day; yesterday if omitted.',
    eitherEnd: 'Entity at either end.',
  },
  refused: {
    changed: 'It has changed since you read it. Read it again, then repeat your change.',
    notAcceptable: 'This address only returns application/json.',
    tooMany: (seconds: number) => `Too many requests. Wait ${seconds} s.`,
    keyForm: 'Idempotency-Key must be 1 to 255 visible ASCII characters.',
    propertyKey: `A property name must be 1 to ${longestKey} characters.`,
    tooManyProperties: (most: number) => `At most ${most} properties.`,
    fields: (members: string) => `Use the members ${members}, separated by commas.`,
    typeName:
      'A type name must be at most 63 lower-case letters, digits and underscores, starting with a letter.',
    secretFilter: "This property is secret and can't be used as a filter.",
    theme: 'Theme must be light, dark, auto or contrast.',
  },
  page: {
    title: 'REST API',
    tokens: 'Access tokens',
    download: 'OpenAPI document',
    needs: 'Permission',
    parameters: 'Parameters',
    body: 'Request body',
    replies: 'Responses',
    refusals: 'Errors',
    example: 'Example',
    columns: { name: 'Name', place: 'In', type: 'Type', about: 'Description' },
    required: 'required',
    schemas: 'Schemas',
    places: { path: 'path', query: 'query', header: 'header' } as Readonly<Record<string, string>>,
  },
} as const satisfies Texts;
