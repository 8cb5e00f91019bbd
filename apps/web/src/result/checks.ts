// Names of the checks (docs/checks.md), as they stand in a sentence.
const titles: Record<string, string> = {
  setup_not_flat: 'back flat before the start', back_arches: 'back stays down', below_end_range: 'turning round in time', lowering_too_fast: 'slow lowering',
  momentum: 'no swing in the lift', breath_held: 'breath not held', exhale_missing: 'out-breath on the way up', head_back: 'head at rest', knees_bend: 'straight knees',
  hamstrings_limit: 'room in the hamstrings', hips_roll: 'hips stay down', hands_under_hips: 'hands beside the hips', sides_differ: 'both sides alike', range_fades: 'range kept to the end',
  swing: 'no swinging from the bar', no_pelvic_curl: 'pelvis curls up', hold_breaks: 'hold kept',
};

export function check_title(id: string): string {
  return titles[id] ?? id.replaceAll('_', ' ');
}
