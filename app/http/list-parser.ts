import { parseTable, type TableDefinition, type TableState } from '../ui/table-state.ts';
import { addressOf } from './address.ts';
import type { Parser } from './parsers.ts';

/**
 * A list as the address describes it. What makes no sense there becomes the standard, except a
 * filter: that becomes `state.problem`.
 */
export const list = (definition: TableDefinition): Parser<{ readonly state: TableState }> => ({
  reads: ['query'],
  parse: async ({ request, visitor }) => {
    const state = parseTable(definition, addressOf(request).searchParams);
    const visit = await visitor();
    return {
      adds: { state: visit === undefined ? state : { ...state, timeZone: visit.timeZone } },
    };
  },
});
