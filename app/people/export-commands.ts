import { command } from '../ontology/command.ts';
import { saved } from '../ontology/outcome.ts';
import type { TableState } from '../ui/table-state.ts';
import { countMatching } from './queries.ts';
import { texts } from './texts.ts';

/** Records that a list was exported (spec people#export). Returns the number of users in it. */
export const noteExport = command<TableState, number>(
  'users.export',
  { may: 'users.list', alwaysAudited: true },
  async (tx, { input }) => {
    const count = await countMatching(tx, input);
    const { search, filter } = input;
    return saved({
      target: { type: 'user', id: null, label: texts.title },
      details: { count, format: 'csv', search, filter },
      value: count,
    });
  },
);
