import type { AppClient } from '#test/support/app-client.ts';
import type { AppServer } from '#test/support/app-server.ts';

/** The form of an agenda point with its required fields. */
export const pointFields = (title: string, more: Readonly<Record<string, string>> = {}) => ({
  ...{ title, description: `What ${title} is about.`, item_type: 'decision' },
  ...{ scheduled_date: '2026-12-02', time_allocation_minutes: '20', ...more },
});

const idAt = (location: string | null, place: number): string => {
  const id = location?.split('/')[place];
  if (id === undefined) throw new Error(`${location} has no id`);
  return id;
};

/** Agenda points of a committee, made by forms of a client who may do everything there. */
export function agendaOf(server: AppServer, client: AppClient, tor: string) {
  const list = `/tor/${tor}/workflow/agenda`;
  const { pool } = server.services;
  const at = (id: string) => `${list}/${id}`;
  return {
    list,
    at,

    async point(title: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
      const { status, location, text } = await client.post(list, pointFields(title, more));
      if (status !== 303) throw new Error(`${status}: ${text.slice(0, 500)}`);
      return idAt(location, 5);
    },

    async option(point: string, title: string, more = {}): Promise<string> {
      const fields = { title, description: `How ${title} works.`, coa_type: 'simple', ...more };
      const { status, location, text } = await client.post(`${at(point)}/coa`, fields);
      if (status !== 303) throw new Error(`${status}: ${text.slice(0, 500)}`);
      return idAt(location, 7);
    },

    async section(point: string, option: string, title: string, more = {}): Promise<string> {
      const fields = { section_title: title, section_content: `${title}.`, ...more };
      await client.post(`${at(point)}/coa/${option}/sections`, fields);
      const { rows } = await pool.query<{ id: string }>(
        `select id from entities where entity_type = 'coa_section' and label = $1 order by id desc limit 1`,
        [title],
      );
      return rows[0]?.id ?? '';
    },

    move: (point: string, to: string, outcome = '') =>
      client.post(`${at(point)}/transition`, { to_status: to, outcome_summary: outcome }),

    async stored(id: string): Promise<Record<string, string> | undefined> {
      const { rows } = await pool.query<{ properties: Record<string, string> }>(
        'select properties from entities where id = $1',
        [id],
      );
      return rows[0]?.properties;
    },

    /** How many entities of some types there are. */
    async count(...types: string[]): Promise<number> {
      const { rows } = await pool.query<{ n: number }>(
        'select count(*)::integer as n from entities where entity_type = any($1)',
        [types],
      );
      return rows[0]?.n ?? 0;
    },
  };
}
