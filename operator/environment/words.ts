import type { ConditionType } from '#cdk8s/api/index.ts';
import type { ConditionStatus, PlannedCondition } from './types.ts';

/** Longest message of a condition; the API allows more, but people read it in a terminal. */
const longest = 1_000;

export const condition = (
  type: ConditionType,
  status: ConditionStatus,
  reason: string,
  message: string,
): PlannedCondition => ({
  type,
  status,
  reason,
  message: bounded(message, longest),
});

/** The text, or its beginning and an ellipsis. */
export const bounded = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;

/** In progress; no action needed. */
export const progressing = (reason: string, message: string): PlannedCondition[] => [
  condition('Ready', 'False', reason, message),
  condition('Reconciling', 'True', reason, message),
  condition('Stalled', 'False', 'NotStalled', 'In progress.'),
];

/** Needs an action by a user; the running version keeps running. */
export const waitingFor = (
  reason: string,
  message: string,
  meanwhile: { reason: string; message: string },
): PlannedCondition[] => [
  condition('Ready', 'False', reason, message),
  condition('Reconciling', 'True', meanwhile.reason, meanwhile.message),
  condition('Stalled', 'False', 'NotStalled', 'Continues when the wait is over.'),
];

/** It failed and is tried again. */
export const failing = (reason: string, message: string, next: string): PlannedCondition[] => [
  condition('Ready', 'False', reason, message),
  condition('Reconciling', 'True', 'Retrying', next),
  condition('Stalled', 'False', 'NotStalled', 'It will be retried.'),
];

/**
 * It failed for a reason that trying again does not mend. It is tried now and then all the same, in
 * case the cause lay outside.
 */
export const stuck = (reason: string, message: string, next: string): PlannedCondition[] => [
  condition('Ready', 'False', reason, message),
  condition('Reconciling', 'False', 'Retrying', next),
  condition('Stalled', 'True', reason, message),
];

/** It will not get further before something is changed. */
export const stalled = (reason: string, message: string): PlannedCondition[] => [
  condition('Ready', 'False', reason, message),
  condition('Reconciling', 'False', reason, 'Waiting for a spec change.'),
  condition('Stalled', 'True', reason, message),
];

/** As wanted. */
export const ready = (reason: string, message: string): PlannedCondition[] => [
  condition('Ready', 'True', reason, message),
  condition('Reconciling', 'False', reason, 'Up to date.'),
  condition('Stalled', 'False', 'NotStalled', 'Up to date.'),
];

/** `1.4.0` of `registry.example:5050/ahlt/im-ctrl:1.4.0`; the first twelve digits of a digest. */
export function imageVersion(image: string): string {
  const [reference = image, digest] = image.split('@');
  const tag = /:([\w][\w.-]*)$/.exec(reference)?.[1];
  return tag ?? digest?.replace('sha256:', '').slice(0, 12) ?? image;
}

/** `2 statements`, `1 statement`. */
export const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `13:24:10 UTC`, and the day when it is not the one of `now`. */
export function clockTime(moment: number, now: number): string {
  const [day, time] = new Date(moment).toISOString().split('T') as [string, string];
  return `${new Date(now).toISOString().startsWith(day) ? '' : `${day} `}${time.slice(0, 8)} UTC`;
}

/** `2026-11-24T12:00:00Z`, as the status keeps moments; the same in every pass. */
export const wholeSecond = (moment: number): string =>
  new Date(moment).toISOString().replace(/\.\d{3}Z$/, 'Z');

/**
 * `migration_edited` becomes `MigrationEdited`: an error code of the app as the reason of a
 * condition.
 */
export const reasonOf = (code: string): string =>
  code
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('') || 'Failed';

/** One sentence: ends with a full stop, once. */
export const sentence = (text: string): string =>
  /[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
