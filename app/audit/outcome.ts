export const auditOutcomes = ['success', 'refused', 'denied', 'failure'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];
