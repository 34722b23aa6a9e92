import { entity, relation, type SeedEntity, type SeedRelation } from '../../model.ts';

type Slide = readonly [label: string, content: string];

/** The required content of presentations to the demo committees. */
const templates = {
  change_request: {
    body: 'change_advisory_board',
    label: 'Change request',
    description: 'For every change with a risk class of 2 or higher.',
    slides: [
      ['The change in one sentence', 'System, date, and who asks for it.'],
      ['Risk and users affected', 'Risk class with its reason, number of users, worst case.'],
      ['Test and way back', 'Test report, time to restore, who decides on it.'],
    ],
  },
  investment: {
    body: 'budget_committee',
    label: 'Purchase above 50,000',
    description: 'Three offers are compared on equal terms.',
    slides: [
      ['Need', 'What fails or costs more without the purchase.'],
      ['Offers', 'Price, terms and running cost of three suppliers.'],
      ['Recommendation', 'The preferred offer, its budget line, and its effect on next year.'],
    ],
  },
} as const satisfies Readonly<
  Record<string, { body: string; label: string; description: string; slides: readonly Slide[] }>
>;

const each = Object.entries(templates);
const slidesOf = (name: string, slides: readonly Slide[]) =>
  slides.map((slide, index) => ({ slide, place: index + 1, name: `${name}_slide_${index + 1}` }));

export const presentationEntities: readonly SeedEntity[] = each.flatMap(
  ([name, { label, description, slides }]) => [
    entity('presentation_template', name, label, { description }),
    ...slidesOf(name, slides).map(({ slide: [title, content], place, name: slide }) =>
      entity('template_slide', slide, title, {
        ...{ slide_order: String(place), required_content: content },
      }),
    ),
  ],
);

export const presentationRelations: readonly SeedRelation[] = each.flatMap(
  ([name, { body, slides }]) => [
    relation('template_of', `presentation_template:${name}`, `tor:${body}`),
    ...slidesOf(name, slides).map(({ name: slide }) =>
      relation('slide_of', `template_slide:${slide}`, `presentation_template:${name}`),
    ),
  ],
);
