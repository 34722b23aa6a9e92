import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  families: { ballot: 'Ballots' },
  actions: {
    'ballot.opened': 'opened a ballot on {}',
    'ballot.cast': 'voted on {}',
    'ballot.recused': 'abstained from the ballot on {} because of a conflict',
    'ballot.proxy_named': 'named a proxy for the ballot on {}',
    'ballot.closed': 'closed the ballot on {}',
    'ballot.recounted': 'recounted the ballot on {}',
  },
  constraints: {
    ballots_stay: {
      message:
        'A closed ballot is final. It can’t be changed or deleted, nor can its agenda point.',
      code: 'final',
    },
  },
} as const satisfies Declaration;
