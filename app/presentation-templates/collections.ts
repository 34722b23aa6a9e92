import type { Collection } from '../collections/index.ts';
import { committeeFrame } from '../committee-page/index.ts';
import { texts } from './texts.ts';

const listOf = (committee = ''): string => `/tor/${committee}/templates`;
const tor = { param: 'tor', type: 'tor' } as const;

/** Presentation templates of a committee (spec presentation-templates#templates). */
export const templates: Collection = {
  type: 'presentation_template',
  path: '/tor/:tor/templates',
  parents: [tor],
  relation: 'template_of',
  fields: {
    label: { kind: 'line', label: texts.template.label, most: 100 },
    description: {
      ...{ kind: 'area', label: texts.template.description, most: 500 },
      ...{ optional: true, column: true },
    },
  },
  may: 'tor.edit',
  actions: {
    created: 'tor.template_created',
    updated: 'tor.template_updated',
    deleted: 'tor.template_deleted',
  },
  auditsParent: true,
  texts: texts.template,
  below: 'slides',
  frame: committeeFrame('templates'),
  home: ([committee], created) =>
    created === undefined ? listOf(committee) : `${listOf(committee)}?selected=${created}`,
};

/** The slides of a template, in order (spec presentation-templates#slides). */
export const slides: Collection = {
  type: 'template_slide',
  path: '/tor/:tor/templates/:template/slides',
  parents: [tor, { param: 'template', type: 'presentation_template', relation: 'template_of' }],
  relation: 'slide_of',
  order: 'slide_order',
  fields: {
    label: { kind: 'line', label: texts.slide.label, most: 100 },
    required_content: {
      ...{ kind: 'area', label: texts.slide.content, most: 5000 },
      ...{ optional: true, column: true },
    },
    notes: { kind: 'area', label: texts.slide.notes, most: 5000, optional: true, column: true },
  },
  may: 'tor.edit',
  actions: {
    created: 'tor.slide_added',
    updated: 'tor.slide_updated',
    deleted: 'tor.slide_deleted',
    moved: 'tor.slide_moved',
  },
  auditsParent: true,
  texts: texts.slide,
  above: { path: templates.path, label: texts.template.title },
  frame: committeeFrame('templates'),
  home: ([committee, template]) => `${listOf(committee)}?selected=${template}`,
};
