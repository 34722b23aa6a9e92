import { collectionRoutes } from '../collections/index.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { protocolSteps } from './collections.ts';

/** The protocol of a committee's meetings. */
export const protocolRoutes = (services: CommandServices): Routes =>
  routes().with(collectionRoutes(services, protocolSteps));
