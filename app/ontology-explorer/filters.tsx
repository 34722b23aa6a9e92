import { Fold } from '../ui/accordion.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Check } from '../ui/choice-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { number } from '../ui/words.ts';
import { backgroundTypes } from './background-types.ts';
import type { SchemaAnswer } from './present.ts';
import { deepest, type GraphQuery, isWholeStore, mostNodes, wholeStore } from './schema.ts';
import { texts } from './texts.ts';

const words = texts.data;
const limits = [100, 250, 500, 1000, mostNodes];

/**
 * The filters of the graph, as ordinary controls beside it (spec ontology-explorer#graph-keys). The
 * address contains all of them.
 */
export const GraphFilters = ({ query, schema }: { query: GraphQuery; schema: SchemaAnswer }) => {
  const used = new Map<string, { label: string; count: number }>();
  for (const { relation_type: type, relation_label: label, count } of schema.edges)
    used.set(type, { label, count: (used.get(type)?.count ?? 0) + count });
  return (
    <form
      class="graph-filters"
      method="get"
      action="/ontology/data"
      data-swap="graph-region"
      aria-label={words.filters}
    >
      <div class="graph-find">
        <div class="field">
          <label for="graph-q">{words.search}</label>
          <input
            class="input"
            id="graph-q"
            type="search"
            name="q"
            value={query.q}
            maxLength={200}
            autoComplete="off"
            data-search=""
          />
        </div>
        {/* Only where they do not all fit beside the graph. */}
        <button class="btn graph-more-open" type="button" popovertarget="graph-more">
          <Icon name="filter" small />
          {words.more}
          {narrowed(query) > 0 && <span class="count">{number(narrowed(query))}</span>}
        </button>
      </div>
      {query.focus !== undefined && <input type="hidden" name="focus" value={query.focus} />}
      {query.expand.map((id) => (
        <input key={id} type="hidden" name="expand" value={id} />
      ))}
      <div class="graph-more" id="graph-more" popover="auto">
        {query.focus !== undefined && (
          <Choice
            name="depth"
            label={words.depth}
            value={query.depth}
            of={Array.from({ length: deepest }, (_, n) => n + 1)}
          />
        )}
        <Fold title={words.types} open>
          <fieldset class="graph-checks">
            <legend class="vh">{words.types}</legend>
            {inOrder(schema.nodes, query).map(({ id, label, count }) => (
              <Check
                key={id}
                name="type"
                value={id}
                checked={query.types.includes(id)}
                label={<Counted label={label} count={count} />}
              />
            ))}
          </fieldset>
          {isWholeStore(query) && (
            <Check
              name="system"
              value="shown"
              checked={query.system === 'shown'}
              label={words.system}
            />
          )}
        </Fold>
        <Fold title={words.relations} open={query.relation.length > 0}>
          <fieldset class="graph-checks">
            <legend class="vh">{words.relations}</legend>
            {chosenFirst([...used], ([type]) => query.relation.includes(type)).map(
              ([type, { label, count }]) => (
                <Check
                  key={type}
                  name="relation"
                  value={type}
                  checked={query.relation.includes(type)}
                  label={<Counted label={label} count={count} />}
                />
              ),
            )}
          </fieldset>
        </Fold>
        <Choice
          name="limit"
          label={words.limit}
          value={query.limit}
          of={
            limits.includes(query.limit)
              ? limits
              : [...limits, query.limit].toSorted((a, b) => a - b)
          }
        />
        <div class="acts">
          <Button type="submit">{words.show}</Button>
          <LinkButton to="/ontology/data" kind="quiet">
            {words.reset}
          </LinkButton>
        </div>
      </div>
    </form>
  );
};

/** Types with selected ones first and system types last. */
const inOrder = (types: SchemaAnswer['nodes'], query: GraphQuery) =>
  chosenFirst(
    chosenFirst(types, ({ id }) => !backgroundTypes.includes(id)),
    ({ id }) => query.types.includes(id),
  );

/** Selected ones come first, so that the selection is visible without scrolling. */
const chosenFirst = <Item,>(
  all: readonly Item[],
  isChosen: (item: Item) => boolean,
): readonly Item[] => [...all.filter(isChosen), ...all.filter((item) => !isChosen(item))];

/** Number of active filters, without the search. */
const narrowed = ({ types, relation, depth, limit, system }: GraphQuery): number =>
  types.length +
  relation.length +
  (depth === wholeStore.depth ? 0 : 1) +
  (limit === wholeStore.limit ? 0 : 1) +
  (system === wholeStore.system ? 0 : 1);

const Counted = ({ label, count }: { label: string; count: number }) => (
  <>
    {label} <span class="count">{number(count)}</span>
  </>
);

const Choice = ({
  name,
  label,
  value,
  of,
}: {
  name: string;
  label: string;
  value: number;
  of: readonly number[];
}) => (
  <div class="field">
    <label for={`graph-${name}`}>{label}</label>
    <select class="input w-s" id={`graph-${name}`} name={name}>
      {of.map((each) => (
        <option key={each} value={each} selected={each === value}>
          {number(each)}
        </option>
      ))}
    </select>
  </div>
);
