import type { RequestHandler } from 'express';

/**
 * Browser features that the app never needs. A name unknown to a browser would log an error in its
 * console.
 */
const features =
  'accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope hid idle-detection magnetometer microphone midi payment picture-in-picture publickey-credentials-get screen-wake-lock serial usb xr-spatial-tracking';

/**
 * The headers of every response (spec requests#headers). Scripts and styles are never inline, so
 * the policy needs no nonce: only our own files run.
 * @param publicUrl the public origin; HSTS and the WebSocket origin depend on it
 */
export function securityHeaders(publicUrl: string | undefined): RequestHandler {
  const secure = publicUrl?.startsWith('https:') === true;
  const headers = {
    'Content-Security-Policy': contentSecurityPolicy(publicUrl),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Permissions-Policy': features
      .split(' ')
      .map((feature) => `${feature}=()`)
      .join(', '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Frame-Options': 'DENY',
    'Cache-Control': 'no-store',
    ...(secure ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } : {}),
  };
  return (_request, response, next) => {
    response.set(headers);
    next();
  };
}

function contentSecurityPolicy(publicUrl: string | undefined): string {
  const socket = publicUrl === undefined ? '' : ` ${publicUrl.replace(/^http/, 'ws')}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${socket}`,
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    'report-uri /csp-reports',
  ].join('; ');
}
