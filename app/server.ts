import express, { type Express } from 'express';
import { accountRoutes } from './account/index.ts';
import { actionItemRoutes } from './action-items/index.ts';
import { adoptedVersionRoutes } from './adopted-versions/index.ts';
import { agendaRoutes } from './agenda/index.ts';
import { amendmentRoutes } from './amendments/index.ts';
import { apiLimit, apiRoutes } from './api/index.ts';
import { attachmentRoutes } from './attachments/index.ts';
import { auditRoutes } from './audit/index.ts';
import { authRoutes, createGate, originOf, ProofPage } from './auth/index.ts';
import { ballotRoutes } from './ballots/index.ts';
import { calendarRoutes } from './calendar/index.ts';
import { commentRoutes } from './comments/index.ts';
import { committeeRoutes } from './committees/index.ts';
import { dashboardRoutes } from './dashboard/index.ts';
import { dataManagerRoutes } from './data-manager/index.ts';
import { decisionRoutes } from './decisions/index.ts';
import { dependencyRoutes } from './dependencies/index.ts';
import { designRoutes } from './design/index.ts';
import { documentRoutes } from './documents/index.ts';
import { governanceMapRoutes } from './governance-map/index.ts';
import { accessLog } from './http/access-log.ts';
import { createAssets } from './http/assets.ts';
import { dispatcher } from './http/dispatch.ts';
import { errorHandler } from './http/errors.tsx';
import { open } from './http/policy.ts';
import { reportRoutes } from './http/reports.ts';
import { requestId } from './http/request-id.ts';
import {
  type GuardedOffer,
  linesOf,
  offersOf,
  policiesOf,
  type RouteLine,
  type Routes,
  routes,
} from './http/routes.ts';
import { securityHeaders } from './http/security-headers.ts';
import { jobRoutes } from './jobs-page/index.ts';
import { meetingPackRoutes } from './meeting-pack/index.ts';
import { meetingRoutes } from './meetings/index.ts';
import { menuRoutes } from './menu/index.ts';
import { minutesRoutes } from './minutes/index.ts';
import { myWorkRoutes } from './my-work/index.ts';
import { notificationRoutes } from './notifications-page/index.ts';
import { ontologyRoutes } from './ontology-explorer/index.ts';
import { peopleRoutes } from './people/index.ts';
import { positionRoutes } from './positions/index.ts';
import { templateRoutes } from './presentation-templates/index.ts';
import { proposalRoutes } from './proposals/index.ts';
import { protocolRoutes } from './protocol/index.ts';
import { questionRoutes } from './questions/index.ts';
import { quorumRoutes } from './quorum/index.ts';
import { roleRoutes } from './roles/index.ts';
import { searchRoutes } from './search/index.ts';
import { securityNoticeRoutes } from './security-notices/index.ts';
import type { Services } from './services.ts';
import { settingsRoutes } from './settings/index.ts';
import { createSockets, type SocketOptions, type Upgrade } from './sockets/index.ts';
import { statusRoutes } from './status/index.ts';
import { subscriptionRoutes } from './subscriptions/index.ts';
import { suggestionRoutes } from './suggestions/index.ts';
import { tokenRoutes, withTokens } from './tokens/index.ts';
import { warningRoutes } from './warnings/index.ts';
import { webhookRoutes } from './webhooks-page/index.ts';
import { workItemRoutes } from './work-items/index.ts';
import { workflowBuilderRoutes } from './workflow-builder/index.ts';

export interface ServerOptions {
  /** Whether the process is shutting down, so that `/readyz` fails. */
  readonly isDraining?: () => boolean;
  /** How often connections of open pages are checked. */
  readonly sockets?: Pick<SocketOptions, 'pingMs' | 'checkMs'>;
}

/** The app as a request handler. */
export type Server = Express & {
  readonly table: readonly RouteLine[];
  /** Handles WebSockets: the listener of `upgrade` of the HTTP server. */
  readonly upgrade: Upgrade;
};

/** All routes of a server with their policies, for the tests of policies and headers. */
export const routeTable = (server: Server): readonly RouteLine[] => server.table;

