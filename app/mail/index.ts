export { createMailer, type Mailer, type MailerOptions } from './mailer.ts';
