import { parseTable, type TableDefinition, type TableState } from '../ui/table-state.ts';
import { addressOf } from './address.ts';
import type { OwnCall } from './call.ts';
import type { Parser } from './parsers.ts';

/**
 * The list state in the address. Invalid values fall back to defaults, except a filter, which
 * becomes `state.problem`.
 */
export const list = (definition: TableDefinition): Parser<{ readonly state: TableState }> => ({
  reads: ['query'],
  parse: async ({ request, visitor }) => {
    const visit = await visitor();
    return {
      adds: {
        state:
          visit === undefined
            ? parseTable(definition, addressOf(request).searchParams)
            : listState(definition, { request, visit }),
      },
    };
  },
});

/** The same of a signed-in user. @param preferred the columns of users who chose none here */
export const listState = (
  definition: TableDefinition,
  { request, visit }: Pick<OwnCall, 'request' | 'visit'>,
  preferred?: string,
): TableState => ({
  ...parseTable(definition, addressOf(request).searchParams, preferred),
  timeZone: visit.timeZone,
});
