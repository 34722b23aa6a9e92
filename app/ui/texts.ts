import { texts as scriptTexts } from './script-texts.ts';
import { number } from './words.ts';

/** Texts of one part of the app: strings, and functions for texts with values. */
export interface Texts {
  readonly [key: string]: string | ((...values: never[]) => string) | Texts;
}

/** The type of a catalogue in another language: the same keys, and functions of the same values. */
export type Translated<Catalogue> = Catalogue extends string
  ? string
  : Catalogue extends (...values: infer Values) => infer Result
    ? (...values: Values) => Translated<Result>
    : { readonly [Key in keyof Catalogue]: Translated<Catalogue[Key]> };

/** Texts of the components. */
export const texts = {
  shell: {
    skip: 'Skip to content',
    home: (app: string) => `${app}, home`,
    mainNavigation: 'Main',
    breadcrumb: 'Breadcrumb',
    pageBar: 'Page bar',
    openNavigation: 'Open navigation',
    closeNavigation: 'Close navigation',
    collapse: 'Collapse sidebar',
    expand: 'Expand sidebar',
    waitingWord: 'waiting',
    search: 'Search',
    searchKeys: 'Ctrl K',
    notifications: scriptTexts.unread.notifications,
    unread: scriptTexts.unread.count,
    notificationsHead: 'Notifications',
    noNotifications: 'Nothing needs your attention.',
    allWarnings: 'All warnings',
    allNotifications: 'All notifications',
    inbox: 'Inbox',
    lists: { notifications: 'Notifications', warnings: 'Warnings' },
    theme: 'Theme',
    themes: { auto: 'System', light: 'Light', dark: 'Dark', contrast: 'High contrast' },
    account: (name: string) => `Account of ${name}`,
    profile: 'Profile',
    preferences: 'Preferences',
    warnings: 'Warnings',
    signOut: 'Sign out',
    environments: { dev: 'Development', staging: 'Staging', test: 'Test' } as Readonly<
      Record<string, string>
    >,
  },
  palette: {
    label: 'Search pages, users and committees',
    placeholder: 'Page, user, committee or any word',
    results: 'Results',
    none: 'Nothing found',
    enter: 'Enter',
    escape: 'Esc',
    toMove: 'to move',
    toOpen: 'to open',
    toClose: 'to close',
    failed: 'Search failed. Try again.',
  },
  copy: scriptTexts.copy,
  shownOnce: { done: 'Done' },
  securityNotices: {
    title: (count: number) => (count === 1 ? 'Security notice' : 'Security notices'),
    review: 'Review security activity',
    doubt: (count: number) =>
      count === 1
        ? 'If this was not you, change your password.'
        : 'If one of these was not you, change your password.',
    dismiss: (count: number) =>
      count === 1 ? 'Dismiss notice' : `Dismiss ${number(count)} notices`,
  },
  message: { dismiss: scriptTexts.dismiss, close: 'Close', undo: 'Undo' },
  form: {
    optional: 'optional',
    problems: scriptTexts.problems,
    show: scriptTexts.show,
    password: 'password',
    cancel: 'Cancel',
    save: 'Save',
    choose: 'Choose…',
    noChoice: 'No match',
    current: (name: string) => `Now: ${name}`,
  },
  move: {
    up: (label: string) => `Move ${label} up`,
    down: (label: string) => `Move ${label} down`,
  },
  recurrence: {
    next: 'Next dates',
    none: 'No dates follow from these fields yet.',
    zone: (zone: string) => `Times are in ${zone}.`,
    show: 'Show next dates',
  },
  people: { add: 'Add a person' },
  table: {
    sortedBy: (label: string, direction: 'ascending' | 'descending') =>
      `sorted by ${label.toLowerCase()}, ${direction}`,
    region: (caption: string) => `${caption}, table`,
    views: 'Saved views',
    saveView: 'Save view…',
    viewName: 'View name',
    viewSave: 'Save view',
    search: (noun: string) => `Search ${noun}`,
    searchSubmit: 'Search',
    apply: 'Apply',
    details: (name: string) => `Details: ${name}`,
    filter: 'Filter',
    removeFilter: (filter: string) => `Remove filter: ${filter}`,
    columns: 'Columns',
    alwaysShown: 'Always shown',
    moveUp: (label: string) => `Move ${label} up`,
    moveDown: (label: string) => `Move ${label} down`,
    applyColumns: 'Show columns',
    keepColumns: 'Save for me',
    columnsForEveryone: 'Make this the default for everyone',
    csv: 'CSV',
    selectAll: 'Select all on this page',
    select: (name: string) => `Select ${name}`,
    actionsFor: (name: string) => `Actions for ${name}`,
    rows: 'Rows',
    range: (from: number, to: number, total: number, more: boolean) =>
      `${number(from)}–${number(to)} of ${more ? 'more than ' : ''}${number(total)}`,
    matches: (count: number) =>
      `${number(count)} ${count === 1 ? 'match' : 'matches'} on this page`,
    scanned: 'Only part of the list has been searched.',
    continueSearch: 'Continue search',
    part: 'Some matches are not shown. Add letters or a word to narrow the search.',
    tooFar: (page: number) =>
      `Page ${number(page)} can't be opened directly. Filter or sort the list, or go page by page.`,
    page: (page: number, pages: number) => `Page ${number(page)} of ${number(pages)}`,
    pageOfMany: (page: number) => `Page ${number(page)}`,
    pages: 'Pages',
    previous: 'Previous page',
    next: 'Next page',
    withSelected: (noun: string) => `With the selected ${noun}`,
    selected: (count: number) => `${number(count)} selected`,
    selectAllOf: (total: number, more: boolean) =>
      more ? 'Select all matches' : `Select all ${number(total)}`,
    allSelected: (total: number, more: boolean) =>
      more ? 'All matches selected' : `All ${number(total)} selected`,
    clearSelection: 'Clear selection',
    noMatch: (noun: string) => `No ${noun} match these filters`,
    noMatchAdvice: (total: number, noun: string) =>
      `There are ${number(total)} ${noun}. Remove a filter or clear all filters.`,
    noMatchAdviceShort: 'Remove a filter or clear all filters.',
    clearFilters: 'Clear filters',
    failed: 'The list could not be loaded',
    failedAdvice: 'Your filters are kept.',
    request: (id: string) => `Request ${id}.`,
    tryAgain: 'Try again',
    loading: (noun: string) => `Loading ${noun}`,
  },
  filter: {
    label: (noun: string) => `Filter ${noun}`,
    match: (noun: string) => `Show ${noun} that match`,
    and: 'and',
    or: 'or',
    all: 'all',
    any: 'any',
    ofThese: 'of these',
    group: (place: number) => `Group ${place}`,
    field: (place: number) => `Field ${place}`,
    operator: (place: number) => `Operator ${place}`,
    value: (place: number) => `Value ${place}`,
    remove: (place: number) => `Remove condition ${place}`,
    addCondition: 'Condition',
    addGroup: 'Group',
    clear: 'Clear',
    show: (noun: string) => `Show ${noun}`,
    chooseField: 'Field…',
    invalid: 'This filter is invalid, so no rows are shown.',
    problem: {
      unreadable: 'The filter in the address is invalid.',
      tooMany: (most: number, count: number) =>
        `A filter can have at most ${most} conditions; this one has ${count}.`,
      field: (key: string) => `Unknown filter field “${key}”.`,
      operator: (label: string, op: string) => `${label} cannot be compared with “${op}”.`,
      tooLong: (label: string, most: number) =>
        `${label}: a value must be at most ${most} characters.`,
      date: (label: string, value: string) =>
        `${label}: “${value}” is not a date such as 2026-11-24.`,
      number: (label: string, value: string) => `${label}: “${value}” is not a number.`,
    },
    operators: {
      contains: 'contains',
      not_contains: 'does not contain',
      equals: 'is',
      not_equals: 'is not',
      starts_with: 'starts with',
      is: 'is',
      is_not: 'is not',
      before: 'before',
      after: 'after',
      on: 'on',
      less: 'less than',
      more: 'more than',
    },
  },
  diff: {
    caption: 'Values before and after',
    field: 'Field',
    before: 'Before',
    after: 'After',
    notSet: 'not set',
    removed: 'removed',
    words: 'Changed words',
    same: 'The texts are the same.',
  },
  drawing: {
    fitLabel: 'Fit',
    zoom: {
      fit: 'Fit (F)',
      in: 'Zoom in (+)',
      out: 'Zoom out (−)',
      reset: 'Original size, 1:1 (0)',
    },
  },
  steps: { done: 'done', current: 'current step' },
  error: {
    notFound: 'Page not found',
    notFoundAdvice: 'The address may be wrong, or the page was deleted.',
    unavailable: 'Not available at the moment',
    unavailableAdvice: 'Try again in a few seconds.',
    refused: 'This request was rejected',
    forbidden: (page: string) => `You can't open ${page}`,
    forbiddenAny: "You can't open this page",
    needs: 'This page needs the permission',
    rolesLack: (roles: string, count: number) =>
      count === 1
        ? `Your role, ${roles}, does not include it.`
        : `Your roles, ${roles}, do not include it.`,
    noRoles: 'None of your roles includes it.',
    helpers: (names: string) => `Ask an administrator for it: ${names}.`,
    conflict: (thing: string) => `${thing} was changed while you were editing`,
    conflictAdvice: 'Your values are below and are not saved yet.',
    conflictBy: (name: string) =>
      `${name} saved changes first. Your values are below and are not saved yet.`,
    failed: 'This page could not be shown',
    failedText:
      'An internal error occurred and was logged. Saved data is not affected; your last form was not saved.',
    failedAdvice: 'If it happens again, send the request number below to an administrator.',
    tryAgain: 'Try again',
    home: 'Go to start page',
    back: 'Go back',
    line: (status: number) => `Error ${status}`,
    request: 'request',
  },
  severity: scriptTexts.severity,
  count: {
    of: (count: number, total: number) =>
      `${count === 0 ? 'none' : number(count)} of ${number(total)}`,
  },
  time: {
    ...scriptTexts.time,
    today: 'Today',
    yesterday: 'Yesterday',
    inSentence: { today: 'today', yesterday: 'yesterday' },
    zone: (zone: string) => `Times in ${zone}`,
    printed: (at: string, zone: string) => `Printed on ${at}. Times in ${zone}.`,
    daysIn: (zone: string) => `Days in ${zone}`,
    underAMinute: 'under a minute',
    units: { days: 'd', hours: 'h', minutes: 'min' },
  },
} as const satisfies Texts;
