import type { VNode } from 'preact';
import type { z } from 'zod';
import type { MapQuery, Selection } from '../governance-map/index.ts';
import type { Actor } from '../ontology/actor.ts';
import type { Source, Stores } from '../relation-reads/index.ts';
import type { Bar } from '../ui/bars.tsx';
import type { AnswerTable } from './answer-table.tsx';

/** Who asks, and when. */
export interface Asker extends Pick<Actor, 'permissions'> {
  readonly id: string;
  readonly now: Date;
}

/** A picture that a question can show. */
export type Picture =
  | {
      readonly kind: 'map';
      readonly summary: string;
      readonly of: Selection;
      readonly query: MapQuery;
    }
  | { readonly kind: 'bars'; readonly bars: readonly Bar[] };

/** The content of a page; its tables are exported as well. */
export interface Answer {
  readonly source: Source;
  /** Fields of the question, without its button. */
  readonly fields: VNode | null;
  /** The answer in one sentence. */
  readonly summary?: string | undefined;
  /** A short hint, such as what to choose first. */
  readonly hint?: string | undefined;
  /** There is no answer before something is chosen: what, and what the page shows then. */
  readonly start?: { readonly title: string; readonly advice: string } | undefined;
  readonly picture?: Picture | undefined;
  readonly tables: readonly AnswerTable[];
}

/** A question with its own page (spec questions#pages). */
export interface Question<Fields extends z.ZodType = z.ZodType> {
  /** Part of its address. */
  readonly slug: string;
  readonly title: string;
  /** Its subject, in one sentence. */
  readonly about: string;
  /** Whether an answer can have a picture, which can be saved then. */
  readonly hasPicture: boolean;
  /** Parameters in its address. */
  readonly fields: Fields;
  /** Answers with at most two statements. Throws `not_found` for an unknown committee or item. */
  readonly answer: (stores: Stores, asker: Asker, asked: z.output<Fields>) => Promise<Answer>;
}
