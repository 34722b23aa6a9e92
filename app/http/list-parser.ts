import { parseTable, type TableDefinition, type TableState } from '../ui/table-state.ts';
import { addressOf } from './address.ts';
import type { Parser } from './parsers.ts';

/**
 * The list state in the address. Invalid values fall back to defaults, except a filter, which
 * becomes `state.problem`.
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
