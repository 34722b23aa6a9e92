import { collectionRoutes } from '../collections/index.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { slides, templates } from './collections.ts';

/** Presentation templates of a committee, and their slides. */
export const templateRoutes = (services: CommandServices): Routes =>
  routes().with(collectionRoutes(services, templates)).with(collectionRoutes(services, slides));
