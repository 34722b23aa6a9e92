import { sql } from 'kysely';
import { dayAt } from '../../authority/index.ts';
import { membersWho } from '../../notifications/index.ts';
import { relatedBy } from '../../ontology/permissions.ts';
import { texts } from '../texts.ts';
import { type Generator, type Look, numberSetting } from './generator.ts';

interface WaitingItem {
  readonly id: string;
  readonly label: string;
  readonly tor: string;
  readonly committee: string;
  readonly days: number;
  /** Ids of those who are to act. */
  readonly users: readonly string[];
}

const most = 500;
const daysAgo = ({ now }: Look, days: number): Date => new Date(now.getTime() - days * 86_400_000);

/** Proposals that wait for a review or its end for long, one warning each, for those who decide. */
export const proposalsWaiting: Generator = {
  source: 'scheduled.proposal_waiting',
  find: async (look) => {
    const since = daysAgo(look, numberSetting(look, 'warnings.proposal_days', 7));
    const { rows } = await sql<WaitingItem>`
      select e.id, e.label, tor.id as tor, tor.label as committee,
        extract(day from ${look.now}::timestamptz - moved.at)::integer as days,
        array(select who.user_id::text from ${membersWho(
          { codes: ['proposal.review', 'proposal.approve'], capability: 'can_approve_proposals' },
          sql.ref('tor.id'),
          dayAt(look.now),
        )} who) as users
      from entities e
        join relations owning on owning.source_id = e.id and ${relatedBy('owning', 'submitted_to')}
        join entities tor on tor.id = owning.target_id and tor.entity_type = 'tor'
        cross join lateral (select coalesce(
          (select max(m.moved_at) from workflow_moves m where m.item_id = e.id), e.updated_at) as at) moved
      where e.entity_type = 'proposal' and e.properties ->> 'status' in ('submitted', 'under_review')
        and moved.at < ${since}
      order by e.id limit ${most}`.execute(look.db);
    return rows.map(({ id, label, tor, committee, days, users }) => ({
      ...{ key: `proposal_waiting_${id}`, severity: 'medium', category: 'governance' },
      message: texts.messages.proposalWaiting(label, days),
      details: { path: `/tor/${tor}/proposals/${id}`, proposal: label, committee },
      to: { users },
    }));
  },
};

/** Suggestions that nobody decides on, for their authors and administrators. */
export const suggestionsOpen: Generator = {
  source: 'scheduled.suggestion_open',
  find: async (look) => {
    const since = daysAgo(look, numberSetting(look, 'warnings.suggestion_days', 14));
    const { rows } = await sql<WaitingItem>`
      select e.id, e.label, tor.id as tor, tor.label as committee,
        extract(day from ${look.now}::timestamptz - e.created_at)::integer as days,
        array_remove(array[case when e.properties ->> 'submitted_by_id' ~ '^[0-9]{1,18}$'
          then e.properties ->> 'submitted_by_id' end], null) as users
      from entities e
        join relations owning on owning.source_id = e.id and ${relatedBy('owning', 'suggested_to')}
        join entities tor on tor.id = owning.target_id and tor.entity_type = 'tor'
      where e.entity_type = 'suggestion' and coalesce(nullif(e.properties ->> 'status', ''), 'open') = 'open'
        and e.created_at < ${since}
      order by e.id limit ${most}`.execute(look.db);
    return rows.map(({ id, label, tor, committee, days, users }) => ({
      ...{ key: `suggestion_open_${id}`, severity: 'info', category: 'governance' },
      message: texts.messages.suggestionOpen(label, days),
      details: { path: `/tor/${tor}/suggestions/${id}`, suggestion: label, committee },
      to: { users, holding: 'settings.manage' },
    }));
  },
};
