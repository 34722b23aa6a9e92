import { microsecondsOf } from '../../relation-reads/index.ts';
import type { ItemKind } from '../waiting-item.ts';
import type { Wait } from './wait.ts';

/** A step of a workflow, as the graph has it. */
export interface StepNode {
  readonly id: number;
  readonly label: string;
  readonly scope: string | null;
  readonly code: string | null;
  readonly isTerminal: boolean;
  readonly isInitial: boolean;
}

/** An item of a committee with its moves, as the graph has it. */
export interface ItemNode {
  readonly id: number;
  readonly kind: ItemKind;
  readonly label: string;
  readonly committeeId: number;
  readonly committee: string;
  readonly status: string | null;
  /** When it was submitted, as stored. */
  readonly submitted: string | null;
  readonly created: string;
  /** JSON: steps that it left, and when, in microseconds. */
  readonly moves: string | null;
}

interface Window {
  readonly now: Date;
  readonly days: number;
}

const secondsInDay = 86_400;

/** How long items waited and wait, by committee, kind and step (spec questions#waits). Pure. */
export function waitsOf(
  steps: readonly StepNode[],
  items: readonly ItemNode[],
  { now, days }: Window,
): readonly Wait[] {
  const at = now.getTime() * 1000;
  const from = at - days * secondsInDay * 1e6;
  const places = new Map<string, Place>();
  for (const item of items) {
    const step = stepOf(item, steps);
    if (step === undefined) continue;
    const place = (status: string): Place => placeIn(places, item, status);
    let arrived = microsecondsOf(item.submitted) ?? microsecondsOf(item.created) ?? at;
    for (const [status, moved] of JSON.parse(item.moves ?? '[]') as [string, number][]) {
      if (moved >= from) place(status).left.push(secondsBetween(arrived, moved));
      arrived = moved;
    }
    if (!step.isTerminal) place(step.code ?? '').held.push({ item, since: arrived });
  }
  return [...places.values()].map((place) => waitOf(place, steps, at));
}

/** Items of a kind at a step in a committee: those that left, in seconds, and those still there. */
interface Place extends Pick<ItemNode, 'committeeId' | 'committee' | 'kind'> {
  readonly status: string;
  readonly left: number[];
  readonly held: { readonly item: ItemNode; readonly since: number }[];
}

function placeIn(places: Map<string, Place>, item: ItemNode, status: string): Place {
  const { committeeId, committee, kind } = item;
  const key = JSON.stringify([committeeId, kind, status]);
  const found = places.get(key) ?? { committeeId, committee, kind, status, left: [], held: [] };
  places.set(key, found);
  return found;
}

function stepOf({ kind, status }: ItemNode, steps: readonly StepNode[]): StepNode | undefined {
  const own = steps.filter(({ scope }) => scope === kind);
  return status === null || status === ''
    ? own.find(({ isInitial }) => isInitial)
    : own.find(({ code }) => code === status);
}

const secondsBetween = (from: number, to: number): number =>
  Math.max(0, Math.floor((to - from) / 1e6));

function waitOf(place: Place, steps: readonly StepNode[], now: number): Wait {
  const { kind, status, left, held, committeeId, committee } = place;
  left.sort((one, other) => one - other);
  held.sort((one, other) => one.since - other.since || one.item.id - other.item.id);
  const [oldest] = held;
  const step = steps.find(({ scope, code }) => scope === kind && code === status);
  return {
    ...{ committeeId: `${committeeId}`, committee, kind, status, step: step?.label ?? status },
    ...{ moved: left.length, median: percentile(left, 0.5), p90: percentile(left, 0.9) },
    waiting: held.length,
    oldest: oldest === undefined ? null : secondsBetween(oldest.since, now) / secondsInDay,
    oldestId: oldest === undefined ? null : `${oldest.item.id}`,
    oldestLabel: oldest?.item.label ?? null,
  };
}

/** Days, as `percentile_cont` finds them between two values. */
function percentile(sorted: readonly number[], share: number): number | null {
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (below === undefined || above === undefined) return null;
  return (below + (place - Math.floor(place)) * (above - below)) / secondsInDay;
}
