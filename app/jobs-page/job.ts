import type { JobState } from '../jobs/index.ts';
import type { Rows } from '../ui/table-props.ts';

/** A job as administrators see it; what it works on stays inside. */
export interface JobLine {
  readonly id: string;
  readonly kind: string;
  readonly state: JobState;
  readonly dueAt: Date;
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly lastError: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export interface JobPage extends Rows<JobLine> {
  readonly dead: number;
}

/** A schedule, and how its newest job stands. */
export interface ScheduleLine {
  readonly kind: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly nextAt: Date;
  readonly state: JobState | null;
  readonly startedAt: Date | null;
}
