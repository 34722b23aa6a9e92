import { z } from 'zod';
import { environmentResource } from './environment.ts';
import { environmentName } from './formats.ts';
import type { Schema } from './structural-schema.ts';

/** A file may contain only these parts of the metadata; the others belong to the API server. */
const { name, namespace, labels, annotations } = environmentResource.shape.metadata.shape;
const fileMetadata = z
  .strictObject({
    name: environmentName().describe(name.description ?? ''),
    namespace,
    labels,
    annotations,
  })
  .describe('Identity of the environment.');

/** JSON Schema of an environment file, for editors. */
export const environmentFileSchema = (): Schema =>
  z.toJSONSchema(
    z.strictObject({
      ...environmentResource.omit({ status: true }).shape,
      metadata: fileMetadata,
    }),
    {
      io: 'input',
      reused: 'inline',
    },
  );
