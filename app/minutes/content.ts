import { ballotSentence, readStoredBallot } from '../ballots/index.ts';
import { plainMarkdown } from '../markdown/index.ts';
import { type MinutedMotion, motionLine } from '../motions/index.ts';
import type { SectionType } from './minutes.ts';
import { texts } from './texts.ts';

const words = texts.generated;

/** The course of a meeting, as its minutes describe it. */
export interface MeetingFacts {
  readonly rollCall: readonly RollCallLine[];
  /** In order: mandatory ones first. */
  readonly positions: readonly PositionLine[];
  readonly steps: readonly StepLine[];
  readonly points: readonly PointLine[];
  /** Action items of the committee that are not done. */
  readonly carried: readonly CarriedLine[];
}

export interface RollCallLine {
  readonly username: string;
  readonly status: string;
  /** User name of the one who represented them. */
  readonly represented?: string | null;
  /** HH:MM, if they came or left while the meeting took place. */
  readonly arrived?: string | null;
  readonly left?: string | null;
}

interface PositionLine {
  readonly label: string;
  readonly isMandatory: boolean;
  /** Display names of those who held it on the day of the meeting. */
  readonly holders: readonly string[];
}

interface StepLine {
  readonly order: number;
  readonly label: string;
  readonly minutes: number | null;
  readonly isRequired: boolean;
}

interface PointLine {
  readonly title: string;
  readonly type: string;
  readonly minutes: number | null;
  readonly status: string;
  /** Markdown. */
  readonly notes: string;
  readonly usedSeconds: number | null;
  /** In the order in which they were moved. */
  readonly motions: readonly MinutedMotion[];
  readonly decision: DecisionLine | null;
}

export interface DecisionLine {
  readonly option: string;
  readonly rationale: string;
  /** Its number in the register, such as `2026/14`; `null` if an import brought none. */
  readonly number: string | null;
  readonly isWithoutQuorum: boolean;
  /** The ballot that the decision keeps; `null` if it was recorded without one. */
  readonly ballot: unknown;
}

interface CarriedLine {
  readonly description: string;
  readonly owner: string;
  /** YYYY-MM-DD, or empty. */
  readonly due: string;
}

/** First lines of the sections, which programs find them by. */
const headings: Readonly<Record<SectionType, string>> = {
  attendance: '## Attendance',
  protocol: '## Meeting Protocol',
  agenda_items: '## Agenda Items',
  decisions: '## Decisions',
  action_items: '## Action Items',
};

/** The text of a section, generated from what happened (spec minutes#generation). Pure. */
export const sectionText = (type: SectionType, facts: MeetingFacts): string =>
  `${headings[type]}\n\n${bodies[type](facts)}`;

const bodies: Readonly<Record<SectionType, (facts: MeetingFacts) => string>> = {
  attendance: ({ rollCall, positions }) =>
    some([...rollCall.map(rollCallLine), ...positions.map(positionLine)]),
  protocol: ({ steps }) => some(steps.map(stepLine)),
  agenda_items: ({ points }) => some(points.map(pointLine)),
  decisions: ({ points }) => some(points.flatMap(decisionLine)),
  action_items: ({ carried }) => some(carried.map(carriedLine)),
};

const some = (lines: readonly string[]): string =>
  lines.length === 0 ? words.none : lines.join('\n');

function rollCallLine({ username, status, represented, arrived, left }: RollCallLine): string {
  const times = [
    ...(represented ? [words.represented(plainMarkdown(represented))] : []),
    ...(arrived ? [words.arrived(arrived)] : []),
    ...(left ? [words.left(left)] : []),
  ].join(', ');
  return `- ${plainMarkdown(username)}: ${status}${times === '' ? '' : ` (${times})`}`;
}

function positionLine({ label, isMandatory, holders }: PositionLine): string {
  const vacant = isMandatory ? `**${words.vacantMandatory}**` : `*${words.vacant}*`;
  const held = holders.map((name) => `**${plainMarkdown(name)}**`).join(', ');
  return `- ${plainMarkdown(label)} — ${held || vacant}${isMandatory ? ' [M]' : ''}`;
}

const stepLine = ({ order, label, minutes, isRequired }: StepLine): string =>
  `${order}. ${plainMarkdown(label)}${minutes === null ? '' : ` (${minutes} min)`}${isRequired ? ' *' : ''}`;

function pointLine(point: PointLine, at: number): string {
  const { title, type, minutes, status, notes, usedSeconds, motions } = point;
  const facts = [type, ...(minutes === null ? [] : [`${minutes} min`]), status].join(', ');
  const first = `${at + 1}. ${plainMarkdown(title)} (${facts})`;
  const took = usedSeconds === null ? [] : [words.took(Math.max(1, Math.round(usedSeconds / 60)))];
  const indent = ' '.repeat(String(at + 1).length + 2);
  const moved = motions.map((motion) => `- ${motionLine(motion, plainMarkdown)}`).join('\n');
  const below = [notes.trim(), moved, ...took].filter((text) => text !== '');
  return [first, ...below.map((text) => `\n${indented(text, indent)}`)].join('\n');
}

const indented = (text: string, indent: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => (line === '' ? '' : `${indent}${line}`))
    .join('\n');

function decisionLine({ title, decision }: PointLine): readonly string[] {
  if (decision === null) return [];
  const line = `- ${plainMarkdown(title)}: ${plainMarkdown(decision.option)}`;
  const rationale = decision.rationale.trim();
  // A text of several lines is Markdown with paragraphs of its own.
  const isLong = rationale.includes('\n');
  const first = rationale === '' || isLong ? line : `${line} — ${rationale}`;
  const below = [...(isLong ? [rationale] : []), groundsOf(decision)].filter((text) => text !== '');
  return [[first, ...below.map((text) => indented(text, '  '))].join('\n\n')];
}

/** How a decision came about: its number, its ballot, and that there was no quorum. */
function groundsOf({ number, isWithoutQuorum, ballot }: DecisionLine): string {
  const held = readStoredBallot(ballot);
  return [
    ...(number === null ? [] : [words.decision(number)]),
    ...(held === undefined ? [] : [ballotSentence(held, plainMarkdown)]),
    ...(isWithoutQuorum ? [words.withoutQuorum] : []),
  ].join(' ');
}

function carriedLine({ description, owner, due }: CarriedLine): string {
  const facts = [
    ...(owner === '' ? [] : [plainMarkdown(owner)]),
    ...(due === '' ? [] : [words.due(due)]),
  ].join(', ');
  return `- ${plainMarkdown(description)}${facts === '' ? '' : ` (${facts})`}`;
}
