import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import type { Severity } from './shell-context.ts';
import { texts } from './texts.ts';
import { number } from './words.ts';

/** A name attached to an item: a role, an environment. Neutral; use `State` for a state. */
export const Tag = ({ children }: { children: ComponentChildren }) => (
  <span class="tag">{children}</span>
);

/** Several tags, or the text for none. */
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
 * Progress of an item: planned (not yet real), waiting, working, done, ended otherwise; or one that
 * needs attention.
 */
export type Progress = 'planned' | 'waiting' | 'working' | 'done' | 'ended';

export interface StateProps {
  readonly is: Progress | 'warning' | 'bad';
  /** `good` green, `going` accent, `bad` red; neutral if omitted. */
  readonly tone?: 'good' | 'going' | 'bad' | 'warning';
  readonly icon?: IconName;
  readonly children: ComponentChildren;
}

/** Whether something is bad; in grey if it is not. */
export const Bad = ({ is, word, otherwise }: { is: boolean; word: string; otherwise: string }) =>
  is ? (
    <State is="bad" tone="bad">
      {word}
    </State>
  ) : (
    <span class="muted">{otherwise}</span>
  );

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

/** A state: icon and word, never color alone. */
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

export interface CountProps {
  readonly n: number;
  readonly of?: number;
  /** Whether counting ended at `n`: "1,000+". */
  readonly isLeast?: boolean;
  readonly word?: string;
}

/** A small number beside a name. `of` adds a total: "15 of 46". */
export const Count = ({ n, of, isLeast = false, word }: CountProps) => (
  <span class="count">
    {of === undefined ? number(n) : texts.count.of(n, of)}
    {isLeast && '+'}
    {word !== undefined && <span class="vh"> {word}</span>}
  </span>
);

/** Names, files, codes: verbatim. */
export const Code = ({
  children,
  muted = false,
}: {
  children: ComponentChildren;
  muted?: boolean;
}) => (muted ? <code class="muted">{children}</code> : <code>{children}</code>);
