import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  families: { token: 'Access tokens' },
  actions: {
    'token.created': 'created the access token {}',
    'token.revoked': 'revoked the access token {}',
    'token.first_used': 'used the access token {} for the first time',
    'token.refused': 'was refused access with the access token {}',
  },
  jobs: {
    'tokens.prune': 'Remove expired access tokens',
  },
} as const satisfies Declaration;
