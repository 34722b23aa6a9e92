import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  menu: {
    'admin.jobs': {
      label: 'Jobs',
      url: '/jobs',
      parent: 'admin',
      order: 11,
      permission: 'settings.manage',
    },
  },
  nouns: { job: 'Job' },
  families: { job: 'Jobs' },
  actions: {
    'job.retried': 'ran the job {} again',
    'job.cancelled': 'cancelled the job {}',
  },
  jobs: {
    'jobs.prune': 'Remove ended jobs',
  },
} as const satisfies Declaration;
