import type { Request } from 'express';
import type { z } from 'zod';
import {
  addSection,
  createOption,
  deleteOption,
  deleteSection,
  findPoint,
  type Point,
  updateOption,
  updateSection,
} from '../../agenda/index.ts';
import { dayAt } from '../../authority/index.ts';
import { itemKinds } from '../../committee-items/index.ts';
import { mayRunWithin, within } from '../../http/policy.ts';
import { keyOf, type Option, type OptionSection } from '../../options/index.ts';
import type { Services } from '../../services.ts';
import { etagOf, heldTo } from '../conditional.ts';
import { type Operation, operation, type Result } from '../operation.ts';
import { existing, savedBy } from '../outcome.ts';
import {
  newOption,
  newSection,
  option,
  optionChange,
  options,
  sectionChange,
} from './options-schema.ts';

interface PointCall {
  readonly id: string;
  readonly item: string;
  readonly now: Date;
}
interface OptionCall extends PointCall {
  readonly option: string;
}

const partOf = ({ id, title, content, order }: OptionSection) => ({
  ...{ id: Number(id), title, content, order },
});

/** A course of action as its place among those of the point has it. */
function shown({ options: all, opinions }: Point, found: Option): z.output<typeof option> {
  return {
    ...{ id: Number(found.id), key: keyOf(all.findIndex(({ id }) => id === found.id)) },
    ...{ title: found.title, description: found.description, coa_type: found.type },
    sections: found.sections.map((section) => ({
      ...partOf(section),
      subsections: section.parts.map(partOf),
    })),
    preferred: opinions.filter(({ optionId }) => optionId === found.id).length,
  };
}

const pathOf = ({ id: tor, item: id, option: coa }: OptionCall) => ({ tor, id, coa });

/** Courses of action with their sections, by the commands of their pages (spec api#options). */
export function optionOperations(services: Services): readonly Operation[] {
  const { db } = services;
  const all = '/tors/:id/agenda-points/:item/options' as const;
  const path = `${all}/:option` as const;
  const below = { tag: 'governance', policy: within(itemKinds.agenda_point.reads) } as const;
  const pointAt = async ({ id: tor, item: id, now }: PointCall): Promise<Point> =>
    existing(await findPoint(db, { tor, id }, dayAt(now)));
  const find = async (call: OptionCall) => {
    const point = await pointAt(call);
    const found = existing(point.options.find(({ id }) => id === call.option));
    return { found, body: shown(point, found) };
  };
  const one = async (call: OptionCall): Promise<Result> => {
    const { found, body } = await find(call);
    return { body, version: found.version };
  };
  const open = async (call: OptionCall & { readonly request: Request }) => {
    const { found: before, body } = await find(call);
    const etag = etagOf(before.version, body);
    return { before, version: heldTo(call.request, { version: before.version, etag }) };
  };
  return [
    operation({
      ...{ ...below, id: 'listOptions', method: 'get', path: all, status: 200, reply: options },
      run: async (call) => {
        const point = await pointAt(call);
        return { body: { items: point.options.map((each) => shown(point, each)) } };
      },
    }),
    operation({
      ...{ id: 'createOption', method: 'post', path: all, tag: 'governance', status: 201 },
      ...{ policy: mayRunWithin(createOption), versioned: true, repeatable: true },
      ...{ body: newOption, reply: option, refusals: [409] },
      run: async (call) => {
        const { id: tor, item: id, actor } = call;
        const { sections, ...fields } = call.input;
        const made = savedBy(
          await createOption(services, actor, {
            ...{ ...fields, tor, id },
            section_titles: sections.map(({ title }) => title),
            section_contents: sections.map(({ content }) => content),
          }),
        );
        const location = `/tors/${tor}/agenda-points/${id}/options/${made.id}`;
        return { ...(await one({ ...call, option: made.id })), status: 201, location };
      },
    }),
    operation({
      ...{ ...below, id: 'getOption', method: 'get', path, status: 200, reply: option },
      ...{ versioned: true, run: one },
    }),
    operation({
      ...{ id: 'changeOption', method: 'patch', path, tag: 'governance', status: 200 },
      ...{ policy: mayRunWithin(updateOption), versioned: true },
      ...{ body: optionChange, reply: option, refusals: [409] },
      run: async (call) => {
        const { before, version } = await open(call);
        const { title = before.title, description = before.description } = call.input;
        const wanted = { ...pathOf(call), title, description, version };
        savedBy(await updateOption(services, call.actor, wanted));
        return one(call);
      },
    }),
    operation({
      ...{ id: 'deleteOption', method: 'delete', path, tag: 'governance', status: 204 },
      ...{ policy: mayRunWithin(deleteOption), versioned: true, refusals: [409] },
      run: async (call) => {
        const { version } = await open(call);
        savedBy(await deleteOption(services, call.actor, { ...pathOf(call), version }));
        return { status: 204 };
      },
    }),
    operation({
      ...{ id: 'addOptionSection', method: 'post', path: `${path}/sections`, status: 200 },
      ...{ tag: 'governance', policy: mayRunWithin(addSection), repeatable: true },
      ...{ body: newSection, reply: option, versioned: true, refusals: [409] },
      run: async (call) => {
        const { title, content, order, parent_section_id: parent } = call.input;
        savedBy(
          await addSection(services, call.actor, {
            ...{ ...pathOf(call), section_title: title, section_content: content },
            section_order: order,
            parent_section_id: parent === undefined ? undefined : String(parent),
          }),
        );
        return one(call);
      },
    }),
    operation({
      ...{ id: 'changeOptionSection', method: 'patch', path: `${path}/sections/:section` },
      ...{ tag: 'governance', policy: mayRunWithin(updateSection), status: 200 },
      ...{ body: sectionChange, reply: option, refusals: [409] },
      run: async (call) => {
        const { found } = await find(call);
        const sections = found.sections.flatMap((each) => [each, ...each.parts]);
        const before = existing(sections.find(({ id }) => id === call.section));
        const { title = before.title, content = before.content, order = before.order } = call.input;
        savedBy(
          await updateSection(services, call.actor, {
            ...{ ...pathOf(call), section: call.section, section_title: title },
            ...{ section_content: content, section_order: order },
          }),
        );
        return one(call);
      },
    }),
    operation({
      ...{ id: 'deleteOptionSection', method: 'delete', path: `${path}/sections/:section` },
      ...{ tag: 'governance', policy: mayRunWithin(deleteSection), status: 204 },
      refusals: [409],
      run: async (call) => {
        const wanted = { ...pathOf(call), section: call.section };
        savedBy(await deleteSection(services, call.actor, wanted));
        return { status: 204 };
      },
    }),
  ];
}
