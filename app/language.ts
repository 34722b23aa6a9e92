/**
 * The language of the app, as a BCP 47 tag: all texts, dates, numbers and plurals follow it. A build
 * in another language replaces it and the catalogues (docs/how-to-add-a-language.md).
 */
export const locale = 'en-GB';
