import { texts } from './texts.ts';
import type { Entry, Move, Tree } from './tree.ts';

type Arrangement =
  | {
      readonly ok: true;
      /** New positions by id, of changed entries only. */
      readonly places: ReadonlyMap<string, number>;
      /** The entry's new module; `undefined` if it stays in its own. */
      readonly parent: Entry | undefined;
    }
  | { readonly ok: false; readonly reason: string; readonly status: 409 | 422 };

/**
 * The order after a move: both affected lists are renumbered from 1 without gaps. Refused if the
 * menu has changed meanwhile, or if the move would leave a module empty and therefore invisible
 * (spec menu#visibility). Modules remain modules, and entries remain entries.
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
