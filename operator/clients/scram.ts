import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

const iterations = 4096;

/**
 * Computes the SCRAM-SHA-256 verifier that PostgreSQL stores (RFC 5803), so that no password is
 * sent in a statement that the server may log. For ASCII passwords; others would need SASLprep.
 */
export function scramVerifier(password: string, salt = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${hmac(salted, 'Server Key').toString('base64')}`;
}

const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest();
