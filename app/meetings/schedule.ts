/** When the meetings of a committee begin, and how long they last (spec calendar#cadences). */
export interface Schedule {
  /** HH:MM */
  readonly time: string;
  readonly minutes: number;
}

/** The schedule in a committee's properties; missing or unreadable ones have their default. */
export function scheduleOf({
  time,
  minutes,
}: {
  readonly time: string | null | undefined;
  readonly minutes: string | null | undefined;
}): Schedule {
  const duration = Number(/^\d{1,4}$/.test(minutes ?? '') ? minutes : 0);
  return {
    time: time && /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? time : '09:00',
    minutes: duration > 0 ? duration : 60,
  };
}

/** A time of day some minutes later, HH:MM; past midnight it begins again. */
export function timeAfter(time: string, minutes: number): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const total = (((hour * 60 + minute + minutes) % 1440) + 1440) % 1440;
  return [Math.floor(total / 60), total % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}
