import type { SeedContent, SeedProfile } from '../model.ts';
import { declaredEntities, declaredRelations, furtherEntities } from './declared.ts';
import { actionEntities, actionRelations } from './demo/actions.ts';
import { agendaEntities, agendaRelations } from './demo/agenda.ts';
import { changeBoardEntities, changeBoardRelations } from './demo/change-board.ts';
import { documentEntities, documentRelations } from './demo/documents.ts';
import { itemRelations, proposalEntities, suggestionEntities } from './demo/items.ts';
import {
  meetingEntities,
  meetingItemRelations,
  meetingItems,
  meetingRelations,
} from './demo/meetings.ts';
import { demoRoles, demoUsers, peopleRelations } from './demo/people.ts';
import { functionRelations, functions } from './demo/positions.ts';
import { presentationEntities, presentationRelations } from './demo/presentations.ts';
import { protocolEntities, protocolRelations } from './demo/protocol.ts';
import { dependencies, termsOfReference } from './demo/terms-of-reference.ts';
import { administrator, roleRelations, roles } from './roles.ts';

/** Version of the content, for display. Whether to seed is decided by the digest. */
export const seedVersion = '2026-11';

const nothing: SeedContent = { entities: [], relations: [], signIns: [] };

const base: SeedContent = {
  entities: [...declaredEntities, ...roles, administrator, ...furtherEntities],
  relations: [...roleRelations, ...declaredRelations],
  signIns: [{ user: administrator.name, kind: 'administrator' }],
};

const demo: SeedContent = {
  entities: [
    ...base.entities,
    ...[...demoRoles, ...demoUsers, ...termsOfReference, ...functions],
    ...[
      ...meetingEntities,
      ...suggestionEntities,
      ...proposalEntities,
      ...changeBoardEntities,
      ...agendaEntities,
    ],
    ...meetingItems,
    ...[...actionEntities, ...documentEntities, ...protocolEntities, ...presentationEntities],
  ],
  relations: [
    ...base.relations,
    ...[
      ...peopleRelations,
      ...functionRelations,
      ...dependencies,
      ...meetingRelations,
      ...meetingItemRelations,
      ...itemRelations,
      ...changeBoardRelations,
      ...agendaRelations,
      ...documentRelations,
      ...actionRelations,
      ...protocolRelations,
      ...presentationRelations,
    ],
  ],
  signIns: [
    ...base.signIns,
    ...demoUsers.map(({ name }) => ({ user: name, kind: 'demo' as const })),
  ],
  story: demoUsers.map(({ name }) => name),
};

const contents: Readonly<Record<SeedProfile, SeedContent>> = { none: nothing, base, demo };

/** The content of `profile`; `demo` includes `base`. */
export const seedContent = (profile: SeedProfile): SeedContent => contents[profile];
