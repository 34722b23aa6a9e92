import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import type { Severity } from './shell-context.ts';
import { texts } from './texts.ts';
import { number } from './words.ts';

/** A name that something carries: a role, an environment. Neutral; a state is a `State`. */
export const Tag = ({ children }: { children: ComponentChildren }) => (
  <span class="tag">{children}</span>
);

/** Several tags, or the word for none. */
export const Tags = ({ of, none }: { of: readonly string[]; none: string }) =>
  of.length === 0 ? (
    <span class="muted">{none}</span>
  ) : (
    <span class="tags">
      {of.map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
    </span>
  );

/**
 * How far a thing has come: planned (not yet real), waiting, working, done, ended otherwise; or
 * something to look after.
 */
export type Progress = 'planned' | 'waiting' | 'working' | 'done' | 'ended';

export interface StateProps {
  readonly is: Progress | 'warning' | 'bad';
  /** `good` green, `going` accent, `bad` red; neutral when left out. */
  readonly tone?: 'good' | 'going' | 'bad' | 'warning';
  readonly icon?: IconName;
  readonly children: ComponentChildren;
}

const toneClass = { good: 'ok', going: 'go', bad: 'no', warning: 'warn' } as const;
const stateIcon = {
  planned: 'planned',
  waiting: 'waiting',
  working: 'working',
  done: 'done',
  ended: 'ended',
  warning: 'warn',
  bad: 'stop',
} as const;

/** A state: glyph and word, never the colour alone. */
export const State = ({
  is,
  tone = is === 'warning' ? 'warning' : undefined,
  icon = stateIcon[is],
  children,
}: StateProps) => (
  <span class={tone === undefined ? 'st' : `st ${toneClass[tone]}`}>
    <Icon name={icon} small />
    {children}
  </span>
);

const severityIcons = {
  critical: 'stop',
  high: 'warn',
  medium: 'warn',
  low: 'info',
  info: 'info',
} as const satisfies Record<Severity, IconName>;

export const SeverityTag = ({ of }: { of: Severity }) => (
  <span class={`sev ${of}`}>
    <Icon name={severityIcons[of]} small />
    {texts.severity[of]}
  </span>
);

/** A small number beside a name. `of` gives it a total: "15 of 46". */
export const Count = ({ n, of, word }: { n: number; of?: number; word?: string }) => (
  <span class="count">
    {of === undefined ? number(n) : texts.count.of(n, of)}
    {word !== undefined && <span class="vh"> {word}</span>}
  </span>
);

/** Names, files, codes: as the machine knows them. */
export const Code = ({
  children,
  muted = false,
}: {
  children: ComponentChildren;
  muted?: boolean;
}) => (muted ? <code class="muted">{children}</code> : <code>{children}</code>);
