import { z } from 'zod';
import { environmentResource } from './environment.ts';
import type { Schema } from './structural-schema.ts';

/** In a file only these parts of the metadata make sense; the others belong to the API server. */
const fileMetadata = environmentResource.shape.metadata.pick({ name: true, namespace: true, labels: true, annotations: true });

/** JSON Schema of an environment file, for editors. */
export const environmentFileSchema = (): Schema =>
  z.toJSONSchema(
    z.strictObject({
      ...environmentResource.omit({ status: true }).shape,
      metadata: fileMetadata.strict().describe('Who the environment is.'),
    }),
    {
      io: 'input',
      reused: 'inline',
    },
  );
