import type { ComponentChildren } from 'preact';
import { Dropdown } from '../ui/dropdown.tsx';
import { shapePath } from '../ui/graph-look.ts';
import { Icon } from '../ui/icon.tsx';
import { Section } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { lookOf } from './look.ts';
import { typeLabel } from './present.ts';
import { texts } from './texts.ts';

const words = texts.graph;

export interface GraphViewProps {
  /** `schema`: types and their relations; `data`: entities. */
  readonly kind: 'schema' | 'data';
  /** Address of the same as JSON. */
  readonly source: string;
  /** Accessible name. */
  readonly label: string;
  /** Its types, for the legend. */
  readonly types: readonly string[];
  /** Id of the requested entity. */
  readonly focus?: string | undefined;
}

/**
 * The graph's container with its tools, details and legend. A script draws the graph; the tables of
 * the page show the same data, so without JavaScript it is empty.
 */
export const GraphView = ({ kind, source, label, types, focus }: GraphViewProps) => (
  <div class="graph-part">
    <p class="no-script muted">{words.noScript}</p>
    <div class="scripted">
      <Section id="graph-heading" title={words.heading} end={<Tools kind={kind} />}>
        <div
          class="graph-frame"
          data-graph={source}
          data-graph-kind={kind}
          data-graph-label={label}
          data-graph-worker={useShell().assets.modules?.graph.worker}
          data-graph-focus={focus}
        >
          <div class="graph-canvas" data-graph-canvas="">
            <p class="graph-note muted" role="status" data-graph-note="">
              {words.loading}
            </p>
          </div>
          <section
            class="graph-panel"
            aria-label={words.details}
            data-graph-panel=""
            // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll this region
            tabIndex={0}
            // Its place is kept while the details of a requested entity are loaded.
            hidden={focus === undefined}
          />
        </div>
        <Legend types={types} />
      </Section>
    </div>
  </div>
);

const Tools = ({ kind }: Pick<GraphViewProps, 'kind'>) => (
  <>
    <Tool act="zoom-out" label={words.zoomOut}>
      −
    </Tool>
    <Tool act="zoom-in" label={words.zoomIn}>
      <Icon name="plus" small />
    </Tool>
    <Tool act="fit">{words.fit}</Tool>
    <Tool act="reset">{words.reset}</Tool>
    <Tool act="lock" pressed={false}>
      {words.lock}
    </Tool>
    {kind === 'data' && (
      <Tool act="arrows" pressed>
        {words.arrows}
      </Tool>
    )}
    <Tool act="export">
      <Icon name="download" small />
      {words.export}
    </Tool>
    <Dropdown summary={words.keys}>
      <div class="pop-head">
        <p class="small muted">{words.keysLead}</p>
        <dl class="meta small gap-t">
          {Object.entries(words.keyList).map(([key, does]) => (
            <>
              <dt key={key}>
                <kbd>{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </>
          ))}
        </dl>
      </div>
    </Dropdown>
  </>
);

type ToolProps = {
  readonly act: string;
  readonly label?: string;
  readonly pressed?: boolean;
  readonly children: ComponentChildren;
};

const Tool = ({ act, label, pressed, children }: ToolProps) => (
  <button
    class={label === undefined ? 'btn quiet sm' : 'btn quiet sq sm'}
    type="button"
    data-graph-act={act}
    {...(label === undefined ? {} : { 'aria-label': label })}
    {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
  >
    {children}
  </button>
);

/** Each type has a color and a shape, always with its name. Scripts read them from here. */
const Legend = ({ types }: { types: readonly string[] }) => (
  <ul class="graph-legend" role="list" aria-label={words.legend}>
    {types.map((type) => {
      const { colour, shape } = lookOf(type);
      return (
        <li key={type} data-graph-type={type} data-colour={colour} data-shape={shape}>
          <svg
            class={`graph-mark cat-${colour}`}
            width="16"
            height="16"
            viewBox="-8 -8 16 16"
            aria-hidden="true"
          >
            <path d={shapePath(shape, 6)} />
          </svg>
          {typeLabel(type)}
        </li>
      );
    })}
  </ul>
);
