import type { Dice } from '../app/races-fixture.ts';
import type { Person } from './person.ts';
import type { Member } from './population.ts';

/** What people did that others have to learn of, for the end of the soak. */
export interface Ledger {
  /** Ids of comments and of those that they mention. */
  readonly mentions: { readonly comment: string; readonly user: string }[];
  /** Ids of proposals and who submitted them. */
  readonly submitted: { readonly proposal: string; readonly by: Member }[];
  /** Ids of proposals that a reviewer approved or rejected, and their authors. */
  readonly settled: { readonly proposal: string; readonly author: string }[];
  /** Ballots, and the seats that the app confirmed. */
  readonly votes: { readonly ballot: string; readonly user: string }[];
}

/** A committee's items, as its members know them. */
export interface Board {
  readonly people: readonly Member[];
  readonly proposals: {
    readonly path: string;
    readonly by: Member;
    state: 'open' | 'submitted' | 'done';
  }[];
  readonly ballots: {
    readonly id: string;
    readonly path: string;
    readonly options: readonly string[];
  }[];
}

export interface Deed {
  readonly person: Person;
  readonly board: Board;
  readonly dice: Dice;
  readonly ledger: Ledger;
}

const idIn = (path: string | null): string => path?.split('#')[0]?.split('/').at(-1) ?? '';

const pages = (tor: string): readonly string[] => [
  '/dashboard',
  '/my-work',
  '/notifications',
  '/warnings',
  `/tor/${tor}`,
  `/tor/${tor}/workflow`,
  `/tor/${tor}/positions`,
  '/governance/map',
  '/calendar',
  '/decisions',
  '/search?q=soak',
];

async function read({ person, dice }: Deed): Promise<void> {
  await person.get(dice.pick(pages(person.member.tor)));
}

async function comment({ person, board, dice, ledger }: Deed): Promise<void> {
  const open = board.proposals.filter(({ state }) => state !== 'done');
  if (open.length === 0) return propose({ person, board, dice, ledger });
  const { path } = dice.pick(open);
  const other = dice.pick(board.people.filter(({ id }) => id !== person.member.id));
  await person.get(path);
  const body = `@${other.name} what do you think? ${dice.below(1000)}`;
  const { status, location } = await person.post(`${path}/comments`, { body });
  const id = /#comment-(\d+)$/.exec(location ?? '')?.[1];
  if (status === 303 && id !== undefined) ledger.mentions.push({ comment: id, user: other.id });
}

async function propose({ person, board, dice, ledger }: Deed): Promise<void> {
  const { tor } = person.member;
  await person.get(`/tor/${tor}/proposals/new`);
  const { status, location } = await person.post(`/tor/${tor}/proposals`, {
    title: `Soak proposal ${dice.below(10_000)}`,
    description: 'Two people approve each change, one after the other.',
    rationale: 'Fewer mistakes',
  });
  if (status !== 303 || location === null) return;
  const proposal = { path: location, by: person.member, state: 'open' as const };
  board.proposals.push(proposal);
  if (dice.below(3) > 0) await submit({ person, board, dice, ledger });
}

async function submit({ person, board, ledger }: Deed): Promise<void> {
  const own = board.proposals.find(
    ({ by, state }) => by.id === person.member.id && state === 'open',
  );
  if (own === undefined) return;
  const { status } = await person.post(`${own.path}/submit`);
  if (status !== 303) return;
  own.state = 'submitted';
  ledger.submitted.push({ proposal: idIn(own.path), by: person.member });
}

async function settle({ person, board, dice, ledger }: Deed): Promise<void> {
  const waiting = board.proposals.filter(
    ({ by, state }) => state === 'submitted' && by.id !== person.member.id,
  );
  if (waiting.length === 0) return;
  const chosen = dice.pick(waiting);
  chosen.state = 'done';
  await person.get(chosen.path);
  await person.post(`${chosen.path}/review`);
  const decision = dice.below(3) > 0 ? 'approve' : 'reject';
  const { status } = await person.post(`${chosen.path}/${decision}`, {
    rejection_reason: 'Not now',
  });
  if (status === 303) ledger.settled.push({ proposal: idIn(chosen.path), author: chosen.by.id });
}

async function suggest({ person, dice }: Deed): Promise<void> {
  const { tor } = person.member;
  await person.post(`/tor/${tor}/suggestions`, { description: `Soak idea ${dice.below(10_000)}` });
}

async function markRead({ person }: Deed): Promise<void> {
  await person.get('/notifications');
  await person.post('/notifications/read', { scope: 'all', query: '/notifications' });
}

/** Votes on one of the board's ballots, if the person has a seat there that has not voted. */
export async function vote({ person, board, dice, ledger }: Deed): Promise<void> {
  if (board.ballots.length === 0) return;
  const { id, path, options } = dice.pick(board.ballots);
  const { text } = await person.get(path.replace(/\/ballots\/.*/, ''));
  const seat = /name="seat" value="([\d:]+)"/.exec(text)?.[1];
  if (seat === undefined) return;
  const { status } = await person.post(`${path}/vote`, { seat, options: dice.pick(options) });
  if (status === 303) ledger.votes.push({ ballot: id, user: person.member.id });
}

/** Opens a ballot on a new agenda point. Only the chair does. */
export async function openBallot({ person, board, dice }: Deed): Promise<void> {
  const list = `/tor/${person.member.tor}/workflow/agenda`;
  const point = await person.post(list, {
    ...{
      title: `Soak point ${dice.below(10_000)}`,
      description: 'A choice.',
      item_type: 'decision',
    },
    ...{ scheduled_date: '2099-12-02', time_allocation_minutes: '20' },
  });
  const at = `${list}/${point.location?.split('/')[5]}`;
  const options: string[] = [];
  for (const title of ['Alpha', 'Beta']) {
    const { location } = await person.post(`${at}/coa`, {
      ...{ title, description: `How ${title} works.`, coa_type: 'simple' },
    });
    options.push(location?.split('/')[7] ?? '');
  }
  const opened = await person.post(`${at}/ballots`, { method: 'approval', majority: 'simple' });
  const { text } = await person.get(at);
  const id = /\/ballots\/(\d+)\/vote/.exec(text)?.[1];
  if (opened.status === 303 && id !== undefined)
    board.ballots.push({ id, path: `${at}/ballots/${id}`, options });
}

/** What a person does next, by weight. */
const deeds: readonly (readonly [
  weight: number,
  who: readonly Member['duty'][],
  deed: (deed: Deed) => Promise<void>,
])[] = [
  [40, ['chair', 'reviewer', 'member'], read],
  [20, ['member', 'reviewer'], comment],
  [8, ['member'], propose],
  [6, ['member'], submit],
  [10, ['reviewer'], settle],
  [5, ['member', 'reviewer'], suggest],
  [8, ['chair', 'reviewer', 'member'], markRead],
  [10, ['chair', 'reviewer', 'member'], vote],
  [15, ['chair'], openBallot],
];

export async function doSomething(deed: Deed): Promise<void> {
  const { duty } = deed.person.member;
  const possible = deeds.filter(([, who]) => who.includes(duty));
  let left = deed.dice.below(possible.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, , act] of possible) {
    left -= weight;
    if (left < 0) return act(deed);
  }
}
