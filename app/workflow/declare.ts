import type { Declaration } from '../ontology/declaration.ts';
import { flag, integerOr, text } from '../ontology/property.ts';

export const declaration = {
  types: {
    workflow_status: {
      entity_type_scope: text({ max: 63 }),
      status_code: text({ max: 63 }),
      label: text({ max: 255 }),
      order: integerOr(0),
      is_initial: flag(),
      is_terminal: flag(),
    },
    workflow_transition: {
      entity_type_scope: text({ max: 63 }),
      from_status_code: text({ max: 63 }),
      to_status_code: text({ max: 63 }),
      transition_label: text({ max: 255 }),
      required_permission: text({ max: 255 }),
      required_capability: text({ max: 63 }),
      requires_outcome: flag(),
      condition: text({ max: 1000 }),
    },
  },
  relations: {
    transition_from: {
      label: 'Transition from',
      sources: ['workflow_transition'],
      targets: ['workflow_status'],
    },
    transition_to: {
      label: 'Transition to',
      sources: ['workflow_transition'],
      targets: ['workflow_status'],
    },
  },
  permissions: {
    'workflow.manage': {
      group: 'Governance',
      label: 'Manage workflows',
      description: 'Edit statuses and transitions, and view the items of every committee.',
    },
  },
  menu: {
    'governance.workflow': {
      label: 'Item workflow',
      url: '/workflow',
      parent: 'governance',
      order: 4,
      permission: 'suggestion.view',
    },
    'governance.workflow_builder': {
      label: 'Workflow builder',
      url: '/workflow/builder',
      parent: 'governance',
      order: 6,
      permission: 'workflow.manage',
    },
  },
  nouns: {
    workflow_status: 'Workflow status',
    workflow_transition: 'Workflow transition',
  },
  families: {
    workflow_status: 'Workflow statuses',
    workflow_transition: 'Workflow transitions',
  },
  actions: {
    'workflow_status.create': 'created the workflow status {}',
    'workflow_status.update': 'changed the workflow status {}',
    'workflow_status.delete': 'deleted the workflow status {}',
    'workflow_transition.create': 'created the workflow transition {}',
    'workflow_transition.update': 'changed the workflow transition {}',
    'workflow_transition.delete': 'deleted the workflow transition {}',
  },
} as const satisfies Declaration;
