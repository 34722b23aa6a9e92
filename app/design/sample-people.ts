import type { Filter, FilterCondition } from '../ui/filter.ts';
import { clampPage, type TableState } from '../ui/table-state.ts';

export interface SamplePerson {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly active: boolean;
  readonly created: Date;
  readonly updated: Date;
}

const names =
  'Amara Okafor,Chiara Benedetti,Henrik Aas,Ingrid Solheim,Jonas Lindqvist,Leila Haddad,Maeve Gallagher,Priya Raman,Samuel Oduya,Viktor Nemec,Tomasz Wrona,Yuki Tanabe,Farah El-Amin,Marek Dvorak,Sofia Marchetti,Olu Adeyemi,Greta Nyström,Pavel Horak,Aisha Rahman,Lars Eide,Nadia Costa,Emil Sandberg,Hana Kovac,Rory Sinclair,Mina Park,Jakub Zielinski,Elin Forsberg,Tariq Mansour,Oona Virtanen,Dario Fontana,Signe Holm,Kwame Boateng,Ilse Vermeer,Anton Petrov,Noor Siddiqui,Bjarne Lie,Carla Mendes,Eamon Doyle,Freya Dahl,Goran Ilic,Hilde Moe,Ivo Krastev,Julia Brandt,Karim Aziz,Liv Strand,Mateo Rojas,Nora Bakke,Otto Lang';
const roleSets: readonly (readonly string[])[] = [
  ['Member', 'Approver'],
  ['Member'],
  ['Administrator'],
  ['Governance officer', 'Approver'],
  ['Member'],
  ['Member'],
  ['Governance officer'],
  ['Member'],
  [],
  ['Member'],
];

/** Forty-eight sample users, always the same. */
export const samplePeople: readonly SamplePerson[] = names.split(',').map((name, place) => {
  const [first = '', last = ''] = name.toLowerCase().split(' ');
  const username = `${first.charAt(0)}${last.replace(/[^a-z]/g, '')}`;
  return {
    id: String(place + 1),
    name,
    username,
    email: `${username}@norrvik.example`,
    roles: roleSets[place % roleSets.length] ?? [],
    active: place % 10 !== 9,
    created: new Date(Date.UTC(2026, place % 9, 1 + (place % 27), 8)),
    updated: new Date(Date.UTC(2026, 8 + (place % 3), 1 + ((place * 7) % 23), 9, 30)),
  };
});

/** The in-memory equivalent of the SQL query, for the component page. */
export function findPeople(state: TableState): { rows: readonly SamplePerson[]; total: number } {
  if (state.problem !== undefined) return { rows: [], total: 0 };
  const matching = samplePeople
    .filter(({ name, username, email }) =>
      `${name} ${username} ${email}`.toLowerCase().includes(state.search.toLowerCase()),
    )
    .filter((person) => matches(person, state.filter))
    .toSorted(
      (one, other) =>
        compare(one, other, state.sort.key) * (state.sort.direction === 'asc' ? 1 : -1),
    );
  const from = (clampPage(state, matching.length) - 1) * state.size;
  return { rows: matching.slice(from, from + state.size), total: matching.length };
}

function compare(one: SamplePerson, other: SamplePerson, key: string): number {
  const sortable = (person: SamplePerson): string =>
    ({ email: person.email, role: person.roles.join(), updated_at: person.updated.toISOString() })[
      key
    ] ?? person.name;
  return sortable(one).localeCompare(sortable(other));
}

function matches(person: SamplePerson, { logic, conditions, groups }: Filter): boolean {
  const parts = [
    ...conditions.map((condition) => holds(person, condition)),
    ...groups.map((group) => matches(person, { ...group, groups: [] })),
  ];
  if (parts.length === 0) return true;
  return logic === 'and' ? parts.every(Boolean) : parts.some(Boolean);
}

function holds(person: SamplePerson, { field, op, value }: FilterCondition): boolean {
  if (field === 'role') return person.roles.includes(value) === (op === 'is');
  if (field === 'created_at') {
    const day = person.created.toISOString().slice(0, 10);
    return op === 'before' ? day < value : op === 'after' ? day > value : day === value;
  }
  const text = (field === 'email' ? person.email : person.username).toLowerCase();
  const wanted = value.toLowerCase();
  if (op === 'equals' || op === 'not_equals') return (text === wanted) === (op === 'equals');
  if (op === 'starts_with') return text.startsWith(wanted);
  return text.includes(wanted) === (op === 'contains');
}
