import { command } from '../ontology/command.ts';
import { saved } from '../ontology/outcome.ts';
import { countMatching } from '../saved-lists/index.ts';
import type { TableState } from '../ui/table-state.ts';
import { userList } from './queries.ts';
import { texts } from './texts.ts';

/** Records that a list was exported (spec people#export). Returns the number of users in it. */
export const noteExport = command<TableState, number>(
  'users.export',
  { may: 'users.list', alwaysAudited: true },
  async (tx, { actor, input, now }) => {
    const count = await countMatching(tx, userList, input, { id: actor.id, now });
    const { search, filter } = input;
    return saved({
      target: { type: 'user', id: null, label: texts.title },
      details: { count, format: 'csv', search, filter },
      value: count,
    });
  },
);
