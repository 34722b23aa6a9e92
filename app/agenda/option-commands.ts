import { inBody, inItsBody } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import { command } from '../ontology/command.ts';
import {
  changeEntity,
  insertEntity,
  lockEntity,
  removeEntities,
  uniqueName,
} from '../ontology/entities.ts';
import { refuse, refuseMissing, saved } from '../ontology/outcome.ts';
import { relate } from '../ontology/relations.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { Option, OptionSection } from '../options/index.ts';
import { lockItemOf } from '../workflow/index.ts';
import type { Written } from './commands.ts';
import type { PointPath } from './point.ts';
import { readDeliberation } from './queries.ts';
import { isOpen } from './rules.ts';
import type { NewOptionInput, SectionInput } from './schema.ts';
import { texts } from './texts.ts';

/** Where a course of action is. */
export interface OptionPath extends PointPath {
  readonly coa: string;
}

/** Where a section is. */
interface SectionPath extends OptionPath {
  readonly section: string;
}

const creates = inItsBody<PointPath>(inBody('coa.create'), ({ tor }) => tor);
const edits = inItsBody<PointPath>(inBody('coa.edit'), ({ tor }) => tor);

/** Adds a course of action, a complex one with its sections (spec agenda#options). */
export const createOption = command<NewOptionInput & PointPath, Written>(
  'coa.created',
  { may: creates },
  async (tx, { actor, input, now }) => {
    const point = await openPoint(tx, input);
    const { title, description, coa_type } = input;
    const { options } = await readDeliberation(tx, point.id);
    const option = await insertEntity<'coa'>(tx, {
      ...{ type: 'coa', name: uniqueName(title), label: title },
      sortOrder: options.length + 1,
      properties: { title, description, coa_type, created_by: actor.id, created_date: now },
    });
    await relate(tx, [{ type: 'considers_coa', source: point.id, target: option.id }]);
    const sections = sectionsIn(input);
    if (sections.length > 0 && coa_type === 'simple')
      throw refuse({ field: 'coa_type', message: texts.problem.simple });
    for (const [place, section] of sections.entries())
      await insertSection(tx, { option: option.id, parent: undefined }, { ...section, place });
    return saved({
      target: option,
      after: { ...factsOf(option), sections: sections.map((section) => section.title) },
      details: { agenda_point_id: point.id, agenda_point: point.label },
      value: { id: option.id, title },
    });
  },
);

const sectionsIn = ({ section_titles: titles, section_contents: contents }: NewOptionInput) =>
  titles.flatMap((title, at) => {
    const content = contents[at] ?? '';
    return title.trim() === '' ? [] : [{ title: title.trim(), content: content.trim() }];
  });

type OptionChange = OptionPath & {
  readonly title: string;
  readonly description: string;
  readonly version?: string | undefined;
};

/** Changes title and description of a course of action; its form stays. */
export const updateOption = command<OptionChange, Written>(
  'coa.updated',
  { may: edits },
  async (tx, { input }) => {
    const { point, snapshot: before } = await openOption(tx, input);
    const { title, description } = input;
    const after = await changeEntity<'coa'>(tx, before, {
      label: title,
      properties: { title, description },
    });
    return saved({
      ...{ target: after, before: factsOf(before), after: factsOf(after) },
      details: { agenda_point_id: point.id, agenda_point: point.label },
      value: { id: before.id, title },
    });
  },
);

/** Deletes a course of action with its sections. Returns its title. */
export const deleteOption = command<OptionPath & { readonly version?: string | undefined }, string>(
  'coa.deleted',
  { may: edits },
  async (tx, { input }) => {
    const { point, snapshot: before } = await openOption(tx, input);
    await removeEntities(tx, [before.id]);
    return saved({
      ...{ target: before, before: factsOf(before) },
      details: { agenda_point_id: point.id, agenda_point: point.label },
      value: before.label,
    });
  },
);

