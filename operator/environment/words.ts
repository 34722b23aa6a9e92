import type { ConditionType } from '#cdk8s/api/index.ts';
import type { ConditionStatus, PlannedCondition } from './types.ts';

/** Maximum length of a condition's message; the API allows more, but it is read in a terminal. */
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

/** The text, or its start and an ellipsis. */
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

/** It failed and is retried. */
export const failing = (reason: string, message: string, next: string): PlannedCondition[] => [
  condition('Ready', 'False', reason, message),
  condition('Reconciling', 'True', 'Retrying', next),
  condition('Stalled', 'False', 'NotStalled', 'It will be retried.'),
];

/**
 * It failed for a reason that a retry does not fix. It is still retried occasionally, in case the
 * cause was external.
 */
export const stuck = (reason: string, message: string, next: string): PlannedCondition[] => [
  condition('Ready', 'False', reason, message),
  condition('Reconciling', 'False', 'Retrying', next),
  condition('Stalled', 'True', reason, message),
];

/** It cannot continue until something is changed. */
export const stalled = (reason: string, message: string): PlannedCondition[] => [
  condition('Ready', 'False', reason, message),
  condition('Reconciling', 'False', reason, 'Waiting for a spec change.'),
  condition('Stalled', 'True', reason, message),
];

/** Up to date. */
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

/** `13:24:10 UTC`, with the date if it differs from that of `now`. */
export function clockTime(moment: number, now: number): string {
  const [day, time] = new Date(moment).toISOString().split('T') as [string, string];
  return `${new Date(now).toISOString().startsWith(day) ? '' : `${day} `}${time.slice(0, 8)} UTC`;
}

/** `2026-11-24T12:00:00Z`, the format of times in the status, stable between passes. */
export const wholeSecond = (moment: number): string =>
  new Date(moment).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** Converts an error code of the app to a reason: `migration_edited` becomes `MigrationEdited`. */
export const reasonOf = (code: string): string =>
  code
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('') || 'Failed';

/** One sentence: ends with exactly one period. */
export const sentence = (text: string): string =>
  /[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
