import { dayAt, meets } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import { type CommandContext, command, type Rule } from '../ontology/command.ts';
import { changeEntity, insertEntity, lockEntity, uniqueName } from '../ontology/entities.ts';
import { refuse, refuseMissing, saved } from '../ontology/outcome.ts';
import { relate } from '../ontology/relations.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import {
  type Amended,
  type Amendment,
  type Decided,
  fieldsOf,
  mostIn,
  type TargetPath,
  targets,
} from './amendment.ts';
import { findAmended, findAmendment } from './queries.ts';
import { applied, partsOf } from './rules.ts';
import type { NewAmendment } from './schema.ts';
import { texts } from './texts.ts';

const words = texts.refused;

/** An amendment of an item. */
type AmendmentPath = TargetPath & { readonly amendment: string };

const mayInCommittee =
  (may: 'reads' | 'decides', refusal: string): Rule<TargetPath> =>
  async (tx, { actor, input: { kind, tor }, now }) =>
    (await meets(tx, targets[kind][may], actor, tor, dayAt(now))) || refusal;

const mayRead = mayInCommittee('reads', words.access);
const mayDecide = mayInCommittee('decides', words.mayNot);

/**
 * Proposes a change of a text. Its parts are decided one by one (spec amendments#parts). Returns its
 * id. Refused if the text can no longer change, with 409 if it changed since the actor saw it.
 */
export const proposeAmendment = command<TargetPath & NewAmendment, string>(
  'amendment.proposed',
  { may: mayRead },
  async (tx, { actor, input, now }) => {
    const { kind, field, text, reason, version } = input;
    const item = await lockEntity(tx, kind, input.item, { version });
    const amended = await findAmended(tx, input);
    if (amended === undefined) throw refuseMissing();
    if (!amended.isOpen) throw refuse({ message: words.closed, code: 'closed' }, 409);
    if (!fieldsOf(kind).includes(field)) throw refuse({ field: 'field', message: words.field });
    const most = mostIn(kind, field);
    if (text === '' && field === 'description')
      throw refuse({ field: 'text', message: words.empty });
    if ([...text].length > most) throw refuse({ field: 'text', message: words.long(most) });
    const base = amended[field];
    const parts = partsOf(base, text);
    if (parts.length === 0) throw refuse({ field: 'text', message: words.same });
    const made = await insertEntity(tx, {
      type: 'amendment',
      name: uniqueName('amendment'),
      label: amended.label,
      properties: {
        ...{ field, base, proposed: text, reason, parts: parts.length },
        ...{ author_id: actor.id, created_date: now },
      },
    });
    await relate(tx, [{ type: 'amends', source: made.id, target: item.id }]);
    return saved({
      target: item,
      details: { amendment_id: made.id, field, parts: parts.length },
      after: { [field]: text },
      value: made.id,
    });
  },
);

type PartInput = AmendmentPath & Pick<Decided, 'part' | 'verdict'>;

/**
 * Accepts or refuses a part of another member's amendment. Accepting changes the text, also if other
 * parts of it changed meanwhile; a part that no longer applies is refused with 409 (spec
 * amendments#conflicts). Returns the verdict.
 */
const decidePart = async (tx: Tx, { actor, input, now }: CommandContext<PartInput>) => {
  const { part, verdict } = input;
  const { item, found, stored } = await open(tx, input);
  const { amendment, amended } = found;
  if (amendment.authorId === actor.id)
    throw refuse({ message: words.own, code: 'own_amendment' }, 403);
  if (part >= amendment.parts) throw refuseMissing();
  if (amendment.decided.some((one) => one.part === part))
    throw refuse({ message: words.decided, code: 'decided' }, 409);
  const after =
    verdict === 'accepted' ? await accepted(tx, item, { amendment, amended, part }, input) : item;
  await changeEntity<'amendment'>(tx, stored, {
    properties: {
      decided: [...amendment.decided, { part, verdict, by: actor.label, at: now.toISOString() }],
    },
  });
  return saved({
    target: after,
    ...(verdict === 'accepted' ? { before: item, after } : {}),
    details: { amendment_id: amendment.id, part: part + 1, author: amendment.author },
    value: verdict,
  });
};

/** Accepts a part of an amendment (spec amendments#parts). */
export const acceptPart = command<Omit<PartInput, 'verdict'>, Decided['verdict']>(
  'amendment.accepted',
  { may: mayDecide },
  (tx, context) => decidePart(tx, { ...context, input: { ...context.input, verdict: 'accepted' } }),
);

/** Refuses a part of an amendment; the text stays. */
export const refusePart = command<Omit<PartInput, 'verdict'>, Decided['verdict']>(
  'amendment.refused',
  { may: mayDecide },
  (tx, context) => decidePart(tx, { ...context, input: { ...context.input, verdict: 'refused' } }),
);

/** Withdraws the parts of an amendment that are not decided. Only its author may. */
export const withdrawAmendment = command<AmendmentPath, string>(
  'amendment.withdrawn',
  { may: mayRead },
  async (tx, { actor, input, now }) => {
    const { item, found, stored } = await open(tx, input);
    if (found.amendment.authorId !== actor.id)
      throw refuse({ message: words.notYours, code: 'not_the_author' }, 403);
    await changeEntity<'amendment'>(tx, stored, { properties: { withdrawn_date: now } });
    return saved({ target: item, details: { amendment_id: stored.id }, value: stored.id });
  },
);

/** The item and its amendment, locked, if both can still change. */
async function open(tx: Tx, path: AmendmentPath) {
  const item = await lockEntity(tx, path.kind, path.item);
  const stored = await lockEntity(tx, 'amendment', path.amendment);
  const found = await findAmendment(tx, path);
  if (found === undefined) throw refuseMissing();
  if (!found.amended.isOpen) throw refuse({ message: words.closed, code: 'closed' }, 409);
  if (found.amendment.withdrawnAt !== null)
    throw refuse({ message: words.withdrawn, code: 'withdrawn' }, 409);
  return { item, stored, found };
}

async function accepted(
  tx: Tx,
  item: EntitySnapshot,
  { amendment, amended, part }: { amendment: Amendment; amended: Amended; part: number },
  { kind }: TargetPath,
): Promise<EntitySnapshot> {
  const { base, proposed, field } = amendment;
  const done = new Set(
    amendment.decided.filter(({ verdict }) => verdict === 'accepted').map((one) => one.part),
  );
  const written = { base, parts: partsOf(base, proposed), accepted: done };
  const text = applied(written, part, amended[field]);
  if (text === undefined) throw refuse({ message: words.outdated, code: 'outdated' }, 409);
  const most = mostIn(kind, field);
  if ([...text].length > most) throw refuse({ message: words.longAfter(most) }, 409);
  return changeEntity(tx, item, { texts: { [field]: text } });
}