/** Adds a section, or a subsection of one (spec agenda#sections). Returns its title. */
export const addSection = command<SectionInput & OptionPath, Written>(
  'coa.section_added',
  { may: edits },
  async (tx, { input }) => {
    const { option, snapshot } = await openOption(tx, input);
    if (option.type === 'simple') throw refuse({ message: texts.problem.simple, code: 'simple' });
    const { section_title: title, section_content: content, parent_section_id: parent } = input;
    requireParent(option, parent);
    const section = await insertSection(
      tx,
      { option: option.id, parent },
      { title, content, place: input.section_order },
    );
    return saved({
      target: snapshot,
      after: sectionFacts(section),
      details: { section_id: section.id },
      value: { id: section.id, title },
    });
  },
);

function requireParent({ sections }: Option, parent: string | undefined): void {
  if (parent === undefined || sections.some(({ id }) => id === parent)) return;
  const isPart = sections.some(({ parts }) => parts.some(({ id }) => id === parent));
  throw refuse({
    field: 'parent_section_id',
    message: isPart ? texts.problem.deep : texts.problem.parent,
  });
}

type SectionChange = SectionPath & Omit<SectionInput, 'parent_section_id'>;

/** Changes a section or subsection. */
export const updateSection = command<SectionChange, Written>(
  'coa.section_updated',
  { may: edits },
  async (tx, { input }) => {
    const { snapshot, before } = await openSection(tx, input);
    const { section_title: title, section_content: content, section_order: order } = input;
    const after = await changeEntity<'coa_section'>(tx, before, {
      label: title,
      properties: { title, content, order },
    });
    return saved({
      ...{ target: snapshot, before: sectionFacts(before), after: sectionFacts(after) },
      details: { section_id: before.id },
      value: { id: before.id, title },
    });
  },
);

/** Deletes a section with its subsections. Returns its title. */
export const deleteSection = command<SectionPath, string>(
  'coa.section_deleted',
  { may: edits },
  async (tx, { input }) => {
    const { snapshot, before } = await openSection(tx, input);
    await removeEntities(tx, [before.id]);
    return saved({
      ...{ target: snapshot, before: sectionFacts(before) },
      details: { section_id: before.id },
      value: before.label,
    });
  },
);

/** The agenda point of a path, locked. Refused with 403 once it is decided (spec agenda#frozen). */
export async function openPoint(tx: Tx, { tor, id }: PointPath): Promise<EntitySnapshot> {
  const point = await lockItemOf(tx, 'agenda_point', { tor, id });
  if (!isOpen(point.properties['status']))
    throw refuse({ message: texts.problem.closed, code: 'decided' }, 403);
  return point;
}

async function openOption(
  tx: Tx,
  { coa, version, ...path }: OptionPath & { readonly version?: string | undefined },
) {
  const point = await openPoint(tx, path);
  const { options } = await readDeliberation(tx, point.id);
  const option = options.find(({ id }) => id === coa);
  if (option === undefined) throw refuseMissing();
  const snapshot = await lockEntity(tx, 'coa', coa, { version });
  return { point, option, snapshot };
}

async function openSection(tx: Tx, { section, ...path }: SectionPath) {
  const { option, snapshot } = await openOption(tx, path);
  const all: readonly OptionSection[] = option.sections.flatMap((one) => [one, ...one.parts]);
  if (!all.some(({ id }) => id === section)) throw refuseMissing();
  return { snapshot, before: await lockEntity(tx, 'coa_section', section) };
}

interface NewSection {
  readonly title: string;
  readonly content: string;
  readonly place: number;
}

async function insertSection(
  tx: Tx,
  { option, parent }: { readonly option: string; readonly parent: string | undefined },
  { title, content, place }: NewSection,
): Promise<EntitySnapshot> {
  const section = await insertEntity<'coa_section'>(tx, {
    ...{ type: 'coa_section', name: uniqueName(title), label: title },
    properties: { title, content, order: place },
  });
  const type = parent === undefined ? 'has_section' : 'has_subsection';
  await relate(tx, [{ type, source: parent ?? option, target: section.id }]);
  return section;
}

const factsOf = ({ properties: { title, description, coa_type } }: EntitySnapshot) => ({
  ...{ title, description, coa_type },
});

const sectionFacts = ({ properties: { title, content, order } }: EntitySnapshot) => ({
  ...{ title, content, order },
});
