import { fieldName, type Problem, quoted } from '#cdk8s/api/index.ts';
import type { Position, YamlDocument } from './yaml-document.ts';

/** A problem in a file, ready to be shown. */
export interface FileProblem extends Position {
  /** Path of the file from the root of the repository. */
  readonly file: string;
  /** The field, or empty if the text itself is invalid. */
  readonly field: string;
  /** The value found and the value expected. */
  readonly message: string;
}

/** A problem of a field, with its position in the file. */
export const inFile = (
  file: string,
  document: YamlDocument,
  { path, found, message, atKey }: Problem,
): FileProblem => ({
  file,
  ...document.locate(path, atKey ? 'key' : 'value'),
  field: fieldName(path),
  message: found === undefined ? message : `${quoted(found)}: ${message}`,
});
