import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  actions: { 'tor.deciding_changed': 'changed how {} decides' },
} as const satisfies Declaration;
