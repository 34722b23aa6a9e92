import { entity, type SeedEntity } from '../model.ts';

type Declaration = readonly [code: string, label: string, description: string, sortOrder?: number];

const groups = {
  Dashboard: [['dashboard.view', 'View Dashboard', 'Shows the dashboard in the menu.']],
  Users: [
    ['users.list', 'List Users', 'Shows the list of users, exports it and keeps a choice of its columns.'],
    ['users.create', 'Create Users', 'Adds a user, on the page or through the API.'],
    ['users.edit', 'Edit Users', 'Changes the account of another user, on the page or through the API.'],
    ['users.delete', 'Delete Users', 'Deletes one or several users, on the page or through the API.'],
  ],
  Roles: [
    ['roles.manage', 'Manage Roles', 'Builds, changes and deletes roles and decides who sees which menu entry.'],
    ['roles.assign', 'Assign Roles', 'Gives roles to users and takes them away.'],
  ],
  Settings: [
    ['settings.manage', 'Manage Settings', 'Changes settings, explores the ontology and imports and exports data.'],
    [
      'settings.security',
      'Manage Security Settings',
      'Changes settings about sign-in, passwords and the audit log, and confirms such changes of others in prod.',
    ],
  ],
  Admin: [
    ['audit.view', 'View Audit Log', 'Reads who changed what and when, on the audit page and the dashboard.'],
    ['warnings.view', 'View Warnings', 'Shows warnings in the menu and reads them through the API.'],
  ],
  Governance: [
    ['tor.list', 'List Terms of Reference', 'Reads the Terms of Reference, the governance map and the meeting outlook.'],
    ['tor.create', 'Create Terms of Reference', 'Founds a new body with its Terms of Reference.'],
    [
      'tor.edit',
      'Edit Terms of Reference',
      'Changes or deletes Terms of Reference, their protocol, dependencies and templates, and acts in every body without holding a position.',
    ],
    ['tor.manage_members', 'Manage ToR Members', 'Fills and vacates the positions of a body.'],
    ['agenda.view', 'View Agenda', 'Reads agenda points with their courses of action and opinions.'],
    ['agenda.create', 'Create Agenda Points', 'Adds an agenda point to a body.'],
    ['agenda.queue', 'Queue Proposals for Agenda', 'Marks approved proposals as ready for the agenda.'],
    ['agenda.manage', 'Manage Agenda Status', 'Schedules, changes, moves and deletes agenda points.'],
    ['agenda.participate', 'Participate in Meeting', 'Records an opinion on an agenda point.'],
    ['agenda.decide', 'Make Final Decisions', 'Records the decision on an agenda point.'],
    ['workflow.manage', 'Manage Workflow System', 'Changes statuses and transitions and sees the items of every body.'],
    ['minutes.generate', 'Generate Meeting Minutes', 'Creates the minutes of a completed meeting.'],
    ['minutes.edit', 'Edit Meeting Minutes', 'Changes sections and distribution of minutes and submits them for approval.'],
    ['minutes.approve', 'Approve Meeting Minutes', 'Approves minutes or returns them to their author.'],
    ['minutes.view', 'View Meeting Minutes', 'Reads minutes and their printable form.'],
    ['meetings.view', 'View Meetings', 'Reads the list of meetings and their details.'],
  ],
  Workflow: [
    ['suggestion.view', 'View suggestions in member ToRs', 'Reads the suggestions of the bodies one belongs to.'],
    ['suggestion.create', 'Submit new suggestions', 'Submits a suggestion to a body one belongs to.'],
    ['suggestion.review', 'Accept or reject suggestions', 'Accepts a suggestion, which starts a proposal, or rejects it with a reason.'],
    ['proposal.view', 'View proposals in member ToRs', 'Reads the proposals of the bodies one belongs to.'],
    ['proposal.create', 'Create new proposals', 'Drafts a proposal in a body one belongs to.'],
    ['proposal.submit', 'Submit draft proposals for review', 'Submits a drafted or rejected proposal for review.'],
    ['proposal.edit', 'Edit draft proposals', 'Changes a proposal while it is a draft or rejected.'],
    ['proposal.review', 'Move proposals to under_review status', 'Starts the review of a submitted proposal.'],
    ['proposal.approve', 'Approve or reject proposals under review', 'Approves a proposal under review or rejects it with a reason.'],
    ['coa.create', 'Create Courses of Action', 'Adds a course of action to an agenda point.'],
    ['coa.edit', 'Edit Courses of Action', 'Changes or deletes courses of action and their sections.'],
  ],
  Documents: [
    ['document.list', 'List Documents', 'Shows and searches the list of documents.', 0],
    ['document.create', 'Create Documents', 'Writes a new document.', 1],
    ['document.view', 'View Document Details', 'Reads a document.', 2],
    ['document.edit', 'Edit Documents', 'Changes a document.', 3],
    ['document.delete', 'Delete Documents', 'Deletes a document.', 4],
  ],
  API: [
    ['entities.list', 'List Entities (API)', 'Reads entities of any type through the API.', 0],
    ['entities.create', 'Create Entities (API)', 'Creates entities of any type through the API.', 1],
    ['entities.edit', 'Edit Entities (API)', 'Changes entities of any type through the API.', 2],
    ['entities.delete', 'Delete Entities (API)', 'Deletes entities of any type through the API.', 3],
  ],
} as const satisfies Readonly<Record<string, readonly Declaration[]>>;

/** Every permission that routes and commands may ask for. */
export type PermissionCode = (typeof groups)[keyof typeof groups][number][0];

export const permissions: readonly SeedEntity[] = Object.entries(groups).flatMap(([group, declarations]) =>
  (declarations as readonly Declaration[]).map(([code, label, description, sortOrder = 0]) =>
    entity('permission', code, label, { group_name: group, description }, sortOrder),
  ),
);

/** Codes of all permissions, or of those that begin with one of `prefixes`. */
export const permissionCodes = (...prefixes: readonly string[]): readonly string[] =>
  permissions.map(({ name }) => name).filter((code) => prefixes.length === 0 || prefixes.some((prefix) => code.startsWith(prefix)));
