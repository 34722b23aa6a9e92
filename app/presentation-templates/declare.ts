import type { Declaration } from '../ontology/declaration.ts';
import { integerOr, text } from '../ontology/property.ts';

export const declaration = {
  types: {
    presentation_template: { description: text({ max: 500 }) },
    template_slide: {
      slide_order: integerOr(0),
      required_content: text({ max: 5000 }),
      notes: text({ max: 5000 }),
    },
  },
  relations: {
    template_of: {
      label: 'Template of',
      sources: ['presentation_template'],
      targets: ['tor'],
      owner: 'target',
    },
    slide_of: {
      label: 'Slide of',
      sources: ['template_slide'],
      targets: ['presentation_template'],
      owner: 'target',
    },
  },
  nouns: { presentation_template: 'Presentation template', template_slide: 'Slide' },
  actions: {
    'tor.template_created': 'created a presentation template of {}',
    'tor.template_updated': 'changed a presentation template of {}',
    'tor.template_deleted': 'deleted a presentation template of {}',
    'tor.slide_added': 'added a slide to a template of {}',
    'tor.slide_updated': 'changed a slide of a template of {}',
    'tor.slide_moved': 'moved a slide of a template of {}',
    'tor.slide_deleted': 'deleted a slide of a template of {}',
  },
} as const satisfies Declaration;
