import { clockText } from '../../ui/clock-text.ts';
import type { Planned } from '../agenda/rules.ts';

/**
 * The time that an entry took, "12:34". A script counts on while it runs (`data-since`), and marks
 * what goes beyond the plan.
 */
export const Timer = ({ of: { used, usedNow, runningSince, minutes, over } }: { of: Planned }) => (
  <span
    class={over > 0 ? 'timer over' : 'timer'}
    data-used={used}
    data-planned={(minutes ?? 0) * 60}
    {...(runningSince === null ? {} : { 'data-since': runningSince })}
  >
    {clockText(usedNow)}
  </span>
);
