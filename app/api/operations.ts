import type { Services } from '../services.ts';
import { administrationOperations } from './administration.ts';
import { calendarOperations } from './calendar.ts';
import { documentOperations } from './documents.ts';
import { entityOperations } from './entities.ts';
import { graphOperations } from './graph.ts';
import { itemOperations } from './items/index.ts';
import type { Operation } from './operation.ts';
import { positionOperations } from './positions.ts';
import { relationOperations } from './relations.ts';
import { torOperations } from './tors.ts';
import { userOperations } from './users.ts';
import { versionOperations } from './versions.ts';
import { warningOperations } from './warnings.ts';
import { webhookOperations } from './webhooks.ts';

/** All operations of the API, in the order of its documentation. */
export const operations = (services: Services): readonly Operation[] => [
  ...userOperations(services),
  ...entityOperations(services),
  ...relationOperations(services),
  ...torOperations(services),
  ...versionOperations(services),
  ...calendarOperations(services),
  ...warningOperations(services),
  ...positionOperations(services),
  ...itemOperations(services),
  ...documentOperations(services),
  ...administrationOperations(services),
  ...webhookOperations(services),
  ...graphOperations(services),
];
