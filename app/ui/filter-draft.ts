import {
  type DraftCondition,
  type DraftGroup,
  emptyCondition,
  type Filter,
  type FilterDraft,
  type FilterLogic,
} from './filter.ts';

/**
 * The filter builder as form fields, which work without JavaScript: `f.logic`, `f.0.field`,
 * `f.0.op`, `f.0.value`, and the same with the prefix `g0.` for the conditions of a group. `do`
 * names the pressed button.
 */
export const draftName = (path: string, part: 'field' | 'op' | 'value' | 'logic'): string =>
  `f.${path === '' ? '' : `${path}.`}${part}`;

const mostGroups = 5;
const mostInGroup = 20;

/** Parses the fields of the builder; `undefined` if the form was not submitted. */
export function readDraft(params: URLSearchParams): FilterDraft | undefined {
  if (!params.has('f.logic')) return undefined;
  const groups: DraftGroup[] = [];
  for (let place = 0; place < mostGroups && params.has(draftName(`g${place}`, 'logic')); place += 1)
    groups.push(readGroup(params, `g${place}`));
  return { ...readGroup(params, ''), groups };
}

function readGroup(params: URLSearchParams, path: string): DraftGroup {
  const conditions: DraftCondition[] = [];
  for (let place = 0; place < mostInGroup; place += 1) {
    const own = path === '' ? `${place}` : `${path}.${place}`;
    const field = params.get(draftName(own, 'field'));
    if (field === null) break;
    conditions.push({
      field,
      op: params.get(draftName(own, 'op')) ?? '',
      value: params.get(draftName(own, 'value')) ?? '',
    });
  }
  return { logic: logicFrom(params.get(draftName(path, 'logic'))), conditions };
}

const logicFrom = (text: string | null): FilterLogic => (text === 'or' ? 'or' : 'and');

/** The first state of the builder: the current filter, or one empty condition. */
export function draftOf(filter: Filter): FilterDraft {
  return filter.conditions.length === 0 && filter.groups.length === 0
    ? { ...filter, conditions: [emptyCondition] }
    : filter;
}

/**
 * The draft after a button of the builder: `add`, `add:g0`, `group`, `remove:1`, `remove:g0.1`.
 * Paths: `1` is the second condition, `g0` the first group, `g0.1` its second condition. Unknown
 * actions change nothing.
 */
export function changedDraft(draft: FilterDraft, action: string): FilterDraft {
  if (action === 'add') return { ...draft, conditions: [...draft.conditions, emptyCondition] };
  if (action === 'group') {
    return draft.groups.length >= mostGroups
      ? draft
      : { ...draft, groups: [...draft.groups, { logic: 'or', conditions: [emptyCondition] }] };
  }
  const [verb, path = ''] = action.split(':');
  const [group, place] = path.startsWith('g') ? path.slice(1).split('.') : [undefined, path];
  if (verb === 'add' && group !== undefined)
    return withGroup(draft, Number(group), (conditions) => [...conditions, emptyCondition]);
  if (verb !== 'remove') return draft;
  if (group !== undefined)
    return withGroup(draft, Number(group), (conditions) => conditions.toSpliced(Number(place), 1));
  return { ...draft, conditions: draft.conditions.toSpliced(Number(place), 1) };
}

/** A group is removed with its last condition. */
function withGroup(
  draft: FilterDraft,
  place: number,
  change: (conditions: readonly DraftCondition[]) => readonly DraftCondition[],
): FilterDraft {
  const groups = draft.groups.map((group, index) =>
    index === place ? { ...group, conditions: change(group.conditions) } : group,
  );
  return { ...draft, groups: groups.filter(({ conditions }) => conditions.length > 0) };
}
