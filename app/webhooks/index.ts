export { namedProblem } from './addresses.ts';
export {
  createWebhook,
  deleteWebhook,
  disableWebhook,
  enableWebhook,
  resendDelivery,
  rotateSecret,
  testWebhook,
  updateWebhook,
} from './commands.ts';
export { webhookConsumer } from './consumer.ts';
export { findWebhook, listWebhooks } from './endpoint-store.ts';
export { allEvents, eventGroups } from './groups.ts';
export { webhookJobs } from './jobs.ts';
export { findDelivery, listDeliveries } from './queries.ts';
export { mostAttempts } from './rules.ts';
export { address, groups } from './schema.ts';
export { newSecret } from './signature.ts';
export {
  type Attempt,
  type Delivery,
  type DeliveryLine,
  type DeliveryState,
  deliveryStates,
  outcomes,
  type Webhook,
  type WebhookLine,
} from './webhook.ts';
