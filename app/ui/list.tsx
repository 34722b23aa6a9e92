import type { ComponentChildren, Key } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

export interface TimelineEntry {
  readonly key: Key;
  readonly icon?: IconName;
  readonly text: ComponentChildren;
  /** When, and by whom. */
  readonly note?: ComponentChildren;
}

/** Events in chronological order. */
export const Timeline = ({ of }: { of: readonly TimelineEntry[] }) => (
  <ol class="time" role="list">
    {of.map(({ key, icon = 'point', text, note }) => (
      <li key={key}>
        <Icon name={icon} small />
        <span>
          {text}
          {note !== undefined && <span class="sub">{note}</span>}
        </span>
      </li>
    ))}
  </ol>
);

/** Facts of one item. Those without a value are omitted. */
export const DescriptionList = ({
  of,
}: {
  of: readonly (readonly [term: string, value: ComponentChildren])[];
}) => (
  <dl class="meta">
    {of
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([term, value]) => (
        <>
          <dt key={term}>{term}</dt>
          <dd>{value}</dd>
        </>
      ))}
  </dl>
);

/** Several values of one fact, one per line. */
export const Lines = ({ of }: { of: readonly string[] }) => (
  <ul role="list">
    {of.map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
);

/** A few large numbers. */
export const Facts = ({
  of,
}: {
  of: readonly {
    readonly label: string;
    readonly value: ComponentChildren;
    readonly to?: string;
  }[];
}) => (
  <dl class="facts">
    {of.map(({ label, value, to }) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>{to === undefined ? value : <a href={to}>{value}</a>}</dd>
      </div>
    ))}
  </dl>
);

export interface RowEntry {
  readonly key: Key;
  /** State or severity at the start. */
  readonly lead?: ComponentChildren;
  readonly text: ComponentChildren;
  readonly sub?: ComponentChildren;
  readonly to?: string;
  /** Date or button at the end. */
  readonly end?: ComponentChildren;
}

/** A few items with one line each. */
export const Rows = ({ of }: { of: readonly RowEntry[] }) => (
  <ul class="rows" role="list">
    {of.map(({ key, lead, text, sub, to, end }) => (
      <li key={key}>
        {lead !== undefined && <span class="lead">{lead}</span>}
        <span class="grow">
          {to === undefined ? (
            text
          ) : (
            <a class="plain" href={to}>
              {text}
            </a>
          )}
          {sub !== undefined && <span class="sub">{sub}</span>}
        </span>
        {end !== undefined && <span class="muted nowrap">{end}</span>}
      </li>
    ))}
  </ul>
);
