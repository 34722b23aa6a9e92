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
import { noContent, type Operation, operation } from '../operation.ts';
import { existing, savedBy } from '../outcome.ts';
import { versioned } from '../versioned.ts';
import { type ItemCall, pathOf } from './item-call.ts';
import {
  newOption,
  newSection,
  option,
  optionChange,
  options,
  sectionChange,
} from './options-schema.ts';

interface OptionCall extends ItemCall {
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

const optionPathOf = (call: OptionCall) => ({ ...pathOf(call), coa: call.option });

/** Courses of action with their sections, by the commands of their pages (spec api#options). */
export function optionOperations(services: Services): readonly Operation[] {
  const { db } = services;
  const all = '/tors/:id/agenda-points/:item/options' as const;
  const path = `${all}/:option` as const;
  const below = { policy: within(itemKinds.agenda_point.reads) } as const;
  const pointAt = async (call: ItemCall): Promise<Point> =>
    existing(await findPoint(db, pathOf(call), dayAt(call.now)));
  const { find, one, open } = versioned(
    async (call: OptionCall) => {
      const point = await pointAt(call);
      const found = existing(point.options.find(({ id }) => id === call.option));
      return { ...found, body: shown(point, found) };
    },
    ({ body }) => body,
  );
  return [
    operation({
      ...{ ...below, id: 'listOptions', method: 'get', path: all, reply: options },
      run: async (call) => {
        const point = await pointAt(call);
        return { body: { items: point.options.map((each) => shown(point, each)) } };
      },
    }),
    operation({
      ...{ id: 'createOption', method: 'post', path: all, status: 201 },
      ...{ policy: mayRunWithin(createOption), versioned: true, repeatable: true },
      ...{ body: newOption, reply: option, refusals: [409] },
      run: async (call) => {
        const { sections, ...fields } = call.input;
        const made = savedBy(
          await createOption(services, call.actor, {
            ...{ ...fields, ...pathOf(call) },
            section_titles: sections.map(({ title }) => title),
            section_contents: sections.map(({ content }) => content),
          }),
        );
        const location = `/tors/${call.id}/agenda-points/${call.item}/options/${made.id}`;
        return { ...(await one({ ...call, option: made.id })), location };
      },
    }),
    operation({
      ...{ ...below, id: 'getOption', method: 'get', path, reply: option },
      ...{ versioned: true, run: one },
    }),
    operation({
      ...{ id: 'changeOption', method: 'patch', path },
      ...{ policy: mayRunWithin(updateOption), versioned: true },
      ...{ body: optionChange, reply: option, refusals: [409] },
      run: async (call) => {
        const { before, version } = await open(call);
        const { title = before.title, description = before.description } = call.input;
        const wanted = { ...optionPathOf(call), title, description, version };
        savedBy(await updateOption(services, call.actor, wanted));
        return one(call);
      },
    }),
    operation({
      ...{ id: 'deleteOption', method: 'delete', path },
      ...{ policy: mayRunWithin(deleteOption), versioned: true, refusals: [409] },
      run: async (call) => {
        const { version } = await open(call);
        savedBy(await deleteOption(services, call.actor, { ...optionPathOf(call), version }));
        return noContent;
      },
    }),
    operation({
      ...{ id: 'addOptionSection', method: 'post', path: `${path}/sections` },
      ...{ policy: mayRunWithin(addSection), repeatable: true },
      ...{ body: newSection, reply: option, versioned: true, refusals: [409] },
      run: async (call) => {
        const { title, content, order, parent_section_id: parent } = call.input;
        savedBy(
          await addSection(services, call.actor, {
            ...{ ...optionPathOf(call), section_title: title, section_content: content },
            section_order: order,
            parent_section_id: parent === undefined ? undefined : String(parent),
          }),
        );
        return one(call);
      },
    }),
    operation({
      ...{ id: 'changeOptionSection', method: 'patch', path: `${path}/sections/:section` },
      ...{ policy: mayRunWithin(updateSection) },
      ...{ body: sectionChange, reply: option, refusals: [409] },
      run: async (call) => {
        const { sections: own } = await find(call);
        const sections = own.flatMap((each) => [each, ...each.parts]);
        const before = existing(sections.find(({ id }) => id === call.section));
        const { title = before.title, content = before.content, order = before.order } = call.input;
        savedBy(
          await updateSection(services, call.actor, {
            ...{ ...optionPathOf(call), section: call.section, section_title: title },
            ...{ section_content: content, section_order: order },
          }),
        );
        return one(call);
      },
    }),
    operation({
      ...{ id: 'deleteOptionSection', method: 'delete', path: `${path}/sections/:section` },
      ...{ policy: mayRunWithin(deleteSection) },
      refusals: [409],
      run: async (call) => {
        const wanted = { ...optionPathOf(call), section: call.section };
        savedBy(await deleteSection(services, call.actor, wanted));
        return noContent;
      },
    }),
  ];
}