/**
 * The app: what every request passes, in order, and the features. Does not listen. Throws if a
 * route has no policy or two routes match the same request.
 */
export function createServer(
  services: Services,
  { isDraining = () => false, sockets = {} }: ServerOptions = {},
): Server {
  const { config, access, now } = services;
  const assets = createAssets({ fresh: config.environment === 'dev' });
  const files = routes().mount('/assets', ['GET'], open, assets.routes);
  const all = features(services, { isDraining, offers: () => offers }).with(
    isWorkshop(config)
      ? files.mount('/design', ['GET', 'POST'], open, designRoutes(assets))
      : files,
  );
  const offers = offersOf(all);
  const policyAt = policiesOf(all);
  const isPage = (address: string) => policyAt(address) !== undefined;
  const frame = { environment: config.environment, assets: assets.paths, isPage, policyAt };
  const flash = { name: access.cookies.flash, secure: access.secure, keys: access.keys };
  const shell = { frame, gate: withTokens(createGate(services, isPage), services), flash, now };
  const app = express()
    .disable('x-powered-by')
    .disable('etag')
    .set('trust proxy', config.http.trustProxy)
    .set('query parser', 'simple')
    .use(requestId, securityHeaders(config.http.publicUrl), accessLog(services));
  for (const { handler } of all.mounts()) app.use(handler);
  app
    .use(
      dispatcher(all, {
        ...shell,
        publicUrl: config.http.publicUrl,
        signInPage: '/login',
        passwordPage: '/account/password',
        proofPage: ProofPage,
        originOf,
        limit: apiLimit(services),
      }),
    )
    .use(errorHandler(services, shell));
  const { upgrade } = createSockets(services, { policyAt, ...sockets });
  return Object.assign(app, { table: linesOf(all), upgrade });
}

/** Where the component page is available; it shows no data. */
const isWorkshop = ({ environment }: Services['config']): boolean =>
  environment === 'dev' || environment === 'test';

interface FeatureOptions extends Required<Pick<ServerOptions, 'isDraining'>> {
  /** The actions that all features offer. */
  readonly offers: () => readonly GuardedOffer[];
}

/** One line per feature. */
const features = (services: Services, { isDraining, offers }: FeatureOptions): Routes =>
  routes()
    .with(statusRoutes(services, { isDraining }))
    .with(reportRoutes(services.log))
    .with(authRoutes(services))
    .with(accountRoutes(services))
    .with(securityNoticeRoutes(services))
    .with(dashboardRoutes(services))
    .with(warningRoutes(services))
    .with(notificationRoutes(services))
    .with(searchRoutes(services, offers))
    .with(peopleRoutes(services))
    .with(roleRoutes(services))
    .with(menuRoutes(services))
    .with(ontologyRoutes(services))
    .with(positionRoutes(services))
    .with(quorumRoutes(services))
    .with(agendaRoutes(services))
    .with(decisionRoutes(services))
    .with(ballotRoutes(services))
    .with(adoptedVersionRoutes(services))
    .with(protocolRoutes(services))
    .with(dependencyRoutes(services))
    .with(governanceMapRoutes(services))
    .with(questionRoutes(services))
    .with(committeeRoutes(services))
    .with(templateRoutes(services))
    .with(workItemRoutes(services))
    .with(suggestionRoutes(services))
    .with(proposalRoutes(services))
    .with(commentRoutes(services))
    .with(amendmentRoutes(services))
    .with(documentRoutes(services))
    .with(attachmentRoutes(services))
    .with(calendarRoutes(services))
    .with(meetingRoutes(services))
    .with(meetingPackRoutes(services))
    .with(minutesRoutes(services))
    .with(myWorkRoutes(services))
    .with(actionItemRoutes(services))
    .with(workflowBuilderRoutes(services))
    .with(dataManagerRoutes(services))
    .with(settingsRoutes(services))
    .with(auditRoutes(services))
    .with(jobRoutes(services))
    .with(webhookRoutes(services))
    .with(tokenRoutes(services))
    .with(subscriptionRoutes(services))
    .with(apiRoutes(services));
