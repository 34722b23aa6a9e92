import { z } from 'zod';
import { area } from '../http/fields.ts';
import { mostDescription } from './suggestion.ts';
import { texts } from './texts.ts';

/** The description of a suggestion (spec suggestions#fields). */
export const description = area(texts.fields.description, { most: mostDescription });

export const suggestionInput = z.object({ description });
