import { command } from '../ontology/command.ts';
import { changeEntity, lockEntity } from '../ontology/entities.ts';
import { saved } from '../ontology/outcome.ts';
import type { DecidingInput } from './schema.ts';

/** Changes how a committee decides (spec quorum#rule). Returns the committee's label. */
export const changeDeciding = command<DecidingInput & { readonly committee: string }, string>(
  'tor.deciding_changed',
  { may: 'tor.edit' },
  async (tx, { input }) => {
    const { committee, version } = input;
    const before = await lockEntity(tx, 'tor', committee, { version });
    const isCounted = input.kind === 'share' || input.kind === 'count';
    const after = await changeEntity<'tor'>(tx, before, {
      properties: {
        quorum_kind: input.kind,
        ...(isCounted ? { quorum_least: input.least } : {}),
        quorum_needs_mandatory: input.needs_mandatory,
        quorum_counts_substitutes: input.counts_substitutes,
        quorum_without: input.without,
        decides_by: input.decides_by,
        proxies_per_user: input.proxies,
      },
    });
    return saved({ target: after, before, after, value: after.label });
  },
);
