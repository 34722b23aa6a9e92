import { command } from '../ontology/command.ts';
import { saved } from '../ontology/outcome.ts';
import type { TableState } from '../ui/table-state.ts';
import { texts } from './texts.ts';

/** Records that the register was exported. */
export const noteDecisionExport = command<TableState, null>(
  'decision.exported',
  { may: 'agenda.view', alwaysAudited: true },
  async (_tx, { input: { search, filter } }) =>
    saved({
      target: { type: 'decision', id: null, label: texts.title },
      details: { format: 'csv', search, filter },
      value: null,
    }),
);
