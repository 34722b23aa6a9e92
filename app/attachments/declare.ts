import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  jobs: { 'documents.prune': 'Remove unfinished uploads' },
  actions: {
    'document.attachment_added': 'attached a file to the document {}',
    'document.attachment_deleted': 'deleted an attachment of the document {}',
    'proposal.attachment_added': 'attached a file to the proposal {}',
    'proposal.attachment_deleted': 'deleted an attachment of the proposal {}',
    'agenda_point.attachment_added': 'attached a file to the agenda point {}',
    'agenda_point.attachment_deleted': 'deleted an attachment of the agenda point {}',
    'coa.attachment_added': 'attached a file to the course of action {}',
    'coa.attachment_deleted': 'deleted an attachment of the course of action {}',
  },
} as const satisfies Declaration;
