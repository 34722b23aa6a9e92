import { sql } from 'kysely';
import * as points from '#app/agenda/commands.ts';
import * as opinions from '#app/agenda/opinion-commands.ts';
import * as options from '#app/agenda/option-commands.ts';
import * as ballots from '#app/ballots/commands.ts';
import * as decisions from '#app/decisions/commands.ts';
import { noteDecisionExport } from '#app/decisions/export-commands.ts';
import { decisionTable } from '#app/decisions/schema.ts';
import type { Actor } from '#app/ontology/actor.ts';
import type { Command, CommandServices } from '#app/ontology/command.ts';
import { changeDeciding } from '#app/quorum/commands.ts';
import { parseTable } from '#app/ui/table-state.ts';
import type { Failures } from '#test/support/fail-each-statement.ts';

interface Given {
  readonly services: () => CommandServices;
  readonly actor: () => Actor;
  /** A committee of its own. */
  readonly madeTor: () => Promise<string>;
  readonly failing: <Input, Saved>(
    command: Command<Input, Saved>,
    input: Input,
  ) => Promise<Failures>;
}

const pointFields = {
  ...{ title: 'Release window', description: 'Which night.', item_type: 'decision' as const },
  ...{ scheduled_date: '2026-12-02', time_allocation_minutes: 15, presenter: '' },
  ...{ priority: 'normal' as const, pre_read_url: '' },
};
const optionFields = {
  ...{ title: 'Staged', description: 'Stop by stop.', coa_type: 'complex' as const },
  ...{ section_titles: ['Risks'], section_contents: ['Few.'] },
};
const sectionFields = {
  ...{ section_title: 'Cost', section_content: 'Little.', section_order: 2 },
  parent_section_id: undefined,
};
/** The commands of agenda points, decisions and ballots, for the test that makes each statement fail. */
export function decidingCommands({
  services,
  actor,
  madeTor,
  failing,
}: Given): Readonly<Record<string, () => Promise<Failures>>> {
  /** An agenda point of a new committee. */
  async function madePoint() {
    const tor = await madeTor();
    const made = await points.createPoint(services(), actor(), { ...pointFields, tor });
    return { tor, id: made.ok ? made.value.id : '' };
  }
  /** A course of action of a new agenda point. */
  async function madeOption() {
    const path = await madePoint();
    const made = await options.createOption(services(), actor(), { ...optionFields, ...path });
    return { ...path, coa: made.ok ? made.value.id : '' };
  }
  /** A seat of the actor and one of another user in a committee with a course of action. */
  async function unopened() {
    const { coa, ...path } = await madeOption();
    await seated(path.tor, actor().id ?? '');
    const rules = { method: 'yes_no' as const, majority: 'simple' as const, coa_ids: [coa] };
    return { ...path, ...rules, is_secret: false, is_weighted: false, has_casting_vote: false };
  }
  async function openedBallot() {
    const input = await unopened();
    const other = await seated(input.tor);
    const made = await ballots.openBallot(services(), actor(), input);
    const { rows } = await sql<{ seat: string }>`
      select s ->> 'seat' as seat from ballots b, jsonb_array_elements(b.electorate) s
      where b.id = ${made.ok ? made.value : '0'} and s ->> 'holderId' = ${actor().id}`.execute(
      services().db,
    );
    const { tor, id } = input;
    return { tor, id, ballot: made.ok ? made.value : '', seat: rows[0]?.seat ?? '', other };
  }
  /** Gives a user, or a new one, a position of a committee. Returns the user. */
  async function seated(tor: string, user?: string): Promise<string> {
    const { rows } = await sql<{ id: string }>`
      with seat as (insert into entities (entity_type, name, label) values ('tor_function', gen_random_uuid()::text, 'Seat') returning id),
      someone as (insert into entities (entity_type, name, label) select 'user', 'u' || md5(random()::text), 'Someone' where ${user ?? null}::text is null returning id),
      holder as (select coalesce(${user ?? null}::bigint, (select id from someone)) as id),
      made as (insert into relations (relation_type_id, source_id, target_id)
        select t.id, seat.id, ${tor}::bigint from entities t, seat where t.entity_type = 'relation_type' and t.name = 'belongs_to_tor'
        union all
        select t.id, holder.id, seat.id from entities t, seat, holder where t.entity_type = 'relation_type' and t.name = 'fills_position')
      select id::text as id from holder`.execute(services().db);
    return rows[0]?.id ?? '';
  }
  async function decidable() {
    const { coa, ...path } = await madeOption();
    return { ...path, selected_coa_id: coa, decision_rationale: 'Because.' };
  }
  async function madeSection() {
    const path = await madeOption();
    const made = await options.addSection(services(), actor(), { ...sectionFields, ...path });
    return { ...path, section: made.ok ? made.value.id : '' };
  }
  return {
    'ballots/commands.ts openBallot': async () => failing(ballots.openBallot, await unopened()),
    'ballots/commands.ts castVote': async () => {
      const { seat, ...path } = await openedBallot();
      return failing(ballots.castVote, { ...path, seat, choice: { kind: 'yes' } });
    },
    'ballots/commands.ts recuse': async () => failing(ballots.recuse, await openedBallot()),
    'ballots/commands.ts nameProxy': async () => {
      const { other, ...path } = await openedBallot();
      return failing(ballots.nameProxy, { ...path, user_id: other });
    },
    'ballots/commands.ts closeBallot': async () =>
      failing(ballots.closeBallot, await openedBallot()),
    'ballots/commands.ts recount': async () => {
      const path = await openedBallot();
      await ballots.closeBallot(services(), actor(), path);
      return failing(ballots.recount, path);
    },
    'decisions/commands.ts decide': async () => failing(decisions.decide, await decidable()),
    'decisions/commands.ts correctDecision': async () => {
      const input = await decidable();
      await decisions.decide(services(), actor(), input);
      return failing(decisions.correctDecision, input);
    },
    'decisions/export-commands.ts noteDecisionExport': () =>
      failing(noteDecisionExport, parseTable(decisionTable, new URLSearchParams())),
    'agenda/commands.ts createPoint': async () =>
      failing(points.createPoint, { ...pointFields, tor: await madeTor() }),
    'agenda/commands.ts updatePoint': async () =>
      failing(points.updatePoint, { ...pointFields, ...(await madePoint()), title: 'Other' }),
    'agenda/commands.ts movePoint': async () =>
      failing(points.movePoint, { ...(await madePoint()), to: 'in_progress' }),
    'agenda/commands.ts deletePoint': async () => failing(points.deletePoint, await madePoint()),
    'agenda/option-commands.ts createOption': async () =>
      failing(options.createOption, { ...optionFields, ...(await madePoint()) }),
    'agenda/option-commands.ts updateOption': async () =>
      failing(options.updateOption, {
        ...(await madeOption()),
        ...{ title: 'All at once', description: 'In one night.' },
      }),
    'agenda/option-commands.ts deleteOption': async () =>
      failing(options.deleteOption, await madeOption()),
    'agenda/option-commands.ts addSection': async () =>
      failing(options.addSection, { ...sectionFields, ...(await madeOption()) }),
    'agenda/option-commands.ts updateSection': async () =>
      failing(options.updateSection, {
        ...{ ...sectionFields, ...(await madeSection()), section_title: 'Price' },
      }),
    'agenda/option-commands.ts deleteSection': async () =>
      failing(options.deleteSection, await madeSection()),
    'agenda/opinion-commands.ts recordOpinion': async () => {
      const { coa, ...path } = await madeOption();
      return failing(opinions.recordOpinion, {
        ...{ ...path, preferred_coa_id: coa, commentary: 'Because.' },
      });
    },

    'quorum/commands.ts changeDeciding': async () =>
      failing(changeDeciding, {
        ...{ committee: await madeTor(), kind: 'share', least: 60, needs_mandatory: true },
        ...{ counts_substitutes: true, without: 'mark', decides_by: 'record', proxies: 2 },
      }),
  };
}
