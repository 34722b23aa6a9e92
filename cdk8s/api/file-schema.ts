import { z } from 'zod';
import { environmentResource } from './environment.ts';
import type { Schema } from './structural-schema.ts';

/** JSON Schema of an environment file, for editors. */
export const environmentFileSchema = (): Schema =>
  z.toJSONSchema(environmentResource.omit({ status: true }), { io: 'input', reused: 'inline' });
