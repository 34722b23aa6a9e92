export { cancelJob, lockJob, requeueJob } from './admin-store.ts';
export {
  type Job,
  type JobKind,
  job,
  jobKind,
  scheduledJob,
  Unretryable,
  wantedJob,
} from './job.ts';
export { enqueue, pruneJobs } from './job-store.ts';
export { type ObserveRun, observeJobs } from './metrics.ts';
export { canCancel, canRetry, type JobState, jobStates } from './rules.ts';
export { type Runner, startJobs } from './runner.ts';
