import { clusterFileSchema } from './cluster.ts';
import { environmentFileSchema } from './file-schema.ts';
import type { Schema } from './structural-schema.ts';

/** A file generated from the schema and committed, by its path from the root of the repository. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}

/** The JSON Schemas that environment files refer to in their first line. */
export const generatedFiles = (): GeneratedFile[] => [
  { path: 'environments/schema.json', content: jsonFile(environmentFileSchema()) },
  { path: 'environments/cluster.schema.json', content: jsonFile(clusterFileSchema()) },
];

const note = 'Made from cdk8s/api by `npm run update`; change it there.';

const jsonFile = ({ $schema, ...schema }: Schema): string =>
  `${JSON.stringify({ $schema, $comment: note, ...schema }, undefined, 2)}\n`;
