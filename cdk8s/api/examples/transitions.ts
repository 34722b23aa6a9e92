import { bases, type Change, type ExampleDocument } from './example.ts';

/** A rule about a change, with one update that it accepts and one that it refuses. */
export interface TransitionExample {
  readonly rule: string;
  readonly field: string;
  readonly before: ExampleDocument;
  /** Status of the resource before the update. */
  readonly status?: Change;
  readonly accepted: Change;
  readonly refused: Change;
}

// A name that is valid for every stage, so that only the transition decides.
const before: ExampleDocument = { ...bases.dev, metadata: { name: 'review-12' } };
const moved = { database: { server: 'second' } };

export const transitionExamples: readonly TransitionExample[] = [
  {
    rule: 'stage-immutable',
    field: 'spec.stage',
    before,
    accepted: { spec: { replicas: 2 } },
    refused: { spec: { stage: 'staging' } },
  },
  {
    rule: 'database-name-immutable',
    field: 'spec.database.name',
    before,
    accepted: { spec: { database: { poolMax: 5 } } },
    refused: { spec: { database: { name: 'ahlt_other' } } },
  },
  {
    rule: 'database-moves-suspended',
    field: 'spec.database',
    before,
    status: { schema: '0003' },
    accepted: { spec: { ...moved, suspend: true } },
    refused: { spec: moved },
  },
];
