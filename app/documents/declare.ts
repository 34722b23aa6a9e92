import type { Declaration } from '../ontology/declaration.ts';
import { choice, moment, reference, text } from '../ontology/property.ts';

export const declaration = {
  types: {
    document: {
      title: text({ max: 200 }),
      doc_type: choice(['ad_hoc', 'meeting_paper', 'decision_record', 'template']),
      body: text({ max: 200_000 }),
      created_by_id: reference('user'),
      created_date: moment(),
      updated_date: moment(),
    },
  },
  relations: {
    scoped_to_tor: { label: 'Scoped to ToR', sources: ['document'], targets: ['tor'] },
  },
  permissions: {
    'document.list': {
      group: 'Documents',
      label: 'List documents',
      description: 'View and search the list of documents.',
    },
    'document.create': {
      group: 'Documents',
      label: 'Create documents',
      description: 'Create documents.',
      order: 1,
    },
    'document.view': {
      group: 'Documents',
      label: 'View documents',
      description: 'View documents.',
      order: 2,
    },
    'document.edit': {
      group: 'Documents',
      label: 'Edit documents',
      description: 'Edit documents.',
      order: 3,
    },
    'document.delete': {
      group: 'Documents',
      label: 'Delete documents',
      description: 'Delete documents.',
      order: 4,
    },
  },
  menu: {
    'governance.documents': {
      label: 'Documents',
      url: '/documents',
      parent: 'governance',
      order: 8,
      permission: 'document.list',
    },
  },
  settings: {
    'documents.search_language': {
      label: 'Language of document search',
      type: 'text',
      value: 'simple',
      description: 'Language whose word forms a search in documents ignores.',
    },
    'documents.attachment_megabytes': {
      label: 'Maximum size of an attachment',
      type: 'number',
      value: '50',
      description: 'Larger files are refused.',
    },
  },
  nouns: { document: 'Document' },
  families: { document: 'Documents' },
  actions: {
    'document.created': 'created the document {}',
    'document.updated': 'changed the document {}',
    'document.deleted': 'deleted the document {}',
    'document.exported': 'exported the document {}',
    'document.approved': 'approved a version of the document {}',
  },
  constraints: {
    document_versions_stay: {
      message: 'An approved version of a document cannot be changed or deleted.',
      code: 'approved',
    },
  },
} as const satisfies Declaration;
