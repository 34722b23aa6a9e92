/** A part of a course of action. Subsections have none themselves. */
export interface OptionSection {
  readonly id: string;
  readonly title: string;
  readonly content: string;
  readonly order: number;
  readonly parts: readonly OptionSection[];
}

/** A course of action. */
export interface Option {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly type: 'simple' | 'complex';
  readonly sections: readonly OptionSection[];
}
