import { clusterFileSchema } from './cluster.ts';
import { environmentFileSchema } from './file-schema.ts';
import type { Schema } from './structural-schema.ts';

/** A file that is made from the schema and kept in git, by its path from the root of the repository. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}

/** The JSON Schemas that the environment files name in their first line. */
export const generatedFiles = (): GeneratedFile[] => [
  { path: 'environments/schema.json', content: jsonFile(environmentFileSchema()) },
  { path: 'environments/cluster.schema.json', content: jsonFile(clusterFileSchema()) },
];

const note = 'Made from cdk8s/api by `npm run update`; change it there.';

const jsonFile = ({ $schema, ...schema }: Schema): string => `${print({ $schema, $comment: note, ...schema }, '')}\n`;

/** JSON as the formatter of the repository writes it: lists of words on one line, everything else indented by two. */
function print(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => print(item, indent)).join(', ')}]`;
  const deeper = `${indent}  `;
  const entries = Object.entries(value).map(([key, child]) => `${deeper}${JSON.stringify(key)}: ${print(child, deeper)}`);
  return entries.length === 0 ? '{}' : `{\n${entries.join(',\n')}\n${indent}}`;
}
