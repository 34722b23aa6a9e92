/** A test by its file and the start of its name, or of the name of its group. */
export type Proof = readonly [file: string, name: string];

export interface Control {
  /** Identifiers of DISA's Application Security and Development STIG. */
  readonly ids: readonly string[];
  /** The requirement, in the words of this project. */
  readonly ask: string;
  readonly proofs: readonly Proof[];
  /** The check that no test can replace: who must look at what. */
  readonly manual?: string;
}

const auth = 'test/app/auth.test.ts';
const account = 'test/app/account.test.ts';
const access = 'test/app/access.test.ts';
const guessing = 'test/app/auth-guessing.test.ts';
const http = 'test/app/http.test.ts';
const robustness = 'test/app/http-robustness.test.ts';
const accounts = 'test/app/people-accounts.test.ts';
const switches = 'test/app/people-switches.test.ts';
const audit = 'test/app/audit.test.ts';
const viewer = 'test/app/audit-viewer.test.ts';
const hashing = 'app/auth/hashing.test.ts';
const policy = 'cdk8s/policy/policy.test.ts';
const pipeline = 'test/gitlab/pipeline.test.ts';

/**
 * All controls with the tests that prove them (spec platform#controls). A test that is renamed must
 * be renamed here too.
 */
export const controls: readonly Control[] = [
  {
    ids: ['V-222387'],
    ask: 'Sessions of one person are limited',
    proofs: [[auth, 'V-222387: a person has three at most; the oldest ends']],
  },
  {
    ids: ['V-222388', 'V-222392'],
    ask: 'Signing out clears cookie and storage, and says that it happened',
    proofs: [[auth, 'V-222388, V-222392: signing in leads to the page']],
  },
  {
    ids: ['V-222389', 'V-222390'],
    ask: 'Idle sessions end, those of administrators sooner',
    proofs: [
      [auth, 'V-222389, V-222390: they end without activity'],
      [auth, 'background requests of a page do not extend a session'],
    ],
  },
  {
    ids: ['V-222425', 'V-222426'],
    ask: 'Every address has a policy, which holds for lists and for what they lead to',
    proofs: [
      [access, 'spec requests#access: access for every route of the table'],
      [access, 'deny by default'],
      [auth, 'permissions are those of this moment'],
    ],
  },
  {
    ids: ['V-222430'],
    ask: 'Processes and roles have no more rights than they need',
    proofs: [
      [policy, 'synthesized manifests violate no rule'],
      ['test/cdk8s/apply.test.ts', 'refuse a pod that is not restricted'],
      [auth, 'spec platform#isolation: the rights of the role that serves are enough'],
    ],
  },
  {
    ids: ['V-222432'],
    ask: 'Three failures in a quarter of an hour lock an account; an administrator can unlock it',
    proofs: [
      [guessing, 'V-222432: three failures in 15 minutes lock the account'],
      [guessing, 'all replicas count together'],
      [switches, 'spec sign-in#lockout: an administrator lifts the lock of an account'],
    ],
  },
  {
    ids: ['V-222462', 'V-222464', 'V-222474', 'V-222475'],
    ask: 'Sign-ins, sign-outs, refusals and changes leave entries that say who, what, when, from where, and with which result',
    proofs: [
      [viewer, 'spec audit-log#page: every action has its own entry'],
      ['test/app/command.test.ts', 'is committed together with its audit row'],
      ['test/app/command.test.ts', 'of a refusal, except that it was refused'],
    ],
  },
  {
    ids: ['V-222483', 'V-222485'],
    ask: 'Administrators are alerted when the log runs out of space, and when an entry cannot be written',
    proofs: [
      [
        'test/app/audit-watch.test.ts',
        'spec audit-log#same-transaction: an event that cannot be written takes its change back',
      ],
      [
        'test/app/audit-watch.test.ts',
        'spec audit-log#volume: a log beyond three quarters of its volume',
      ],
    ],
  },
  {
    ids: ['V-222487', 'V-222489'],
    ask: 'The log can be searched, exported and verified, and only grows',
    proofs: [
      [audit, 'spec audit-log#chain: verifying finds'],
      [audit, 'the log only grows'],
      [viewer, 'spec requests#csv: contains the filtered entries'],
    ],
  },
  {
    ids: ['V-222520'],
    ask: 'Dangerous actions ask for the password again',
    proofs: [
      [
        'test/app/access-proof.test.ts',
        'spec sign-in#confirmation, V-222520: sensitive actions ask for the password again',
      ],
    ],
  },
  {
    ids: ['V-222530', 'V-222531', 'V-222603'],
    ask: 'No change is made for another site, and none twice for one form',
    proofs: [
      [http, 'spec requests#forged-requests, V-222603: nothing is changed for another site'],
      [
        'test/app/command.test.ts',
        'a form that is sent twice, even at once, changes once and answers the same',
      ],
    ],
  },
  {
    ids: ['V-222536', 'V-222538'],
    ask: 'Passwords are long, mixed, different from the one before, and not among the common ones',
    proofs: [
      [account, 'V-222536: fifteen characters outside of development'],
      ['app/auth/password-rules.test.ts', 'spec sign-in#passwords: forbidden passwords'],
      ['app/auth/password-rules.test.ts', 'common passwords'],
    ],
  },
  {
    ids: ['V-222542', 'V-222547', 'V-222555', 'V-222570', 'V-222571'],
    ask: 'Passwords are stored as salted slow hashes, are shown by no page, and initial ones have to be changed',
    proofs: [
      [hashing, 'two hashes of one password differ'],
      [auth, 'a hash of other costs is replaced at the next sign-in'],
      [
        'test/app/api-refusals.test.ts',
        'spec ontology#secrets: secrets are never answered and never written',
      ],
      [
        accounts,
        'spec sign-in#initial-passwords: with a made password, shown once, that has to be changed at the first sign-in',
      ],
    ],
  },
  {
    ids: ['V-222543'],
    ask: 'Outside of development everything goes through TLS, with HSTS and Secure cookies',
    proofs: [
      [http, 'spec requests#headers: headers'],
      ['app/config.test.ts', 'prod with everything it needs is strict by itself'],
      ['cdk8s/charts/ingress.test.ts', 'speaks TLS 1.2 and newer, and gives every request an id'],
    ],
  },
  {
    ids: ['V-222544'],
    ask: 'Passwords have a least and a greatest age',
    proofs: [
      [account, 'V-222544: so does one that has reached its age'],
      [account, 'V-222544: not again within a day, unless it is due'],
    ],
  },
  {
    ids: ['V-222545'],
    ask: 'The last five passwords do not come back',
    proofs: [[account, 'V-222545: none of the last five may be reused']],
  },
  {
    ids: ['V-222546'],
    ask: 'A password that another user chose must be replaced first',
    proofs: [
      [account, 'spec sign-in#initial-passwords, V-222546: a password that another user chose'],
    ],
  },
  {
    ids: ['V-222577', 'V-222578', 'V-222581', 'V-222582'],
    ask: 'Session ids are random, stay out of pages, addresses and logs, and mean nothing once the session has ended',
    proofs: [
      [auth, 'the cookie holds an id of 256 bits and the table only a keyed digest of it'],
      [auth, 'spec sign-in#cookies: the cookie is bound to its host and named by its environment'],
      [account, 'are listed with where they are used, and ended one by one or all at once'],
    ],
  },
  {
    ids: ['V-222579'],
    ask: 'A session gets a new id at sign-in and when rights change',
    proofs: [
      [auth, 'a new session id and a new token at sign-in; what came before is worth nothing'],
      [auth, 'V-222579: a new id when permissions change'],
    ],
  },
  {
    ids: ['V-222583'],
    ask: 'Where validated cryptography is required, passwords are hashed with PBKDF2',
    proofs: [
      [hashing, 'PBKDF2 where FIPS is asked for (spec sign-in#hashing)'],
      [auth, 'spec sign-in#hashing, V-222583: a hash from FIPS mode verifies'],
    ],
    manual: 'Node has to run on an OpenSSL whose FIPS provider is validated.',
  },
  {
    ids: ['V-222585', 'V-222586', 'V-222610', 'V-222611'],
    ask: 'A failure keeps nothing half done, tells people a number and the log the cause',
    proofs: [
      [http, '500 and 503 reveal no details'],
      [http, 'people get a page in their shell with the number of the request'],
      [
        'test/app/command.test.ts',
        'spec ontology#commands: a failure at any statement leaves nothing',
      ],
    ],
  },
  {
    ids: ['V-222588'],
    ask: 'Data is encrypted where it is stored',
    proofs: [],
    manual: 'Storage class and place of the backups are the cluster’s: see that both encrypt.',
  },
  {
    ids: ['V-222596', 'V-222597', 'V-222598', 'V-222599', 'V-222601'],
    ask: 'What is sent is protected on its way, and no page hides a secret in itself',
    proofs: [
      ['cdk8s/charts/ingress.test.ts', 'speaks TLS 1.2 and newer, and gives every request an id'],
      [http, 'spec requests#headers: headers'],
      [accounts, 'roles cannot be smuggled past roles.assign'],
    ],
  },
  {
    ids: [
      'V-222602',
      'V-222604',
      'V-222605',
      'V-222606',
      'V-222607',
      'V-222608',
      'V-222609',
      'V-222612',
    ],
    ask: 'Whatever is sent is data: it is checked, escaped, and never run',
    proofs: [
      [robustness, 'any input is handled'],
      [http, 'spec requests#headers: no page holds a script or style that is not a file'],
      ['test/app/serve.test.ts', 'request values are escaped in pages'],
    ],
  },
  {
    ids: ['V-222615', 'V-222642', 'V-222645', 'V-222646', 'V-222647', 'V-222653'],
    ask: 'No default secret, every change tested and scanned before it runs, and what runs is what was built',
    proofs: [
      ['app/config.test.ts', 'no problem ever shows a secret'],
      ['test/app/seed.test.ts', 'spec seed#profiles: prod refuses demo data'],
      [pipeline, 'spec platform#pipeline: an image is built without root and pushed by its commit'],
      [pipeline, 'on a commit that staging has run brings that digest to prod'],
    ],
  },
  {
    ids: ['V-222643'],
    ask: 'A classification may stand on pages, prints and exports',
    proofs: [
      [
        'test/app/settings.test.ts',
        'spec interface#classification: a classification stands above and below every page',
      ],
      [
        'test/app/settings.test.ts',
        'spec interface#classification: the classification is in the name of every export',
      ],
    ],
  },
];
