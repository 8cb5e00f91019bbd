// Findings of one check belong together: the same sentence for each rep would bury the others. Pure.
import type { Finding } from './types';

export interface Group { check: string; severity: Finding['severity']; cue: string; members: Finding[] }

const kOrder = ['stop', 'fix', 'watch', 'info'];

/// What matters most first.
export function grouped(findings: readonly Finding[]): Group[] {
  const groups = new Map<string, Group>();
  for (const finding of findings) {
    const group = groups.get(finding.check);
    if (group) group.members.push(finding);
    else groups.set(finding.check, { check: finding.check, severity: finding.severity, cue: finding.cue, members: [finding] });
  }
  return [...groups.values()].sort((a, b) => kOrder.indexOf(a.severity) - kOrder.indexOf(b.severity));
}
