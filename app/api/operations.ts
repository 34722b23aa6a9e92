import type { Services } from '../services.ts';
import { administrationOperations } from './administration.ts';
import { calendarOperations } from './calendar.ts';
import { documentOperations } from './documents.ts';
import { entityOperations } from './entities.ts';
import { graphOperations } from './graph.ts';
import { itemOperations } from './items/index.ts';
import type { Operation, TaggedOperation } from './operation.ts';
import { positionOperations } from './positions.ts';
import { relationOperations } from './relations.ts';
import type { ApiTag } from './texts.ts';
import { torOperations } from './tors.ts';
import { userOperations } from './users.ts';
import { versionOperations } from './versions.ts';
import { warningOperations } from './warnings.ts';
import { webhookOperations } from './webhooks.ts';

/** All operations of the API, in the order of its documentation. */
export const operations = (services: Services): readonly TaggedOperation[] => [
  ...tagged('users', userOperations(services)),
  ...tagged('entities', entityOperations(services)),
  ...tagged('relations', relationOperations(services)),
  ...tagged('governance', [
    ...torOperations(services),
    ...versionOperations(services),
    ...calendarOperations(services),
    ...warningOperations(services),
    ...positionOperations(services),
    ...itemOperations(services),
  ]),
  ...tagged('documents', documentOperations(services)),
  ...tagged('administration', [
    ...administrationOperations(services),
    ...webhookOperations(services),
    ...graphOperations(services),
  ]),
];

const tagged = (tag: ApiTag, all: readonly Operation[]): readonly TaggedOperation[] =>
  all.map((each) => ({ ...each, tag }));
