import { texts } from './texts.ts';
import type { Entry, Move, Tree } from './tree.ts';

export type Arrangement =
  | {
      readonly ok: true;
      /** New places by id, of those alone that change. */
      readonly places: ReadonlyMap<string, number>;
      /** The module that the entry goes to; `undefined`: it stays in its own. */
      readonly parent: Entry | undefined;
    }
  | { readonly ok: false; readonly reason: string; readonly status: 409 | 422 };

/**
 * The order after a move: both lists that it touches are numbered from 1 without gaps. Refused when
 * the menu looks different by now, and when it would leave a module empty, which could then not be
 * shown (spec menu#visibility). Modules stay modules, and entries entries.
 */
export function arrange(tree: Tree, { id, module: moduleId, before }: Move): Arrangement {
  const { modules, strays } = tree;
  const target = modules.find(({ module }) => module.id === moduleId);
  const home = modules.find(({ entries }) => entries.some((entry) => entry.id === id));
  const top = modules.map(({ module }) => module);
  const entry = [...top, ...modules.flatMap(({ entries }) => entries), ...strays].find(
    (one) => one.id === id,
  );
  const wanted = moduleId === undefined ? top : target?.entries;
  if (entry === undefined || wanted === undefined) return changedMeanwhile;
  if ((entry.parent === null) !== (moduleId === undefined))
    return { ok: false, reason: texts.refusal.kind(entry.label), status: 422 };
  const rest = wanted.filter((one) => one.id !== id);
  const at = before === undefined ? rest.length : rest.findIndex((one) => one.id === before);
  if (at < 0) return changedMeanwhile;
  const leaves = home !== undefined && home !== target;
  if (leaves && home.entries.length === 1)
    return { ok: false, reason: texts.refusal.empty(home.module.label), status: 422 };
  const lists = [rest.toSpliced(at, 0, entry)];
  if (leaves) lists.push(home.entries.filter((one) => one.id !== id));
  const places = lists.flatMap((list) =>
    list.flatMap((one, place) => (one.place === place + 1 ? [] : [[one.id, place + 1] as const])),
  );
  return {
    ok: true,
    places: new Map(places),
    parent: target === undefined || target === home ? undefined : target.module,
  };
}

const changedMeanwhile: Arrangement = { ok: false, reason: texts.refusal.changed, status: 409 };
