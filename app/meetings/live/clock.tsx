import type { AgendaPlan } from '../agenda/rules.ts';

/** Width of the drawing; shares are drawn in its units. */
const width = 1000;

/** Used time against the plan, as one bar: used, planned, and what goes beyond. Decorative. */
export const Clock = ({ plan: { entries } }: { plan: AgendaPlan }) => {
  const planned = entries.reduce((sum, { minutes }) => sum + (minutes ?? 0) * 60, 0);
  const used = entries.reduce((sum, { usedNow }) => sum + usedNow, 0);
  const over = entries.reduce((sum, entry) => sum + entry.over, 0);
  const whole = Math.max(1, planned + over);
  const share = (seconds: number) => Math.round((seconds / whole) * width);
  return (
    <svg
      class="clock"
      viewBox={`0 0 ${width} 12`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <rect class="plan" y="3" width={width} height="6" />
      <rect class="done" y="3" width={share(Math.min(used, whole))} height="6" />
      {over > 0 && (
        <rect class="late" x={width - share(over)} y="3" width={share(over)} height="6" />
      )}
      <rect
        class="hand"
        x={Math.min(width - 3, share(Math.min(used, whole)))}
        width="3"
        height="12"
      />
    </svg>
  );
};
