import { z } from 'zod';
import {
  mostInPoint as most,
  opinionCommentary,
  optionTexts,
  sectionTexts,
} from '../../agenda/index.ts';
import { id, moment } from '../schema.ts';
import { texts } from '../texts.ts';

const words = texts.members;
const markdown = () => z.string().meta({ description: words.markdown });

const types = ['simple', 'complex'] as const;
const subsection = z.object({
  ...{ id: id(), title: z.string(), content: markdown(), order: z.int() },
});

export const option = z
  .object({
    id: id(),
    key: z.string().meta({ description: words.optionKey }),
    ...{ title: z.string(), description: markdown(), coa_type: z.enum(types) },
    sections: z.array(subsection.extend({ subsections: z.array(subsection) })),
    preferred: z.int().meta({ description: words.preferred }),
  })
  .meta({ id: 'CourseOfAction' });
export const options = z.object({ items: z.array(option) });

const fields = {
  title: optionTexts.title.meta({ minLength: 1, maxLength: most.title }),
  description: optionTexts.description.meta({
    ...{ minLength: 1, maxLength: most.text, description: words.markdown },
  }),
};
const sectionFields = {
  title: sectionTexts.title.meta({ minLength: 1, maxLength: most.title }),
  content: sectionTexts.content.meta({
    ...{ minLength: 1, maxLength: most.section, description: words.markdown },
  }),
};
const order = z.int().min(-100_000).max(100_000);

export const newOption = z
  .strictObject({
    ...fields,
    coa_type: z.enum(types),
    sections: z.array(z.strictObject(sectionFields)).max(100).default([]),
  })
  .meta({ id: 'NewCourseOfAction' });
export const optionChange = z.strictObject(fields).partial().meta({
  id: 'CourseOfActionChange',
});

export const newSection = z
  .strictObject({
    ...sectionFields,
    order: order.default(0),
    parent_section_id: id().optional().meta({ description: words.parentSection }),
  })
  .meta({ id: 'NewCourseOfActionSection' });
export const sectionChange = z
  .strictObject({ ...sectionFields, order })
  .partial()
  .meta({ id: 'CourseOfActionSectionChange' });

export const opinion = z
  .object({
    ...{ id: id(), user_id: id().nullable(), user_name: z.string().nullable() },
    ...{ option_id: id().nullable(), commentary: markdown(), recorded_at: moment() },
  })
  .meta({ id: 'Opinion' });
export const opinions = z.object({ items: z.array(opinion) });

export const newOpinion = z
  .strictObject({
    option_id: id(),
    commentary: opinionCommentary
      .default('')
      .meta({ maxLength: most.text, description: words.markdown }),
  })
  .meta({ id: 'NewOpinion' });
