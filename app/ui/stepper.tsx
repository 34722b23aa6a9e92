import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import { texts } from './texts.ts';

export interface Step {
  readonly label: string;
  /** When, or by whom. */
  readonly note?: ComponentChildren;
}

/** Progress through steps. `current` is an index in `of`; steps before it are done. */
export const Stepper = ({ of, current }: { of: readonly Step[]; current: number }) => (
  <ol class="steps" role="list">
    {of.map(({ label, note }, place) => (
      <li
        key={label}
        {...(place < current ? { class: 'past' } : {})}
        {...(place === current ? { 'aria-current': 'step' as const } : {})}
      >
        <Icon name={place < current ? 'done' : place === current ? 'working' : 'waiting'} small />
        <span>
          {label}
          {place < current && <span class="vh">, {texts.steps.done}</span>}
          {place === current && <span class="vh">, {texts.steps.current}</span>}
        </span>
        {note !== undefined && <small>{note}</small>}
      </li>
    ))}
  </ol>
);
