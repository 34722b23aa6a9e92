import { createHash } from 'node:crypto';
import type { Manifest } from '../clients/kubernetes-types.ts';
import { parsed } from './pods.ts';
import { marks } from './resource.ts';

/**
 * Hash of each object of a rollout by kind and name. Stored on the Deployment, which is applied
 * last, so that a later pass can tell its own changes of an object from changes by others.
 */
export type AppliedObjects = Readonly<Record<string, string>>;

export const nameInApplied = ({ kind, metadata }: Manifest): string => `${kind}/${metadata.name}`;

export const appliedObjects = (objects: readonly Manifest[]): AppliedObjects =>
  Object.fromEntries(objects.map((object) => [nameInApplied(object), hashOf(object)]));

const hashOf = (object: Manifest): string =>
  createHash('sha256').update(JSON.stringify(object)).digest('hex').slice(0, 12);

/**
 * The objects applied last, as recorded on the Deployment; empty if the record is missing or invalid.
 */
export function readApplied({ metadata }: Manifest): AppliedObjects {
  const record = parsed(metadata.annotations?.[marks.applied]);
  if (typeof record !== 'object' || record === null) return {};
  return Object.fromEntries(Object.entries(record).filter(([, hash]) => typeof hash === 'string'));
}
