import type { Texts } from '../ui/texts.ts';
import { counted, number } from '../ui/words.ts';

/** Texts of roles and their assignments. */
export const texts = {
  noun: 'users',
  /** Entries of the global search. */
  offers: {
    newRole: { label: 'New role', words: 'add create' },
    assign: { label: 'Assign roles', words: 'give take add people users member' },
  },
  title: 'Roles',
  lead: 'Sets of permissions. Users have the permissions of all their roles.',
  newRole: 'New role',
  tabs: { label: 'Views of roles', byRole: 'By role', byUser: 'By user' },
  noRoles: 'No roles yet',
  noRolesAdvice: 'A role is a named set of permissions. Create one to assign it to users.',
  columns: {
    role: 'Role',
    people: 'Users',
    permissions: 'Permissions',
    actions: 'Actions',
    name: 'Name',
    roles: 'Roles',
    status: 'Status',
  },
  edit: 'Edit',
  isDefault: 'Default role',
  active: 'Active',
  inactive: 'Deactivated',
  noRole: 'No role',
  members: (label: string) => `Users with the role ${label}`,
  noMembers: 'No users have this role',
  noMembersAdvice: 'Add users, or delete the role if it is not needed.',
  addPeople: 'Add users',
  remove: 'Remove',
  removeFrom: (person: string, role: string) => ` ${person} from ${role}`,
  removeRole: (role: string, person: string) => `Remove the role ${role} from ${person}`,
  addRole: 'Add role',
  addRoleTo: (person: string) => ` to ${person}`,
  allRoles: 'Has all roles',
  preview: 'Preview',
  previewOf: (person: string) => `What ${person} sees`,
  search: 'Name or user name',
  assigned: (person: string, role: string) => `${person} now has the role ${role}.`,
  unassigned: (person: string, role: string) => `${person} no longer has the role ${role}.`,
  deleted: (label: string) => `The role ${label} was deleted.`,
  add: {
    title: (role: string) => `Add users to ${role}`,
    person: 'User',
    submit: 'Add user',
    nobody: 'All active users already have this role.',
    effect: 'Takes effect on the next page that the user opens.',
  },
  effective: {
    title: (person: string) => `What ${person} sees`,
    none: 'No entries: the roles of this user grant no permissions.',
    inactive: "The account is deactivated, so the user can't sign in.",
    menu: 'Effective menu',
    sum: (shown: number, all: number, permissions: number) =>
      `${number(shown)} of ${counted(all, 'menu entry', 'menu entries')}, ${counted(permissions, 'permission')}. Positions in a ToR can add more.`,
    roles: (roles: string) => `Roles: ${roles}.`,
    close: 'Close',
  },
  builder: {
    create: 'New role',
    edit: (label: string) => `Role: ${label}`,
    details: 'Details',
    label: 'Label',
    name: 'Internal name',
    labelHelp: 'Shown to users',
    nameHelp: 'Letters, digits and underscores',
    nameFixed: 'Fixed while users have this role',
    nameSystem: 'Fixed, because the app requires this role',
    description: 'Description',
    permissions: 'Permissions',
    of: (given: number, all: number) => `${number(given)} of ${number(all)}`,
    find: 'Find permission',
    allOf: (group: string) => `All of ${group}`,
    selectAll: 'Select all',
    selectNone: 'Select none',
    notYours: "You don't have this permission",
    outOfReach: "You can't change this role: it includes permissions that you don't have.",
    seen: 'Menu preview',
    preview: 'Effective menu',
    previewCount: (shown: number, all: number) =>
      `${number(shown)} of ${counted(all, 'menu entry', 'menu entries')}. Positions in a ToR can add more.`,
    previewEmpty: 'Choose a permission to see which pages it opens.',
    changes: 'Unsaved changes',
    given: 'Granted',
    taken: 'Revoked',
    none: 'No unsaved changes',
    unsaved: (count: number) => counted(count, 'unsaved change'),
    reach: (people: number) => `${counted(people, 'user')} affected`,
    reachOf: (given: number, taken: number, people: number) => {
      const one = people === 1;
      const gets = given === 0 ? '' : `${one ? 'gets' : 'get'} ${counted(given, 'permission')}`;
      const loses =
        taken === 0
          ? ''
          : `${one ? 'loses' : 'lose'} ${given === 0 ? counted(taken, 'permission') : number(taken)}`;
      const who = people === 0 ? 'Users with this role will' : counted(people, 'user');
      return `${who} ${[people === 0 ? gets.replace('gets', 'get') : gets, loses].filter(Boolean).join(' and ')}.`;
    },
    update: 'Update preview',
    discard: 'Discard changes',
    cancel: 'Cancel',
    saveNew: 'Create role',
    save: 'Save role',
    assign: 'Assign to users',
    more: 'More actions',
    duplicate: 'Duplicate',
    copy: (label: string) => `${label} (copy)`,
    delete: 'Delete…',
    systemRole: 'Required by the app',
    heldBy: (people: number) =>
      people === 0 ? 'Not assigned' : `Assigned to ${counted(people, 'user')}`,
    changedBy: (name: string) => `changed by ${name}`,
    created: (label: string) => `The role ${label} was created.`,
    saved: (label: string, people: number) =>
      people === 0
        ? `The role ${label} was saved.`
        : `The role ${label} was saved and applies to ${counted(people, 'user')} at once.`,
    unknownPermission: 'One of the permissions no longer exists. Reload the page.',
    conflict: (label: string) => `The role ${label}`,
    fields: {
      label: 'Label',
      name: 'Internal name',
      description: 'Description',
      permissions: 'Permissions',
    },
  },
  problem: {
    choose: 'Choose an item from the list.',
    captions: { label: 'The label', name: 'The internal name', description: 'The description' },
    tooLong: (caption: string, most: number) =>
      `${caption} must be at most ${number(most)} characters.`,
    labelMissing: 'Label is required.',
    nameMissing: 'Internal name is required.',
    nameCharacters: 'The internal name may only contain letters, digits and underscores.',
    permission: 'One of the permissions does not exist.',
    noPermission: 'Choose at least one permission.',
    noRole: 'This role does not exist.',
    noPerson: 'This user does not exist.',
  },
  refusal: {
    give: (role: string, codes: string) =>
      `You can't assign or remove the role ${role}: it includes ${codes}, which you don't have.`,
    administer: (person: string, codes: string) =>
      `You can't change the account of ${person}: it has permissions that you don't have (${codes}).`,
    grant: (codes: string) => `You can't change permissions that you don't have: ${codes}.`,
    lastAdministrator:
      'At least one user must be able to manage and assign roles. Grant both permissions to another user first.',
    systemName: (name: string) => `The internal name ${name} is fixed: the app requires it.`,
    heldName: (name: string) => `The internal name ${name} is fixed while users have the role.`,
    systemRole: (label: string) => `${label} can't be deleted: the app requires it.`,
    held: (label: string, holders: number) =>
      `${label} can't be deleted: ${counted(holders, 'user has', 'users have')} it.`,
    more: (count: number) => `${number(count)} more`,
    permissionsChanged: 'Your permissions have changed. Reload the page.',
    accessBusy:
      'Another change of accounts, roles or permissions is running. Try again in a moment.',
    deletedMeanwhile: 'The role was already deleted.',
  },
  deletion: {
    title: (label: string) => `Delete role ${label}?`,
    body: 'No users have this role. The audit log keeps its permissions. This cannot be undone.',
    confirm: 'Delete role',
    keep: 'Keep role',
  },
} as const satisfies Texts;
