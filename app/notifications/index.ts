export { lockChoices, writeChoices } from './choice-store.ts';
export { notificationConsumer } from './consumer.ts';
export { notificationJobs } from './jobs.ts';
export {
  type Choices,
  kinds,
  type NotificationFilter,
  type NotificationKind,
  type NotificationLine,
  type Way,
  ways,
} from './notification.ts';
export { hasNotification, readNotifications } from './notification-store.ts';
export { kindInWords, notificationInWords } from './present.ts';
export { committeeOf, membersWho } from './recipients.ts';
export { itemPaths } from './rules.ts';
export {
  newestNotifications,
  type ShownNotification,
  unreadNotifications,
} from './session-fragments.ts';
export { readUnsubscribeToken, type Unsubscription } from './unsubscribe.ts';
