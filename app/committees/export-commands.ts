import { command } from '../ontology/command.ts';
import { saved } from '../ontology/outcome.ts';
import { countMatching } from '../saved-lists/index.ts';
import type { TableState } from '../ui/table-state.ts';
import { torList } from './queries.ts';
import { texts } from './texts.ts';

/** Records that the list was exported. Returns the number of committees in it. */
export const noteTorExport = command<TableState, number>(
  'tor.exported',
  { may: 'tor.list', alwaysAudited: true },
  async (tx, { actor, input, now }) => {
    const count = await countMatching(tx, torList, input, { id: actor.id, now });
    const { search, filter } = input;
    return saved({
      target: { type: 'tor', id: null, label: texts.title },
      details: { count, format: 'csv', search, filter },
      value: count,
    });
  },
);
